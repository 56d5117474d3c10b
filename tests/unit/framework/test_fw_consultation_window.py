"""The window: clock times at a place, nights in which clocks are changed, extensions, reminders, and the states."""

from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation_cast import AFTER, ANSWERS_SHOWN, BEFORE, DURING, SHOWN, comment, consultation, window
from nyhavn.framework.consultation import (
    BY_THE_CLOCK,
    STATE_WORDS,
    STEPS,
    ConsultationAct,
    ConsultationState,
    ConsultationStep,
    check_change,
    check_takes_comments,
)
from nyhavn.framework.consultation_window import check_clock_time, earliest, end_of_day, latest, reminders
from nyhavn.framework.refusal import Refusal

_S, _T = ConsultationState, ConsultationStep


def clock(*parts: int) -> datetime:
    return datetime(*parts)  # noqa: DTZ001


def act(step: _T, at: datetime, **more: object) -> ConsultationAct:
    return ConsultationAct(step=step, at=at, by="a-amina", **more)


def extension(at: datetime = DURING, **more: object) -> ConsultationAct:
    return act(_T.EXTEND, at, **{"until": clock(2026, 4, 14, 18), "reason": "The rains cut the roads.", **more})


def codes(*acts: ConsultationAct) -> tuple[str, ...]:
    with pytest.raises(Refusal) as refused:
        consultation(*acts)
    return refused.value.codes


# Clock times ------------------------------------------------------------------------------------------------------


def test_the_moments_are_those_of_the_place() -> None:
    assert (window().begins_at, window().ends_at) == (
        datetime(2026, 3, 1, 5, tzinfo=UTC),
        datetime(2026, 3, 31, 15, tzinfo=UTC),
    )


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "/etc/localtime", "Africa", "EAT+3\0"])
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    with pytest.raises(Refusal) as refused:
        window(zone=zone)
    assert refused.value.codes == ("consultation-zone-unknown",)


def test_a_time_that_clocks_jump_over_is_refused_and_its_neighbours_are_not() -> None:
    for minute, hour in ((0, 2), (59, 2)):
        with pytest.raises(Refusal) as refused:
            check_clock_time(clock(2026, 3, 29, hour, minute), "Europe/Berlin", "ends")
        assert refused.value.codes == ("consultation-time-not-there",)
    check_clock_time(clock(2026, 3, 29, 1, 59), "Europe/Berlin", "ends")
    check_clock_time(clock(2026, 3, 29, 3), "Europe/Berlin", "ends")


def test_a_time_that_comes_twice_is_on_the_side_of_whoever_reads_it() -> None:
    twice = clock(2026, 10, 25, 2, 30)
    assert earliest(twice, "Europe/Berlin") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert latest(twice, "Europe/Berlin") == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    one = window(zone="Europe/Berlin", begins=twice, ends=clock(2026, 10, 25, 2, 45))
    assert one.ends_at - one.begins_at == timedelta(minutes=75)


def test_an_end_before_the_beginning_is_refused() -> None:
    for ends in (clock(2026, 3, 1, 8), clock(2026, 2, 28)):
        with pytest.raises(Refusal) as refused:
            window(ends=ends)
        assert refused.value.codes == ("consultation-ends-before-it-begins",)


def test_the_end_of_a_day_is_the_first_moment_of_the_next_also_where_midnight_is_jumped_over() -> None:
    # Beirut puts its clocks forward at midnight: 29 March 2026 begins at one.
    moment = datetime(2026, 3, 27, 12, tzinfo=UTC)
    found = end_of_day(moment, "Asia/Beirut", days=1)
    assert found.astimezone(ZoneInfo("Asia/Beirut")).replace(tzinfo=None) == clock(2026, 3, 29, 1)
    assert end_of_day(moment, "UTC", days=0) == datetime(2026, 3, 28, tzinfo=UTC)


ZONES = st.sampled_from(["Africa/Nairobi", "Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Asia/Beirut"])


@given(ZONES, st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001
def test_whatever_is_taken_is_what_clocks_show_and_the_first_moment_is_never_after_the_last(
    zone: str, wall: datetime
) -> None:
    assert earliest(wall, zone) <= latest(wall, zone)
    try:
        check_clock_time(wall, zone, "ends")
    except Refusal:
        return
    for moment in (earliest(wall, zone), latest(wall, zone)):
        assert moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall


# Reminders --------------------------------------------------------------------------------------------------------


def test_reminders_come_at_the_clock_time_of_the_end_on_both_sides_of_a_change_of_clocks() -> None:
    zone = "Europe/Berlin"
    found = reminders(datetime(2026, 3, 1, tzinfo=UTC), clock(2026, 3, 31, 18), zone, (14, 1))
    assert [one.astimezone(ZoneInfo(zone)).hour for one in found] == [18, 18]
    assert found[1] - found[0] == timedelta(days=13) - timedelta(hours=1)


def test_no_reminder_comes_before_the_beginning() -> None:
    assert len(consultation(window=window(begins=clock(2026, 3, 25))).reminders()) == 1  # a day before


def test_a_missed_reminder_is_sent_once_and_not_again() -> None:
    one = consultation()
    first, second, third = one.reminders()
    assert one.due_reminder(first - timedelta(seconds=1), None) is None
    assert one.due_reminder(first, None) == first
    assert one.due_reminder(second, None) == second  # the first was missed; two at once would be noise
    assert one.due_reminder(second, second) is None
    assert one.due_reminder(third, second) == third
    assert one.due_reminder(one.ends_at, None) is None


def test_reminders_move_with_an_extension() -> None:
    assert consultation(extension()).reminders()[0] - consultation().reminders()[0] == timedelta(days=14)


# Extensions -------------------------------------------------------------------------------------------------------


def test_an_extension_moves_the_end_and_stands_there_with_its_reason() -> None:
    one = consultation(extension())
    assert one.ends_at == datetime(2026, 4, 14, 15, tzinfo=UTC)
    assert [each.reason for each in one.extensions] == ["The rains cut the roads."]
    assert one.state(AFTER) is _S.OPEN
    assert consultation().state(AFTER) is _S.CLOSED


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"reason": " - "}, "consultation-reason-missing"),
        ({"until": clock(2026, 3, 31, 18)}, "consultation-extended-backwards"),
        ({"until": clock(2026, 3, 20)}, "consultation-extended-backwards"),
        ({"until": None}, "consultation-extended-backwards"),
        ({"at": datetime(2026, 3, 31, 15, tzinfo=UTC)}, "consultation-out-of-turn"),  # at the very end
        ({"at": AFTER}, "consultation-out-of-turn"),
        ({"at": BEFORE - timedelta(seconds=1)}, "consultation-act-before-last"),
    ],
)
def test_an_extension_needs_a_reason_goes_forward_and_comes_before_the_end(
    changed: dict[str, object], code: str
) -> None:
    assert codes(extension(**changed)) == (code,)


