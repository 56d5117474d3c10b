"""What expressions mean: cases worked out by hand, tried on one row, on DuckDB and on Polars."""

import math
from datetime import date

import pyarrow as pa
import pytest

from engines import Engine
from nyhavn.engine import expressions
from nyhavn.framework.expression import parse
from nyhavn.framework.expression_rows import evaluate, holds
from nyhavn.framework.instrument import AnswerType
from nyhavn.framework.refusal import Refusal

TODAY = date(2024, 5, 1)
TYPES = {
    "age": AnswerType.INTEGER,
    "size": AnswerType.DECIMAL,
    "none": AnswerType.INTEGER,
    "words": AnswerType.TEXT,
    "gap": AnswerType.TEXT,
    "sex": AnswerType.SELECT_ONE,
    "needs": AnswerType.SELECT_MULTIPLE,
    "born": AnswerType.DATE,
    "never": AnswerType.DATE,
    "begin": AnswerType.DATETIME,
    "end": AnswerType.DATETIME,
    "calc": AnswerType.CALCULATE,
    "ten": AnswerType.CALCULATE,
}
ROW = {
    "age": "17",
    "size": "2.5",
    "none": None,
    "words": "Anna Lee",
    "gap": None,
    "sex": "f",
    "needs": "food water.safe other",
    "born": "2007-02-28",
    "never": None,
    "begin": "2024-05-01T10:00:00.000+02:00",
    "end": "2024-05-01T08:30:00Z",
    "calc": "9",
    "ten": "10",
}
TRUE = [
    "${age} >= 5 and ${age} < 18",
    "${age} = '17'",
    "${age} = 17.0",
    "${none} = ''",
    "${gap} = ''",
    "${never} = ''",
    "${age} != ''",
    "${none} != 5",
    "not(${none} > 5) and not(${none} <= 5)",
    "${sex} = 'f' or ${none} > 1",
    "selected(${needs}, 'food')",
    "selected(${needs}, 'water.safe')",
    "selected(${needs}, 'other')",
    "not(selected(${needs}, 'wat'))",
    "not(selected(${needs}, 'waterxsafe'))",
    "not(selected(${needs}, ''))",
    "not(selected(${gap}, 'food'))",
    "selected(${sex}, 'f')",
    "count-selected(${needs}) = 3",
    "count-selected(${gap}) = 0",
    "${calc} < ${ten}",
    "${calc} < 10",
    "${calc} != ${ten}",
    "${born} < today()",
    "${born} = '2007-02-28'",
    "${born} > '2007-02-27' and ${born} < date('2007-03-01')",
    "not(${never} < today()) and not(${never} >= today())",
    "${begin} <= ${end}",
    "not(${end} < ${begin})",
    "${begin} <= today() and ${begin} >= today()",
    "int((today() - ${born}) div 365.25) = 17",
    "decimal-date-time(date('1970-01-02')) = 1",
    "${born} >= date(decimal-date-time(${born}) - 1)",
    "regex(${words}, '[A-Z][a-z]+ .*')",
    "not(regex(${words}, 'Anna'))",
    "not(regex(${gap}, '.+'))",
    "regex(${age}, '\\d{2}')",
    "contains(${words}, 'na L') and starts-with(${words}, 'Anna') and ends-with(${words}, 'Lee')",
    "contains(${words}, '')",
    "string-length(${words}) = 8",
    "string-length(${gap}) = 0",
    "if(${sex} = 'f', ${age} > 10, ${age} > 20)",
    "coalesce(${none}, 99) = 99 and coalesce(${age}, 99) = 17",
    "coalesce(${gap}, ${words}) = 'Anna Lee'",
    "(${none} + 1 > 0) = false()",
    "1 div 0 != 1 and not(1 div 0 > 1)",
    "7 mod 3 = 1 and -7 mod 3 = -1",
    "int(-2.5) = -2 and floor(-2.5) = -3 and ceiling(-2.5) = -2",
    "round(2.5) = 3 and round(-2.5) = -2 and round(2.345, 1) = 2.3",
    "min(${age}, 20) = 17 and max(${age}, 20) = 20",
    "not(min(${age}, ${none}) < 100)",
    "concat(${sex}, '-', ${age}, '-', 1.50) = 'f-17-1.5'",
    "string(${age} + 1) = '18' and string(${size} * 3) = '7.5' and string(${none} + 1) = 'NaN'",
    "string(${sex} = 'f') = 'true'",
    "number(${calc}) = 9 and number(true()) = 1",
    "true() and not(false())",
    "${words}",
    "boolean(${age}) and not(boolean(${age} - 17)) and not(boolean(${none}))",
    "selected(${needs}, 'food') = true()",
    "abs(-3) = 3",
    "${age} * -1 = -17",
]


