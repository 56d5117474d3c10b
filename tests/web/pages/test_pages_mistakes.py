"""Every mistake alone: a plain sentence at its field, and in the summary with the way to it."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, get_args

import pytest
from django.test import RequestFactory
from django.utils import translation
from pydantic import BaseModel, Field, FutureDate, PastDate, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import ErrorType

from nyhavn.framework.declared import Declared
from nyhavn.framework.explanations import explanations
from nyhavn.framework.refusal import Refusal
from nyhavn.web.pages.forms import posted
from nyhavn.web.pages.mistakes import BY_KIND, GENERAL, SENTENCES, checked, said
from nyhavn.web.pages.uploads import Upload
from web.pages.survey import GOOD, HARBOURS, Boat, Survey, Walker

# Changes to good answers (None: not sent at all), the field, its words, the sentence.
FORM = [
    ({"title": ""}, "title", "Title", "This is empty. Please fill it in."),
    ({"title": "   "}, "title", "Title", "This is empty. Please fill it in."),
    ({"title": None}, "title", "Title", "This is empty. Please fill it in."),
    ({"title": "Ab"}, "title", "Title", "This is too short. Please write 3 characters or more."),
    ({"title": "b" * 61}, "title", "Title", "This is too long. Please write 60 characters or fewer."),
    ({"title": "BOATS"}, "title", "Title", "A title in capitals is hard to read."),
    (
        {"code": "Fjord 26"},
        "code",
        "Code",
        "This is not written as it has to be. Please look at the hint and change it.",
    ),
    ({"about": "b" * 501}, "about", "What it is about", "This is too long. Please write 500 characters or fewer."),
    ({"households": ""}, "households", "Households", "This is empty. Please fill it in."),
    ({"households": "many"}, "households", "Households", "This is not a number. Please write digits, for example 12."),
    ({"households": "1_0"}, "households", "Households", "This is not a number. Please write digits, for example 12."),
    (
        {"households": "12.5"},
        "households",
        "Households",
        "This is not a whole number. Please write it without decimals.",
    ),
    ({"households": "0"}, "households", "Households", "This is too small. Please give 1 or more."),
    ({"households": "100001"}, "households", "Households", "This is too large. Please give 100000 or less."),
    ({"households": "9" * 5000}, "households", "Households", "This number is too large. Please check it."),
    (
        {"share": "0,5"},
        "share",
        "Share that answered",
        "A comma can be read in two ways. Write a point before decimals, and nothing between thousands.",
    ),
    ({"share": "nan"}, "share", "Share that answered", "This is not a number. Please write digits, for example 12."),
    ({"share": "0"}, "share", "Share that answered", "This is too small. Please give more than 0."),
    ({"share": "1"}, "share", "Share that answered", "This is too large. Please give less than 1."),
    ({"price": "-1"}, "price", "Price of a day", "This is too small. Please give 0 or more."),
    ({"starts": ""}, "starts", "First day", "This is empty. Please fill it in."),
    (
        {"starts": "soon"},
        "starts",
        "First day",
        "This is not a date. Please write year-month-day, for example 2026-11-22.",
    ),
    (
        {"starts": "2026-02-30"},
        "starts",
        "First day",
        "This is not a date. Please write year-month-day, for example 2026-11-22.",
    ),
    (
        {"starts": "1700006400"},
        "starts",
        "First day",
        "This is not a date. Please write year-month-day, for example 2026-11-22.",
    ),
    ({"boat": None}, "boat", "Boat", "No answer is chosen. Please choose one."),
    ({"boat": "submarine"}, "boat", "Boat", "This is not one of the answers. Please choose one of them."),
    ({"month": "smarch"}, "month", "Month", "This is not one of the answers. Please choose one of them."),
    ({"weather": "fog"}, "weather", "Weather", "This is not one of the answers. Please choose one of them."),
    ({"boats": []}, "boats", "Boats that were asked", "No answer is chosen. Please choose one."),
    (
        {"boats": ["ferry", "raft"]},
        "boats",
        "Boats that were asked 2",
        "This is not one of the answers. Please choose one of them.",
    ),
    ({"villages": "a\nb\nc\nd"}, "villages", "Villages", "There are too many entries. Please give 3 or fewer."),
    (
        {"words": "1 = yes\n2 no"},
        "words",
        "Codes and words",
        "Line 2 has no code and value. Write a code, the sign = and the value on each line.",
    ),
    (
        {"words": "1 = yes\n1 = no"},
        "words",
        "Codes and words",
        "The code on line 2 stands there twice. Write each code once.",
    ),
    (
        {"has_guide": "perhaps"},
        "has_guide",
        "There is a guide",
        "This is neither yes nor no. Please choose one of the two.",
    ),
    ({"place-town": ""}, "place-town", "Where, Town", "This is empty. Please fill it in."),
    (
        {"place-people": "-1"},
        "place-people",
        "Where, People who live there",
        "This is too small. Please give 0 or more.",
    ),
    ({"walkers-0-days": ""}, "walkers-0-days", "Interviewer 1, Days of training", "This is empty. Please fill it in."),
    (
        {"walkers-1-name": "Tern", "walkers-1-boat": "ferry", "walkers-1-days": "31"},
        "walkers-1-days",
        "Interviewer 2, Days of training",
        "This is too large. Please give 30 or less.",
    ),
    (
        {"walkers-0-boat": ""},
        "walkers-0-boat",
        "Interviewer 1, Boat",
        "This is empty. Please fill it in.",
    ),
    ({"harbour": "east"}, "harbour", "Harbour", "This is not one of the answers. Please choose one of them."),
    ({"harbour": ""}, "harbour", "Harbour", "No answer is chosen. Please choose one."),
    (
        {"is_agreed": None},
        "is_agreed",
        "The village council agreed",
        "This box is not ticked. Please tick it if it is so.",
    ),
    (
        {"about": "a\x00b"},
        "about",
        "What it is about",
        "This holds a sign that nobody can see and that cannot be kept. Delete it and write it again by hand.",
    ),
]


def sent(changed: dict[str, Any]) -> Any:
    told = {name: value for name, value in {**GOOD, **changed}.items() if value is not None}
    return posted(Survey, RequestFactory().post("/", told), HARBOURS)


def test_without_a_mistake_nothing_is_wrong() -> None:
    assert sent({}).form.summary == ()


@pytest.mark.parametrize(("changed", "field", "where", "sentence"), FORM)
def test_a_mistake_alone_is_said_at_its_field_and_in_the_summary(
    changed: dict[str, Any], field: str, where: str, sentence: str
) -> None:
    answer = sent(changed)
    assert answer.said is None
    summary = answer.form.summary
    assert [(each.sentence, each.anchor) for each in summary] == [(f"{where}: {sentence}", f"field-{field}")]
    assert [message for each in fields(answer.form.all) for message in each.mistakes] == [sentence]


def fields(shown: Any) -> Iterator[Any]:
    for each in shown:
        yield each
        yield from fields(each.parts)
        yield from fields(each.repetitions)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"households": "many"}, "Esto no es un número."),
        ({"share": "0,5"}, "Una coma puede leerse de dos maneras."),
        ({"words": "2 no"}, "La línea 1 no tiene código y valor."),
        ({"about": "a\x00b"}, "Esto contiene un signo que nadie puede ver"),
        ({"is_agreed": None}, "Esta casilla no está marcada."),
    ],
)
def test_a_mistake_is_said_in_the_language_of_the_person(changed: dict[str, Any], sentence: str) -> None:
    with translation.override("es"):
        assert sentence in sent(changed).form.summary[0].sentence


def test_a_rule_about_the_whole_form_stands_above_it() -> None:
    answer = sent({"boat": "ferry", "weather": "storm"})
    assert [(each.sentence, each.anchor) for each in answer.form.summary] == [("The ferry does not go in a storm.", "")]


def test_all_mistakes_are_said_at_once_in_the_order_of_the_page() -> None:
    answer = sent({"is_agreed": None, "title": "", "walkers-0-days": "x", "starts": "", "place-town": ""})
    order = ["field-title", "field-starts", "field-place-town", "field-walkers-0-days", "field-is_agreed"]
    assert [each.anchor for each in answer.form.summary] == order


def test_more_repetitions_than_allowed_are_refused_at_their_group() -> None:
    many = {
        f"walkers-{n}-{part}": of for n in range(5) for part, of in (("name", "Tern"), ("boat", "ferry"), ("days", "1"))
    }
    answer = sent(many)
    assert [(each.sentence, each.anchor) for each in answer.form.summary] == [
        ("Interviewer: There are too many entries. Please give 4 or fewer.", "field-walkers")
    ]


def test_an_empty_file_is_refused() -> None:
    class Sheet(Declared):
        sheet: Upload = Field(title="Sheet")

    answer = posted(Sheet, RequestFactory().post("/"))
    assert [each.sentence for each in answer.form.summary] == ["Sheet: No file is chosen. Please choose one."]


def body(changed: dict[str, Any]) -> bytes:
    """The good answers as a program sends them, with changes."""
    good = sent({}).said.model_dump(mode="json", exclude={"questionnaire"})
    return json.dumps({**good, **changed}).encode()


JSON = [
    ({"title": 7}, "Title", "entry-wrong-kind"),
    ({"title": None}, "Title", "entry-wrong-kind"),
    ({"households": "120"}, "Households", "entry-not-a-number"),
    ({"households": 1.5}, "Households", "entry-not-a-number"),
    ({"share": "0.5"}, "Share that answered", "entry-not-a-number"),
    ({"starts": 20000}, "First day", "entry-not-a-date"),
    ({"boat": "raft"}, "Boat", "entry-not-in-list"),
    ({"boats": "ferry"}, "Boats that were asked", "entry-wrong-kind"),
    ({"words": []}, "Codes and words", "entry-wrong-kind"),
    ({"is_paid": "yes"}, "Interviewers are paid", "entry-wrong-kind"),
    ({"place": "Fjordby"}, "Where", "entry-wrong-kind"),
    ({"place": {}}, "Where, Town", "entry-missing"),
    ({"place": {"town": ""}}, "Where, Town", "entry-missing"),
    ({"walkers": {}}, "Interviewer", "entry-wrong-kind"),
    ({"walkers": ["Wren"]}, "Interviewer 1", "entry-wrong-kind"),
    ({"questionnaire": "rows"}, "Questionnaire", "entry-wrong-kind"),
    ({"questionnaire": {"name": "a", "content_base64": "%%"}}, "Questionnaire", "entry-wrong-kind"),
    ({"questionnaire": {"name": "a", "content_base64": ""}}, "Questionnaire", "entry-too-short"),
    ({"harbour": "east"}, "Harbour", "entry-not-in-list"),
    ({"is_agreed": False}, "The village council agreed", "entry-missing"),
    ({"boss": "me"}, '"boss"', "entry-unknown"),
]


@pytest.mark.parametrize(("changed", "where", "code"), JSON)
def test_a_program_gets_the_same_sentences(changed: dict[str, Any], where: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        said(Survey, body(changed), HARBOURS)
    assert [(reason.where, reason.code) for reason in refused.value.reasons] == [(where, code)]


def test_what_a_program_says_right_comes_through() -> None:
    file = {"questionnaire": {"name": "boats.csv", "content_base64": "cm93cw=="}}
    survey = said(Survey, body(file), HARBOURS)
    assert survey.questionnaire == Upload(name="boats.csv", content=b"rows")
    assert survey.model_dump(exclude={"questionnaire"}) == sent({}).said.model_dump(exclude={"questionnaire"})


def test_no_refusal_quotes_what_was_typed() -> None:
    private = "Wren-Fjord-17"
    for changed in (
        {"households": private},
        {"starts": private},
        {"boat": private},
        {"code": private},
        {"harbour": private},
    ):
        answer = sent(changed)
        assert answer.form.summary and private not in str(answer.form.summary)
    with pytest.raises(Refusal) as refused:
        said(Walker, {"name": private * 9, "days": private, "boat": private})
    assert private not in str(refused.value)


class Everything(BaseModel):
    """Fields that can break every rule that pydantic has for the kinds of fields a form shows."""

    text: Annotated[str, Field(min_length=2, max_length=3, pattern="^a")]
    whole: Annotated[int, Field(gt=1, lt=9, multiple_of=2)]
    number: Annotated[Decimal, Field(ge=1, le=9)]
    past: PastDate
    future: FutureDate
    boat: Boat


BREAKING: list[tuple[str, Any, Any]] = [
    ("string_too_short", "text", "a"),
    ("string_pattern_mismatch", "text", "bb"),
    ("multiple_of", "whole", 3),
    ("decimal_parsing", "number", "x"),
    ("decimal_type", "number", []),
    ("finite_number", "number", Decimal("NaN")),
    ("date_past", "past", date(2999, 1, 1)),
    ("date_future", "future", date(1999, 1, 1)),
    ("date_from_datetime_inexact", "past", 1.5),
    ("date_from_datetime_parsing", "past", "x"),
    ("date_type", "past", []),
    ("enum", "boat", "raft"),
]


@pytest.mark.parametrize(("kind", "field", "value"), BREAKING)
def test_rules_that_the_survey_does_not_have_have_sentences_too(kind: str, field: str, value: Any) -> None:
    good = {"text": "aa", "whole": 2, "number": 2, "past": "1999-01-01", "future": "2999-01-01", "boat": "ferry"}
    assert isinstance(checked(Everything, good, {}), Everything)
    with pytest.raises(ValidationError) as error:
        Everything.model_validate({**good, field: value})
    assert [each["type"] for each in error.value.errors()] == [kind]
    found = checked(Everything, {**good, field: value}, {})
    assert isinstance(found, tuple)
    assert [(mistake.path, mistake.reason.what) for mistake in found] == [((field,), SENTENCES[kind].what)]


def test_an_error_that_nobody_thought_of_is_still_a_sentence_and_quotes_nobody() -> None:
    class Clock(Declared):
        time: str = Field(title="Time")

        @field_validator("time")
        @classmethod
        def _ticks(cls, time: str) -> str:
            raise PydanticCustomError("odd", "{time} does not tick", {"time": time})

    found = checked(Clock, {"time": "Wren"}, {})
    assert isinstance(found, tuple)
    assert [mistake.reason.sentence() for mistake in found] == ["Time: This cannot be used here. Please check it."]


def test_every_sentence_is_for_an_error_that_exists_and_has_an_explained_code() -> None:
    known = {*get_args(ErrorType), "not_base64"}
    assert set(SENTENCES) <= known
    codes = {sentence.code for sentence in (*SENTENCES.values(), *BY_KIND.values(), GENERAL)}
    assert len(codes) > 8
    assert codes <= set(explanations())
