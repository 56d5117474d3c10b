"""What becomes of everything that came out of a contribution, when the person takes it back.

A contribution, and each thing that holds or used it, is a node. A withdrawal walks to all of them and leaves one trace
per node; the traces together are the proof that the person gets.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from nyhavn.framework.consent import Purpose


class Outcome(StrEnum):
    """What became of a node."""

    ERASED = "erased"  # it is gone, or nothing of the contribution is in it any more
    REAGGREGATED = "re-aggregated"  # the figures were made again without it
    SUPERSEDED = "superseded"  # a newer version without it has taken the place
    RECALLED = "recalled"  # whoever took it was asked to delete it
    STAYS = "stays"  # it cannot be undone, because it was published as an aggregate
    WAITS = "waits"  # found, and not settled yet


@dataclass(frozen=True, order=True)
class NodeRef:
    """One thing that holds or used a contribution. kind: code of the registry; on: its uuid."""

    kind: str
    on: UUID


@dataclass(frozen=True)
class Trace:
    """What became of one node. words: code of `WORDS`. on: the day it happened; due: the day on which more follows."""

    node: NodeRef
    outcome: Outcome
    words: str
    on: date | None = None
    due: date | None = None


@dataclass(frozen=True)
class Proof:
    """Everything that a withdrawal reached. finished_at: None while something still waits."""

    withdrawal: UUID
    at: datetime
    purposes: frozenset[Purpose]
    traces: tuple[Trace, ...]
    finished_at: datetime | None

    @property
    def is_finished(self) -> bool:
        """Whether every node is settled."""
        return self.finished_at is not None


WORDS = {
    "not-settled": "This was found and is being dealt with.",
}
"""Code -> what a trace says to the person, in one or two plain sentences."""


def reach(purposes: Iterable[Purpose]) -> frozenset[Purpose]:
    """The purposes that end: all of them with the collection itself, because nothing is left to use then."""
    ended = frozenset(purposes)
    return frozenset(Purpose) if Purpose.COLLECTION in ended else ended
