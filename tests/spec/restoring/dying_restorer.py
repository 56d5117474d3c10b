"""python dying_restorer.py FILE STEP: restores, and dies as by kill -9 at that step that reaches the disk.

Prints how many steps there were if it was not killed.
"""

import io
import sys
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402 (Django first)

from sudden_death import dies_at  # noqa: E402

if __name__ == "__main__":
    file, step = Path(sys.argv[1]), int(sys.argv[2])
    met = dies_at(step)
    call_command("restore", str(file), replace=True, stdout=io.StringIO())
    print(met())
