"""The command `nyhavn` as its start calls it, but in this process: what it says and how it ends."""

import io
import signal
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from nyhavn.cli.main import main


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def nyhavn(*words: str | Path) -> Ran:
    """Runs the command. What it did not foresee is raised, as a traceback would be shown."""
    out, error, code = io.StringIO(), io.StringIO(), 0
    answered = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with redirect_stdout(out), redirect_stderr(error), patch.object(sys, "argv", ["nyhavn", *map(str, words)]):
            main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        for number, answer in answered.items():
            signal.signal(number, answer)
    return Ran(code, out.getvalue(), error.getvalue())
