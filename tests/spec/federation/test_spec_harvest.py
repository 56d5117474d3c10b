"""Two sites list each other's public records: what is new, what changed, what went away, and who may say so."""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from nyhavn.exchange.described.alignment import digest_of
from nyhavn.exchange.described.alignment_feed import signed_key_turn
from nyhavn.exchange.described.signed_json import signed_json
from nyhavn.exchange.incoming.alignment_record import Expected, RecordStanding, read_record
from nyhavn.exchange.incoming.peer_feed import read_feed
from nyhavn.exchange.incoming.peer_key import checked_key, read_key_turn
from nyhavn.framework.alignment import AlignmentRecord
from nyhavn.framework.federation import Feed, FeedEntry, Tombstone
from nyhavn.framework.federation_limits import FEDERATION
from nyhavn.framework.harvest import (
    SHOWN,
    Harvest,
    HarvestEvent,
    Held,
    HeldState,
    Known,
    Peer,
    as_it_stands,
    file_asks,
    harvested,
    not_heard,
    stands_at,
)
from nyhavn.framework.peer_address import Asked, PeerAsk
from nyhavn.framework.peer_keys import KeyOrigin, key_decided, key_given, key_seen, key_turned
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release_states import ReleaseState
from spec.federation.two_sites import CLINIC, NOW, WATER, Site, release_of

NOBODY = Known(ours=(), elsewhere=())
OPERATOR = UUID(int=99)
DAY = timedelta(days=1)


class Reader:
    """A site that harvests another one: what it holds, and what it kept of the records."""

    def __init__(self, site: Site) -> None:
        self.site, self.peer, self.known = site, Peer(site.feed_address), NOBODY
        self.held: tuple[Held, ...] = ()
        self.records: dict[UUID, AlignmentRecord] = {}
        self.last: Harvest | None = None

    def harvest(self, data: bytes | None = None, now: datetime = NOW) -> Harvest:
        """The feed, then every record that is new."""
        read = read_feed(self.site.files[self.site.feed_address] if data is None else data)
        self.last = harvested(
            self.peer, self.held, read.feed, by=read.by, digest=read.digest, known=self.known, now=now
        )
        self.peer = self.last.peer
        self.held = tuple(self._fetched(one, now) for one in self.last.held)
        return self.last

    def _fetched(self, one: Held, now: datetime) -> Held:
        data = self.site.files.get(one.record) if one.waits_for_record else None
        if data is None or self.peer.key is None:
            return one
        expected = Expected(self.peer.key.line, one.digest, f"{one.initiative}", one.number, self.peer.feed)
        found = read_record(data, expected, now=now, fetched=self.site.files)
        if found.record is None:
            return one
        self.records[one.initiative] = found.record
        return replace(one, fetched=found.digest)

    def shown(self) -> dict[UUID, AlignmentRecord]:
        """What people see."""
        return {one.initiative: as_it_stands(self.records[one.initiative], one) for one in self.held if one.is_shown}

    def events(self) -> dict[UUID, HarvestEvent]:
        assert self.last is not None
        return {one.initiative: one.event for one in self.last.changes}

    def codes(self) -> list[str]:
        assert self.last is not None
        return [one.code for one in self.last.findings]


@pytest.fixture
def harbour() -> Site:
    return Site("harbour.example", 1)


@pytest.fixture
def reader(harbour: Site) -> Reader:
    return Reader(harbour)


def refused(reader: Reader, data: bytes | None = None, now: datetime = NOW) -> tuple[str, ...]:
    """The codes of the refusal; whatever it is, nothing that was held has changed."""
    before = (reader.held, reader.peer)
    with pytest.raises(Refusal) as found:
        reader.harvest(data, now)
    assert (reader.held, reader.peer) == before
    return found.value.codes


# --- The ordinary way ---------------------------------------------------------------------------


def test_a_new_record_is_listed_and_an_unchanged_one_is_not_asked_for_again(harbour: Site, reader: Reader) -> None:
    entry = harbour.entry(harbour.record(harbour.lay_out(release_of())))
    harbour.publish(entry)
    assert reader.harvest().asks == (PeerAsk(Asked.RECORD, entry.record),)
    assert reader.events() == {WATER: HarvestEvent.OTHER} and reader.codes() == []
    assert reader.shown()[WATER].initiative.title == "Water in two quarters"
    harbour.publish(entry)
    assert reader.harvest().asks == ()
    assert reader.events() == {WATER: HarvestEvent.SAME}


