"""Rows that repeat, and what the shape of a file asks."""

from collections import Counter
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines import drawn, on_every_engine
from nyhavn.engine.quality import findings, profile, profile_findings
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.refusal import Refusal

FORM = Instrument("", "", "", tuple(Question(name, f"The {name}", AnswerType.TEXT) for name in ("a", "b")))
TODAY = date(2024, 5, 1)


def found(rows, keys=(), extra=None):
    columns = {name: pa.array([row[place] for row in rows], pa.string()) for place, name in enumerate(("a", "b"))}
    columns |= {name: pa.array(values, pa.string()) for name, values in (extra or {}).items()}
    table = pa.table(columns | {"_row": pa.array(range(1, len(rows) + 1), pa.int64())})
    raised = on_every_engine(table, lambda frame: findings(frame, FORM, keys=keys, today=TODAY))
    return [each for each in raised if each.check != "missing-answer"]


def test_a_later_copy_is_found_and_the_first_is_not_counted():
    (finding,) = found([("1", "x"), ("2", "x"), ("1", "x"), ("1", "x")])
    assert (finding.check, finding.rows, finding.out_of, finding.row_numbers) == ("exact-duplicate", 2, 4, (3, 4))


def test_missing_equals_missing_in_a_copy():
    (finding,) = found([("1", None), ("1", None)])
    assert finding.row_numbers == (2,)


def test_rows_that_differ_anywhere_are_no_copies():
    assert found([("1", "x"), ("1", "y"), ("1", None)]) == []


def test_a_key_column_beside_the_answers_does_not_hide_a_copy():
    (finding,) = found([("1", "x"), ("1", "x")], extra={"uuid": ["u1", "u2"]})
    assert finding.check == "exact-duplicate"


def test_all_rows_of_a_group_that_agree_on_a_key_are_counted():
    (finding,) = found([("1", "x"), ("2", "y"), ("1", "z"), ("2", "w"), ("3", "v")], keys=[("a",)])
    assert (finding.check, finding.columns) == ("key-duplicate", ("The a",))
    assert (finding.rows, finding.out_of, finding.row_numbers) == (4, 5, (1, 2, 3, 4))


def test_a_row_without_a_key_is_not_compared():
    assert found([(None, "x"), (None, "y"), ("1", "z")], keys=[("a",)]) == []
    (finding,) = found([("1", None), ("1", None), ("1", "x"), ("1", "x")], keys=[("a", "b")])[1:]
    assert (finding.rows, finding.out_of, finding.row_numbers) == (2, 2, (3, 4))


def test_a_received_column_can_be_a_key():
    (finding,) = found([("1", "x"), ("2", "y")], keys=[("uuid",)], extra={"uuid": ["u", "u"]})
    assert (finding.columns, finding.rows) == (("uuid",), 2)


def test_a_key_that_is_not_there_is_refused():
    with pytest.raises(Refusal) as caught:
        found([("1", "x")], keys=[("a", "nowhere"), ("neither",)])
    assert caught.value.codes == ("key-unknown", "key-unknown")


@given(
    st.lists(st.tuples(st.sampled_from([None, "1", "2"]), st.sampled_from([None, "x", "y"])), min_size=1, max_size=15)
)
@settings(max_examples=drawn(15), deadline=None)
@pytest.mark.engines
def test_repeats_agree_with_a_plain_twin(rows):
    seen = {
        (each.check, each.columns): (each.rows, each.row_numbers) for each in found(rows, keys=[("a",), ("a", "b")])
    }
    later = tuple(place + 1 for place, row in enumerate(rows) if row in rows[:place])
    expected = {("exact-duplicate", ()): later}
    for key, headers in (((0,), ("The a",)), ((0, 1), ("The a", "The b"))):
        values = [tuple(row[place] for place in key) for row in rows]
        often = Counter(value for value in values if None not in value)
        expected["key-duplicate", headers] = tuple(place + 1 for place, value in enumerate(values) if often[value] > 1)
    assert seen == {key: (len(numbers), numbers) for key, numbers in expected.items() if numbers}


FILE = pa.table(
    {
        "id": ["1", "2", "3", "4"],
        'odd "header", with %s': [" a", "b", "b ", None],
        "empty": pa.array([None, None, None, None], pa.string()),
        "blank": ["", "", "", ""],
        "same": ["x", "x", "x", "x"],
        "ticked": ["x", None, "x", None],
        "letters": ["é", "Ã©", "caf\ufffd", "plain"],
        "nbsp": ["a\u00a0", "b", "c", "d"],
    }
)


def test_a_file_is_counted_column_by_column():
    shape = on_every_engine(FILE, profile)
    assert (shape.rows, shape.cells, shape.missing, shape.untrimmed) == (4, 32, 11, 3)
    assert shape.missing_share == 11 / 32
    odd = shape.column('odd "header", with %s')
    assert (odd.missing, odd.distinct, odd.untrimmed, odd.longest) == (1, 3, 2, 2)
    letters = shape.column("letters")
    assert (letters.distinct, letters.not_ascii, letters.damaged) == (4, 3, 2)
    assert shape.column("blank").is_empty and shape.column("empty").is_empty
    assert (shape.column("same").is_constant, shape.column("id").is_constant) == (True, False)


def test_the_shape_of_a_file_raises_its_questions_and_no_more():
    """A column of ticks is no constant; a clean column raises nothing."""
    shape = on_every_engine(FILE, profile)
    assert [(each.check, *each.columns, each.rows) for each in profile_findings(shape)] == [
        ("empty-column", "empty", 4),
        ("empty-column", "blank", 4),
        ("constant-column", "same", 4),
        ("stray-blanks", 'odd "header", with %s', 2),
        ("stray-blanks", "nbsp", 1),
        ("damaged-letters", "letters", 2),
    ]


def test_a_clean_file_raises_no_question():
    assert profile_findings(on_every_engine(pa.table({"a": ["1", "2"], "b": ["x", "y"]}), profile)) == ()


@pytest.mark.parametrize("table", [pa.table({"a": pa.array([], pa.string())}), pa.table({"a": ["only"]})])
def test_a_file_with_hardly_any_rows_is_counted_and_not_questioned(table):
    shape = on_every_engine(table, profile)
    assert shape.rows == table.num_rows
    assert profile_findings(shape) == ()


@given(
    st.lists(st.sampled_from([None, "", " a", "a", "b\t", "é", "Ã©", "\u3000x", "long text"]), min_size=1, max_size=12)
)
@settings(max_examples=drawn(15), deadline=None)
@pytest.mark.engines
def test_a_profile_agrees_with_a_plain_twin(cells):
    filled = [cell for cell in cells if cell]
    column = on_every_engine(pa.table({"c": pa.array(cells, pa.string())}), profile).column("c")
    assert column.missing == len(cells) - len(filled)
    assert column.distinct == len(set(filled))
    assert column.untrimmed == sum(cell != cell.strip() for cell in filled)
    assert column.longest == max(map(len, filled), default=0)
    assert column.not_ascii == sum(not cell.isascii() for cell in filled)
    assert column.damaged == filled.count("Ã©")


def test_many_columns_are_counted_in_parts_that_fit_together():
    table = pa.table(
        {f"c{place}": pa.array(["x"] * (place % 3) + [None] * (3 - place % 3), pa.string()) for place in range(150)}
    )
    shape = on_every_engine(table, profile)
    assert [column.filled for column in shape.columns] == [place % 3 for place in range(150)]
