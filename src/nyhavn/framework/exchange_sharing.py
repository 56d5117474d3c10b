"""What others may read of a peer exchange: each part as far as both sides agreed, and for exactly these words.

Whoever agreed to the notes agreed to the notes as they stood. New words need both sides anew, and either side ends it
for both at any time.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime

from nyhavn.framework.declared import Declared
from nyhavn.framework.definition import PartyKind
from nyhavn.framework.directory import Listing, name_for
from nyhavn.framework.organisation_consent import Circle, Reader, is_wider, may_read, narrowest
from nyhavn.framework.peer_exchange import ExchangeAct, ExchangeStep, PeerExchange
from nyhavn.framework.refusal import refusal


class SharedPart(StrEnum):
    """What can be shared, each for itself. NAMES: that it was these two."""

    NAMES = "names"
    AGENDA = "agenda"
    NOTES = "notes"
    OUTCOMES = "outcomes"


_STEP: Mapping[SharedPart, ExchangeStep] = {
    SharedPart.NAMES: ExchangeStep.AGREE,
    SharedPart.AGENDA: ExchangeStep.PLAN,
    SharedPart.NOTES: ExchangeStep.NOTE,
    SharedPart.OUTCOMES: ExchangeStep.CONCLUDE,
}


class ShareWord(Declared):
    """One side's word about one part. fingerprint: of the words that it read."""

    part: SharedPart
    circle: Circle
    by: UUID
    at: AwareDatetime
    fingerprint: str


@dataclass(frozen=True)
class ShownExchange:
    """What one reader sees. sides: names of both, or of none. A part is "" where it is not theirs to read."""

    uuid: UUID
    topics: tuple[str, ...]
    sides: tuple[str, ...]
    held_on: date | None
    parts: Mapping[SharedPart, str]
    since: datetime


def part_of(exchange: PeerExchange, part: SharedPart) -> ExchangeAct | None:
    """The act in which its newest words stand."""
    return exchange.last(_STEP[part])


def words_fingerprint(words: str) -> str:
    """SHA-256 of the words as they were read."""
    return hashlib.sha256(words.encode()).hexdigest()


def check_share(exchange: PeerExchange, word: ShareWord) -> None:
    """Whether a side may say this. To take it back is never refused to a side.

    Raises Refusal: exchange-not-there, exchange-part-missing, exchange-words-changed.
    """
    if word.by not in exchange.sides:
        raise refusal("exchange-not-there", "There is no such exchange.", do="Choose from those that are shown.")
    act = part_of(exchange, word.part)
    if word.circle is Circle.NOBODY:
        return
    if act is None:
        raise refusal("exchange-part-missing", "Nothing of this is written yet.", where=word.part, do="Write it first.")
    if word.fingerprint != words_fingerprint(act.words):
        what = "The words were changed since you read them."
        raise refusal("exchange-words-changed", what, where=word.part, do="Read the newest words, and say it again.")


def shared_with(exchange: PeerExchange, part: SharedPart, words: Iterable[ShareWord], now: datetime) -> Circle:
    """Who may read a part: the narrower of what both sides said last of these very words. Silence of one is no."""
    act = part_of(exchange, part)
    if act is None:
        return Circle.NOBODY
    said = [one for one in words if one.part is part and one.at <= now]
    return narrowest(_last(said, side, words_fingerprint(act.words)) for side in exchange.sides)


def _last(said: Iterable[ShareWord], side: UUID, fingerprint: str) -> Circle:
    """The last word of one side. A no needs no newest words; a yes does. Of two at one moment the narrower counts."""
    own = [one for one in said if one.by == side]
    newest = max((one.at for one in own), default=None)
    return narrowest(one.circle if one.fingerprint == fingerprint else Circle.NOBODY for one in own if one.at == newest)


def shown_exchange(
    exchange: PeerExchange,
    words: Iterable[ShareWord],
    listings: Mapping[UUID, Listing],
    reader: Reader,
    now: datetime,
) -> ShownExchange | None:
    """What somebody sees of it; None if nothing. Both sides see all.

    Others see both names or none: beside one name, the topics would say who the other one is. The day stands beside
    the names only.
    """
    said = tuple(words)
    if not exchange.sides.isdisjoint(reader.organisations):
        return _own_view(exchange, listings)
    kept_from = frozenset[PartyKind]().union(*(listings[one].not_for for one in exchange.sides if one in listings))
    shared = {
        part: act
        for part in SharedPart
        if (act := part_of(exchange, part)) is not None
        and may_read(shared_with(exchange, part, said, now), reader, owner=exchange.proposer, not_for=kept_from)
    }
    texts: dict[SharedPart, str] = {part: act.words for part, act in shared.items() if part is not SharedPart.NAMES}
    if not texts:
        return None
    sides = _sides(exchange, listings, reader, now) if SharedPart.NAMES in shared else ()
    since = max(
        _since(exchange, act, [one for one in said if one.part is part], reader, now)
        for part, act in shared.items()
        if part in texts
    )
    return ShownExchange(exchange.uuid, exchange.topics, sides, _held_on(exchange) if sides else None, texts, since)


def _since(
    exchange: PeerExchange, act: ExchangeAct, said: Collection[ShareWord], reader: Reader, now: datetime
) -> datetime:
    """Since when both sides let this reader read these words without a gap. A yes said again begins nothing new."""
    needed = Circle.MEMBERS if reader.is_member else Circle.EVERYBODY
    found = [act.at]
    for side in exchange.sides:
        since = None
        for at in sorted({one.at for one in said if one.by == side and one.at <= now}):
            until_then = [one for one in said if one.at <= at]
            is_open = not is_wider(needed, _last(until_then, side, words_fingerprint(act.words)))
            since = (since or at) if is_open else None
        found.append(since or now)
    return max(found)


def _own_view(exchange: PeerExchange, listings: Mapping[UUID, Listing]) -> ShownExchange:
    names = tuple(listings[side].name for side in (exchange.proposer, exchange.asked) if side in listings)
    acts = {part: part_of(exchange, part) for part in SharedPart if part is not SharedPart.NAMES}
    texts: dict[SharedPart, str] = {part: act.words for part, act in acts.items() if act is not None}
    return ShownExchange(exchange.uuid, exchange.topics, names, _held_on(exchange), texts, exchange.last_at)


def _held_on(exchange: PeerExchange) -> date | None:
    held = exchange.last(ExchangeStep.HOLD)
    return held.on if held is not None else None


def _sides(exchange: PeerExchange, listings: Mapping[UUID, Listing], reader: Reader, now: datetime) -> tuple[str, ...]:
    names = tuple(name_for(side, listings, reader, now) for side in (exchange.proposer, exchange.asked))
    return names if all(names) else ()
