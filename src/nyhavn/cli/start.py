"""The first lines that run: Ctrl-C is answered with a sentence even while the libraries are still loading."""

import gc
import importlib
import os
import signal
from types import FrameType

INTERRUPTED = 130  # what a shell expects of a program that was interrupted
SENTENCE = b"Not done: The run was interrupted. Nothing half-written was left. Run the command again.\n"


def main() -> None:
    """Answers interruptions, then loads and runs the command line."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    gc.disable()  # what is loaded stays to the end; looking through it for garbage takes a sixth of the start
    command = importlib.import_module("nyhavn.cli.main").main
    gc.freeze()
    gc.enable()
    command()


def _leave(_number: int, _frame: FrameType | None) -> None:
    """Ends at once: nothing has been written while the libraries load."""
    os.write(2, SENTENCE)
    os._exit(INTERRUPTED)
