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
    """Everything that a withdrawal reached. finished_at: None until the walk is over.

    After it, published figures may still wait for their next edition; the trace says until when.
    """

    withdrawal: UUID
    at: datetime
    purposes: frozenset[Purpose]
    traces: tuple[Trace, ...]
    finished_at: datetime | None

    @property
    def is_finished(self) -> bool:
        """Whether every node is settled."""
        return self.finished_at is not None


NOT_SETTLED = "not-settled"
NEXT_EDITION, SUPERSEDED = "next-edition", "release-superseded"
WORDS = {
    NOT_SETTLED: "This was found and is being dealt with.",
    "contribution-destroyed": "What you said was destroyed, together with the only key that opens it.",
    "file-destroyed": "The file that your answers came in was destroyed.",
    "material-destroyed": "A story, photograph, sound or map that came with what you said was taken off this site and "
    "destroyed. If it was shown, somebody may have kept a copy.",
    "finding-erased": "A question that a check raised does not point to your answers any more.",
    "decision-erased": "What was decided about your answers was deleted.",
    "run-stopped": "A computation that used your answers was stopped, and nothing of it was kept.",
    "run-emptied": "Results that were not published were destroyed. They can be made again without you.",
    "candidate-dropped": "A release that was not published was given up. It can be made again without you.",
    "release-goes-back": "A release that was announced does not go out with these results.",
    "published-aggregate": "These figures were published about groups of people, and cannot be called back. Nobody "
    "is named in them, and your answers cannot be read from them. No further edition is planned; if one comes, it is "
    "made without you.",
    NEXT_EDITION: "These figures were published about groups of people, and cannot be called back. Nobody is named in "
    "them, and your answers cannot be read from them. A new edition, made without your answers, takes their place on "
    "the day that is named. A number moves only when enough contributions have changed, so that nobody sees that it "
    "was you.",
    SUPERSEDED: "A new edition, made without your answers, has taken the place of these figures. A number moves only "
    "when enough contributions have changed, so some numbers may still be those of before.",
    "records-recalled": "The file of single records was taken off this site, and those who asked to hear of changes "
    "were asked to delete their copies. We cannot see whether they did.",
    "records-some-deleted": "The file of single records was taken off this site, and those who asked to hear of "
    "changes were asked to delete their copies. Some of them said that they did, the last one so far on this day.",
    "records-all-deleted": "The file of single records was taken off this site, and those who asked to hear of changes "
    "were asked to delete their copies. All of them said that they did.",
    "export-recalled": "Somebody of the team had taken a file with your answers out. They were asked to delete it.",
    "export-deleted": "Somebody of the team had taken a file with your answers out. They said that they deleted it.",
    "office-never-fetched": "A file with your answers was ready for an office. The office had not fetched it, and it "
    "was destroyed.",
    "office-recalled": "An office had received your answers in a file of single records. It was asked to delete it, "
    "and gets another one without you. We cannot see whether it did.",
    "office-deleted": "An office had received your answers in a file of single records. It said that it deleted it.",
    "office-after-cut-off": "An office had received your answers in a file of single records, and the day until which "
    "it has to delete them is over. The agreement with the office says what holds now. Nobody gets the file from this "
    "site any more.",
    "office-figures": "An office received figures about groups of people. Nobody is named in them, and your answers "
    "cannot be read from them. When a new edition without you is out, the office gets it in their place.",
}
"""Code -> what a trace says to the person, in one or two plain sentences."""


def waiting(node: NodeRef) -> Trace:
    """The trace of a thing that cannot be settled yet; the walk comes back to it."""
    return Trace(node, Outcome.WAITS, NOT_SETTLED)


def reach(purposes: Iterable[Purpose]) -> frozenset[Purpose]:
    """The purposes that end: all of them with the collection itself, because nothing is left to use then."""
    ended = frozenset(purposes)
    return frozenset(Purpose) if Purpose.COLLECTION in ended else ended
