"""What may follow what, when something is due, and which results led to nothing: the rules alone."""

from datetime import date, timedelta
from itertools import product

import pytest

from nyhavn.framework.commitment_checks import check_follows
from nyhavn.framework.commitments import (
    MAY_FOLLOW,
    AnswerState,
    CommitmentState,
    Proof,
    RequestState,
    Seen,
    Trail,
    TrailEntry,
    TrailStep,
)
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.unused_results import PublishedResult, WhyUnused, unused

ASKED, ANSWER_BY, DUE = date(2026, 3, 2), date(2026, 4, 1), date(2026, 9, 30)
DAY = timedelta(days=1)
LEADS = {
    RequestState.ASKED: (),
    RequestState.DECLINED: (TrailStep.DECLINE,),
    RequestState.ACCEPTED: (TrailStep.ACCEPT,),
    RequestState.COMMITTED: (TrailStep.ACCEPT, TrailStep.COMMIT),
    RequestState.ACTED: (TrailStep.ACCEPT, TrailStep.COMMIT, TrailStep.ACT),
}


def entry(number: int, step: TrailStep, on: date = ANSWER_BY, **more: object) -> TrailEntry:
    values = {"number": number, "step": step, "said_on": on, "recorded_on": on, "words": "As said."}
    if step is TrailStep.COMMIT:
        values |= {"due": DUE, "office": "Department of wells"}
    if step is TrailStep.ACT:
        values |= {"proof": Proof.LAW, "reference": "Law 12"}
    return TrailEntry.model_validate(values | more)


def trail(*entries: TrailEntry, release: str = "water") -> Trail:
    return Trail(
        number=1,
        authority="Ministry of Water",
        asked_for="A well.",
        asked_on=ASKED,
        answer_by=ANSWER_BY,
        release=release,
        entries=entries,
    )


def led(state: RequestState) -> Trail:
    return trail(*(entry(number, step) for number, step in enumerate(LEADS[state], start=1)))


def test_the_table_of_what_may_follow_is_total() -> None:
    assert set(MAY_FOLLOW) == set(RequestState) == set(LEADS)
    assert all(led(state).state is state for state in RequestState)
    assert set().union(*MAY_FOLLOW.values()) == set(TrailStep)


@pytest.mark.parametrize(("state", "step"), list(product(RequestState, TrailStep)))
def test_each_step_follows_where_the_table_says_so_and_nowhere_else(state: RequestState, step: TrailStep) -> None:
    if step in MAY_FOLLOW[state]:
        check_follows(led(state), step)
        return
    with pytest.raises(Refusal) as refused:
        check_follows(led(state), step)
    assert refused.value.codes == ("trail-out-of-turn",)


def test_what_the_community_saw_and_corrections_can_be_said_at_any_time() -> None:
    assert all({TrailStep.SEE, TrailStep.CORRECT} <= steps for steps in MAY_FOLLOW.values())


def test_an_answer_is_overdue_on_the_day_after_its_day() -> None:
    assert trail().answer_state(ANSWER_BY) is AnswerState.WAITS
    assert trail().answer_state(ANSWER_BY + DAY) is AnswerState.OVERDUE
    on_time, late = (trail(entry(1, TrailStep.ACCEPT, day)) for day in (ANSWER_BY, ANSWER_BY + DAY))
    assert (on_time.is_answered_late, late.is_answered_late) == (False, True)


@pytest.mark.parametrize(
    ("kept_on", "today", "expected"),
    [
        (None, DUE, CommitmentState.OPEN),
        (None, DUE + DAY, CommitmentState.OVERDUE),
        (DUE, DUE + DAY, CommitmentState.KEPT),
        (DUE + DAY, DUE + DAY, CommitmentState.KEPT_LATE),
    ],
)
def test_a_commitment_is_kept_or_overdue_by_its_day(kept_on: date | None, today: date, expected: object) -> None:
    done = (entry(3, TrailStep.ACT, kept_on, about=2, keeps=True),) if kept_on else ()
    found = trail(entry(1, TrailStep.ACCEPT), entry(2, TrailStep.COMMIT), *done).commitments(today)
    assert [one.state for one in found] == [expected]


def test_doing_something_for_a_commitment_does_not_keep_it() -> None:
    part = entry(3, TrailStep.ACT, DUE, about=2)
    (found,) = trail(entry(1, TrailStep.ACCEPT), entry(2, TrailStep.COMMIT), part).commitments(DUE + DAY)
    assert (found.state, found.actions) == (CommitmentState.OVERDUE, (part,))


@pytest.mark.parametrize(("seen", "is_disputed"), [(Seen.NOT, True), (Seen.IN_PART, False), (Seen.HAPPENED, False)])
def test_what_the_community_saw_contradicts_and_replaces_nothing(seen: Seen, *, is_disputed: bool) -> None:
    done = entry(3, TrailStep.ACT, DUE, about=2, keeps=True)
    saw = entry(4, TrailStep.SEE, DUE, about=2, seen=seen, seen_by="The assembly")
    (found,) = trail(entry(1, TrailStep.ACCEPT), entry(2, TrailStep.COMMIT), done, saw).commitments(DUE)
    assert (found.state, found.is_disputed) == (CommitmentState.KEPT, is_disputed)


def test_what_was_taken_back_does_not_count_and_is_still_there() -> None:
    back = entry(2, TrailStep.CORRECT, about=1, takes_back=True)
    found = trail(entry(1, TrailStep.DECLINE), back)
    assert (found.state, found.answer, len(found.entries)) == (RequestState.ASKED, None, 2)
    beside = entry(2, TrailStep.CORRECT, about=1)
    assert trail(entry(1, TrailStep.DECLINE), beside).state is RequestState.DECLINED


def test_results_count_as_used_once_an_authority_promised_or_did_something() -> None:
    out = (PublishedResult(name="water", title="Water", since=date(2026, 1, 5)),)
    assert [(one.why, one.since) for one in unused(out, ())] == [(WhyUnused.NOBODY_ASKED, date(2026, 1, 5))]
    assert unused(out, (trail(release="rubbish"),))[0].why is WhyUnused.NOBODY_ASKED
    for asked in (trail(), led(RequestState.DECLINED), led(RequestState.ACCEPTED)):
        assert [(one.why, one.since) for one in unused(out, (asked,))] == [(WhyUnused.NOTHING_FOLLOWED, ASKED)]
    assert unused(out, (led(RequestState.DECLINED), led(RequestState.COMMITTED))) == ()
