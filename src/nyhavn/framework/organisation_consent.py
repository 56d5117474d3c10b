"""What an organisation lets others read of itself: its own words, dated, only added to; the last one counts.

Silence is no. What ended is gone at once. Nobody speaks for another organisation: a word that was said for a different
one counts for nothing, however it came in.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import AwareDatetime, model_validator

from nyhavn.framework.declared import Declared
from nyhavn.framework.definition import PartyKind
from nyhavn.framework.exchange_words import LISTING_POLICY
from nyhavn.framework.refusal import refusal


class Circle(StrEnum):
    """Who may read something, the narrowest first."""

    NOBODY = "nobody"
    MEMBERS = "members"
    EVERYBODY = "everybody"


_ORDER = tuple(Circle)


def narrowest(circles: Iterable[Circle]) -> Circle:
    """The narrowest of them; nobody where there is none."""
    return min(circles, key=_ORDER.index, default=Circle.NOBODY)


def is_wider(one: Circle, other: Circle) -> bool:
    """Whether more people may read under the first one."""
    return _ORDER.index(one) > _ORDER.index(other)


class OrganisationWord(Declared):
    """One word about one thing. about: a code of that thing. said_for: the organisation that the speaker answers for.

    until: the moment from which it does not count any more; None: as long as words last.
    """

    about: str
    circle: Circle
    said_for: UUID
    at: AwareDatetime
    until: AwareDatetime | None = None

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> Self:
        if self.until is not None and self.until <= self.at:
            raise ValueError("a word ends after it was said")
        return self

    @property
    def ends_at(self) -> datetime:
        """When it ends, said or not."""
        longest = self.at + timedelta(days=LISTING_POLICY.lasts_days)
        return min(self.until, longest) if self.until is not None else longest


def standing_word(
    words: Iterable[OrganisationWord], organisation: UUID, about: str, now: datetime
) -> OrganisationWord | None:
    """The word that counts: the last one that the organisation said; of two at one moment, the narrower one."""
    said = [one for one in words if one.about == about and one.said_for == organisation and one.at <= now]
    return max(said, key=lambda one: (one.at, -_ORDER.index(one.circle)), default=None)


def circle_of(words: Iterable[OrganisationWord], organisation: UUID, about: str, now: datetime) -> Circle:
    """Who may read it at that moment."""
    word = standing_word(words, organisation, about, now)
    return word.circle if word is not None and now < word.ends_at else Circle.NOBODY


def open_since(
    words: Iterable[OrganisationWord], organisation: UUID, about: str, circle: Circle, now: datetime
) -> datetime | None:
    """Since when that circle may read it without a gap; None if it may not now. A yes said again begins nothing new."""
    said = [one for one in words if one.about == about and one.said_for == organisation and one.at <= now]
    since, until = None, None
    for one in sorted(said, key=lambda one: (one.at, -_ORDER.index(one.circle))):
        if is_wider(circle, one.circle):
            since = None
        elif since is None or (until is not None and until <= one.at):
            since = one.at
        until = one.ends_at
    return since if until is not None and now < until else None


def check_speaks_for(organisation: UUID, speaks_for: Collection[UUID]) -> None:
    """Whether somebody may say this of the organisation. speaks_for: those that the person answers for.

    Raises Refusal "listing-not-own".
    """
    if organisation not in speaks_for:
        what = "Only somebody who answers for this organisation says what others may read of it."
        raise refusal("listing-not-own", what, do="Ask its administrators. They find it on their own page.")


def is_ending(word: OrganisationWord, now: datetime) -> bool:
    """Whether it is time to ask the organisation whether it still wants this."""
    left = word.ends_at - now
    return word.circle is not Circle.NOBODY and timedelta() < left <= timedelta(days=LISTING_POLICY.remind_days)


@dataclass(frozen=True)
class Reader:
    """Who looks. organisations: member organisations that the person belongs to, with their kinds; or none."""

    organisations: frozenset[UUID] = frozenset()
    kinds: frozenset[PartyKind] = frozenset()

    @property
    def is_member(self) -> bool:
        """Whether the person belongs to a member of the exchange."""
        return bool(self.organisations)


PASSER_BY = Reader()


def may_read(circle: Circle, reader: Reader, *, owner: UUID, not_for: frozenset[PartyKind] = frozenset()) -> bool:
    """Whether somebody may read what is open to that circle. not_for: kinds of members it is kept from.

    Somebody of whom nobody knows the kind is kept out where any kind is.
    """
    if owner in reader.organisations:
        return True
    if circle is Circle.MEMBERS:
        kept = bool(not_for) and (PartyKind.UNKNOWN in reader.kinds or not reader.kinds)
        return reader.is_member and not kept and not_for.isdisjoint(reader.kinds)
    return circle is Circle.EVERYBODY
