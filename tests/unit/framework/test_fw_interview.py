"""One person's way through a form: what is shown, what is wrong, what is kept."""

from dataclasses import replace
from datetime import date

import pytest
from interview_village import TODAY, YES_NO, asked, form, kept, question, with_note, wrong
from pydantic import TypeAdapter

from nyhavn.framework.form_page import FormGroup, FormLayout, ItemKind
from nyhavn.framework.instrument import AnswerType, Choice, Instrument
from nyhavn.framework.interview import Interview, begin, calculated, problems, visible
from nyhavn.framework.refusal import Refusal

WORK = (
    question("works", AnswerType.SELECT_ONE, choices=YES_NO),
    question("hours", AnswerType.INTEGER, relevant="${works} = 'yes'", constraint=". >= 0 and . <= 168"),
    question("tired", AnswerType.SELECT_ONE, choices=YES_NO, relevant="${hours} > 40"),
    question("days", AnswerType.CALCULATE, calculation="${hours} div 24"),
    question(
        "words", AnswerType.CALCULATE, calculation="if(${days} > 2, 'long', 'short')", relevant="${works} = 'yes'"
    ),
)
LONG_WEEK = {"works": "yes", "hours": "60", "tired": "no"}


def work(answers, **by_item) -> Interview:
    return begin(*form(*WORK, **by_item)).answered(answers)


def test_what_is_asked_follows_the_answers():
    assert asked(work({})) == ["works"]
    assert asked(work({"works": "yes"})) == ["works", "hours"]
    assert asked(work(LONG_WEEK)) == ["works", "hours", "tired"]


def test_what_became_irrelevant_is_dropped_with_all_that_depended_on_it():
    assert kept(work(LONG_WEEK)) == {**LONG_WEEK, "days": "2.5", "words": "long"}
    assert kept(work({**LONG_WEEK, "works": "no"})) == {"works": "no"}


def test_an_answer_comes_back_when_its_question_does():
    interview = work(LONG_WEEK).answered({"works": "no"}).answered({"works": "yes"})
    assert kept(interview)["hours"] == "60"


def test_an_answer_can_be_taken_back():
    assert kept(work(LONG_WEEK).answered({"hours": " "})) == {"works": "yes", "words": "short"}


def test_calculations_are_worked_out_from_each_other_in_any_order_of_rows():
    for questions in (WORK, tuple(reversed(WORK))):
        instrument, layout = form(*questions)
        assert calculated(Interview(instrument, layout, "", LONG_WEEK), TODAY) == {"days": "2.5", "words": "long"}


def test_a_calculation_cannot_be_answered():
    assert kept(work({**LONG_WEEK, "days": "9"}))["days"] == "2.5"


def test_what_no_question_asked_is_not_kept():
    assert kept(work({"works": "no", "unknown": "1", "start": "2026-11-25T10:00:00"})) == {"works": "no"}


def test_an_answer_that_cannot_be_read_counts_as_none_and_is_the_only_problem():
    interview = work({"works": "yes", "hours": "sixty", "tired": "yes"})
    assert asked(interview) == ["works", "hours"]
    assert wrong(interview) == [("hours", "not-a-number")]
    assert kept(interview) == {"works": "yes", "words": "short"}


@pytest.mark.parametrize(
    ("fault", "code"), [("169", "constraint"), ("-1", "constraint"), ("3.5", "not-whole"), ("3,5", "decimal-comma")]
)
def test_each_fault_alone_gives_exactly_its_problem(fault, code):
    assert wrong(work({"works": "yes", "hours": "0"})) == []
    assert wrong(work({"works": "yes", "hours": fault})) == [("hours", code)]


def test_a_question_may_be_left_empty_unless_it_is_required():
    assert wrong(work({"works": "yes"})) == []
    assert wrong(work({"works": "yes"}, hours={"required": "true()"})) == [("hours", "answer-required")]
    assert wrong(work({"works": "no"}, hours={"required": "true()"})) == []


def test_required_may_depend_on_another_answer():
    by_item = {"tired": {"required": "${hours} > 50"}}
    assert wrong(work({"works": "yes", "hours": "45"}, **by_item)) == []
    assert wrong(work({"works": "yes", "hours": "55"}, **by_item)) == [("tired", "answer-required")]
    shown = {
        item.item.name: item.is_required for item in visible(work({"works": "yes", "hours": "55"}, **by_item), TODAY)
    }
    assert shown == {"works": False, "hours": False, "tired": True}


def test_the_day_of_the_interview_is_what_today_means():
    instrument, layout = form(
        question("born", AnswerType.DATE, constraint=". <= today()"),
        question("day", AnswerType.METADATA, metadata="today"),
    )
    interview = begin(instrument, layout).answered({"born": "2026-11-26", "day": "1999-01-01"})
    assert wrong(interview) == [("born", "constraint")]
    assert problems(interview, date(2026, 11, 26)) == ()
    assert kept(interview) == {"day": "2026-11-25"}


def test_moments_come_from_the_door_and_facts_about_devices_from_nobody():
    instrument, layout = form(
        question("begun", AnswerType.METADATA, metadata="start"),
        question("phone", AnswerType.METADATA, metadata="phonenumber"),
        question("a", AnswerType.TEXT),
    )
    interview = begin(instrument, layout)
    assert asked(interview) == ["a"]
    given = {"begun": "2026-11-25T10:00:00.000", "phone": "555"}
    assert kept(interview.answered(given)) == {"begun": "2026-11-25T10:00:00.000"}
    assert kept(interview.answered({"begun": "soon"})) == {}


