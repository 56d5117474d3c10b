"""The stop rule, the levels, prompts, clocks and who may sign: each rule with its twin."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest

from nyhavn.framework.freezing import Agreed, may_end, still_needed
from nyhavn.framework.incidents import IncidentKind, IncidentStep, check_step, due_steps, may_read
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.risk import (
    HarmReviewed,
    Level,
    Likelihood,
    Register,
    RiskStands,
    Severity,
    StopAt,
    check_may_sign,
    is_outside,
    level_of,
    review_reasons,
    stop_reasons,
    vintage_rests_on,
)
from nyhavn.framework.risk_prompts import OF_THE_PLAN, Prompt, PromptKind, open_prompts, prompts_of
from nyhavn.framework.roles import Role

TODAY = date(2026, 5, 4)
QUIET = RiskStands(Level.LOW, was_high=False, review_date=TODAY, has_owner=True)
HIGH = replace(QUIET, level=Level.HIGH, was_high=True)
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def codes(register: Register, at: StopAt = StopAt.OPENING) -> list[str]:
    return [reason.code for reason in stop_reasons(register, at, TODAY)]


def test_every_likelihood_and_severity_has_a_level_and_more_of_either_never_makes_it_less() -> None:
    order = list(Level)
    for likelihood, severity in product(Likelihood, Severity):
        here = order.index(level_of(likelihood, severity))
        for worse in list(Severity)[list(Severity).index(severity) :]:
            assert order.index(level_of(likelihood, worse)) >= here
        for likelier in list(Likelihood)[list(Likelihood).index(likelihood) :]:
            assert order.index(level_of(likelier, severity)) >= here


def test_a_grave_harm_is_high_however_rare_and_a_slight_one_is_not() -> None:
    assert {level_of(one, Severity.GRAVE) for one in Likelihood} == {Level.HIGH}
    assert Level.HIGH not in {level_of(one, Severity.SLIGHT) for one in Likelihood}


def test_nothing_on_record_stops_nothing() -> None:
    assert all(not codes(Register(), at) for at in StopAt)
    assert all(not codes(Register((QUIET,)), at) for at in StopAt)


@pytest.mark.parametrize("at", StopAt)
def test_a_high_risk_stops_until_somebody_outside_signs(at: StopAt) -> None:
    assert codes(Register((HIGH,)), at) == ["risk-unsigned"]
    assert codes(Register((replace(HIGH, agree=1),)), at) == []


@pytest.mark.parametrize("at", StopAt)
def test_one_no_weighs_more_than_many_yes(at: StopAt) -> None:
    assert codes(Register((replace(HIGH, agree=5, refuse=1),)), at) == ["risk-refused"]


@pytest.mark.parametrize("is_ended", [False, True])
def test_what_once_was_high_is_not_freed_by_writing_it_smaller_or_ending_it(is_ended: bool) -> None:
    smaller = replace(QUIET, was_high=True, is_ended=is_ended)
    assert codes(Register((smaller,))) == ["risk-unsigned"]
    assert codes(Register((replace(smaller, agree=1),))) == []


def test_the_day_of_review_itself_is_in_time_and_the_day_after_is_not() -> None:
    late = replace(QUIET, review_date=TODAY - timedelta(days=1))
    assert codes(Register((late,))) == ["risk-review-overdue"]
    assert codes(Register((late,)), StopAt.RELEASING) == ["risk-review-overdue"]
    assert codes(Register((late,)), StopAt.TAKING_IN) == []
    assert codes(Register((replace(late, is_ended=True),))) == []


def test_a_risk_that_nobody_owns_or_a_prompt_that_nobody_answered_stops_the_opening_alone() -> None:
    register = Register((replace(QUIET, has_owner=False),), ("identity:gender",))
    assert codes(register) == ["risk-without-owner", "risk-prompt-unanswered"]
    assert codes(register, StopAt.TAKING_IN) == codes(register, StopAt.RELEASING) == []


@pytest.mark.parametrize("role", Role)
def test_outside_is_whoever_has_a_role_and_belongs_neither_to_team_nor_organisation(role: Role) -> None:
    in_team = role in (Role.COORDINATOR, Role.STEWARD, Role.ENUMERATOR)
    assert is_outside({role}, is_member=False) is not in_team
    assert not is_outside({role}, is_member=True)
    assert not is_outside(set(), is_member=False)
    assert not is_outside({role, Role.STEWARD}, is_member=False)


@pytest.mark.parametrize(
    ("outside", "wrote_it", "owns_it", "code"),
    [
        (False, False, False, "risk-signed-from-inside"),
        (True, True, False, "risk-signed-by-author"),
        (True, False, True, "risk-signed-by-author"),
    ],
)
def test_nobody_signs_from_inside_or_for_themselves(outside: bool, wrote_it: bool, owns_it: bool, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_may_sign(outside=outside, wrote_it=wrote_it, owns_it=owns_it)
    assert refused.value.codes == (code,)
    check_may_sign(outside=True, wrote_it=False, owns_it=False)


AMA, KOFI = uuid4(), uuid4()


def review(by: UUID | None = KOFI, *, minutes: int = 1, may_go: bool = True) -> HarmReviewed:
    return HarmReviewed(by, NOON + timedelta(minutes=minutes), may_go)


@pytest.mark.parametrize(
    ("reviews", "found"),
    [
        ([], ["harm-not-reviewed"]),
        ([review(AMA)], ["harm-not-reviewed"]),  # who started the run
        ([review(minutes=0)], ["harm-not-reviewed"]),  # not after it
        ([review()], []),
        ([review(None)], []),  # the account is gone, the review was made
        ([review(may_go=False)], ["harm-review-says-no"]),
        ([review(), review(uuid4(), may_go=False)], ["harm-review-says-no"]),
        ([review(may_go=False), review(minutes=2)], []),  # the last word of a person
        ([review(AMA, may_go=False), review()], []),
        ([review(None, may_go=False), review(None, minutes=2)], ["harm-review-says-no"]),  # two whose accounts are gone
        ([review(None), review(None, minutes=2)], []),
    ],
)
def test_harm_is_weighed_after_the_run_by_somebody_else(reviews: list[HarmReviewed], found: list[str]) -> None:
    assert [one.code for one in review_reasons(reviews, run_ended=NOON, starter=AMA)] == found


@pytest.mark.parametrize(
    ("reviews", "changed", "days", "rests"),
    [
        ([review()], None, 365, True),
        ([review()], NOON, 365, True),
        ([], None, 1, False),
        ([review()], None, 366, False),
        ([review()], NOON + timedelta(days=1), 2, False),
        ([review(), review(AMA, may_go=False)], None, 1, False),
        ([review(None, may_go=False), review(None, minutes=2)], None, 1, False),
        ([review(None), review(None, minutes=2)], None, 1, True),
    ],
)
def test_a_vintage_rests_on_the_editions_before_for_a_year_unless_something_changed(
    reviews: list[HarmReviewed], changed: datetime | None, days: int, rests: bool
) -> None:
    now = NOON + timedelta(days=days)
    assert vintage_rests_on(reviews, register_changed=changed, now=now) is rests


def test_without_an_end_of_the_run_no_review_counts() -> None:
    assert review_reasons([review()], run_ended=None, starter=AMA)


@pytest.mark.parametrize(
    ("agreed", "ends"),
    [
        ([], False),
        ([Agreed(AMA, True)], False),
        ([Agreed(AMA, False), Agreed(KOFI, False)], False),
        ([Agreed(AMA, True), Agreed(AMA, False)], False),
        ([Agreed(AMA, True), Agreed(KOFI, False)], True),
        ([Agreed(None, True), Agreed(KOFI, False)], True),
    ],
)
def test_a_stop_ends_with_two_people_one_of_them_from_outside(agreed: list[Agreed], ends: bool) -> None:
    assert may_end(agreed) is ends
    assert (still_needed(agreed) == "") is ends


def question(name: str, label: str = "", type_: AnswerType = AnswerType.TEXT, **more: str) -> Question:
    return Question(name, name, type_, {"en": label} if label else {}, **more)  # type: ignore[arg-type]


def asked(*questions: Question) -> set[tuple[str, str]]:
    return {(one.kind.value, one.about) for one in prompts_of(Instrument("f", "1", "F", questions))}


@pytest.mark.parametrize(
    ("one", "kind"),
    [
        (question("gender"), "identity"),
        (question("q1", "What is your religion?"), "identity"),
        (question("q2", "Did somebody beat you? Any violence?"), "sensitive"),
        (question("q3", "هل تعرضت للتحرش؟ تحرش"), "sensitive"),
        (question("q4", "¿En qué aldea vive?"), "small-place"),
        (question("q5", "How many children?"), "minors"),
        (question("age", type_=AnswerType.INTEGER, constraint=". >= 0"), "minors"),
        (question("age", type_=AnswerType.INTEGER, constraint=". >= 18 or . = 0"), "minors"),
        (question("q6", "What does your husband say?"), "third-persons"),
        (question("rooster", repeat="household"), "third-persons"),
        (question("where", type_=AnswerType.GEOPOINT), "location"),
    ],
)
def test_the_data_ask_about_what_can_hurt(one: Question, kind: str) -> None:
    assert kind in {found for found, _ in asked(one)}


@pytest.mark.parametrize(
    "one",
    [
        question("water", "Do you have water at home?"),
        question("age", type_=AnswerType.INTEGER, constraint=". >= 18 and . <= 120"),
        question("gender_code", type_=AnswerType.CALCULATE),
    ],
)
def test_they_ask_nothing_about_the_rest(one: Question) -> None:
    assert asked(one) == set()


def test_declared_identity_and_small_places_of_the_plan_are_asked_about_and_answers_close_them() -> None:
    form = Instrument("f", "1", "F", (question("q9", "Anything"),))
    found = prompts_of(form, declared_identity=("q9",), places=("A hamlet in the hills",))
    assert {(one.kind, one.about) for one in found} == {
        (PromptKind.IDENTITY, "q9"),
        (PromptKind.SMALL_PLACE, OF_THE_PLAN),
    }
    identity = [one.key for one in found if one.kind is PromptKind.IDENTITY]
    assert [one.about for one in open_prompts(found, identity)] == [OF_THE_PLAN]


@pytest.mark.parametrize(
    "harmless",
    [question("q9", "Was there a vote on the well?"), question("q9", "Did the police come?", constraint=". > 1")],
)
def test_an_answer_about_other_words_under_the_same_name_is_none(harmless: Question) -> None:
    """Nobody dismisses a harmless question and then asks another."""
    dangerous = question("q9", "Did the police come?")

    def open_after(answered: Question, now: Question) -> tuple[Prompt, ...]:
        before = [one.key for one in prompts_of(Instrument("f", "1", "F", (answered,)))]
        return open_prompts(prompts_of(Instrument("f", "2", "F", (now,))), before)

    assert [one.about for one in open_after(harmless, dangerous)] == ["q9"]
    assert open_after(dangerous, dangerous) == ()
    assert open_prompts(prompts_of(None, places=("A camp",)), [one.key for one in prompts_of(None, places=("Camp",))])


def test_the_reason_names_the_question_and_no_version() -> None:
    keys = tuple(one.key for one in prompts_of(Instrument("f", "1", "F", (question("gender", "Your gender"),))))
    (reason,) = stop_reasons(Register((), keys), StopAt.OPENING, NOON.date())
    assert reason.what.endswith(": gender.")


def test_a_breach_is_told_within_72_hours_counted_from_the_next_full_hour() -> None:
    found = {due.step: due.at for due in due_steps(IncidentKind.DATA_BREACH, NOON.replace(minute=20))}
    assert found[IncidentStep.ACKNOWLEDGE] == NOON.replace(minute=20) + timedelta(hours=24)
    assert found[IncidentStep.TELL_AUTHORITY] == NOON + timedelta(hours=73)
    assert [due.step for due in due_steps(IncidentKind.HARM, NOON)] == [IncidentStep.ACKNOWLEDGE]
    assert not due_steps(IncidentKind.HARM, NOON, [IncidentStep.CLOSE])


def test_a_breach_is_not_closed_in_silence() -> None:
    with pytest.raises(Refusal) as refused:
        check_step(IncidentKind.DATA_BREACH, IncidentStep.CLOSE, [IncidentStep.ACKNOWLEDGE])
    assert refused.value.codes == ("incident-not-answered",)
    check_step(IncidentKind.HARM, IncidentStep.CLOSE, [IncidentStep.ACKNOWLEDGE])
    for step, done, code in (
        (IncidentStep.ACKNOWLEDGE, [IncidentStep.ACKNOWLEDGE], "incident-step-done"),
        (IncidentStep.ACKNOWLEDGE, [IncidentStep.CLOSE], "incident-closed"),
    ):
        with pytest.raises(Refusal) as refused:
            check_step(IncidentKind.HARM, step, done)
        assert refused.value.codes == (code,)


def test_whom_it_is_about_may_not_know_of_it_whatever_else_they_are() -> None:
    assert not may_read({Role.COORDINATOR, Role.ASSESSOR}, {Role.COORDINATOR})
    assert may_read({Role.ASSESSOR}, {Role.COORDINATOR})
