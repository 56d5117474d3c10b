"""Checks of single answers: each finds its fault alone, says nothing of a clean table, and agrees with a plain twin."""

import re
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines import drawn, on_every_engine
from nyhavn.engine.quality import findings, response
from nyhavn.engine.quality.flags import MOST_ROW_NUMBERS
from nyhavn.framework.findings import Severity
from nyhavn.framework.inconsistency import Rule
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.refusal import Refusal

TODAY = date(2024, 5, 1)
YES_NO = (Choice("yes"), Choice("no"))
NEEDS = (Choice("water"), Choice("food.aid"), Choice("a+b"))
QUESTIONS = (
    Question("consent", "Consent?", AnswerType.SELECT_ONE, choices=YES_NO, required=True),
    Question(
        "age",
        "Age",
        AnswerType.INTEGER,
        relevant="${consent} = 'yes'",
        constraint=". >= 0 and . <= 110",
        required=True,
        dont_know=("999",),
        refused=("998",),
    ),
    Question("born", "Born", AnswerType.DATE, constraint=". <= today()"),
    Question("needs", "Needs", AnswerType.SELECT_MULTIPLE, choices=NEEDS, dont_know=("dk",), refused=("pnta",)),
    Question("school", "School", AnswerType.SELECT_ONE, choices=YES_NO, relevant="${age} >= 6 and ${age} < 18"),
    Question("other", "Other", AnswerType.SELECT_ONE, choices=YES_NO, open_choices=True),
    Question("size", "Size", AnswerType.DECIMAL),
    Question("begun", "Begun", AnswerType.METADATA, metadata="start"),
    Question("place", "Place", AnswerType.GEOPOINT),
)
FORM = Instrument("form", "1", "Form", QUESTIONS)
CLEAN = {
    "consent": "yes",
    "age": "9",
    "born": "2015-02-28",
    "needs": "water food.aid",
    "school": "no",
    "other": "something else",
    "size": "1.25",
    "begun": "2024-04-01T10:00:00Z",
    "place": "55.68 12.59 3 8.5",
}
SECOND = CLEAN | {"age": "7", "needs": "a+b"}


def table(rows, columns=tuple(CLEAN)):
    return pa.table(
        {name: pa.array([row.get(name) for row in rows], pa.string()) for name in columns}
        | {"_row": pa.array(range(1, len(rows) + 1), pa.int64())}
    )


def found(rows, instrument=FORM, columns=tuple(CLEAN), **declared):
    return on_every_engine(table(rows, columns), lambda frame: findings(frame, instrument, today=TODAY, **declared))


def replies(rows, form=FORM, columns=tuple(CLEAN)):
    return on_every_engine(table(rows, columns), lambda frame: response(frame, form, today=TODAY))


def test_a_clean_table_raises_no_question():
    assert found([CLEAN, SECOND]) == ()


@pytest.mark.parametrize(
    ("fault", "check", "column", "severity"),
    [
        ({"consent": None, "age": None, "school": None}, "missing-answer", "Consent?", Severity.WARNING),
        ({"age": None, "school": None}, "missing-answer", "Age", Severity.WARNING),
        ({"born": None}, "missing-answer", "Born", Severity.NOTE),
        ({"consent": "no"}, "answered-not-asked", "Age", Severity.WARNING),
        ({"age": "30"}, "answered-not-asked", "School", Severity.WARNING),
        ({"age": "111", "school": None}, "out-of-range", "Age", Severity.WARNING),
        ({"age": "-1", "school": None}, "out-of-range", "Age", Severity.WARNING),
        ({"born": "2024-05-02"}, "out-of-range", "Born", Severity.WARNING),
        ({"age": "7.5"}, "unreadable", "Age", Severity.WARNING),
        ({"size": "1,25"}, "unreadable", "Size", Severity.WARNING),
        ({"place": "Harbour street"}, "unreadable", "Place", Severity.WARNING),
        ({"consent": "Yes", "age": None, "school": None}, "not-a-choice", "Consent?", Severity.WARNING),
        ({"needs": "water shelter"}, "not-a-choice", "Needs", Severity.WARNING),
        ({"needs": "foodxaid"}, "not-a-choice", "Needs", Severity.WARNING),
        ({"needs": "aab"}, "not-a-choice", "Needs", Severity.WARNING),
    ],
)
def test_each_fault_alone_is_found_where_it_is(fault, check, column, severity):
    """One faulty row among clean ones gives one finding, with its row."""
    (finding,) = found([CLEAN, CLEAN | {"size": "3"} | fault, SECOND])
    assert (finding.check, finding.columns, finding.severity) == (check, (column,), severity)
    assert (finding.rows, finding.row_numbers) == (1, (2,))


