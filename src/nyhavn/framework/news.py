"""What is new for one reader, of everything that the exchange holds: what feeds and digests are made of.

It is asked of the things themselves, each by its own rule of who may read it, so that nothing can be handed in that a
reader may not see.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from nyhavn.framework.case_versions import CaseState, CaseStudy, shown_case
from nyhavn.framework.directory import Listing, ListingField, name_for, shown_listing
from nyhavn.framework.exchange_sharing import ShareWord, shown_exchange
from nyhavn.framework.exchange_words import HELP, TOPICS
from nyhavn.framework.gatherings import Gathering, GatheringState, shown_gathering
from nyhavn.framework.learning import LISTED, Resource, link_standing
from nyhavn.framework.organisation_consent import PASSER_BY, Circle, OrganisationWord, Reader, open_since
from nyhavn.framework.peer_exchange import PeerExchange
from nyhavn.framework.peer_matching import Posting, Side, is_found_by

ENGLISH = "en"  # the language of titles that are made here, from names of the vocabularies


class NewsKind(StrEnum):
    """What something new is."""

    LISTING = "listing"
    POSTING = "posting"
    EXCHANGE = "exchange"
    CASE = "case"
    RESOURCE = "resource"
    GATHERING = "gathering"


@dataclass(frozen=True)
class News:
    """One new thing, as far as its reader may read it: the values that an Atom entry needs, but for its address.

    at: since when this reader could read it as it is. author: an organisation, "" where it is not theirs to read;
    never a person. languages: in which one can take part or read; language: of title and summary.
    """

    kind: NewsKind
    uuid: UUID
    at: datetime
    title: str
    language: str
    summary: str = ""
    author: str = ""
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exchanged:
    """Everything on record. shared: words of both sides, by exchange."""

    listings: Mapping[UUID, Listing] = field(default_factory=dict)
    postings: tuple[Posting, ...] = ()
    exchanges: tuple[PeerExchange, ...] = ()
    shared: Mapping[UUID, tuple[ShareWord, ...]] = field(default_factory=dict)
    cases: tuple[CaseStudy, ...] = ()
    resources: tuple[Resource, ...] = ()
    gatherings: tuple[Gathering, ...] = ()


def news_for(held: Exchanged, reader: Reader, now: datetime) -> tuple[News, ...]:
    """Everything that somebody may read, the newest first. What their own organisations did is no news to them."""
    found = (news for part in _PARTS for news in part(held, reader, now) if news.at <= now)
    return tuple(sorted(found, key=lambda one: (one.at, one.kind, str(one.uuid)), reverse=True))


def feed(held: Exchanged, now: datetime) -> tuple[News, ...]:
    """What everybody may read, for Atom: nobody knows who fetches it."""
    return news_for(held, PASSER_BY, now)


def _circle(reader: Reader) -> Circle:
    return Circle.MEMBERS if reader.is_member else Circle.EVERYBODY


def _since(words: tuple[OrganisationWord, ...], owner: UUID, about: str, reader: Reader, now: datetime) -> datetime:
    """Since when the reader could read it. Whatever calls this has asked before whether they can."""
    return open_since(words, owner, about, _circle(reader), now) or now


def _topic_names(topics: tuple[str, ...]) -> str:
    return ", ".join(TOPICS[topic].name for topic in topics)


def _listings(held: Exchanged, reader: Reader, now: datetime) -> Iterator[News]:
    for listing in held.listings.values():
        shown = shown_listing(listing, reader, now)
        if shown is not None and listing.organisation not in reader.organisations:
            topics = shown.topics or ()
            yield News(
                NewsKind.LISTING,
                listing.organisation,
                _since(listing.words, listing.organisation, ListingField.NAME, reader, now),
                title=shown.name,
                language=ENGLISH,
                summary=_topic_names(topics),
                author=shown.name,
                topics=topics,
                languages=shown.languages or (),
            )


def _postings(held: Exchanged, reader: Reader, now: datetime) -> Iterator[News]:
    for one in held.postings:
        owner = held.listings.get(one.organisation)
        is_own = one.organisation in reader.organisations
        if owner is not None and not is_own and is_found_by(one, owner, reader, now):
            side = "Help offered" if one.side is Side.OFFER else "Help sought"
            named = _since(owner.words, one.organisation, ListingField.NAME, reader, now)
            found = _since(one.said, one.organisation, one.about, reader, now)
            yield News(
                NewsKind.POSTING,
                one.uuid,
                max(one.posted_at, named, found),
                title=f"{side}: {', '.join(HELP[code].name for code in one.help)}",
                language=ENGLISH,
                summary=_topic_names(one.topics),
                author=owner.name,
                topics=one.topics,
                languages=one.languages,
            )


def _exchanges(held: Exchanged, reader: Reader, now: datetime) -> Iterator[News]:
    for one in held.exchanges:
        if not one.sides.isdisjoint(reader.organisations):
            continue
        shown = shown_exchange(one, held.shared.get(one.uuid, ()), held.listings, reader, now)
        if shown is not None:
            title = f"A peer exchange on {_topic_names(shown.topics)}"
            author = " and ".join(shown.sides)
            yield News(NewsKind.EXCHANGE, one.uuid, shown.since, title, ENGLISH, author=author, topics=shown.topics)


def _cases(held: Exchanged, reader: Reader, now: datetime) -> Iterator[News]:
    for one in held.cases:
        shown = shown_case(one, held.listings, reader, now)
        is_own = not reader.organisations.isdisjoint(one.authors.organisations)
        if shown is None or is_own or shown.state is CaseState.HELD_BACK:
            continue
        let = (_since(one.authors.words, owner, one.about, reader, now) for owner in one.authors.organisations)
        author, at = ", ".join(shown.authors), max(shown.at, *let)
        if shown.text is None:
            yield News(NewsKind.CASE, one.uuid, at, "A case study was withdrawn", ENGLISH, author=author)
            continue
        text = shown.text
        yield News(
            NewsKind.CASE,
            one.uuid,
            at,
            title=text.initiative,
            language=text.language,
            summary=text.summary,
            author=author,
            topics=text.topics,
            languages=(text.language,),
        )


def _resources(held: Exchanged, reader: Reader, now: datetime) -> Iterator[News]:
    for one in held.resources:
        if one.by not in reader.organisations and link_standing(one.checks, now.date()).state in LISTED:
            yield News(
                NewsKind.RESOURCE,
                one.uuid,
                one.added_at,
                title=one.title,
                language=one.languages[0],
                summary=one.what,
                author=name_for(one.by, held.listings, reader, now),
                topics=one.topics,
                languages=one.languages,
            )


def _gatherings(held: Exchanged, reader: Reader, now: datetime) -> Iterator[News]:
    for one in held.gatherings:
        shown = shown_gathering(one, held.listings, reader, now)
        if shown is None or one.by in reader.organisations or shown.is_over:
            continue
        is_off = shown.state is GatheringState.CALLED_OFF
        languages = (*one.languages, *one.sign_languages)
        yield News(
            NewsKind.GATHERING,
            one.uuid,
            shown.at,
            title=shown.title,
            language=languages[0] if languages else "",
            summary=shown.because if is_off else one.what,
            author=shown.organiser,
            topics=one.topics,
            languages=languages,
        )


_PARTS: tuple[Callable[[Exchanged, Reader, datetime], Iterator[News]], ...] = (
    _listings,
    _postings,
    _exchanges,
    _cases,
    _resources,
    _gatherings,
)
