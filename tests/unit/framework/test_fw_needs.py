"""Needs: which questions have to answer one, what is missing before people are asked, and days that cannot be."""

from datetime import date

import pytest

from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.needs import (
    KeptQuestion,
    Linked,
    Need,
    Needs,
    RaisedBy,
    asked_of_people,
    check_came_after,
    check_needs,
    check_raised,
    is_same_body,
    needs_reasons,
    without_need,
    without_question,
)
from nyhavn.framework.refusal import Refusal

DAY = date(2026, 3, 2)


def question(name: str, kind: AnswerType = AnswerType.TEXT, *groups: str) -> Question:
    return Question(name, name, kind, groups=groups)


def need(*questions: str, number: int = 1, kept_because: str = "") -> Need:
    return Need(
        number=number,
        words="Where is there no water?",
        kind=RaisedBy.COMMUNITY_BODY,
        raised_by="The assembly",
        raised_on=DAY,
        minutes="Minutes of March",
        recorded_on=DAY,
        questions=tuple(Linked(name=name, on=DAY) for name in questions),
        kept_because=kept_because,
        kept_on=DAY if kept_because else None,
    )


def codes(asked: tuple[str, ...], needs: Needs) -> tuple[str, ...]:
    return tuple(reason.code for reason in needs_reasons(asked, needs))


FORM = Instrument(
    "water",
    "1",
    "Water",
    (
        question("start", AnswerType.METADATA),
        question("deviceid", AnswerType.METADATA),
        question("agree_collection", AnswerType.SELECT_ONE),
        question("notice_language", AnswerType.SELECT_ONE, "consent"),
        question("water", AnswerType.SELECT_ONE, "home"),
        question("agreement_with_the_council", AnswerType.SELECT_ONE, "home"),
        question("score", AnswerType.CALCULATE),
    ),
)


def test_what_devices_write_forms_work_out_and_consent_asks_needs_no_need() -> None:
    assert asked_of_people(FORM) == ("water", "agreement_with_the_council")


def test_what_the_plan_names_as_consent_needs_none_either() -> None:
    assert asked_of_people(FORM, consent=("agreement_with_the_council",)) == ("water",)


def test_questions_without_a_need_and_needs_without_a_question_are_listed() -> None:
    needs = Needs(need=(need("water"), need("gone", number=2), need(number=3)))
    assert without_need(("water", "hours"), needs) == ("hours",)
    assert [one.number for one in without_question(("water", "hours"), needs)] == [2, 3]
    assert codes(("water", "hours"), needs) == ("question-without-need", "need-without-question")


def test_nothing_on_record_leaves_every_question_without_a_need() -> None:
    assert codes(("water",), Needs()) == ("question-without-need",)
    assert codes((), Needs()) == ()


def test_each_question_with_its_need_and_each_need_with_its_question_stand_in_no_way() -> None:
    check_needs(("water", "hours"), Needs(need=(need("water", "hours"),)))


def test_what_is_kept_for_a_reason_stands_in_no_way() -> None:
    kept = (KeptQuestion(question="hours", because="It tells where to ask again.", on=DAY),)
    check_needs(("water", "hours"), Needs(need=(need("water"), need(number=2, kept_because="Next year.")), kept=kept))


def test_a_refusal_names_the_questions_and_shortens_a_long_list() -> None:
    few = needs_reasons(("water", "hours"), Needs())
    many = needs_reasons(tuple(f"q{number}" for number in range(20)), Needs())
    assert "water, hours" in few[0].what
    assert "q11 and 8 more" in many[0].what
    assert "q12" not in many[0].what


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"raised_on": date(2026, 3, 3)}, "need-in-future"),
        ({"raised_by": "council  of WATER"}, "need-raised-by-producer"),
        ({}, ""),
        ({"raised_by": "council of water", "kind": RaisedBy.PRODUCER}, ""),
    ],
)
def test_a_need_has_a_day_that_came_and_says_when_the_producers_raised_it(
    changes: dict[str, object], code: str
) -> None:
    said = {"raised_on": DAY, "today": DAY, "kind": RaisedBy.OTHER, "raised_by": "The school", **changes}
    found = ""
    try:
        check_raised(producer="Council of water", **said)  # type: ignore[arg-type]
    except Refusal as error:
        found = error.codes[0]
    assert found == code


@pytest.mark.parametrize(("on", "is_refused"), [(1, True), (2, False), (5, False), (6, True)])
def test_what_came_of_a_need_lies_between_the_need_and_today(on: int, is_refused: bool) -> None:
    found = False
    try:
        check_came_after(date(2026, 3, on), raised_on=DAY, today=date(2026, 3, 5))
    except Refusal as error:
        found = error.codes == ("need-day-out-of-order",)
    assert found is is_refused


def test_an_empty_name_is_nobodys() -> None:
    assert not is_same_body("", "")
    assert is_same_body(" The  School", "the school")