def test_defaults_are_first_answers_that_can_be_changed():
    interview = work({}, works={"default": "yes"})
    assert visible(interview, TODAY)[0].answer == "yes"
    assert asked(interview) == ["works", "hours"]
    assert asked(interview.answered({"works": "no"})) == ["works"]


def test_a_fixed_value_is_shown_and_kept_and_cannot_be_changed():
    fixed = {"kind": ItemKind.SHOWN, "default": "Nyhavn"}
    interview = begin(*form(question("harbour", AnswerType.TEXT), harbour=fixed)).answered({"harbour": "Hamburg"})
    assert visible(interview, TODAY)[0].answer == "Nyhavn"
    assert kept(interview) == {"harbour": "Nyhavn"}


def test_a_scale_has_ends_and_steps():
    scale = {"type": "range", "parameters": {"start": "1", "end": "10", "step": "0.5"}}
    pain = begin(*form(question("pain", AnswerType.DECIMAL), pain=scale))
    assert [wrong(pain.answered({"pain": text})) for text in ("1", "9.5", "10")] == [[], [], []]
    assert [wrong(pain.answered({"pain": text})) for text in ("0.5", "9.7", "10.5")] == [[("pain", "out-of-range")]] * 3


SPEAKING = (
    question("who", AnswerType.SELECT_ONE, choices=(Choice("mother", {"en": "your mother", "ar": "أمك"}),)),
    question(
        "age", AnswerType.INTEGER, labels={"en": "How old is ${who}?", "ar": "كم عمر ${who}؟"}, constraint=". < 120"
    ),
)
MESSAGES = {
    "required": "true()",
    "constraint_messages": {"en": "Nobody is that old. Is ${who}?", "ar": "تحقق من عمر ${who}"},
    "required_messages": {"ar": "مطلوب"},
}


def speaking(language: str, **answers: str) -> Interview:
    instrument, layout = form(*SPEAKING, age=MESSAGES)
    layout = with_note(replace(layout, languages=("en", "ar"), default_language="en"), "thanks", "Thank you")
    return begin(instrument, layout, language).answered(answers)


@pytest.mark.parametrize(
    ("language", "label", "choice"),
    [
        ("en", "How old is your mother?", "your mother"),
        ("ar", "كم عمر أمك؟", "أمك"),
        ("da", "How old is your mother?", "your mother"),
    ],
)
def test_texts_are_in_the_persons_language_else_in_the_forms_with_answers_in_words(language, label, choice):
    who, age, thanks = visible(speaking(language, who="mother"), TODAY)
    assert (who.choices[0].label, age.label, thanks.label) == (choice, label, "Thank you")
    assert thanks.question is None


def test_a_text_put_into_a_text_is_not_read_again():
    instrument, layout = form(question("name", AnswerType.TEXT), question("age", AnswerType.INTEGER))
    interview = begin(instrument, with_note(layout, "n", "Hello ${name}.")).answered({"name": "${age}", "age": "5"})
    assert visible(interview, TODAY)[-1].label == "Hello ${age}."


def test_messages_are_the_forms_own_in_the_persons_language_else_plain():
    (broken,) = problems(speaking("ar", who="mother", age="130"), TODAY)
    assert (broken.code, broken.message, broken.is_from_form) == ("constraint", "تحقق من عمر أمك", True)
    (absent,) = problems(speaking("ar", who="mother"), TODAY)
    assert (absent.message, absent.is_from_form) == ("مطلوب", True)
    (unread,) = problems(speaking("ar", who="mother", age="old"), TODAY)
    assert (unread.message, unread.is_from_form) == ("This is not a number. Please write it with digits.", False)


def test_the_language_can_change_on_the_way():
    interview = speaking("en", who="mother").in_language("ar")
    assert visible(interview, TODAY)[1].label == "كم عمر أمك؟"
    assert kept(interview) == {"who": "mother"}


def test_no_answer_shows_where_values_are_printed():
    interview = speaking("en", who="mother", age="131")
    printed = repr((interview, visible(interview, TODAY), problems(interview, TODAY)))
    assert "131" not in printed
    assert "Is your mother" not in printed


def test_a_group_is_shown_above_its_items():
    instrument, layout = form(*WORK[:1], works={"groups": ("a", "a/b")})
    layout = replace(layout, groups=(FormGroup("a", {"": "Work"}), FormGroup("a/b")))
    (works,) = visible(begin(instrument, layout), TODAY)
    assert [(group.path, group.label) for group in works.groups] == [("a", "Work"), ("a/b", "")]


def test_a_form_that_a_page_cannot_do_is_not_begun():
    with pytest.raises(Refusal) as refused:
        begin(
            *form(
                *WORK, question("photo", AnswerType.MEDIA), question("line", AnswerType.TEXT), line={"type": "geotrace"}
            )
        )
    assert refused.value.codes == ("form-page-type", "form-page-type")


def test_a_form_and_its_layout_can_be_written_down_and_read_again():
    instrument, layout = form(*SPEAKING, age=MESSAGES)
    for value, kind in ((instrument, Instrument), (layout, FormLayout)):
        adapter = TypeAdapter(kind)
        assert adapter.validate_json(adapter.dump_json(value)) == value