def test_a_changed_record_is_asked_for_and_takes_the_place_of_the_old_one(harbour: Site, reader: Reader) -> None:
    harbour.publish(harbour.entry(harbour.record()))
    reader.harvest()
    harbour.publish(harbour.entry(harbour.record(harbour.lay_out(release_of()))))
    reader.harvest()
    assert reader.events() == {WATER: HarvestEvent.OTHER} and len(reader.shown()[WATER].releases) == 1


def test_only_what_is_public_is_ever_asked_for() -> None:
    assert {one.value for one in Asked} == {"feed", "record", "statement", "dossier"}
    assert [one.name for one in fields(PeerAsk)] == ["what", "address"]


def test_files_of_a_record_are_asked_for_on_the_site_of_the_peer_only(harbour: Site, reader: Reader) -> None:
    laid = harbour.lay_out(release_of())
    asks = file_asks(harbour.record(laid), reader.peer)
    assert {one.what for one in asks} == {Asked.STATEMENT, Asked.DOSSIER}
    assert file_asks(harbour.record(laid), Peer("https://another.example/feed")) == ()
    twice = harbour.record(laid, replace(laid, version="2"))  # both name the same files
    assert file_asks(twice, reader.peer) == asks


# --- What went away -----------------------------------------------------------------------------


def test_a_withdrawn_release_is_gone_at_the_next_harvest_also_when_the_new_record_cannot_be_fetched(
    harbour: Site, reader: Reader
) -> None:
    first = harbour.lay_out(release_of())
    second = harbour.lay_out(release_of(id="agua-2025-1", version="2"))
    harbour.publish(harbour.entry(harbour.record(first, second)))
    reader.harvest()
    shown = reader.shown()[WATER]
    assert len(shown.releases) == 2 and any(one.evidence_for for one in shown.principles)
    entry = harbour.entry(harbour.record(replace(first, state=ReleaseState.WITHDRAWN), second))
    harbour.publish(entry)
    del harbour.files[entry.record]
    (change,) = reader.harvest().changes
    assert change.releases == (("agua-2026-1", "1"),)
    shown = reader.shown()[WATER]
    assert [one.id for one in shown.releases] == ["agua-2025-1"]
    assert not any(one.evidence_for for one in shown.principles)  # they came from the release that is gone


def test_what_is_withdrawn_leaves_a_tombstone_and_nothing_of_it_is_kept(harbour: Site, reader: Reader) -> None:
    harbour.publish(harbour.entry(harbour.record(harbour.lay_out(release_of()))))
    reader.harvest()
    harbour.publish()
    reader.harvest()
    (gone,) = reader.held
    assert reader.events() == {WATER: HarvestEvent.WITHDRAWN} and reader.shown() == {}
    assert (gone.state, gone.record, gone.digest, gone.releases, gone.fetched) == (HeldState.GONE, "", "", (), "")
    assert reader.harvest().changes == ()


def test_a_tombstone_has_no_room_for_any_content() -> None:
    assert list(Tombstone.model_fields) == ["initiative", "release", "version", "on"]


def test_what_silently_left_a_whole_feed_is_gone_too(harbour: Site, reader: Reader) -> None:
    water, clinic = (harbour.entry(harbour.record(initiative=one)) for one in (WATER, CLINIC))
    harbour.publish(water, clinic)
    reader.harvest()
    assert harbour.feed is not None
    harbour.publish(water)
    silent = harbour.feed.model_copy(update={"tombstones": ()})
    reader.harvest(signed(harbour, silent))
    assert reader.events() == {WATER: HarvestEvent.SAME, CLINIC: HarvestEvent.VANISHED}
    assert set(reader.shown()) == {WATER}


def signed(site: Site, feed: Feed) -> bytes:
    body = {"format": "urn:nyhavn:alignment-feed:v1", **feed.model_dump(mode="json")}
    return signed_json(body, site.key, site.sign)


def test_what_is_back_after_it_was_gone_needs_a_newer_record(harbour: Site, reader: Reader) -> None:
    entry = harbour.entry(harbour.record())
    harbour.publish(entry)
    reader.harvest()
    harbour.publish()
    reader.harvest()
    harbour.publish(entry)
    reader.harvest()
    assert reader.codes() == ["peer-record-older"] and reader.shown() == {}
    harbour.publish(harbour.entry(harbour.record()))
    reader.harvest()
    assert set(reader.shown()) == {WATER}


