"""An answer to a statement as it arrives, from a screen or from a sheet of paper, and what it rests on.

Each answer is kept by itself under a key that the sender chose, so that whoever lost the connection sends everything
again: what is there already changes nothing. What was kept is never changed; a correction names what it replaces.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime, Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.environment import LEVELS, STATEMENT_CODE, Dimension, Edition, Funding, Law, Practice, Silence
from nyhavn.framework.refusal import Reason, check_none, refusal

KEY = r"^[A-Za-z0-9-]{16,64}$"  # long enough that two devices do not choose the same
LINK = r"^(https?://\S+)?$"  # nothing that a browser would run
MOST_PROOFS = 12
LONGEST = 2_000


class How(StrEnum):
    """How those who answered came to it."""

    ALONE = "alone"
    WORKSHOP = "workshop"  # with somebody who guides it


class ShownBy(Declared):
    """Something that shows an answer. link: address, or words: where it is found, as for a gazette on paper."""

    shows: Dimension
    link: str = Field("", pattern=LINK, max_length=LONGEST)
    words: str = Field("", max_length=LONGEST)


class KeyedIn(Declared):
    """An answer from paper. recorder: who typed it, as an account or a role is named. source: where the paper is."""

    recorder: str = Field(min_length=1)
    source: str = Field(min_length=1)


class GroupAnswer(Declared):
    """One answer to one statement, as it arrived.

    key: chosen by the sender. voice: for whom. sheet: the paper, or the session on a screen. replaces: keys of answers
    that this one corrects or settles. people: how many answered; organisations: which of the voice's took part.
    received_at: when it arrived; it is no part of what was said.
    """

    key: str = Field(pattern=KEY)
    voice: str = Field(min_length=1)
    sheet: str = Field(min_length=1, max_length=LONGEST)  # the code of a paper names each of its groups
    statement: str = Field(pattern=STATEMENT_CODE)
    law: Law | Silence = Silence.NOT_ANSWERED
    practice: Practice | Silence = Silence.NOT_ANSWERED
    funding: Funding | Silence = Silence.NOT_ANSWERED
    shown_by: tuple[ShownBy, ...] = Field((), max_length=MOST_PROOFS)
    comment: str = Field("", max_length=LONGEST)
    answered_on: date
    people: int = Field(ge=1, le=10_000)
    how: How
    organisations: frozenset[str] = Field(min_length=1)
    keyed_in: KeyedIn | None = None
    replaces: frozenset[str] = frozenset()
    received_at: AwareDatetime

    def said(self, dimension: Dimension) -> str:
        """The level, or the kind of silence."""
        return {Dimension.LAW: self.law, Dimension.PRACTICE: self.practice, Dimension.FUNDING: self.funding}[dimension]

    @property
    def is_blank(self) -> bool:
        """Whether it ticks nothing, shows nothing and says nothing, so that nobody stands behind anything with it."""
        return not (self.shown_by or self.comment) and all(
            self.said(dimension) == Silence.NOT_ANSWERED for dimension in Dimension
        )

    @property
    def content(self) -> dict[str, object]:
        """Everything but when it arrived: what makes a second sending the same."""
        return self.model_dump(exclude={"received_at"})


class Outcome(StrEnum):
    """What became of what was sent."""

    KEPT = "kept"
    THERE_ALREADY = "there-already"
    KEPT_LATE = "kept-late"  # it can be read, and counts for no difference


@dataclass(frozen=True)
class Kept:
    """All entries after one was sent, and what became of it. It tells the sender nothing of anybody else's."""

    entries: tuple[GroupAnswer, ...]
    outcome: Outcome


def kept(entries: tuple[GroupAnswer, ...], sent: GroupAnswer, *, closes_at: AwareDatetime) -> Kept:
    """The entries with what was sent, once. Raises Refusal "environment-key-reused".

    closes_at: what arrives from then on is late. It is kept, or people would have answered in vain.
    """
    there = next((one for one in entries if (one.voice, one.key) == (sent.voice, sent.key)), None)
    if there is None:
        return Kept((*entries, sent), Outcome.KEPT_LATE if sent.received_at >= closes_at else Outcome.KEPT)
    if there.content != sent.content:
        what = "Another answer was sent with this key before. That one stays."
        raise refusal("environment-key-reused", what, where="key", do="Send it again with a key of its own.")
    return Kept(entries, Outcome.THERE_ALREADY)


def check_answer(entry: GroupAnswer, edition: Edition, *, members: frozenset[str], today: date) -> None:
    """Whether an answer can be kept. members: organisations that speak with this voice.

    Raises Refusal: environment-statement-unknown, environment-day-in-future, environment-organisation-unknown,
    environment-people-too-few, environment-proof-empty, environment-replaces-itself.
    """
    check_none(_faults(entry, edition, members, today))


def _faults(entry: GroupAnswer, edition: Edition, members: frozenset[str], today: date) -> Iterator[Reason]:
    where = entry.statement
    if edition.statement(entry.statement) is None:
        what = f"Edition {edition.label} has no such statement."
        yield Reason("environment-statement-unknown", what, where, "Look at the code on the sheet.")
    if entry.answered_on > today:
        do = "Write the day on which people answered."
        yield Reason("environment-day-in-future", "This day is still to come.", "answered_on", do)
    if not entry.organisations <= members:
        what = "Somebody is named who does not speak with this voice."
        yield Reason("environment-organisation-unknown", what, "organisations", "Choose from those that are shown.")
    if entry.people < len(entry.organisations):
        what = "Fewer people answered than organisations are named."  # one person alone would give cover to nobody
        do = "Name the organisations that had somebody there."
        yield Reason("environment-people-too-few", what, "people", do)
    if any(not (one.link or one.words) for one in entry.shown_by):
        do = "Give an address, or write where it is found."
        yield Reason("environment-proof-empty", "It is not said where this can be seen.", where, do)
    if entry.key in entry.replaces:
        what, do = "An answer cannot replace itself.", "Give the new answer a key of its own."
        yield Reason("environment-replaces-itself", what, "replaces", do)


def check_settles(entries: Iterable[GroupAnswer], sent: GroupAnswer) -> None:
    """An answer replaces answers to its own statement only. Raises Refusal "environment-replaces-other".

    A key that has not arrived yet is no fault: what was sent first may come last. Keys of other voices are not looked
    at, or the refusal would tell that they are there.
    """
    own = (one for one in entries if one.voice == sent.voice and one.key in sent.replaces)
    if any(one.statement != sent.statement for one in own):
        what = "What would be replaced is an answer to another statement."
        raise refusal("environment-replaces-other", what, where="replaces", do="Choose from what is shown.")


def level_of(dimension: Dimension, said: str) -> str | None:
    """The level that was said; None for every silence."""
    return said if said in LEVELS[dimension] else None
