"""A run that is interrupted leaves no folder behind, whichever of its steps the interruption meets."""

import subprocess
import sys
from pathlib import Path

from sudden_death import surroundings

# Interrupted at the given instruction on the way into the folder, as by a signal; says when the way is over before.
PROGRAM = """
import contextlib, sys
from pathlib import Path
from nyhavn.chain import workspace

out, at = Path(sys.argv[1]), int(sys.argv[2])
met = 0

def interrupting(frame, event, _argument):
    global met
    if frame.f_code.co_filename not in (workspace.__file__, contextlib.__file__, __file__):
        return None
    frame.f_trace_opcodes = True
    met += event == "opcode"
    if met == at:
        raise KeyboardInterrupt
    return interrupting

def run():
    with workspace.workspace(out) as folder:
        sys.settrace(None)
        (folder / "half-written").write_text("x")
        print("entered")

try:
    sys.settrace(interrupting)
    run()
except KeyboardInterrupt:
    sys.exit(130)
"""


def interrupted(program: Path, out: Path, at: int) -> bool:
    """Runs the program; whether it was interrupted before it had entered."""
    asked = [sys.executable, str(program), str(out), str(at)]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=60, env=surroundings(), check=False)
    assert done.returncode in {0, 130}, done.stderr
    return done.returncode == 130


def test_an_interruption_at_any_step_into_the_folder_leaves_nothing(tmp_path: Path) -> None:
    program, out = tmp_path / "program.py", tmp_path / "runs" / "out"
    program.write_text(PROGRAM, encoding="utf-8")
    at = 1
    while interrupted(program, out, at):
        left = list(out.parent.iterdir()) if out.parent.exists() else []
        assert left == [], f"interrupted at instruction {at}"
        at += 3
    assert at > 100
    assert list(out.parent.iterdir()) == []