def test_an_extension_into_an_hour_that_never_comes_is_refused() -> None:
    berlin = window(zone="Europe/Berlin", ends=clock(2026, 3, 28, 18))
    with pytest.raises(Refusal) as refused:
        consultation(extension(until=clock(2026, 3, 29, 2, 30)), window=berlin)
    assert refused.value.codes == ("consultation-time-not-there",)


def test_an_extension_is_possible_until_the_last_second_and_before_the_beginning_too() -> None:
    consultation(extension(datetime(2026, 3, 31, 14, 59, 59, tzinfo=UTC)))
    consultation(extension(BEFORE))


def test_only_an_extension_brings_a_new_end() -> None:
    assert codes(act(_T.CALL_OFF, DURING, reason="No money.", until=clock(2027, 1, 1))) == (
        "consultation-extended-backwards",
    )


# States -----------------------------------------------------------------------------------------------------------


def test_the_table_is_total_over_states_and_every_step_is_used() -> None:
    assert set(STEPS) == set(_S) == set(STATE_WORDS)
    assert {step for steps in STEPS.values() for step in steps} == set(_T)


MOMENTS = {
    _S.DRAFT: (consultation(acts=()), BEFORE),
    _S.ANNOUNCED: (consultation(), BEFORE),
    _S.OPEN: (consultation(), DURING),
    _S.CLOSED: (consultation(), AFTER),
    _S.ANSWERED: (consultation(ANSWERS_SHOWN), SHOWN),
    _S.PUBLISHED: (consultation(ANSWERS_SHOWN, act(_T.PUBLISH, SHOWN)), SHOWN),
    _S.CALLED_OFF: (consultation(act(_T.CALL_OFF, DURING, reason="No money.")), DURING),
}


@pytest.mark.parametrize(("state", "step"), list(product(_S, _T)))
def test_every_step_from_every_state_leads_where_the_table_says_or_is_refused(state: _S, step: _T) -> None:
    one, now = MOMENTS[state]
    assert one.state(now) is state
    more = {"until": clock(2027, 1, 1)} if step is _T.EXTEND else {}
    following = None if step in BY_THE_CLOCK else STEPS[state].get(step)
    if following is None:
        with pytest.raises(Refusal) as refused:
            one.with_act(act(step, now, reason="It has to be.", **more))
        assert refused.value.codes == ("consultation-out-of-turn",)
    else:
        assert one.with_act(act(step, now, reason="It has to be.", **more)).state(now) is following


def test_the_clock_opens_and_closes_it_to_the_second() -> None:
    one, second = consultation(), timedelta(seconds=1)
    begins, ends = one.window.begins_at, one.ends_at
    states = [one.state(moment) for moment in (begins - second, begins, ends - second, ends)]
    assert states == [_S.ANNOUNCED, _S.OPEN, _S.OPEN, _S.CLOSED]


def test_a_draft_does_not_open_by_itself() -> None:
    assert consultation(acts=()).state(DURING) is _S.DRAFT


def test_nothing_is_announced_that_is_over() -> None:
    end = consultation().window.ends_at
    with pytest.raises(Refusal) as refused:
        consultation(acts=(act(_T.ANNOUNCE, end),))
    assert refused.value.codes == ("consultation-announced-too-late",)
    assert consultation(acts=(act(_T.ANNOUNCE, end - timedelta(seconds=1)),)).state(end) is _S.CLOSED


def test_calling_off_needs_a_public_reason() -> None:
    assert codes(act(_T.CALL_OFF, DURING)) == ("consultation-reason-missing",)


@pytest.mark.parametrize("state", _S)
def test_comments_come_in_from_the_opening_on_and_late_ones_too(state: _S) -> None:
    one, now = MOMENTS[state]
    if state in (_S.DRAFT, _S.ANNOUNCED, _S.CALLED_OFF):
        with pytest.raises(Refusal) as refused:
            check_takes_comments(one, now)
        assert refused.value.codes == ("consultation-not-open",)
    else:
        check_takes_comments(one, now)


@pytest.mark.parametrize("state", _S)
def test_what_was_announced_stays(state: _S) -> None:
    one, now = MOMENTS[state]
    if state is _S.DRAFT:
        check_change(one, now)
    else:
        with pytest.raises(Refusal):
            check_change(one, now)


def test_late_is_whatever_came_at_the_end_or_after_it() -> None:
    one = consultation()
    assert not one.is_late(comment(at=one.ends_at - timedelta(microseconds=1)))
    assert one.is_late(comment(at=one.ends_at))
    assert not consultation(extension()).is_late(comment(at=one.ends_at))
