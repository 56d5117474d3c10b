"""The scheduler: writes each recurring job once per period, whoever else runs a scheduler beside it."""

import contextlib
import threading
from datetime import UTC, datetime

from django.db import OperationalError, close_old_connections

from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.jobs.kinds import Recurring, recurring

TICK_SECONDS = 1.0


def schedule(stop: threading.Event) -> None:
    """Tick until somebody asks to stop."""
    while not stop.is_set():
        with contextlib.suppress(OperationalError):  # the database is busy or restarting; the next tick does the same
            tick(datetime.now(UTC))
        close_old_connections()
        stop.wait(TICK_SECONDS)


def tick(now: datetime) -> None:
    """Write the jobs of the periods that `now` lies in."""
    for entry in recurring():
        enqueue(entry.kind, key=_period(entry, now))


def _period(entry: Recurring, now: datetime) -> str:
    """The number of the period since 1970."""
    return f"{int(now.timestamp() // entry.every.total_seconds())}"