@pytest.mark.parametrize("size", [0, 1, 100, 0.5, -1])
def test_a_feed_that_is_cut_off_takes_nothing_away(harbour: Site, reader: Reader, size: float) -> None:
    whole = harbour.publish(harbour.entry(harbour.record()))
    reader.harvest()
    cut = whole[: int(len(whole) * size) if 0 < size < 1 else int(size)]
    assert refused(reader, cut) == ("peer-feed-unreadable",)
    assert set(reader.shown()) == {WATER}


def test_a_peer_that_is_down_is_shown_with_the_day_of_the_last_time_and_not_for_ever(
    harbour: Site, reader: Reader
) -> None:
    harbour.publish(harbour.entry(harbour.record()))
    reader.harvest()
    (silent,) = not_heard(reader.held, NOW + FEDERATION.shown)
    assert (silent.state, silent.heard_at, silent.is_shown) == (HeldState.SILENT, NOW, True)
    (hidden,) = not_heard((silent,), NOW + FEDERATION.shown + timedelta(seconds=1))
    assert (hidden.state, hidden.is_shown) == (HeldState.HIDDEN, False)
    reader.held = (hidden,)
    later = NOW + 200 * DAY
    harbour.publish(harbour.entry(harbour.record()), at=later)
    reader.harvest(now=later)
    assert reader.held[0].state is HeldState.LISTED and reader.held[0].heard_at == later


def test_whoever_holds_nothing_any_more_shows_nothing() -> None:
    assert {HeldState.LISTED, HeldState.SILENT} == SHOWN


# --- Attackers ----------------------------------------------------------------------------------


def test_an_old_feed_does_not_bring_back_what_was_withdrawn(harbour: Site, reader: Reader) -> None:
    old = harbour.publish(harbour.entry(harbour.record()))
    reader.harvest()
    harbour.publish()
    reader.harvest()
    assert refused(reader, old) == ("peer-feed-older",)
    assert reader.shown() == {}


def test_two_feeds_with_one_number_are_not_both_believed(harbour: Site, reader: Reader) -> None:
    told = harbour.publish(harbour.entry(harbour.record()))
    reader.harvest()
    assert harbour.feed is not None
    others_are_told = harbour.feed.model_copy(update={"entries": ()})
    assert refused(reader, signed(harbour, others_are_told)) == ("peer-feed-two-faces",)
    reader.harvest(told)  # the same once more is no harm


def test_the_same_feed_handed_out_for_ever_does_not_keep_a_withdrawal_away(harbour: Site, reader: Reader) -> None:
    kept = harbour.publish(harbour.entry(harbour.record()))
    reader.harvest()
    almost = NOW + FEDERATION.fresh
    reader.harvest(kept, almost)
    assert reader.held[0].state is HeldState.LISTED
    assert refused(reader, kept, almost + DAY) == ("peer-feed-stale",)


def test_a_feed_from_the_future_is_refused_and_clocks_may_differ_a_little(harbour: Site, reader: Reader) -> None:
    data = harbour.publish(at=NOW + timedelta(hours=1))
    assert refused(reader, data) == ("peer-feed-future",)
    reader.harvest(harbour.publish(at=NOW + timedelta(minutes=FEDERATION.skew_minutes)))


def test_a_feed_laid_out_at_another_site_speaks_for_nobody(harbour: Site) -> None:
    data = harbour.publish(harbour.entry(harbour.record()))
    thief = Reader(Site("thief.example", 7))
    assert refused(thief, data) == ("peer-feed-elsewhere",)


def test_a_changed_feed_and_one_of_another_key_are_refused(harbour: Site, reader: Reader) -> None:
    data = harbour.publish(harbour.entry(harbour.record()))
    reader.harvest()
    changed = data.replace(f"{WATER}".encode(), f"{CLINIC}".encode())
    assert refused(reader, changed) == ("peer-feed-unreadable",)
    stranger = Site("harbour.example", 8)
    assert refused(reader, stranger.publish()) == ("peer-key-changed",)


def test_a_peer_that_lists_our_own_initiative_does_not_speak_for_it(harbour: Site, reader: Reader) -> None:
    reader.known = Known(ours={WATER}, elsewhere=())
    harbour.publish(harbour.entry(harbour.record()), harbour.entry(harbour.record(initiative=CLINIC)))
    reader.harvest()
    assert reader.codes() == ["peer-lists-ours"] and set(reader.shown()) == {CLINIC}


