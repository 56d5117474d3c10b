"""What becomes of what a peer lists, harvest by harvest: new, changed, the same, withdrawn, gone, or not heard of.

A whole feed is believed also in what it does not say any more: who left it is gone. A feed that is cut off, forged, old
or not there says nothing: then everything stays as it was, with the day on which it was last heard of, and is shown no
longer than FEDERATION.shown_days. No peer speaks for anything but its own.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from nyhavn.framework.alignment import AlignmentRecord, PrincipleOnRecord, SafeguardOnRecord
from nyhavn.framework.federation import Feed, FeedEntry, ReleaseRef
from nyhavn.framework.federation_limits import FEDERATION
from nyhavn.framework.peer_address import Asked, PeerAsk, is_same_site
from nyhavn.framework.peer_keys import PinnedKey, key_seen
from nyhavn.framework.refusal import Reason, check_none


class HeldState(StrEnum):
    """Where something stands that a peer lists or listed."""

    LISTED = "listed"
    SILENT = "silent"  # not heard of lately; shown with the day of the last time
    HIDDEN = "hidden"  # not heard of for so long that nobody can say whether it stands
    GONE = "gone"  # withdrawn, or left out of a whole feed; nothing of its content is kept


class HarvestEvent(StrEnum):
    """What a harvest says about it."""

    SAME = "unchanged"
    OTHER = "new-or-changed"
    WITHDRAWN = "withdrawn"
    VANISHED = "vanished"
    NOT_HEARD = "not-heard"
    NOT_HEARD_LONG = "not-heard-for-long"


_S, _E = HeldState, HarvestEvent
_HEARD = {_E.SAME: _S.LISTED, _E.OTHER: _S.LISTED, _E.WITHDRAWN: _S.GONE, _E.VANISHED: _S.GONE}
STEPS: Mapping[HeldState, Mapping[HarvestEvent, HeldState]] = {
    _S.LISTED: {**_HEARD, _E.NOT_HEARD: _S.SILENT, _E.NOT_HEARD_LONG: _S.HIDDEN},
    _S.SILENT: {**_HEARD, _E.NOT_HEARD: _S.SILENT, _E.NOT_HEARD_LONG: _S.HIDDEN},
    _S.HIDDEN: {**_HEARD, _E.NOT_HEARD: _S.HIDDEN, _E.NOT_HEARD_LONG: _S.HIDDEN},
    _S.GONE: {**_HEARD, _E.NOT_HEARD: _S.GONE, _E.NOT_HEARD_LONG: _S.GONE},
}
SHOWN = frozenset({_S.LISTED, _S.SILENT})


@dataclass(frozen=True)
class Held:
    """What is kept of one initiative of a peer. digest: of the record that the feed names; fetched: of the one that is
    kept here, "" if none was fetched yet. releases: those that stand, as the feed says. heard_at: the last time.
    """

    initiative: UUID
    number: int
    record: str
    digest: str
    releases: tuple[ReleaseRef, ...]
    state: HeldState
    heard_at: datetime
    fetched: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether people see it."""
        return self.state in SHOWN and bool(self.fetched)

    @property
    def waits_for_record(self) -> bool:
        """Whether the record that the feed names has to be fetched."""
        return self.state is HeldState.LISTED and self.fetched != self.digest


@dataclass(frozen=True)
class Peer:
    """A peer as it is known. feed: its address. key: None before first sight. number, digest: of the last feed that was
    believed, 0 and "" if none was.
    """

    feed: str
    key: PinnedKey | None = None
    number: int = 0
    digest: str = ""
    heard_at: datetime | None = None


@dataclass(frozen=True)
class Change:
    """What a harvest did. releases: identifier and version of those that stand no more."""

    initiative: UUID
    event: HarvestEvent
    state: HeldState
    releases: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Harvest:
    """What a harvest came to. asks: what is fetched next. findings: what a peer said that was not believed."""

    peer: Peer
    held: tuple[Held, ...]
    changes: tuple[Change, ...]
    asks: tuple[PeerAsk, ...]
    findings: tuple[Reason, ...]


@dataclass(frozen=True)
class Known:
    """What is known here. ours: all initiatives of this site; elsewhere: `stands_at` of the other peers."""

    ours: Collection[UUID]
    elsewhere: Collection[UUID]


def check_feed(peer: Peer, feed: Feed, digest: str, now: datetime) -> None:
    """Raises Refusal peer-feed-elsewhere, peer-feed-older, peer-feed-two-faces, peer-feed-future, peer-feed-stale."""
    check_none(feed_reasons(peer, feed, digest, now))