@pytest.mark.parametrize(
    "fine",
    [
        {"age": "999", "school": None},
        {"age": "998", "school": None},
        {"age": "9.0"},
        {"needs": "dk"},
        {"needs": "pnta"},
        {"needs": "a+b food.aid water"},
        {"consent": "no", "age": None, "school": None},
        {"other": "no such choice"},
        {"begun": "whenever"},
        {"place": "55.68 12.59"},
        {"born": "2024-05-01"},
    ],
)
def test_what_is_in_order_is_not_questioned(fine):
    """Don't know, declined, not asked, own words and whole numbers with a decimal point are no faults."""
    assert found([CLEAN, CLEAN | {"size": "3"} | fine]) == ()


def test_out_of_says_how_many_were_looked_at():
    """Those who were not asked are not looked at, so they cannot be missing."""
    rows = [
        CLEAN,
        SECOND,
        CLEAN | {"consent": "no", "age": None, "school": None, "size": "1"},
        CLEAN | {"age": None, "school": None},
    ]
    (finding,) = [each for each in found(rows) if each.columns == ("Age",)]
    assert (finding.rows, finding.out_of, finding.row_numbers) == (1, 3, (4,))


def test_a_question_without_a_column_was_not_collected_and_is_not_missing():
    columns = tuple(name for name in CLEAN if name not in ("school", "size"))
    assert found([CLEAN, SECOND], columns=columns) == ()


@pytest.mark.parametrize(
    ("relevant", "said"),
    [
        ("pulldata('list', 'a', 'b', ${age}) = 'x'", "pulldata()"),
        ("${nowhere} = 1", "nowhere"),
        ("${age} >", "cannot be read"),
    ],
)
def test_a_condition_that_cannot_be_evaluated_is_said_and_not_passed_over(relevant, said):
    form = Instrument("", "", "", (QUESTIONS[1], Question("extra", "Extra", AnswerType.TEXT, relevant=relevant)))
    rows = [{"age": "9", "extra": "a"}, {"age": "8", "extra": None}]
    form = Instrument("", "", "", (Question("age", "Age", AnswerType.INTEGER), form.questions[1]))
    (finding,) = found(rows, form, ("age", "extra"))
    assert (finding.check, finding.columns, finding.rows) == ("not-evaluated", ("Extra",), 2)
    assert said in finding.wording
    assert "not checked who was asked" in finding.wording


def test_limits_that_cannot_be_evaluated_are_said_too():
    form = Instrument("", "", "", (Question("age", "Age", AnswerType.INTEGER, constraint=". < once(${age})"),))
    (finding,) = found([{"age": "9"}, {"age": "8"}], form, ("age",))
    assert finding.check == "not-evaluated"
    assert "once()" in finding.wording


RULE = Rule(id="child-head", says="A child is the head.", must_hold="${age} >= 12 or ${school} = 'no'")


def test_a_broken_rule_is_found_with_its_own_words():
    (finding,) = found([CLEAN, CLEAN | {"school": "yes"}], rules=(RULE,))
    assert finding.check == "inconsistent"
    assert finding.wording == "A child is the head."
    assert finding.columns == ("Age", "School")
    assert (finding.rows, finding.out_of, finding.row_numbers) == (1, 2, (2,))


def test_a_rule_without_a_condition_is_about_rows_that_answer_what_it_names():
    """A missing answer breaks no rule."""
    rows = [CLEAN, CLEAN | {"school": None}, CLEAN | {"school": "yes"}]
    broken = [each for each in found(rows, rules=(RULE,)) if each.check == "inconsistent"]
    assert [(each.rows, each.out_of, each.row_numbers) for each in broken] == [(1, 2, (3,))]


def test_a_rule_with_a_condition_is_about_rows_where_it_holds():
    rule = RULE.model_copy(update={"must_hold": "${school} != ''", "when": "${age} < 18", "severity": Severity.SERIOUS})
    rows = [CLEAN, CLEAN | {"school": None}, CLEAN | {"age": "40", "school": None}]
    broken = [each for each in found(rows, rules=(rule,)) if each.check == "inconsistent"]
    assert [(each.severity, each.rows, each.out_of, each.row_numbers) for each in broken] == [
        (Severity.SERIOUS, 1, 2, (2,))
    ]


def test_rules_that_cannot_be_evaluated_are_refused_together_with_their_place():
    rules = (
        RULE.model_copy(update={"id": "one", "must_hold": "${nowhere} = 1"}),
        RULE.model_copy(update={"id": "two", "when": "${age} >"}),
    )
    with pytest.raises(Refusal) as caught:
        found([CLEAN], rules=rules)
    assert caught.value.codes == ("expression-unknown-question", "expression-unreadable")
    assert [reason.where for reason in caught.value.reasons] == ["[[rule]] one, must_hold", "[[rule]] two, when"]