def test_what_moved_here_is_not_shown_as_what_the_peer_still_lists(harbour: Site, reader: Reader) -> None:
    harbour.publish(harbour.entry(harbour.record()))
    reader.harvest()
    reader.known = Known(ours={WATER}, elsewhere=())
    harbour.publish(harbour.entry(harbour.record()))
    reader.harvest()
    assert reader.codes() == ["peer-lists-ours"] and reader.shown() == {}
    assert (reader.held[0].state, reader.held[0].fetched) == (HeldState.GONE, "")


def test_a_peer_that_lists_what_another_one_lists_does_not_take_it_over(harbour: Site, reader: Reader) -> None:
    reader.known = Known(ours=(), elsewhere={WATER})
    harbour.publish(harbour.entry(harbour.record()))
    reader.harvest()
    assert reader.codes() == ["peer-lists-anothers"] and reader.shown() == {}
    reader.known = NOBODY  # the site that it left took it out
    harbour.publish(harbour.entry(harbour.record()))
    reader.harvest()
    assert set(reader.shown()) == {WATER}


@pytest.mark.parametrize("known", [Known(ours={CLINIC}, elsewhere=()), Known(ours=(), elsewhere={CLINIC})])
def test_a_tombstone_for_something_that_is_not_theirs_does_nothing(harbour: Site, reader: Reader, known: Known) -> None:
    reader.known = known
    harbour.publish(harbour.entry(harbour.record()))
    assert harbour.feed is not None
    stone = Tombstone(initiative=CLINIC, release=None, version=None, on=NOW.date())
    reader.harvest(signed(harbour, harbour.feed.model_copy(update={"tombstones": (stone,)})))
    assert reader.codes() == ["peer-tombstone-not-theirs"]
    assert reader.events() == {WATER: HarvestEvent.OTHER}


def test_a_tombstone_for_what_was_never_heard_of_is_no_fault(harbour: Site, reader: Reader) -> None:
    harbour.publish(harbour.entry(harbour.record()))
    harbour.publish()
    reader.harvest()
    assert (reader.codes(), reader.held) == ([], ())


def test_a_record_on_another_site_is_not_asked_for(harbour: Site, reader: Reader) -> None:
    entry = harbour.entry(harbour.record()).model_copy(update={"record": "https://inside.example/admin"})
    harbour.publish(entry)
    assert reader.harvest().asks == () and reader.codes() == ["peer-record-elsewhere"]


def older(entry: FeedEntry) -> FeedEntry:
    return entry.model_copy(update={"number": entry.number - 1})


def other(entry: FeedEntry) -> FeedEntry:
    return entry.model_copy(update={"digest": digest_of(b"another")})


@pytest.mark.parametrize(("change", "code"), [(older, "peer-record-older"), (other, "peer-record-two-faces")])
def test_a_record_that_goes_back_or_has_two_faces_leaves_what_was_read(
    harbour: Site, reader: Reader, change: object, code: str
) -> None:
    harbour.number = 5
    entry = harbour.entry(harbour.record())
    harbour.publish(entry)
    reader.harvest()
    before = reader.held[0]
    harbour.publish(change(entry))  # type: ignore[operator]
    reader.harvest()
    assert reader.codes() == [code]
    assert reader.held == (replace(before, state=HeldState.SILENT),)


def test_a_record_that_was_exchanged_under_way_is_not_kept(harbour: Site, reader: Reader) -> None:
    entry = harbour.entry(harbour.record())
    harbour.files[entry.record] = harbour.files[entry.record].replace(b"two quarters", b"ten quarters")
    harbour.publish(entry)
    reader.harvest()
    assert reader.shown() == {} and reader.held[0].waits_for_record
    found = read_record(harbour.files[entry.record], Expected(harbour.key.line, entry.digest), now=NOW)
    assert found.standing is RecordStanding.UNPROVEN and found.reasons


def test_no_harvest_asks_for_more_than_its_share(harbour: Site, reader: Reader) -> None:
    entry = harbour.entry(harbour.record())
    many = [entry.model_copy(update={"initiative": UUID(int=1000 + n)}) for n in range(FEDERATION.documents + 5)]
    data = harbour.publish(*many)
    read = read_feed(data)
    found = harvested(reader.peer, (), read.feed, by=read.by, digest=read.digest, known=NOBODY, now=NOW)
    assert len(found.asks) == FEDERATION.documents and len(found.held) == FEDERATION.documents + 5


