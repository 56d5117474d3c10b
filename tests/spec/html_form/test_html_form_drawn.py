"""Drawn forms: the page agrees with a slow twin about who is asked what, and with the checks about the answers."""

import random
from dataclasses import dataclass, replace
from datetime import date

import narwhals as nw
import polars as pl
import pyarrow as pa
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from people import answer_form

from nyhavn.engine.quality import findings
from nyhavn.framework.findings import Severity
from nyhavn.framework.form_obstacles import unsupported_items
from nyhavn.framework.form_page import FormChoice, plain_layout
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.interview import Interview, accepted, begin, problems, visible
from nyhavn.framework.interview_pages import pages

TODAY = date(2026, 11, 25)
CODES = ("a", "b", "c")
ASKED = (
    AnswerType.INTEGER,
    AnswerType.DECIMAL,
    AnswerType.SELECT_ONE,
    AnswerType.SELECT_MULTIPLE,
    AnswerType.DATE,
    AnswerType.TEXT,
    AnswerType.GEOPOINT,
    AnswerType.TIME,
    AnswerType.DATETIME,
)
FAULTS = {
    AnswerType.INTEGER: {"x": "not-a-number", "1.5": "not-whole", "1,5": "decimal-comma", "999": "constraint"},
    AnswerType.DECIMAL: {"x": "not-a-number", "1,5": "decimal-comma", "999.5": "constraint"},
    AnswerType.SELECT_ONE: {"z": "not-in-list", "a b": "several-for-one"},
    AnswerType.SELECT_MULTIPLE: {"a z": "not-in-list"},
    AnswerType.DATE: {"x": "not-a-date", "22/11/2026": "not-a-date", "1403-01-01": "year-far-off"},
    AnswerType.TEXT: {"\x07": "not-plain-text", "x" * 10_001: "too-long"},
    AnswerType.GEOPOINT: {"1": "not-a-position", "91 0": "position-out-of-range", "1,5 2,5": "decimal-comma"},
    AnswerType.TIME: {"25:00": "not-a-time"},
    AnswerType.DATETIME: {"2026-11-22": "not-a-moment"},
}


@dataclass(frozen=True)
class Condition:
    """Asked only if an earlier answer is so: a number above 5, or a choice with the code a, or any answer."""

    name: str
    kind: AnswerType

    @property
    def text(self) -> str:
        if self.kind in (AnswerType.INTEGER, AnswerType.DECIMAL):
            return f"${{{self.name}}} > 5"
        return f"selected(${{{self.name}}}, 'a')" if self.kind.is_select else f"${{{self.name}}} != ''"

    def holds(self, answers: dict[str, str]) -> bool:
        answer = answers.get(self.name, "")
        if self.kind in (AnswerType.INTEGER, AnswerType.DECIMAL):
            return bool(answer) and float(answer) > 5
        return "a" in answer.split() if self.kind.is_select else bool(answer)


@st.composite
def drawn_forms(draw: st.DrawFn) -> tuple[Instrument, dict[str, Condition]]:
    """An instrument of two to nine questions, some of them asked only under a condition, and the conditions."""
    questions: list[Question] = []
    conditions: dict[str, Condition] = {}
    for number in range(draw(st.integers(2, 9))):
        name, kind = f"q{number}", draw(st.sampled_from(ASKED))
        if questions and draw(st.booleans()):
            earlier = draw(st.sampled_from(questions))
            conditions[name] = Condition(earlier.name, earlier.type)
        limits = {AnswerType.INTEGER: ". >= 0 and . <= 20", AnswerType.DECIMAL: ". >= 0 and . <= 20"}
        questions.append(
            Question(
                name,
                name,
                kind,
                choices=tuple(map(Choice, CODES)) if kind.is_select else (),
                relevant=conditions[name].text if name in conditions else "",
                constraint=limits.get(kind, ""),
                required=draw(st.booleans()),
            )
        )
    return Instrument("drawn", "1", "", tuple(questions)), conditions


def slowly_visible(instrument: Instrument, conditions: dict[str, Condition], answers: dict[str, str]) -> list[str]:
    """Who is asked what, by recursion over the conditions alone."""

    def is_asked(name: str) -> bool:
        condition = conditions.get(name)
        return condition is None or (is_asked(condition.name) and condition.holds(answers))

    return [question.name for question in instrument.questions if is_asked(question.name)]


def drawn_answers(interview: Interview, seed: int) -> Interview:
    return answer_form(interview, TODAY, random.Random(seed))


OF_SINGLE_ANSWERS = {"missing-answer", "answered-not-asked", "unreadable", "out-of-range", "not-a-choice"}


