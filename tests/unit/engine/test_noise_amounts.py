"""Whole numbers out of text, the same on every engine."""

import math
from fractions import Fraction

import pyarrow as pa
import pytest

from engines import on_every_engine
from nyhavn.engine.confidentiality.noise.amounts import LARGEST, check_amounts, whole_amounts
from nyhavn.framework.refusal import Refusal

pytestmark = pytest.mark.engines
WHOLE = ("0", "1", "-1", "007", "1.0", "1e3", str(10**14))
HALVES = ("0.5", "-0.5", "2.49", "2.5", "-2.5", "-2.51", "1.25e1")
NONE = ("x", "", "12 kg", None, "nan", "inf", "1" * 16)


def table(*texts):
    return pa.table({"id": [str(at) for at in range(len(texts))], "amount": pa.array(texts, pa.string())})


def read(*texts):
    def found(frame):
        rows = whole_amounts(frame, ["amount"]).collect("pyarrow").to_native().to_pylist()
        return [row["amount"] for row in sorted(rows, key=lambda row: int(row["id"]))]

    return on_every_engine(table(*texts), found)


def test_whole_numbers_stay_what_they_are():
    assert read(*WHOLE) == [int(float(text)) for text in WHOLE]


def test_others_go_to_the_nearest_whole_number_and_halves_upwards():
    assert read(*HALVES) == [math.floor(Fraction(text) + Fraction(1, 2)) for text in HALVES]


def test_what_is_no_number_is_nothing():
    assert read(*NONE) == [None] * len(NONE)


def test_a_number_that_no_engine_could_hold_stops_at_the_largest():
    assert read("999999999999999e9", "-999999999999999e9") == [LARGEST, -LARGEST]


def test_columns_of_numbers_and_rows_without_such_columns_stay_as_they_are():
    rows = pa.table({"id": ["0"], "amount": pa.array([7], pa.int64())})
    assert on_every_engine(
        rows, lambda frame: whole_amounts(frame, ["amount"]).collect("pyarrow").to_native()["amount"].to_pylist()
    ) == [7]


def test_numbers_with_decimals_are_refused_by_their_number_and_column():
    def said(frame):
        with pytest.raises(Refusal) as refused:
            check_amounts(frame, ["amount"])
        return refused.value.codes, str(refused.value)

    codes, sentence = on_every_engine(table("1", "2.5", "999999999999999e9", "x"), said)
    assert codes == ("noise-value-not-whole",)
    assert "2 rows" in sentence and "column amount" in sentence and "2.5" not in sentence


def test_whole_numbers_are_not_refused():
    assert on_every_engine(table(*WHOLE, *NONE), lambda frame: check_amounts(frame, ["amount"])) is None