def _table():
    return pa.table({**{name: pa.array([ROW[name]], pa.string()) for name in TYPES}, "_row": pa.array([1], pa.int64())})


@pytest.mark.parametrize("text", TRUE)
def test_the_sentence_is_true_of_the_row(text):
    assert holds(parse(text), ROW, TYPES, today=TODAY) is True


def test_the_sentences_are_true_of_frames(engine: Engine):
    """All sentences at once."""
    conditions = {str(place): expressions.condition(parse(text), TYPES, today=TODAY) for place, text in enumerate(TRUE)}
    row = engine.frame(_table()).with_columns(**conditions).collect("pyarrow").to_dict(as_series=False)
    assert [TRUE[place] for place in range(len(TRUE)) if row[str(place)] != [True]] == []


def test_a_dot_is_the_answer_to_the_question_that_carries_it():
    constraint = parse(". >= 0 and . <= 110")
    assert holds(constraint, ROW, TYPES, current="age", today=TODAY)
    assert not holds(constraint, {"age": "130"}, TYPES, current="age", today=TODAY)
    assert not holds(constraint, {"age": None}, TYPES, current="age", today=TODAY)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${age}", 17.0),
        ("${words}", "Anna Lee"),
        ("${born}", "2007-02-28"),
        ("today()", "2024-05-01"),
        ("date(${begin})", "2024-05-01"),
        ("date(${words})", ""),
        ("${age} > 3", True),
        ("if(${age} > 3, 'old', 'young')", "old"),
        ("if(${age} > 3, 1, 'young')", "1"),
        ("${age} div 2", 8.5),
    ],
)
def test_a_value_has_the_kind_that_its_types_say(text, value):
    assert evaluate(parse(text), ROW, TYPES, today=TODAY) == value


def test_a_missing_number_is_no_number():
    value = evaluate(parse("${none} + 1"), ROW, TYPES, today=TODAY)
    assert isinstance(value, float)
    assert math.isnan(value)


def test_the_empty_answer_and_no_answer_are_the_same():
    for missing in ({"age": ""}, {"age": None}, {}):
        assert holds(parse("${age} = ''"), missing, TYPES, today=TODAY)


@pytest.mark.parametrize("text", ["pulldata('f', 'a', 'b', 'c')", "${nowhere} = 1", ". > 1"])
def test_neither_interpreter_guesses(text):
    """What cannot be evaluated is refused by both, in the same words."""
    with pytest.raises(Refusal) as by_row:
        evaluate(parse(text), ROW, TYPES, today=TODAY)
    with pytest.raises(Refusal) as by_frame:
        expressions.condition(parse(text), TYPES, today=TODAY)
    assert by_row.value.reasons == by_frame.value.reasons


def test_a_refusal_holds_no_answer():
    with pytest.raises(Refusal) as caught:
        evaluate(parse("once(${words})"), ROW, TYPES, today=TODAY)
    assert "Anna" not in str(caught.value)


@pytest.mark.parametrize("name", ["2024-02-30", "abc", "1e999", "--1", "2024-05-01T99:00", "９"])
def test_no_answer_can_make_an_engine_fail(engine: Engine, name):
    """A cast that fails would end the run for everybody, because of one contribution."""
    table = pa.table({name_: pa.array([name], pa.string()) for name_ in TYPES} | {"_row": pa.array([1], pa.int64())})
    texts = [
        "${age} + 1 > 0",
        "${born} < today()",
        "${begin} < ${end}",
        "${words} < ${calc}",
        "count-selected(${needs})",
    ]
    frame = engine.frame(table).with_columns(
        **{str(place): expressions.condition(parse(text), TYPES, today=TODAY) for place, text in enumerate(texts)}
    )
    row = frame.collect("pyarrow").to_dict(as_series=False)
    for place, text in enumerate(texts):
        assert row[str(place)] == [holds(parse(text), dict.fromkeys(TYPES, name), TYPES, today=TODAY)]
