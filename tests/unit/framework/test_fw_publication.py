"""The rules of the last steps to a publication, on both sides of each boundary."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from nyhavn.framework.consent import ConsentAnswer, ConsentRecord, ConsentState, Notice, Purpose
from nyhavn.framework.publication import (
    check_new_date,
    check_release_date,
    check_return_day,
    check_second_person,
    check_wrong_since,
    next_version,
    still_covers,
    version_reasons,
)
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release_states import PUBLIC, STEPS, UNANNOUNCED, ReleaseState, ReleaseStep, after, waits_for

TODAY = date(2026, 3, 10)
DAY = timedelta(days=1)
NOTICE = Notice(version="1", languages=("en",), valid_from=date(2026, 1, 1), purposes=tuple(Purpose))
NEEDED = (Purpose.COLLECTION, Purpose.PUBLISHED_AGGREGATES)


def refused(check: object, *args: object) -> tuple[str, ...]:
    try:
        check(*args)  # type: ignore[operator]
    except Refusal as refusal:
        return refusal.codes
    return ()


def test_two_people_let_results_out() -> None:
    somebody = uuid4()
    assert refused(check_second_person, somebody, somebody) == ("approval-by-starter",)
    assert refused(check_second_person, somebody, uuid4()) == ()
    assert refused(check_second_person, somebody, None) == ()


@pytest.mark.parametrize("ahead", [0, 1, 7])
def test_a_date_is_announced_so_many_days_ahead(ahead: int) -> None:
    first = TODAY + ahead * DAY
    assert refused(check_release_date, first - DAY, TODAY, ahead) == ("release-date-too-soon",)
    assert refused(check_release_date, first, TODAY, ahead) == ()


def test_a_moved_date_is_another_one() -> None:
    assert refused(check_new_date, TODAY, TODAY) == ("release-date-unchanged",)
    assert refused(check_new_date, TODAY + DAY, TODAY) == ()


def test_results_come_home_after_the_last_contribution_and_not_tomorrow() -> None:
    last = TODAY - 5 * DAY
    assert refused(check_return_day, TODAY + DAY, TODAY, last) == ("return-in-future",)
    assert refused(check_return_day, last - DAY, TODAY, last) == ("return-before-last-contribution",)
    assert refused(check_return_day, TODAY, TODAY, last) == ()
    assert refused(check_return_day, last, TODAY, last) == ()
    assert refused(check_return_day, last - DAY, TODAY, None) == ()


def test_a_mistake_began_today_or_before() -> None:
    assert refused(check_wrong_since, TODAY + DAY, TODAY) == ("correction-in-future",)
    assert refused(check_wrong_since, TODAY, TODAY) == ()


@pytest.mark.parametrize("version", ["", ".", "..", "../1", "a/b", "-1", "1 2", "1\n", "ü", "x" * 40])
def test_a_version_that_cannot_stand_in_an_address_is_refused(version: str) -> None:
    (reason,) = version_reasons(version, (), is_taken_elsewhere=False)
    assert reason.code == "release-version-unsafe"


@pytest.mark.parametrize("version", ["1", "2026-03", "1.4.2", "Spring-2026", "x" * 39])
def test_a_plain_version_is_fine(version: str) -> None:
    assert version_reasons(version, ("0",), is_taken_elsewhere=False) == ()


def test_a_version_is_issued_once_and_a_name_belongs_to_one_initiative() -> None:
    (again,) = version_reasons("2", ("2", "1"), is_taken_elsewhere=False)
    assert (again.code, "Call this one 3" in again.do) == ("release-version-already-issued", True)
    (taken,) = version_reasons("1", (), is_taken_elsewhere=True)
    assert taken.code == "release-name-already-taken"


@pytest.mark.parametrize(
    ("issued", "following"),
    [
        ((), "1"),
        (("1",), "2"),
        (("9", "10"), "11"),
        (("1.4",), "1.5"),
        (("2026-r1",), "2026-r2"),
        (("first",), "first-2"),
    ],
)
def test_the_next_version_counts_the_last_number_up_until_it_is_free(issued: tuple[str, ...], following: str) -> None:
    assert next_version(issued) == following


def record(*states: ConsentState) -> ConsentRecord:
    answers = tuple(ConsentAnswer(purpose, state) for purpose, state in zip(NEEDED, states, strict=False))
    day = date(2026, 2, 1)
    return ConsentRecord(answers, "1", "en", day, day) if answers else ConsentRecord((), "", "", None, day)


GIVEN, GONE = ConsentState.GIVEN, ConsentState.WITHDRAWN


@pytest.mark.parametrize(
    ("states", "governs", "covered"),
    [
        ((GIVEN, GIVEN), True, True),
        ((GIVEN, GONE), True, False),
        ((GONE, GIVEN), True, False),
        ((), True, False),
        ((), False, True),
        ((GIVEN, GONE), False, False),
        ((GIVEN, GIVEN), False, True),
    ],
)
def test_what_was_taken_back_no_longer_covers(states: tuple[ConsentState, ...], governs: bool, covered: bool) -> None:
    assert still_covers(record(*states), (NOTICE,), NEEDED, governs=governs) is covered


# --- The one table of steps -----------------------------------------------------------------


def test_the_table_of_states_is_total_and_every_step_leads_somewhere() -> None:
    assert set(STEPS) == set(ReleaseState)
    assert {step for steps in STEPS.values() for step in steps} == set(ReleaseStep)
    assert all(waits_for(state) for state in ReleaseState)


@pytest.mark.parametrize("state", ReleaseState)
@pytest.mark.parametrize("step", ReleaseStep)
def test_a_step_that_is_not_in_the_table_is_refused(state: ReleaseState, step: ReleaseStep) -> None:
    if step in STEPS[state]:
        assert after(state, step) is STEPS[state][step]
    else:
        assert refused(after, state, step) == ("release-step-out-of-turn",)


def test_nothing_is_published_past_a_step_and_nothing_published_is_ever_hidden_again() -> None:
    """Backwards from published there is one way only, and from there nobody comes back into the team."""
    way, state = [], ReleaseState.PUBLISHED
    while state is not ReleaseState.CANDIDATE:
        (state,) = {one for one, steps in STEPS.items() if state in steps.values() and one is not state}
        way.append(state)
    assert way == [ReleaseState.SCHEDULED, ReleaseState.RETURNED, ReleaseState.APPROVED, ReleaseState.CANDIDATE]
    assert all(set(STEPS[state].values()) <= PUBLIC for state in PUBLIC)
    assert not UNANNOUNCED & PUBLIC