def test_a_peer_that_lists_others_every_day_does_not_fill_the_site(harbour: Site, reader: Reader) -> None:
    harbour.publish(harbour.entry(harbour.record()))
    feed, peer, held = harbour.feed, reader.peer, reader.held
    assert feed is not None
    (entry,) = feed.entries
    for day in range(4):
        many = [entry.model_copy(update={"initiative": UUID(int=day * 10_000 + n)}) for n in range(FEDERATION.entries)]
        changes = {"number": day + 1, "made_at": NOW + day * DAY, "entries": tuple(many)}
        peer, held = listed(peer, held, feed.model_copy(update=changes))
    gone = [one for one in held if one.state is HeldState.GONE]
    assert len(gone) == FEDERATION.tombstones < 3 * FEDERATION.entries
    later = {"number": 9, "made_at": NOW + FEDERATION.told + 4 * DAY, "entries": ()}
    _, held = listed(peer, held, feed.model_copy(update=later))
    assert held == ()


def listed(peer: Peer, held: tuple[Held, ...], feed: Feed) -> tuple[Peer, tuple[Held, ...]]:
    """After a feed was harvested at the moment at which it was made."""
    found = harvested(peer, held, feed, by="key", digest=f"{feed.number}", known=NOBODY, now=feed.made_at)
    return found.peer, found.held


def test_what_a_site_lists_that_was_silent_for_too_long_another_may_list(harbour: Site, reader: Reader) -> None:
    harbour.publish(harbour.entry(harbour.record()))
    reader.harvest()
    assert stands_at(reader.held) == stands_at(not_heard(reader.held, NOW + DAY)) == {WATER}
    assert stands_at(not_heard(reader.held, NOW + FEDERATION.shown + DAY)) == frozenset()


def test_a_catalogue_on_another_site_is_not_passed_on(harbour: Site, reader: Reader) -> None:
    harbour.publish()
    assert harbour.feed is not None
    told = harbour.feed.model_copy(update={"catalogue": "https://thief.example/catalogue"})
    assert refused(reader, signed(harbour, told)) == ("peer-feed-elsewhere",)


# --- Keys ---------------------------------------------------------------------------------------


def test_a_key_is_pinned_at_first_sight_or_given_by_hand(harbour: Site) -> None:
    seen = key_seen(None, harbour.key.line, NOW)
    assert (seen.line, seen.origin) == (harbour.key.line, KeyOrigin.FIRST_SIGHT)
    assert key_seen(seen, harbour.key.line, NOW + DAY) is seen
    given = key_given(checked_key(f" {harbour.key.line}\n"), by=OPERATOR, now=NOW)
    assert given.origin is KeyOrigin.BY_HAND and key_seen(given, harbour.key.line, NOW) is given
    with pytest.raises(Refusal, match="base64"):
        checked_key(harbour.key.line[:-2])


def test_a_key_changes_by_what_the_old_one_signed_and_never_by_itself(harbour: Site) -> None:
    pinned, turned = key_seen(None, harbour.key.line, NOW), Site("harbour.example", 9)
    old, new = read_key_turn(signed_key_turn(harbour.key, turned.key, harbour.sign))
    after = key_turned(pinned, old, new, by=OPERATOR, now=NOW)
    assert (after.line, after.origin, after.by) == (turned.key.line, KeyOrigin.OLD_KEY, OPERATOR)
    own, wanted = read_key_turn(signed_key_turn(turned.key, turned.key, turned.sign))
    with pytest.raises(Refusal) as found:
        key_turned(pinned, own, wanted, by=OPERATOR, now=NOW)
    assert found.value.codes == ("peer-key-not-turned",)


def test_a_key_changes_by_decision_only_with_a_reason(harbour: Site) -> None:
    for empty in ("", " … ", "n/a", "Unknown."):
        with pytest.raises(Refusal) as found:
            key_decided(harbour.key.line, by=OPERATOR, why=empty, now=NOW)
        assert found.value.codes == ("peer-key-without-reason",)
    decided = key_decided(harbour.key.line, by=OPERATOR, why="They read it to me on the telephone.", now=NOW)
    assert (decided.origin, decided.by) == (KeyOrigin.OPERATOR, OPERATOR)


def test_no_other_signed_file_is_a_change_of_key(harbour: Site) -> None:
    for data in (harbour.publish(), harbour.signed(harbour.record()), b"", b"{}", b"\xff" * 9, b"0" * 5000):
        with pytest.raises(Refusal) as found:
            read_key_turn(data)
        assert found.value.codes == ("peer-key-unreadable",)