def serious(instrument: Instrument, row: dict[str, str]) -> set[str]:
    """What the checks of single answers find, but for optional questions that nobody answered.

    Other checks compare people, or look at what own words hold: a page can promise nothing about those.
    """
    columns = {question.name: pa.array([row.get(question.name)], pa.string()) for question in instrument.questions}
    frame = nw.from_native(pl.from_arrow(pa.table({**columns, "_row": pa.array([1], pa.int64())})).lazy())
    found = findings(frame, instrument, today=TODAY)
    return {one.check for one in found if one.severity is not Severity.NOTE and one.check in OF_SINGLE_ANSWERS}


@given(drawn_forms(), st.integers(0, 999))
@settings(max_examples=60)
def test_valid_answers_are_accepted_as_a_whole_and_raise_no_question(drawn, seed):
    instrument, conditions = drawn
    layout = plain_layout(instrument)
    assert unsupported_items(layout, instrument) == ()
    interview = drawn_answers(begin(instrument, layout), seed)
    assert problems(interview, TODAY) == ()
    kept = dict(accepted(interview, TODAY))
    assert [shown.item.name for shown in visible(interview, TODAY)] == slowly_visible(instrument, conditions, kept)
    assert serious(instrument, kept) == set()
    again = begin(instrument, layout).answered(kept)
    assert (problems(again, TODAY), accepted(again, TODAY)) == ((), kept)


@given(drawn_forms(), st.integers(0, 999), st.data())
@settings(max_examples=150)
def test_whatever_is_typed_nothing_irrelevant_or_wrong_is_kept(drawn, seed, data):
    instrument, conditions = drawn
    typed = st.sampled_from(
        ["", "a", "a b", "z", "3", "7", "7.5", "2026-11-22", "12:30", "1 2", "2026-11-22 12:30", "1,5"]
    )
    answers = {question.name: data.draw(typed) for question in instrument.questions}
    interview = begin(instrument, plain_layout(instrument)).answered(answers)
    kept = dict(accepted(interview, TODAY))
    shown = [one.item.name for one in visible(interview, TODAY)]
    faulty = {problem.question for problem in problems(interview, TODAY)}
    assert kept.keys() <= set(shown) - faulty
    assert shown == slowly_visible(instrument, conditions, kept) or faulty
    assert serious(instrument, kept) <= {"missing-answer"}
    assert faulty or serious(instrument, kept) == set()


@given(drawn_forms(), st.integers(0, 999), st.data())
@settings(max_examples=150)
def test_each_fault_alone_gives_exactly_its_problem(drawn, seed, data):
    instrument, _ = drawn
    layout = plain_layout(instrument)
    interview = drawn_answers(begin(instrument, layout), seed)
    named = "".join(question.relevant for question in instrument.questions)
    shown = [one.question for one in visible(interview, TODAY)]
    alone = [question for question in shown if f"${{{question.name}}}" not in named]
    assume(alone)
    question = data.draw(st.sampled_from(alone))
    faults = {**FAULTS[question.type], **({"": "answer-required"} if question.required else {})}
    typed, code = data.draw(st.sampled_from(sorted(faults.items())))
    broken = interview.answered({question.name: typed})
    assert [(found.question, found.code) for found in problems(broken, TODAY)] == [(question.name, code)]
    assert accepted(broken, TODAY).items() == {
        item for item in accepted(interview, TODAY).items() if item[0] != question.name
    }


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("123")), min_size=1, max_size=12), st.data())
def test_a_drawn_cascade_offers_what_belongs_together(rows, data):
    towns = tuple(
        FormChoice(f"t{number}", columns={"area": area, "size": size}) for number, (area, size) in enumerate(rows)
    )
    instrument = Instrument(
        "cascade",
        "1",
        "",
        (
            Question("area", "area", AnswerType.SELECT_ONE, choices=tuple(map(Choice, "xyz"))),
            Question("size", "size", AnswerType.INTEGER),
            Question("town", "town", AnswerType.SELECT_ONE, choices=tuple(Choice(town.code) for town in towns)),
        ),
    )
    layout = plain_layout(instrument)
    town = replace(layout.items[2], choices=towns, choice_filter="area = ${area} and size >= ${size}")
    layout = replace(layout, items=(*layout.items[:2], town))
    area, size = data.draw(st.sampled_from("xyz")), data.draw(st.sampled_from("123"))
    interview = begin(instrument, layout).answered({"area": area, "size": size})
    left = [f"t{number}" for number, (of, how) in enumerate(rows) if of == area and int(how) >= int(size)]
    assert [choice.code for choice in visible(interview, TODAY)[2].choices] == left
    for code in (town.code for town in towns):
        found = [problem.code for problem in problems(interview.answered({"town": code}), TODAY)]
        assert found == ([] if code in left else ["not-in-list"])


@given(drawn_forms())
def test_every_question_is_on_one_page(drawn):
    layout = plain_layout(drawn[0])
    assert [name for page in pages(layout) for name in page.items] == [item.name for item in layout.items]