def test_row_numbers_are_cut_and_the_count_is_not():
    rows = [CLEAN | {"age": "200", "school": None, "size": str(place)} for place in range(MOST_ROW_NUMBERS + 5)]
    (finding,) = [each for each in found(rows) if each.check == "out-of-range"]
    assert finding.rows == MOST_ROW_NUMBERS + 5
    assert finding.row_numbers == tuple(range(1, MOST_ROW_NUMBERS + 1))


def test_no_finding_holds_an_answer():
    """What is written about the data must not repeat it."""
    rows = [CLEAN, CLEAN | {"consent": "Svendborg", "age": "Svendborg", "needs": "Svendborg", "size": "Svendborg"}]
    assert len(found(rows)) >= 4
    assert "Svendborg" not in "".join(finding.wording for finding in found(rows))


def test_response_adds_up_and_keeps_dont_know_and_declined_apart():
    rows = [
        CLEAN,
        CLEAN | {"age": "999", "school": None, "needs": "dk"},
        CLEAN | {"age": "998", "school": None, "needs": "pnta"},
        CLEAN | {"age": None, "school": "yes", "needs": None},
        CLEAN | {"consent": "no", "age": "5", "school": None},
    ]
    counts = {each.question: each for each in replies(rows)}
    assert set(counts) == set(CLEAN) - {"begun"}
    age, school, needs = counts["age"], counts["school"], counts["needs"]
    assert (age.rows, age.asked, age.answered, age.dont_know, age.refused, age.missing) == (5, 4, 1, 1, 1, 1)
    assert (school.asked, school.answered, school.missing) == (1, 1, 0)
    assert (needs.asked, needs.answered, needs.dont_know, needs.refused, needs.missing) == (5, 2, 1, 1, 1)
    assert all(each.answered + each.dont_know + each.refused + each.missing == each.asked for each in counts.values())


def test_response_leaves_out_what_was_not_collected_or_cannot_be_known():
    form = Instrument(
        "", "", "", (Question("a", "a", AnswerType.TEXT), Question("b", "b", AnswerType.TEXT, relevant="once(1)"))
    )
    assert [each.question for each in replies([{"a": "1", "b": "2"}], form, ("a", "b"))] == ["a"]
    assert [each.question for each in replies([{"a": "1"}], form, ("a",))] == ["a"]


VALUES = {
    "consent": [None, "yes", "no", "maybe"],
    "age": [None, "5", "17", "18", "111", "999", "998", "old", "6.5"],
    "needs": [None, "water", "water a+b", "dk", "pnta", "water dk", "waterx", "a+b food.aid", "food-aid"],
    "school": [None, "yes", "no", "x"],
}


def plain_twin(rows):
    """The same checks, said once more in plain Python: (check, column) to row numbers."""
    marked = {}
    for number, row in enumerate(rows, start=1):
        age = row["age"]
        is_number = bool(age) and re.fullmatch(r"[0-9.]+", age) is not None
        asked = {"consent": True, "needs": True, "age": row["consent"] == "yes"}
        asked["school"] = is_number and 6 <= float(age) < 18
        for name, header in (("consent", "Consent?"), ("age", "Age"), ("needs", "Needs"), ("school", "School")):
            if asked[name] and row[name] is None:
                marked.setdefault(("missing-answer", header), []).append(number)
            if not asked[name] and row[name] is not None:
                marked.setdefault(("answered-not-asked", header), []).append(number)
        if age and age not in ("999", "998"):
            if not is_number or float(age) % 1:
                marked.setdefault(("unreadable", "Age"), []).append(number)
            if not is_number or not 0 <= float(age) <= 110:
                marked.setdefault(("out-of-range", "Age"), []).append(number)
        for name, header, codes in (
            ("consent", "Consent?", {"yes", "no"}),
            ("needs", "Needs", {"water", "food.aid", "a+b", "dk", "pnta"}),
            ("school", "School", {"yes", "no"}),
        ):
            if row[name] is not None and not set(row[name].split(" ")) <= codes:
                marked.setdefault(("not-a-choice", header), []).append(number)
    return marked


@pytest.mark.slow
@given(
    st.lists(
        st.fixed_dictionaries({name: st.sampled_from(pool) for name, pool in VALUES.items()}), min_size=1, max_size=12
    )
)
@settings(max_examples=drawn(12), deadline=None)
@pytest.mark.engines
def test_checks_agree_with_a_plain_twin_on_drawn_tables(rows):
    form = Instrument("", "", "", tuple(question for question in QUESTIONS if question.name in VALUES))
    seen = {
        (each.check, *each.columns): list(each.row_numbers)
        for each in found(rows, form, tuple(VALUES))
        if each.check != "exact-duplicate"
    }
    assert seen == plain_twin(rows)
