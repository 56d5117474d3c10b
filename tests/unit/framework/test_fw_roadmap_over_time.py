"""A roadmap on two dates, and who is reminded of it when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roadmap import Action
from nyhavn.framework.roadmap_changes import ActionChange, as_of, changes
from nyhavn.framework.roadmap_history import ActionStep
from nyhavn.framework.roadmap_reminders import RemindedOf, Reminder, SentReminder, reminders
from nyhavn.framework.roadmap_timeline import timeline
from nyhavn.framework.roadmap_vocabulary import ROADMAP, ActionStatus, FundingKind, ReminderRule
from spec.roadmap.a_roadmap import ENDS, STARTS, UNNAMED, WRITTEN, action, days, money, roadmap, said, shown

S, DAY, RULE = ActionStep, timedelta(days=1), ROADMAP.reminders
LATER = date(2026, 12, 31)
MOVED = days(ends=date(2026, 9, 30))


def changed(one: Action, earlier: date = STARTS - DAY, later: date = LATER) -> ActionChange:
    (found,) = changes(roadmap(one), earlier, later)
    return found


def test_what_came_in_between_is_told() -> None:
    found = changes(roadmap(action("A"), action("B", recorded_on=STARTS)), STARTS - DAY, STARTS)
    assert [(one.code, one.came) for one in found] == [("B", True)]


def test_what_moved_is_told_with_every_earlier_date_and_its_reason_also_if_it_moved_back() -> None:
    there = said(1, S.MOVE, STARTS, days=MOVED, because="Two funders meet later.")
    back = said(2, S.MOVE, STARTS + DAY, days=days(), because="They meet after all.")
    found = changed(action("A", there, back), later=STARTS + DAY)
    assert [(one.was.ends, one.now.ends, one.because) for one in found.shifts] == [
        (ENDS, MOVED.ends, "Two funders meet later."),
        (MOVED.ends, ENDS, "They meet after all."),
    ]
    assert changed(action("A", there, back), earlier=STARTS, later=STARTS + DAY).shifts[0].days_later == -92


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda: action("A", said(1, S.FINISH, ENDS), evidence=(shown(),)), "was_done"),
        (lambda: action("A", said(1, S.FINISH, ENDS)), "was_claimed"),
        (lambda: action("A", said(1, S.DROP, ENDS)), "was_dropped"),
        (lambda: action("A"), "became_late"),
    ],
)
def test_what_was_done_said_to_be_done_dropped_or_became_late_is_told_apart(make, what: str) -> None:
    found = changed(make())
    names = ("came", "was_done", "was_claimed", "was_dropped", "was_taken_up", "became_late")
    assert [name for name in names if getattr(found, name)] == [what]
    assert found.because == ("The partners meet later." if what == "was_dropped" else "")


def test_what_was_taken_up_again_is_told() -> None:
    one = action("A", said(1, S.DROP, STARTS), said(2, S.TAKE_UP, ENDS))
    assert changed(one, earlier=STARTS, later=ENDS).was_taken_up


def test_nothing_changed_is_nothing_to_tell_and_money_is_no_change_of_an_action() -> None:
    one = action("A", funding=(money(1, FundingKind.PLEDGED, "1"),))
    assert changes(roadmap(one), WRITTEN, STARTS - DAY) == ()


def test_nobody_was_in_time_afterwards() -> None:
    backdated = said(1, S.FINISH, ENDS, recorded_on=ENDS + 60 * DAY)
    one = action("A", backdated, evidence=(shown(),))
    on_the_day = as_of(roadmap(one), ENDS + DAY)
    assert on_the_day.actions[0].entries == ()
    before, after = (changed(one, later=day).after.status for day in (ENDS + DAY, LATER))
    assert (before, after) == (ActionStatus.OVERDUE, ActionStatus.DONE)


def test_the_roadmap_of_an_earlier_day_knows_nothing_of_later_ones() -> None:
    late = action("B", recorded_on=ENDS)
    first = action("A", said(1, S.START, STARTS), said(2, S.DROP, ENDS), depends_on=("B",))
    found = as_of(roadmap(first, late), STARTS)
    assert [(one.code, len(one.entries), one.depends_on) for one in found.actions] == [("A", 1, ())]
    assert as_of(roadmap(first, late), LATER) == roadmap(first, late)


def test_whoever_wishes_today_not_to_be_named_is_not_named_in_what_was_said_before() -> None:
    told = "Shelter of the Lamp was searched."
    moved = said(1, S.MOVE, STARTS, days=MOVED, because=told)
    dropped = said(2, S.DROP, ENDS, because=told)
    one = action("A", moved, dropped, evidence=(shown(about=None, by=UNNAMED.name),), what=f"Why {told}")
    late = action("B", owner=UNNAMED, recorded_on=ENDS)
    for day in (STARTS, LATER):
        assert "Lamp" not in f"{timeline(as_of(roadmap(one, late), day), day)}"
    told_of = changes(roadmap(one, late), STARTS - DAY, LATER)
    assert "Lamp" not in f"{told_of}" and "was searched." in f"{told_of}"


@pytest.mark.parametrize("later", [STARTS, STARTS - DAY])
def test_two_dates_are_two_and_in_order(later: date) -> None:
    with pytest.raises(Refusal) as refused:
        changes(roadmap(action()), STARTS, later)
    assert refused.value.codes == ("roadmap-dates-out-of-order",)


# Reminders -----------------------------------------------------------------------------------------------------


def due(one: Action, today: date, *sent: SentReminder) -> tuple[Reminder, ...]:
    return reminders(roadmap(one), today, sent)


def of(one: Action, today: date) -> RemindedOf | None:
    return next((each.of for each in due(one, today)), None)


def test_somebody_is_reminded_before_the_end_after_it_and_when_evidence_is_missing() -> None:
    begun = action("A", said(1, S.START, STARTS))
    before = timedelta(days=RULE.before_days)
    assert [of(begun, day) for day in (ENDS - before - DAY, ENDS - before, ENDS, ENDS + DAY)] == [
        None,
        RemindedOf.ENDS_SOON,
        RemindedOf.ENDS_SOON,
        RemindedOf.OVERDUE,
    ]
    assert [of(action("A"), day) for day in (STARTS, STARTS + DAY)] == [None, RemindedOf.LATE_TO_START]
    claimed = action("A", said(1, S.FINISH, ENDS))
    assert [of(claimed, day) for day in (ENDS, ENDS + DAY)] == [None, RemindedOf.NOT_SHOWN]


def test_nobody_is_reminded_of_what_is_done_or_dropped() -> None:
    done = action("A", said(1, S.FINISH, ENDS), evidence=(shown(),))
    assert due(done, LATER) == due(action("A", said(1, S.DROP, ENDS)), LATER) == ()


def sent_as(one: Reminder, on: date) -> SentReminder:
    return SentReminder(one.code, one.of, one.due, on)


def test_the_next_one_comes_after_the_stated_time_and_no_day_sooner_whatever_it_is_about() -> None:
    begun = action("A", said(1, S.START, STARTS))
    (soon,) = due(begun, ENDS)
    first = sent_as(soon, ENDS)
    every = timedelta(days=RULE.every_days)
    assert due(begun, ENDS + every - DAY, first) == ()
    assert [one.of for one in due(begun, ENDS + every, first)] == [RemindedOf.OVERDUE]


def test_a_clock_that_ran_ahead_makes_nobody_write_more() -> None:
    begun = action("A", said(1, S.START, STARTS))
    ahead = SentReminder("A", RemindedOf.OVERDUE, ENDS, LATER)
    assert due(begun, ENDS + DAY, ahead) == ()


def test_reminders_end_and_begin_anew_when_the_days_move() -> None:
    begun = said(1, S.START, STARTS)
    sent = tuple(
        SentReminder("A", RemindedOf.OVERDUE, ENDS, ENDS + DAY + n * timedelta(days=RULE.every_days))
        for n in range(RULE.most)
    )
    assert due(action("A", begun), LATER, *sent[:-1]) and not due(action("A", begun), LATER, *sent)
    assert due(action("A", begun, said(2, S.MOVE, ENDS, days=MOVED)), LATER, *sent)


def test_whoever_is_unnamed_is_reminded_too_and_their_name_is_in_no_trace() -> None:
    (one,) = due(action("A", owner=UNNAMED), LATER)
    assert one.to == UNNAMED.name and UNNAMED.name not in repr(one)


@given(
    st.lists(st.integers(0, 9), max_size=150),
    st.integers(1, 20),
    st.integers(1, 5),
    st.integers(0, 30),
    st.booleans(),
)
def test_over_any_run_of_days_nobody_is_reminded_more_often_than_the_rule_says(
    gaps: list[int], every: int, most: int, before: int, is_begun: bool
) -> None:
    rule = ReminderRule(before_days=before, every_days=every, most=most)
    of_one = roadmap(action("A", *([said(1, S.START, STARTS)] if is_begun else [])))
    today, sent = STARTS - DAY, []
    for gap in gaps:  # 0: the worker runs twice on a day
        today += timedelta(days=gap)
        sent += [sent_as(one, today) for one in reminders(of_one, today, sent, rule)]
    days_sent = [one.on for one in sent]
    assert all((later - earlier).days >= every for earlier, later in zip(days_sent, days_sent[1:], strict=False))
    assert all([(one.of, one.due) for one in sent].count((each.of, each.due)) <= most for each in sent)
    if today > ENDS + timedelta(days=every + 9):
        assert sent  # the twin: it does remind
