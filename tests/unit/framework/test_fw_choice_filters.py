"""Which choices are left after earlier answers."""

import pytest
from interview_village import TODAY, asked, form, kept, question, wrong

from nyhavn.framework.choice_filters import filter_columns, filter_questions, offered
from nyhavn.framework.form_page import FormChoice
from nyhavn.framework.instrument import AnswerType, Choice
from nyhavn.framework.interview import begin, visible

TOWNS = (
    FormChoice("a1", {"": "A one"}, {"area": "a", "size": "3"}),
    FormChoice("a2", {"": "A two"}, {"area": "a", "size": "12"}),
    FormChoice("b1", {"": "B one"}, {"area": "b", "size": "12"}),
)
TYPES = {"area": AnswerType.SELECT_ONE, "least": AnswerType.INTEGER, "areas": AnswerType.SELECT_MULTIPLE}


@pytest.mark.parametrize(
    ("text", "answers", "codes"),
    [
        ("", {}, ["a1", "a2", "b1"]),
        ("area = ${area}", {"area": "a"}, ["a1", "a2"]),
        ("area=${area}", {"area": "b"}, ["b1"]),
        ("area=${area}", {}, []),
        ("area=current()/../area", {"area": "b"}, ["b1"]),
        ("area=/data/place/area", {"area": "b"}, ["b1"]),
        ("selected(${areas}, area)", {"areas": "b a"}, ["a1", "a2", "b1"]),
        ("size > ${least}", {"least": "11"}, ["a2", "b1"]),
        ("area = ${area} and size > 5 or name = 'b1'", {"area": "a"}, ["a2", "b1"]),
        ("not(name = ${area})", {"area": "a1"}, ["a2", "b1"]),
        ("size mod 2 = 0", {}, ["a2", "b1"]),
        ("'area' = ${area}", {"area": "area"}, ["a1", "a2", "b1"]),
        ("‘a’ = area", {}, ["a1", "a2"]),
    ],
)
def test_a_bare_name_is_a_column_and_a_name_in_braces_is_a_question(text, answers, codes):
    assert [choice.code for choice in offered(TOWNS, text, answers, TYPES, TODAY)] == codes


def test_what_a_filter_looks_at_is_known():
    text = "area = ${area} and size div 2 > ${least}"
    assert filter_columns(text) == ("area", "size")
    assert filter_questions(text) == ("area", "least")


def test_a_code_that_stands_twice_is_offered_once():
    twice = (*TOWNS, FormChoice("a1", {"": "A one again"}, {"area": "b", "size": "1"}))
    assert [choice.labels[""] for choice in offered(twice, "", {}, TYPES, TODAY)] == ["A one", "A two", "B one"]
    assert [choice.labels[""] for choice in offered(twice, "area='b'", {}, TYPES, TODAY)] == ["B one", "A one again"]


def cascade(**town):
    areas = (Choice("a"), Choice("b"), Choice("c"))
    towns = tuple(Choice(choice.code) for choice in TOWNS)
    return begin(
        *form(
            question("area", AnswerType.SELECT_ONE, choices=areas),
            question("town", AnswerType.SELECT_ONE, choices=towns),
            question("street", AnswerType.TEXT, relevant="${town} != ''"),
            town={"choices": TOWNS, "choice_filter": "area = ${area}", **town},
        )
    )


def test_a_cascade_offers_what_belongs_to_the_earlier_answer():
    town = visible(cascade().answered({"area": "a"}), TODAY)[1]
    assert [(choice.code, choice.label) for choice in town.choices] == [("a1", "A one"), ("a2", "A two")]


def test_an_answer_that_is_no_longer_offered_counts_as_none_and_is_asked_about():
    interview = cascade().answered({"area": "a", "town": "a1"})
    assert asked(interview) == ["area", "town", "street"]
    assert wrong(interview) == []
    moved = interview.answered({"area": "b"})
    assert asked(moved) == ["area", "town"]
    assert wrong(moved) == [("town", "not-in-list")]
    assert kept(moved) == {"area": "b"}


def test_nobody_must_choose_where_no_choice_is_left():
    interview = cascade(required="true()")
    assert wrong(interview.answered({"area": "a"})) == [("town", "answer-required")]
    assert wrong(interview.answered({"area": "c"})) == []
