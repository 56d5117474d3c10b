"""Complaints: the table of steps, the clock, who may decide, what a remedy needs, and what everybody may know."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from nyhavn.framework.complaints import (
    BY_COMPLAINANT,
    COMPLAINT_CLOCK,
    FEW_OR_NONE,
    STEPS,
    ComplaintAct,
    ComplaintHistory,
    ComplaintState,
    ComplaintStep,
    ComplaintTopic,
    Decider,
    Reach,
    RemedyKind,
    Told,
    check_complaint_step,
    check_promise,
    check_remedy,
    complaint_statistics,
    complaints_on_record,
    decider_reasons,
    may_read_complaint,
    quarter_begin,
    time_for,
)
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
TEAM = Decider(frozenset({Role.STEWARD}))
OUTSIDE = Decider(frozenset({Role.OUTSIDE_BODY}))


def after(days: float) -> datetime:
    return NOON + timedelta(days=days)


def history(*acts: ComplaintAct, topic: ComplaintTopic = ComplaintTopic.FIGURES) -> ComplaintHistory:
    return ComplaintHistory(topic, NOON, acts)


def did(step: ComplaintStep, days: float, until: date | None = None, *, by_concerned: bool = False) -> ComplaintAct:
    return ComplaintAct(step, after(days), until, by_concerned=by_concerned)


def refused(code: str, rule: object, *given: object) -> bool:
    with pytest.raises(Refusal) as found:
        rule(*given)  # type: ignore[operator]
    return found.value.codes == (code,)


def test_the_table_of_steps_is_total_and_everything_can_be_reached() -> None:
    assert set(STEPS) == set(ComplaintState)
    assert {to for row in STEPS.values() for to in row.values()} == set(ComplaintState)
    for state, step in product(ComplaintState, ComplaintStep):
        if step in STEPS[state]:
            assert check_complaint_step(state, step) is STEPS[state][step]
        else:
            assert refused("complaint-out-of-turn", check_complaint_step, state, step)


def test_whoever_complained_can_go_outside_in_every_state_and_object_to_every_answer() -> None:
    assert all(ComplaintStep.TAKE_OUTSIDE in row for row in STEPS.values())
    answered = {ComplaintState.ANSWERED, ComplaintState.PROMISED, ComplaintState.REMEDIED}
    assert {state for state, row in STEPS.items() if ComplaintStep.SAY_NOT_SOLVED in row} == answered
    assert {ComplaintStep.SAY_NOT_SOLVED, ComplaintStep.TAKE_OUTSIDE} == BY_COMPLAINANT


@pytest.mark.parametrize("topic", ComplaintTopic)
def test_everything_has_a_time_to_acknowledge_and_one_to_answer_that_is_never_longer_than_a_month(
    topic: ComplaintTopic,
) -> None:
    first, second = time_for(ComplaintStep.ACKNOWLEDGE, topic), time_for(ComplaintStep.ANSWER, topic)
    assert timedelta(0) < first < second <= timedelta(days=28)


def test_what_may_hurt_is_acknowledged_sooner() -> None:
    assert time_for(ComplaintStep.ACKNOWLEDGE, ComplaintTopic.HARM) < time_for(
        ComplaintStep.ACKNOWLEDGE, ComplaintTopic.CREDIT
    )


def test_the_clock_runs_from_the_day_it_came_in_and_anew_from_an_objection() -> None:
    assert [due.step for due in history().due()] == [ComplaintStep.ACKNOWLEDGE, ComplaintStep.ANSWER]
    objected = history(did(ComplaintStep.ANSWER, 3), did(ComplaintStep.SAY_NOT_SOLVED, 40))
    assert [due.at for due in objected.due()] == [after(40 + 28)]
    assert history(did(ComplaintStep.ANSWER, 3)).due() == ()


@pytest.mark.parametrize(("days", "is_late"), [(28, False), (28.01, True)])
def test_an_answer_is_late_on_the_far_side_of_its_time_and_not_on_this_side(days: float, *, is_late: bool) -> None:
    done = history(did(ComplaintStep.ACKNOWLEDGE, 1), did(ComplaintStep.ANSWER, days))
    assert done.was_late(after(days)) is is_late
    waiting = history(did(ComplaintStep.ACKNOWLEDGE, 1))
    assert waiting.was_late(after(days)) is is_late


def test_an_answer_in_time_answers_also_what_was_not_acknowledged_in_time() -> None:
    assert not history(did(ComplaintStep.ANSWER, 9)).was_late(after(9))
    assert history(did(ComplaintStep.ACKNOWLEDGE, 9)).was_late(after(9))


def test_a_promise_that_is_not_kept_by_its_day_is_overdue_and_a_kept_one_is_not() -> None:
    promise = did(ComplaintStep.PROMISE, 2, date(2026, 5, 20))
    last = datetime(2026, 5, 20, 23, tzinfo=UTC)
    assert not history(promise).is_remedy_overdue(last)
    assert history(promise).is_remedy_overdue(last + timedelta(hours=2))
    kept = history(promise, ComplaintAct(ComplaintStep.REMEDY, last))
    assert not kept.is_remedy_overdue(after(100))
    assert not kept.was_late(after(100))
    assert history(promise, ComplaintAct(ComplaintStep.REMEDY, after(30))).was_late(after(100))


def test_whoever_objects_because_a_promise_was_broken_does_not_make_it_whole() -> None:
    promise, objection = did(ComplaintStep.PROMISE, 2, date(2026, 5, 20)), did(ComplaintStep.SAY_NOT_SOLVED, 30)
    assert history(promise, objection).is_remedy_overdue(after(31))
    assert history(promise, objection).was_late(after(31))
    anew = did(ComplaintStep.PROMISE, 32, date(2027, 1, 1))
    assert history(promise, objection, anew).is_remedy_overdue(after(33))
    kept = history(promise, objection, anew, did(ComplaintStep.REMEDY, 40))
    assert not kept.is_remedy_overdue(after(41))
    in_time = history(promise, did(ComplaintStep.SAY_NOT_SOLVED, 3))
    assert not in_time.is_remedy_overdue(after(4))
    assert not in_time.was_late(after(4))


def test_a_promise_is_for_a_day_from_today_on_and_not_for_ever() -> None:
    today = date(2026, 5, 4)
    most = today + timedelta(days=COMPLAINT_CLOCK.remedy_at_most_days)
    check_promise(today, today)
    check_promise(most, today)
    assert refused("complaint-remedy-day", check_promise, today - timedelta(days=1), today)
    assert refused("complaint-remedy-day", check_promise, most + timedelta(days=1), today)


def test_a_promised_correction_needs_that_correction_after_the_complaint_came_in() -> None:
    check_remedy(RemedyKind.ERRATUM, RemedyKind.ERRATUM, after(1), NOON)
    check_remedy(RemedyKind.OTHER, None, None, NOON)
    for linked, at in ((None, None), (RemedyKind.WITHDRAWAL, after(1)), (RemedyKind.ERRATUM, after(-1))):
        assert refused("complaint-remedy-not-done", check_remedy, RemedyKind.ERRATUM, linked, at, NOON)


@pytest.mark.parametrize("reach", Reach)
def test_each_side_reads_what_was_sent_to_it_and_those_it_is_about_read_nothing(reach: Reach) -> None:
    assert may_read_complaint(TEAM, (), reach) is (reach is not Reach.OUTSIDE)
    assert may_read_complaint(OUTSIDE, (), reach) is (reach is not Reach.PRODUCER)
    assert not may_read_complaint(TEAM, (Role.STEWARD,), reach)
    assert not may_read_complaint(Decider(frozenset({Role.STEWARD}), was_concerned=True), (), reach)


def against(decider: Decider, *, about: tuple[Role, ...] = (), reach: Reach = Reach.BOTH, objected: bool) -> list[str]:
    state = ComplaintState.NOT_SOLVED if objected else ComplaintState.RECEIVED
    return [one.code for one in decider_reasons(decider, about, reach, state, was_disputed=objected)]


def test_nobody_decides_whom_it_is_about_also_not_after_giving_the_role_up() -> None:
    assert against(TEAM, about=(Role.STEWARD,), objected=False) == ["complaint-about-decider"]
    gave_up = Decider(frozenset({Role.BOARD_MEMBER}), was_concerned=True)
    assert against(gave_up, about=(Role.STEWARD,), objected=False) == ["complaint-about-decider"]
    assert against(TEAM, about=(Role.ENUMERATOR,), objected=False) == []


def test_after_an_objection_the_body_outside_decides_and_without_one_another_person() -> None:
    assert against(TEAM, objected=True) == ["complaint-with-outside-body"]
    assert against(OUTSIDE, objected=True) == []
    answered = Decider(frozenset({Role.STEWARD}), answered_before=True)
    assert against(answered, reach=Reach.PRODUCER, objected=True) == ["complaint-same-decider"]
    assert against(TEAM, reach=Reach.PRODUCER, objected=True) == []


@pytest.mark.parametrize("received", range(12))
def test_one_more_complaint_is_seen_only_where_the_next_whole_step_is_reached(received: int) -> None:
    shown = complaint_statistics(received, received, received, 5)
    assert shown == complaint_statistics(received // 5 * 5, received // 5 * 5, received // 5 * 5, 5)
    assert (shown.in_time == FEW_OR_NONE) is (received < 5)


def test_shares_are_words_that_single_out_nobody() -> None:
    assert complaint_statistics(20, 19, 4, 5).in_time == complaint_statistics(20, 20, 4, 5).in_time == "almost all"
    assert complaint_statistics(20, 10, 4, 5).solved == complaint_statistics(20, 10, 0, 5).solved == "hardly any"
    assert complaint_statistics(20, 10, 9, 5).in_time == "most"
    assert complaint_statistics(20, 10, 9, 5).solved == "fewer than half"


def test_quarters_begin_where_they_begin() -> None:
    assert [quarter_begin(date(2026, month, 9)).month for month in (1, 3, 4, 12)] == [1, 1, 4, 10]


def on_record(*complaints: Told, threshold: int = 5) -> set[str]:
    found = complaints_on_record(complaints, now=after(200), threshold=threshold, has_outside_body=True)
    return {name for name, is_so in found.model_dump().items() if is_so}


def test_a_single_broken_complaint_is_told_only_where_whoever_complained_wishes_it() -> None:
    late = history(did(ComplaintStep.ANSWER, 90, by_concerned=True))
    assert on_record(Told(late, may_be_told=False)) == on_record() == {"has_outside_body"}
    assert on_record(Told(late, may_be_told=True)) == {"has_outside_body", "late", "decided_by_concerned"}


def test_many_complaints_are_told_of_and_good_ones_do_not_hide_a_broken_one() -> None:
    good = Told(history(did(ComplaintStep.ANSWER, 3)), may_be_told=False)
    broken = Told(history(did(ComplaintStep.PROMISE, 2, date(2026, 5, 20))), may_be_told=False)
    assert on_record(*[good] * 5) == {"has_outside_body", "many"}
    assert on_record(*[good] * 4, broken) == {"has_outside_body", "many", "late", "remedy_overdue"}
