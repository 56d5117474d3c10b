"""Temporary files of the tests stand in memory, where there is enough of it: a third of the time is waiting for a disk.

What is promised of a sudden death is about processes: a killed one leaves the same files there as on a disk.
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 2 << 30  # bytes; containers often have less of it


def put_in_memory() -> None:
    """Temporary files from now on, in this process and those that it starts; nothing where somebody named a place."""
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None
