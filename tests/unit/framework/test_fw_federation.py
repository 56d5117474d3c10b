"""The feed of a site and the table of what becomes of what a peer lists."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError

from nyhavn.framework.alignment import ALIGNMENT
from nyhavn.framework.federation import Feed, FeedEntry, ReleaseRef, Tombstone, next_feed
from nyhavn.framework.federation_limits import FEDERATION
from nyhavn.framework.harvest import STEPS, HarvestEvent, HeldState
from nyhavn.framework.refusal import Refusal

NOW = datetime(2026, 11, 27, 12, 0, 5, 999, tzinfo=UTC)
SITE, CATALOGUE = "https://harbour.example", "https://harbour.example/feeds/catalogue.jsonld"
WATER = UUID(int=1)


def entry(initiative: UUID = WATER, *releases: str, number: int = 1) -> FeedEntry:
    refs = tuple(ReleaseRef(id=name, version="1", digest="ab" * 32) for name in releases)
    return FeedEntry(initiative=initiative, number=number, record=f"{SITE}/r.json", digest="cd" * 32, releases=refs)


def after(before: Feed | None, *entries: FeedEntry, at: datetime = NOW) -> Feed:
    return next_feed(before, entries, at=at, site=SITE, catalogue=CATALOGUE)


def test_the_table_of_steps_is_total_and_what_is_gone_comes_back_by_being_listed_only() -> None:
    assert set(STEPS) == set(HeldState) and all(set(row) == set(HarvestEvent) for row in STEPS.values())
    back = {event for event, state in STEPS[HeldState.GONE].items() if state is not HeldState.GONE}
    assert back == {HarvestEvent.SAME, HarvestEvent.OTHER}


def test_every_state_forgets_what_was_withdrawn() -> None:
    for row in STEPS.values():
        assert row[HarvestEvent.WITHDRAWN] is row[HarvestEvent.VANISHED] is HeldState.GONE


def test_silence_never_makes_anything_shown_again() -> None:
    assert STEPS[HeldState.HIDDEN][HarvestEvent.NOT_HEARD] is HeldState.HIDDEN


def test_numbers_count_up_and_moments_are_in_utc() -> None:
    first = after(None)
    assert (first.number, first.made_at, after(first).number) == (1, NOW.replace(microsecond=0), 2)
    with pytest.raises(ValueError, match="time zone"):
        after(None, at=NOW.replace(tzinfo=None))


def test_what_went_away_gets_a_tombstone_and_loses_it_when_it_is_back() -> None:
    first = after(None, entry(WATER, "one", "two"))
    second = after(first, entry(WATER, "one"))
    assert [one.about for one in second.tombstones] == [(WATER, "two", "1")]
    third = after(second)
    assert {one.about for one in third.tombstones} == {(WATER, "", ""), (WATER, "one", "1"), (WATER, "two", "1")}
    assert after(third, entry(WATER, "one", "two")).tombstones == ()


def test_a_tombstone_is_told_for_its_time_with_the_day_of_the_withdrawal() -> None:
    gone = after(after(None, entry()))
    last = NOW + timedelta(days=FEDERATION.tombstone_days)
    kept = after(gone, at=last)
    assert [one.on for one in kept.tombstones] == [NOW.date()]
    assert after(kept, at=last + timedelta(days=1)).tombstones == ()


def test_more_tombstones_than_others_read_leave_the_newest() -> None:
    stones = tuple(
        Tombstone(initiative=UUID(int=n + 10), release=None, version=None, on=date(2026, 10, 1))
        for n in range(FEDERATION.tombstones)
    )
    full = after(None, entry()).model_copy(update={"tombstones": stones})
    found = after(full)
    assert len(found.tombstones) == FEDERATION.tombstones and found.tombstones[0].initiative == WATER


def test_a_site_that_lists_more_than_others_read_is_told() -> None:
    most = tuple(entry(UUID(int=n + 1)) for n in range(FEDERATION.entries))
    assert len(after(None, *most).entries) == FEDERATION.entries
    with pytest.raises(Refusal) as refused:
        after(None, *most, entry(UUID(int=99_999)))
    assert refused.value.codes == ("feed-too-long",)


def test_nothing_stands_in_a_feed_twice_or_stands_and_is_gone_at_once() -> None:
    stone = Tombstone(initiative=WATER, release=None, version=None, on=date(2026, 1, 1))
    said = {"number": 1, "made_at": NOW.replace(microsecond=0), "site": SITE, "catalogue": CATALOGUE}
    for entries, stones in (
        ((entry(), entry()), ()),
        ((), (stone, stone)),
        ((entry(),), (stone,)),
        ((entry(WATER, "one", "one"),), ()),
    ):
        with pytest.raises(ValidationError):
            Feed(**said, entries=entries, tombstones=stones)  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        Tombstone(initiative=WATER, release="one", version=None, on=date(2026, 1, 1))


@pytest.mark.parametrize("vocabulary", [ALIGNMENT, FEDERATION], ids=["alignment", "federation"])
def test_the_numbers_of_policy_name_their_source_and_what_is_our_own(vocabulary: object) -> None:
    assert vocabulary.version and vocabulary.source and vocabulary.note  # type: ignore[attr-defined]
    assert "this project's own" in f"{vocabulary.source} {vocabulary.note}"  # type: ignore[attr-defined]


def test_a_list_is_believed_for_longer_than_it_takes_to_ask_again_and_shown_for_longer_than_it_is_believed() -> None:
    assert timedelta(hours=FEDERATION.harvest_every_hours) < FEDERATION.fresh < FEDERATION.shown
    assert FEDERATION.shown < timedelta(days=FEDERATION.tombstone_days)
