"""What the terminal shows: refusals, progress, wrapped sentences."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from nyhavn.framework.refusal import Refusal

STOPPED = threading.Event()  # somebody asked the run to end
OUT = Console(highlight=False, soft_wrap=True)
ERROR = Console(stderr=True, highlight=False, soft_wrap=True)


class Step(Protocol):
    """Told where a long run stands: the stage in words, how much is done of how much."""

    def __call__(self, stage: str, done: int, of: int) -> None:
        """Say that `done` of `of` parts of the stage are done."""


def say(text: str = "", style: str = "") -> None:
    """One line for the person, taken literally."""
    OUT.print(escape(text), style=style or None)


def say_refusal(refusal: Refusal) -> None:
    """All reasons of a refusal, each with its place, what to do, and the code to look up."""
    for reason in refusal.reasons:
        ERROR.print(f"[bold]Not done:[/bold] {escape(reason.sentence())}")
        ERROR.print(f"          (more: nyhavn explain {escape(reason.code)})", style="dim")


@contextmanager
def progress() -> Iterator[Step]:
    """A progress bar on a terminal, one line per stage elsewhere.

    A step raises KeyboardInterrupt once the run was asked to end: libraries lose the one that meets them in a callback.
    """
    columns = (TextColumn("{task.description:<34}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=ERROR, disable=not ERROR.is_terminal) as bars:
        tasks: dict[str, int] = {}

        def step(stage: str, done: int, of: int) -> None:
            if STOPPED.is_set():
                raise KeyboardInterrupt
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=of)
                if not ERROR.is_terminal:
                    ERROR.print(f"{escape(stage)} ...")
            bars.update(tasks[stage], completed=done, total=of)  # type: ignore[arg-type]  # a TaskID is an int

        yield step
