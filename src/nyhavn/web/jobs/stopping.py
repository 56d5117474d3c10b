"""Ending politely: a request to stop is an event that loops look at."""

import signal
import threading
from types import FrameType


def stopped_by_signal() -> threading.Event:
    """An event that SIGINT and SIGTERM set. Call it in the main thread."""
    stop = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    return stop