def feed_reasons(peer: Peer, feed: Feed, digest: str, now: datetime) -> Iterator[Reason]:
    """Why a feed is not believed whose signature is right; none if it is. digest: of its bytes."""
    where = "feed of the peer"
    if not (is_same_site(feed.site, peer.feed) and is_same_site(feed.catalogue, peer.feed)):
        what = "This feed says that it is of another site than the one that was asked."
        yield Reason("peer-feed-elsewhere", what, where, "Ask whoever runs the site for the address of its own feed.")
    if feed.number < peer.number:
        what = "This feed is older than one that was read before. What was withdrawn since would come back."
        yield Reason("peer-feed-older", what, where, "Nothing was changed. Ask the site what happened to its feed.")
    if feed.number == peer.number and digest != peer.digest:
        what = "Two feeds of this peer have the same number and say different things."
        yield Reason("peer-feed-two-faces", what, where, "Nothing was changed. Ask the site which of them is its own.")
    if feed.made_at > now + FEDERATION.skew:
        what = "This feed says that it was made at a moment that is still to come."
        yield Reason("peer-feed-future", what, where, "Look at the clocks of both sites.")
    if feed.made_at < now - FEDERATION.fresh - FEDERATION.skew:
        what = f"This feed was made more than {FEDERATION.feed_days} days ago. Somebody may be keeping newer ones away."
        yield Reason("peer-feed-stale", what, where, "Ask the site to sign its feed anew.")


def harvested(
    peer: Peer, held: Collection[Held], feed: Feed, *, by: str, digest: str, known: Known, now: datetime
) -> Harvest:
    """What stands after a feed was read. by: line of the key that its signature fits; digest: of its bytes.

    A key is pinned only by a feed that is believed. Raises what key_seen and check_feed raise.
    """
    key = key_seen(peer.key, by, now)
    check_feed(peer, feed, digest, now)
    before = {one.initiative: one for one in held}
    findings = [*_tombstone_findings(feed, before, known)]
    after: list[Held] = []
    for entry in feed.entries:
        was = before.pop(entry.initiative, None)
        reasons = tuple(entry_reasons(entry, peer, was, known))
        findings += reasons
        if not reasons:
            after.append(_listed(entry, was, now))
        elif was is not None:
            is_ours = entry.initiative in known.ours  # it moved here, and is not shown twice
            after.append(_stepped(was, _E.VANISHED if is_ours else _unheard(was, now)))
    withdrawn = {one.initiative for one in feed.tombstones if one.release is None}
    after += [_stepped(one, _E.WITHDRAWN if one.initiative in withdrawn else _E.VANISHED) for one in before.values()]
    return Harvest(
        peer=replace(peer, key=key, number=feed.number, digest=digest, heard_at=now),
        held=tuple(_remembered(after, now)),
        changes=_changes({one.initiative: one for one in held}, after, withdrawn),
        asks=record_asks(after),
        findings=tuple(findings),
    )


def stands_at(held: Collection[Held]) -> frozenset[UUID]:
    """What a peer speaks for today. Of one that was silent for too long nobody can say, and others may."""
    return frozenset(one.initiative for one in held if one.state in SHOWN)


def not_heard(held: Collection[Held], now: datetime) -> tuple[Held, ...]:
    """What stands after a harvest that came to nothing: the peer was down, or its feed was not believed."""
    return tuple(_stepped(one, _unheard(one, now)) for one in held)


def entry_reasons(entry: FeedEntry, peer: Peer, was: Held | None, known: Known) -> Iterator[Reason]:
    """Why an entry is not taken in; none if it is."""
    where = f"initiative {entry.initiative}"
    if entry.initiative in known.ours:
        what = "The peer lists an initiative of this site. Its own page stands, and nobody else speaks for it."
        yield Reason("peer-lists-ours", what, where, "Tell the peer, if it did not mean a community that moved there.")
    elif entry.initiative in known.elsewhere:
        what = "Another peer lists this initiative, and stands until it says that it went away."
        yield Reason("peer-lists-anothers", what, where, "If the community moved, the site it left takes it out.")
    if not is_same_site(entry.record, peer.feed):
        what = "The record would lie on another site than that of the peer."
        yield Reason("peer-record-elsewhere", what, where, "A peer names addresses of its own site only.")
    if was is None:
        return
    is_back = was.state is HeldState.GONE
    if entry.number < was.number or is_back and entry.number == was.number:
        what = "The peer lists a record that is older than one that it listed before."
        yield Reason("peer-record-older", what, where, "What was read before stays. Ask the peer.")
    elif entry.number == was.number and entry.digest != was.digest:
        what = "Two records of this initiative have the same number and are not the same."
        yield Reason("peer-record-two-faces", what, where, "What was read before stays. Ask the peer.")


def record_asks(held: Collection[Held]) -> tuple[PeerAsk, ...]:
    """The records to fetch, as many as one harvest asks for; the rest waits for the next."""
    waiting = [PeerAsk(Asked.RECORD, one.record) for one in held if one.waits_for_record]
    return tuple(waiting[: FEDERATION.documents])


