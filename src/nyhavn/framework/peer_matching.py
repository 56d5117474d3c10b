"""Offers of help and requests for it: which of them fit, and why, in words that both sides can check.

Who stays unnamed looks, and is not found: an offer or a request appears to those only who may read the name of the
organisation behind it. So nothing changes in what others see when somebody unnamed comes, looks, or goes.
There is no score. What meets is listed; the order follows what is listed; where it decides nothing, that is said.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby, product
from typing import Self
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from nyhavn.framework.declared import Declared
from nyhavn.framework.directory import DANGER_OPEN, Listing, ListingField, is_danger_open
from nyhavn.framework.exchange_words import (
    HELP,
    REGIONS,
    TOPICS,
    Help,
    Language,
    Region,
    Topic,
    is_same_language,
    narrower,
    regions_meet,
)
from nyhavn.framework.naming import check_names_nobody
from nyhavn.framework.organisation_consent import (
    Circle,
    OrganisationWord,
    Reader,
    check_speaks_for,
    circle_of,
    is_wider,
    may_read,
    narrowest,
)
from nyhavn.framework.refusal import Reason, check_none, refusal


class Side(StrEnum):
    """Whether somebody gives or seeks help."""

    OFFER = "offer"
    REQUEST = "request"


class Posting(Declared):
    """One offer or request. first_day, last_day: when it could be. online: no journey is needed.

    regions: where on-site help could be. words: in the organisation's own words. said: who may find it.
    """

    uuid: UUID
    organisation: UUID
    side: Side
    topics: tuple[Topic, ...] = Field(min_length=1)
    help: tuple[Help, ...] = Field(min_length=1)
    languages: tuple[Language, ...] = Field(min_length=1)
    regions: tuple[Region, ...] = ()
    online: bool = True
    first_day: date
    last_day: date
    words: str = ""
    posted_at: AwareDatetime
    said: tuple[OrganisationWord, ...] = ()

    @model_validator(mode="after")
    def _is_somewhere_and_some_time(self) -> Self:
        if self.last_day < self.first_day:
            raise ValueError("the last day is before the first")
        if not self.online and not self.regions:
            raise ValueError("neither online nor in a region")
        return self

    @property
    def about(self) -> str:
        """The thing that its words of consent are about."""
        return f"posting:{self.uuid}"

    def circle(self, now: datetime) -> Circle:
        """For whom it may be found."""
        return circle_of(self.said, self.organisation, self.about, now)


@dataclass(frozen=True)
class Match:
    """One that fits, and everything in which it does. first_day, last_day: days that both have.

    regions: None where both can meet online, so that no place has to meet. place: in the order; several may share one.
    because: the same in sentences.
    """

    posting: Posting
    name: str
    topics: tuple[str, ...]
    help: tuple[str, ...]
    languages: tuple[str, ...]
    regions: tuple[str, ...] | None
    first_day: date
    last_day: date
    place: int = 0
    tied_with: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        """How many days both have."""
        return (self.last_day - self.first_day).days + 1

    @property
    def because(self) -> tuple[str, ...]:
        """Why they fit, and what the order says."""
        return tuple(_because(self))


ORDER_RULE = (
    "Those that share more topics come first; of these, those with more kinds of help, then more languages, then more"
    " days in common. Where all that is the same, they share a place, and their names decide how they are listed."
)


def check_posting(
    posting: Posting, listing: Listing, *, speaks_for: Collection[UUID], people: Collection[str], now: datetime
) -> None:
    """Whether it may stand. people: names of the organisation's own members and administrators.

    Raises Refusal: listing-not-own, posting-over, posting-wider-than-name, listing-danger-not-answered,
    words-name-somebody.
    """
    check_speaks_for(posting.organisation, speaks_for)
    check_none(_against(posting, listing, now))
    check_names_nobody({"words": posting.words}, people)


def _against(posting: Posting, listing: Listing, now: datetime) -> Iterator[Reason]:
    if posting.last_day < now.date():
        what = "The last day is over."
        yield Reason("posting-over", what, "last_day", "Write until when it could be.")
    circle = posting.circle(now)
    if is_wider(circle, listing.circle(ListingField.NAME, now)):
        what = "More people would find this than may read who you are."
        do = "Keep it for yourselves: you see whom it fits, and nobody sees you. Or let more people read your name."
        yield Reason("posting-wider-than-name", what, "said", do)
    if circle is Circle.EVERYBODY and is_danger_open(listing, posting.topics):
        yield DANGER_OPEN


def open_circle(posting: Posting, listing: Listing, now: datetime) -> Circle:
    """For whom it is. With a dangerous topic, while nobody said whether it could hurt, it is for members at most."""
    said = posting.circle(now)
    return narrowest((said, Circle.MEMBERS)) if is_danger_open(listing, posting.topics) else said


def is_found_by(posting: Posting, listing: Listing | None, reader: Reader, now: datetime) -> bool:
    """Whether somebody may find it: the organisation agreed, its name is theirs to read, and it is not over."""
    if listing is None or listing.organisation != posting.organisation or posting.last_day < now.date():
        return False
    is_named = listing.is_read_by(ListingField.NAME, reader, now)
    return is_named and may_read(
        open_circle(posting, listing, now), reader, owner=posting.organisation, not_for=listing.not_for
    )


def check_meets(one: Posting, other: Posting, today: date) -> None:
    """Whether an offer and a request fit. Raises Refusal with every reason why they do not.

    exchange-same-side, exchange-topics-apart, exchange-help-apart, exchange-languages-apart, exchange-regions-apart,
    exchange-times-apart.
    """
    check_none(apart(one, other, today))


def apart(one: Posting, other: Posting, today: date) -> tuple[Reason, ...]:
    """Why two do not fit; empty if they do."""
    return tuple(_apart(one, other, today))


def _apart(one: Posting, other: Posting, today: date) -> Iterator[Reason]:
    if one.side is other.side or one.organisation == other.organisation:
        what = "An offer meets a request of somebody else."
        yield Reason("exchange-same-side", what, "side", "Choose one of the other side.")
    if not _both(one.topics, other.topics):
        yield Reason("exchange-topics-apart", "No topic is in both.", "topics", _ADD)
    if not _both(one.help, other.help):
        yield Reason("exchange-help-apart", "No kind of help is in both.", "help", _ADD)
    if not _languages(one, other):
        yield Reason("exchange-languages-apart", "No language is in both.", "languages", _ADD)
    if _regions(one, other) == ():
        what = "Not both can meet online, and no region is in both."
        yield Reason("exchange-regions-apart", what, "regions", _ADD)
    first, last = _days(one, other, today)
    if last < first:
        what = "There is no day on which both could, from today on."
        yield Reason("exchange-times-apart", what, "last_day", _ADD)


_ADD = "Change your own if more would be true. Write nothing that is not."


def _both(one: Collection[str], other: Collection[str]) -> tuple[str, ...]:
    return tuple(code for code in dict.fromkeys(one) if code in other)


def _languages(one: Posting, other: Posting) -> tuple[str, ...]:
    """Each language once, however many of its variants somebody names."""
    found: list[str] = []
    for code in one.languages:
        is_new = not any(is_same_language(code, known) for known in found)
        if is_new and any(is_same_language(code, them) for them in other.languages):
            found.append(code)
    return tuple(found)


def _regions(one: Posting, other: Posting) -> tuple[str, ...] | None:
    if one.online and other.online:
        return None
    return tuple(dict.fromkeys(narrower(*each) for each in product(one.regions, other.regions) if regions_meet(*each)))


def _days(one: Posting, other: Posting, today: date) -> tuple[date, date]:
    return max(one.first_day, other.first_day, today), min(one.last_day, other.last_day)


def matches_for(
    own: Posting, postings: Iterable[Posting], listings: Mapping[UUID, Listing], reader: Reader, now: datetime
) -> tuple[Match, ...]:
    """Everything that fits one's own offer or request and that one may find, in the order of ORDER_RULE.

    Raises Refusal "listing-not-own" for somebody else's. Whether one's own may be found makes no difference.
    """
    check_speaks_for(own.organisation, reader.organisations)
    found = [
        _match(own, posting, listings[posting.organisation].name, now.date())
        for posting in postings
        if is_found_by(posting, listings.get(posting.organisation), reader, now) and not apart(own, posting, now.date())
    ]
    return _in_order(found)


def _match(own: Posting, other: Posting, name: str, today: date) -> Match:
    first, last = _days(own, other, today)
    return Match(
        posting=other,
        name=name,
        topics=_both(own.topics, other.topics),
        help=_both(own.help, other.help),
        languages=_languages(own, other),
        regions=_regions(own, other),
        first_day=first,
        last_day=last,
    )


def _rank(match: Match) -> tuple[int, ...]:
    return tuple(-number for number in (len(match.topics), len(match.help), len(match.languages), match.days))


def _in_order(found: Sequence[Match]) -> tuple[Match, ...]:
    ordered = sorted(found, key=lambda one: (_rank(one), one.name.casefold(), str(one.posting.uuid)))
    placed: list[Match] = []
    for _, group in groupby(ordered, key=_rank):
        same, place = list(group), len(placed) + 1
        names = {one.posting.uuid: one.name for one in same}
        for one in same:
            others = tuple(name for uuid, name in names.items() if uuid != one.posting.uuid)
            placed.append(replace(one, place=place, tied_with=others))
    return tuple(placed)


def _because(match: Match) -> Iterator[str]:
    yield f"Topics in both: {', '.join(TOPICS[code].name for code in match.topics)}."
    yield f"Kinds of help in both: {', '.join(HELP[code].name for code in match.help)}."
    yield f"Languages in both: {', '.join(match.languages)}."
    if match.regions is None:
        yield "Both can meet online, so no region has to be the same."
    else:
        yield f"Regions in both: {', '.join(REGIONS[code].name for code in match.regions)}."
    days = "1 day" if match.days == 1 else f"{match.days} days"
    yield f"Both could from {match.first_day} until {match.last_day}: {days}."
    if match.tied_with:
        yield f"The same place as {', '.join(match.tied_with)}. Which of them stands first says nothing."


def check_propose(
    own: Posting,
    other: Posting | None,
    listings: Mapping[UUID, Listing],
    reader: Reader,
    now: datetime,
    *,
    knows_it_is_named: bool,
) -> None:
    """Whether somebody may propose an exchange. What they cannot find is not there, in the same words.

    knows_it_is_named: they were told that the other side then reads who they are, and said that this is all right.
    Raises Refusal: listing-not-own, posting-not-there, exchange-…-apart, exchange-reveals-you.
    """
    check_speaks_for(own.organisation, reader.organisations)
    if other is None or not is_found_by(other, listings.get(other.organisation), reader, now):
        what = "There is no such offer or request."
        raise refusal("posting-not-there", what, do="Choose from those that are shown.")
    check_meets(own, other, now.date())
    if not knows_it_is_named:
        what = "With a proposal the other organisation reads who you are, and you cannot take that back."
        do = "Find out who they are first. This site knows that they were let in, and nothing of what they want."
        raise refusal("exchange-reveals-you", what, where="knows_it_is_named", do=do)
