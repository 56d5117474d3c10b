"""What a roadmap promises to those who read it, and to those who stand on it."""

import re
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from nyhavn.exchange.described.calendar import Feed, calendar_bytes
from nyhavn.exchange.described.roadmap_calendar import action_entries
from nyhavn.exchange.report.roadmap_html import roadmap_parts
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roadmap import Action
from nyhavn.framework.roadmap_changes import as_of, changes
from nyhavn.framework.roadmap_history import NEXT, ActionDays, ActionEntry, ActionStep, state_after
from nyhavn.framework.roadmap_standing import standing
from nyhavn.framework.roadmap_timeline import timeline
from nyhavn.framework.roadmap_vocabulary import IS_SHOWN_DONE, ActionStatus, FundingKind, Paid, Strand
from spec.roadmap.a_roadmap import (
    ENDS,
    FORUM,
    FUND,
    NETWORK,
    SECRETARIAT,
    STARTS,
    UNNAMED,
    WRITTEN,
    action,
    days,
    money,
    paid,
    roadmap,
    said,
    shown,
)

S, DAY, LATER = ActionStep, timedelta(days=1), date(2026, 12, 31)
FEED = Feed("Roadmap", "harbour.example")


@st.composite
def histories(draw: st.DrawFn) -> tuple[ActionEntry, ...]:
    """Any history that the rules let through."""
    entries: list[ActionEntry] = []
    on = STARTS
    for number in range(1, draw(st.integers(1, 12))):
        on += timedelta(days=draw(st.integers(0, 40)))
        step = draw(st.sampled_from(sorted(NEXT[state_after(entries)])))
        new = {"days": days(ends=ENDS + timedelta(days=number))} if step is S.MOVE else {}
        entries.append(said(number, step, on, **new, because=f"Reason {number}."))
    return tuple(entries)


@given(histories())
def test_every_date_that_ever_held_and_every_reason_for_leaving_it_can_be_read(
    entries: tuple[ActionEntry, ...],
) -> None:
    one = action("A", *entries)
    table = roadmap_parts(timeline(roadmap(one), LATER)).table
    assert one.planned == days()
    assert [shift.because for shift in one.shifts] == [each.because for each in entries if each.step is S.MOVE]
    held = [one.planned, *(shift.now for shift in one.shifts)]
    assert [shift.was for shift in one.shifts] == held[:-1]
    assert all(f"{each.ends.day} {each.ends:%B %Y}" in table for each in held)
    assert all(shift.because in table for shift in one.shifts)


@given(histories(), st.integers(0, 700))
def test_nothing_is_ever_done_without_evidence(entries: tuple[ActionEntry, ...], after: int) -> None:
    assert standing(action("A", *entries), STARTS + timedelta(days=after)).status not in IS_SHOWN_DONE


def test_it_is_done_once_somebody_else_shows_it() -> None:
    one = action("A", said(1, S.FINISH, ENDS), evidence=(shown(),))
    assert standing(one, LATER).status is ActionStatus.DONE


def test_whoever_moves_the_date_on_the_last_day_is_not_late_and_everybody_sees_what_they_did() -> None:
    rescued = action("A", said(1, S.MOVE, ENDS, days=days(ends=ENDS + 90 * DAY), because="It takes longer."))
    found = standing(rescued, ENDS + DAY)
    assert (found.days_late, found.days_slipped) == ((ENDS + DAY - STARTS).days, 90)  # it never began, either
    parts = roadmap_parts(timeline(roadmap(rescued), ENDS + DAY))
    for said_there in (
        "first planned: 1 March 2026 to 30 June 2026",
        "It takes longer.",
        "moved back by 90 days in all",
    ):
        assert said_there in parts.table
    assert "last day as it was planned before: 30 June 2026" in parts.picture