def file_asks(record: AlignmentRecord, peer: Peer) -> tuple[PeerAsk, ...]:
    """What a record names that could be compared with it, as far as it lies on the site of the peer."""
    named = (
        (what, file)
        for one in record.releases
        for what, file in ((Asked.STATEMENT, one.statement), (Asked.DOSSIER, one.dossier))
    )
    asks = [PeerAsk(what, file.address) for what, file in named if file and is_same_site(file.address, peer.feed)]
    return tuple(dict.fromkeys(asks))[: FEDERATION.documents]


def as_it_stands(record: AlignmentRecord, held: Held) -> AlignmentRecord:
    """The record without what the feed does not list any more: a withdrawal holds before a new record was fetched."""
    standing = {one.named: one.digest for one in held.releases}
    releases = tuple(
        one
        for one in record.releases
        if one.named in standing and standing[one.named] == (one.statement.sha256 if one.statement else "")
    )
    named = {one.named for one in releases if one.state != "withdrawn"}
    principles = tuple(_without_others(one, named) for one in record.principles)
    return record.model_copy(update={"releases": releases, "principles": principles})


def _without_others(one: PrincipleOnRecord, named: Collection[tuple[str, str]]) -> PrincipleOnRecord:
    def those(safeguards: tuple[SafeguardOnRecord, ...]) -> tuple[SafeguardOnRecord, ...]:
        return tuple(each for each in safeguards if (each.release, each.release_version) in named)

    kept = {name: those(getattr(one, name)) for name in ("evidence_for", "evidence_against", "no_evidence")}
    return one.model_copy(update=kept)


def _listed(entry: FeedEntry, was: Held | None, now: datetime) -> Held:
    event = _E.SAME if was is not None and was.digest == entry.digest else _E.OTHER
    return Held(
        initiative=entry.initiative,
        number=entry.number,
        record=entry.record,
        digest=entry.digest,
        releases=entry.releases,
        state=STEPS[was.state if was else HeldState.LISTED][event],
        heard_at=now,
        fetched=was.fetched if was else "",
    )


def _stepped(one: Held, event: HarvestEvent) -> Held:
    state = STEPS[one.state][event]
    if state is HeldState.GONE:  # its number stays, so that an older list does not bring it back
        return replace(one, state=state, record="", digest="", releases=(), fetched="")
    return replace(one, state=state)


def _remembered(held: Collection[Held], now: datetime) -> Iterator[Held]:
    """Without what is gone for longer than withdrawals are told, or is more than one remembers of one peer.

    Otherwise a peer that lists others every day would fill the site with what it took away.
    """
    gone = sorted((one for one in held if one.state is HeldState.GONE), key=lambda one: one.heard_at, reverse=True)
    kept = {one.initiative for one in gone[: FEDERATION.tombstones] if now - one.heard_at <= FEDERATION.told}
    return (one for one in held if one.state is not HeldState.GONE or one.initiative in kept)


def _unheard(one: Held, now: datetime) -> HarvestEvent:
    return _E.NOT_HEARD_LONG if now - one.heard_at > FEDERATION.shown else _E.NOT_HEARD


def _tombstone_findings(feed: Feed, before: Mapping[UUID, Held], known: Known) -> Iterator[Reason]:
    """Tombstones for what is not theirs. For what was never heard of they say nothing, and nothing is done."""
    about = dict.fromkeys(one.initiative for one in feed.tombstones if one.initiative not in before)
    for initiative in about:
        if initiative in known.ours or initiative in known.elsewhere:
            what = "The peer says that something went away that is not its own."
            do = "Nothing was changed. Ask the peer what it meant."
            yield Reason("peer-tombstone-not-theirs", what, f"initiative {initiative}", do)


def _changes(before: Mapping[UUID, Held], after: Collection[Held], withdrawn: Collection[UUID]) -> tuple[Change, ...]:
    pairs = ((before.get(one.initiative), one) for one in after)
    return tuple(
        _change(was, one, withdrawn)
        for was, one in pairs
        if one.state is not HeldState.GONE or was is None or was.state is not HeldState.GONE
    )


def _change(was: Held | None, now: Held, withdrawn: Collection[UUID]) -> Change:
    if now.state is HeldState.GONE:
        event = _E.WITHDRAWN if now.initiative in withdrawn else _E.VANISHED
    elif now.state is HeldState.LISTED:
        event = _E.SAME if was is not None and was.digest == now.digest else _E.OTHER
    else:
        event = _E.NOT_HEARD_LONG if now.state is HeldState.HIDDEN else _E.NOT_HEARD
    standing = {one.named for one in now.releases}
    left = tuple(one.named for one in (was.releases if was else ()) if one.named not in standing)
    return Change(now.initiative, event, now.state, left)
