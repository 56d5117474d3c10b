"""The tutorial on estimates prints what it says it prints."""

import os
import re
import subprocess
import sys
from pathlib import Path

TUTORIAL = Path("docs") / "tutorials" / "from-answers-to-estimates.md"
CUT = "-- next --"


def test_every_line_of_the_tutorial_runs_and_prints_what_the_page_shows(repository: Path, reference_data: Path) -> None:
    page = (repository / TUTORIAL).read_text(encoding="utf-8")
    parts = re.findall(r"^```(python|text)\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)
    shown = [text for kind, text in parts if kind == "text"]
    assert len(shown) >= 6, "a tutorial without output shows nothing"
    script = "".join(text if kind == "python" else f"print({CUT!r})\n" for kind, text in parts)
    environment = os.environ | {"NYHAVN_REFERENCE_DATA": str(reference_data)}
    ran = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split(f"{CUT}\n")[:-1] == shown
