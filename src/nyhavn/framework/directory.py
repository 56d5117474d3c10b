"""The directory of organisations: who stands in it, with what, for whom to read. Of persons there is nothing.

An organisation is listed by its own words only, field by field, and what it takes back is gone at once. One that could
come to harm stands there for members only, or without its name: then by region and topic, in a line that several share.
Of what somebody may not read they get no name, no gap, no count and no day.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from nyhavn.framework.declared import Declared
from nyhavn.framework.definition import PartyKind
from nyhavn.framework.exchange_words import (
    LISTING_POLICY,
    CountryCode,
    Language,
    Region,
    Topic,
    has_danger,
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
from nyhavn.framework.safeguards.wording import says_something


class ListingField(StrEnum):
    """What the directory can hold, each with a yes of its own."""

    NAME = "name"
    KIND = "kind"
    COUNTRY = "country"
    REGIONS = "regions"
    TOPICS = "topics"
    LANGUAGES = "languages"
    ABOUT = "about"
    WEB = "web"


class Listing(Declared):
    """Everything that an organisation has said of itself, shown or not. about: in its own words, of no person.

    is_at_risk: whether being known could hurt it or those it works with, as it says; None: not answered, which is no
    "no". not_for: kinds of members that it wishes not to be read by. words: what it lets others read.
    """

    organisation: UUID
    name: str
    kind: PartyKind = PartyKind.UNKNOWN
    country: CountryCode = ""
    regions: tuple[Region, ...] = ()
    topics: tuple[Topic, ...] = ()
    languages: tuple[Language, ...] = ()
    about: str = ""
    web: str = ""
    is_at_risk: bool | None = None
    not_for: frozenset[PartyKind] = frozenset()
    words: tuple[OrganisationWord, ...] = ()

    def said_circle(self, field: ListingField, now: datetime) -> Circle:
        """For whom the organisation said that a field is, at that moment."""
        return circle_of(self.words, self.organisation, field, now)

    def circle(self, field: ListingField, now: datetime) -> Circle:
        """Who may read a field at that moment. A name is no more open than open_name_reasons allow.

        So whoever says that it became dangerous is gone from public pages at once, before any word is changed.
        """
        said = self.said_circle(field, now)
        is_kept = field is ListingField.NAME and any(open_name_reasons(self))
        return narrowest((said, Circle.MEMBERS)) if is_kept else said

    def is_read_by(self, field: ListingField, reader: Reader, now: datetime) -> bool:
        """Whether somebody may read a field at that moment."""
        return may_read(self.circle(field, now), reader, owner=self.organisation, not_for=self.not_for)


@dataclass(frozen=True)
class ShownListing:
    """What one reader sees of an organisation. None: not for this reader, or never said, which looks the same."""

    organisation: UUID
    name: str
    kind: PartyKind | None = None
    country: str | None = None
    regions: tuple[str, ...] | None = None
    topics: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    about: str | None = None
    web: str | None = None


@dataclass(frozen=True, order=True)
class UnnamedLine:
    """That several organisations of a region work on a topic, and wish not to be named. Never which, or how many."""

    region: str
    topic: str


def shown_listing(listing: Listing, reader: Reader, now: datetime) -> ShownListing | None:
    """What somebody sees of it; None if they may not read its name. Every other field stands beside the name only."""
    if not listing.is_read_by(ListingField.NAME, reader, now):
        return None
    others = [field for field in ListingField if field is not ListingField.NAME]
    seen = {
        field.value: getattr(listing, field.value) or None for field in others if listing.is_read_by(field, reader, now)
    }
    return ShownListing(listing.organisation, listing.name, **seen)


def directory(listings: Iterable[Listing], reader: Reader, now: datetime) -> tuple[ShownListing, ...]:
    """Everybody whom somebody may read, by name: counts and filters are made of this and of nothing else."""
    seen = (shown_listing(listing, reader, now) for listing in listings)
    return tuple(
        sorted((one for one in seen if one is not None), key=lambda one: (one.name.casefold(), str(one.organisation)))
    )


def name_for(organisation: UUID, listings: Mapping[UUID, Listing], reader: Reader, now: datetime) -> str:
    """Its name beside something else that it did; "" where this reader may not read it."""
    listing = listings.get(organisation)
    shown = shown_listing(listing, reader, now) if listing is not None else None
    return shown.name if shown is not None else ""


def unnamed_lines(listings: Iterable[Listing], now: datetime) -> tuple[UnnamedLine, ...]:
    """The same for every reader, members among them: two views that differ would tell who stands behind a line.

    For that reason only those count here whose name nobody reads.
    """
    behind: dict[UnnamedLine, set[UUID]] = defaultdict(set)
    for listing in listings:
        if _is_unnamed(listing, now):
            for line in _lines(listing):
                behind[line].add(listing.organisation)
    return tuple(sorted(line for line, who in behind.items() if len(who) >= LISTING_POLICY.unnamed_from))


def _is_unnamed(listing: Listing, now: datetime) -> bool:
    return listing.circle(ListingField.NAME, now) is Circle.NOBODY and all(
        listing.circle(field, now) is Circle.EVERYBODY for field in (ListingField.REGIONS, ListingField.TOPICS)
    )


def _lines(listing: Listing) -> Iterator[UnnamedLine]:
    yield from (UnnamedLine(region, topic) for region in listing.regions for topic in listing.topics)


def check_word(listing: Listing, word: OrganisationWord, *, speaks_for: Collection[UUID], now: datetime) -> None:
    """Whether somebody may say this of it. To let fewer people read is never refused to those who may speak.

    Raises Refusal: listing-not-own, listing-too-open, listing-danger-not-answered, listing-exclusion-empty.
    """
    check_speaks_for(listing.organisation, speaks_for)
    check_speaks_for(listing.organisation, (word.said_for,))
    field = ListingField(word.about)
    if is_wider(word.circle, listing.circle(field, now)):
        after = listing.model_copy(update={"words": (*listing.words, word)})
        check_none(listing_reasons(after, max(now, word.at)))


def listing_reasons(listing: Listing, now: datetime) -> tuple[Reason, ...]:
    """What stands against showing it as it wishes to be shown; empty if nothing does."""
    is_open = listing.said_circle(ListingField.NAME, now) is Circle.EVERYBODY
    return tuple(open_name_reasons(listing)) if is_open else ()


def open_name_reasons(listing: Listing) -> Iterator[Reason]:
    """Why the name is not for everybody."""
    if listing.is_at_risk:
        what = "You said that being known could hurt. Then the name is not for everybody."
        do = "Let members read it, or stand there without the name, by region and topic."
        yield Reason("listing-too-open", what, ListingField.NAME, do)
    if is_danger_open(listing, listing.topics):
        yield DANGER_OPEN
    if listing.not_for:
        what = "Whoever signs out reads what everybody reads, so nobody can be kept from it."
        do = "Let members only read the name, or take out whom you wish to be kept from it."
        yield Reason("listing-exclusion-empty", what, "not_for", do)


DANGER_OPEN = Reason(
    "listing-danger-not-answered",
    "For some of these topics people are hunted or punished somewhere, and nobody said whether it could hurt.",
    "is_at_risk",
    "Ask those you work with whether it could hurt them if this were known. Then answer yes or no.",
)


def is_danger_open(listing: Listing, topics: tuple[str, ...]) -> bool:
    """Whether a topic is dangerous somewhere, and the organisation never said whether it is for them."""
    return listing.is_at_risk is None and has_danger(topics)


def check_said(listing: Listing, people: Collection[str] = ()) -> None:
    """Whether what it says of itself can stand. people: names of its own members and administrators.

    Raises Refusal: listing-name-missing, words-name-somebody, web-address-wrong.
    """
    if not says_something(listing.name):
        what = "The organisation has no name."
        raise refusal("listing-name-missing", what, where="name", do="Write the name by which others know it.")
    check_names_nobody({"about": listing.about}, people)
    if listing.web:
        check_web_address(listing.web)


_WEB = re.compile(r"https?://(?=[^/]*\.)[^\s/@?#:]+(:\d+)?(/[^\s@?#]*)?", re.IGNORECASE)


def check_web_address(address: str, where: str = "web") -> None:
    """A page that can be told to others: no account, no question, no mark. Raises Refusal "web-address-wrong"."""
    if not _WEB.fullmatch(address):
        what = "This is no address of a page that everybody can open."
        do = "Write it from https:// on, without a name to sign in with and without anything behind ? or #."
        raise refusal("web-address-wrong", what, where=where, do=do)