def test_whoever_owns_an_action_cannot_vouch_for_it_under_another_spelling() -> None:
    for name in ("SECRETARIAT", " secretariat ", "Secre-tariat", "Secretariat\u200b"):
        one = action("A", said(1, S.FINISH, ENDS), evidence=(shown(by=name),))
        assert standing(one, LATER).status is ActionStatus.CLAIMED
    assert standing(action("A", said(1, S.FINISH, ENDS), evidence=(shown(by="Forum of Alta"),)), LATER).status in (
        IS_SHOWN_DONE
    )


@given(histories(), st.integers(0, 300), st.integers(1, 300))
def test_what_is_compared_is_what_was_on_record_and_leads_from_one_day_to_the_other(
    entries: tuple[ActionEntry, ...], first: int, more: int
) -> None:
    one = roadmap(action("A", *entries))
    earlier, later = STARTS + timedelta(days=first), STARTS + timedelta(days=first + more)
    before, after = (as_of(one, day).actions[0] for day in (earlier, later))
    assert after.entries[: len(before.entries)] == before.entries
    for change in changes(one, earlier, later):
        assert change.before == standing(before, earlier) and change.after == standing(after, later)
        assert (*before.shifts, *change.shifts) == after.shifts


def test_a_community_that_says_it_was_not_paid_stands_beside_whoever_says_it_was() -> None:
    said_both = (
        paid(1, Paid.PAID, by_community=False, payer=FUND, people_paid=12),
        paid(2, Paid.NOT_YET, by_community=True, unpaid_hours=Decimal(340)),
    )
    table = roadmap_parts(timeline(roadmap(action("A", payments=said_both)), LATER)).table
    for sentence in ("The community says: not paid yet", "paid (people: 12)", "Both sides do not say the same."):
        assert sentence in table


def test_no_number_on_the_page_adds_two_currencies() -> None:
    entries = (money(1, FundingKind.PLEDGED, "1000", "KES"), money(2, FundingKind.PLEDGED, "234", "EUR"))
    table = roadmap_parts(timeline(roadmap(action("A", funding=entries)), LATER)).table
    assert "KES 1,000 pledged" in table and "EUR 234 pledged" in table and "1,234" not in table


def everything_public(*actions: Action) -> str:
    made = roadmap(*actions)
    parts = roadmap_parts(timeline(made, LATER))
    calendar = calendar_bytes(FEED, action_entries(made, "https://harbour.example/roadmap/")).replace(b"\r\n ", b"")
    return parts.picture + parts.table + " ".join(parts.notes) + calendar.decode()


def test_somebody_in_danger_who_does_the_work_is_found_in_nothing_that_is_public() -> None:
    told = said(
        1, S.MOVE, STARTS, days=days(ends=ENDS + DAY), because="shelter of the LAMP was searched.", by=UNNAMED.name
    )
    hidden = action("A", told, owner=UNNAMED, what="Shelter of the Lamp keeps the records")
    public = everything_public(hidden, action("B", what="Train the Shelter of the Lamp", partners=(UNNAMED, NETWORK)))
    assert "lamp" not in public.casefold()
    assert NETWORK.name in public and SECRETARIAT.name in public


def test_a_refusal_about_somebodys_address_does_not_repeat_it() -> None:
    try:
        action("A", what="Ask ana.perez@example.org")
    except Refusal as refused:
        assert "ana" not in str(refused)
    else:
        raise AssertionError


def test_a_wish_of_the_framework_stands_in_its_order() -> None:
    actions = [action(strand.value, strand=strand) for strand in reversed(Strand)]
    assert [row.strand for row in timeline(roadmap(*actions), LATER).rows] == list(Strand)


def test_the_calendar_is_the_same_tomorrow_if_nobody_said_anything() -> None:
    made = roadmap(action("A", planned=ActionDays(starts=STARTS, ends=ENDS), owner=FORUM))
    content = calendar_bytes(FEED, action_entries(made, ""))
    assert content == calendar_bytes(FEED, action_entries(as_of(made, LATER), ""))
    moments = set(re.findall(rb"(?:DTSTAMP|LAST-MODIFIED):(\w+)", content))
    assert moments == {f"{WRITTEN:%Y%m%d}T000000Z".encode()}  # of what was said, and not of whoever asks
