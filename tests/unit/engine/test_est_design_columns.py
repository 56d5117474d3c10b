"""Coding reads what it needs, says what is missing, and stays lazy."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pyarrow as pa
import pytest

from nyhavn.engine.estimation import code_rows
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.statistics import Breakdown, Category, Indicator, Statistic

Frame = nw.LazyFrame[Any]
WATER = Question("water", "water", AnswerType.SELECT_ONE, choices=(Choice("yes"), Choice("no")))
AGE = Question("age", "age", AnswerType.INTEGER)
SCORE = Question("score", "score", AnswerType.CALCULATE)
INSTRUMENT = Instrument("i", "1", "", (WATER, AGE, SCORE))
SAFE = Indicator(id="safe", title="", statistic=Statistic.PROPORTION, numerator="${water} = 'yes'")
OLD = Breakdown(id="old", title="", categories=(Category(code="old", label="", when="${age} > 60"),))


def frame(**columns: Sequence[str | float | None]) -> Frame:
    size = len(next(iter(columns.values())))
    table = pa.table({"_row": pa.array(range(2, size + 2), pa.int64()), **columns})
    return nw.from_native(duckdb.connect().from_arrow(table)).lazy()


def coded(answers: Frame, *indicators: Indicator, breakdowns: Sequence[Breakdown] = (), **design: str) -> Frame:
    return code_rows(
        answers,
        indicators=indicators,
        breakdowns=breakdowns,
        instrument=INSTRUMENT,
        today=date(2026, 3, 1),
        **design,
    )


def column(answers: Frame, name: str) -> list[Any]:
    return answers.select("_row", name).sort("_row").collect("pyarrow")[name].to_list()


def test_a_coded_frame_has_the_columns_it_promises_and_only_the_design_it_has() -> None:
    plain = coded(frame(water=["yes"], age=["70"]), SAFE, breakdowns=(OLD,))
    assert plain.collect_schema().names() == [
        "_row",
        "in__old",
        "asked__safe",
        "valid__safe",
        "holds__safe",
        "value__safe",
    ]
    designed = coded(
        frame(water=["yes"], w=["1"], psu=["a"], region=["n"]), SAFE, weight="w", cluster="psu", stratum="region"
    )
    assert designed.collect_schema().names()[1:4] == ["_weight", "_cluster", "_stratum"]


def test_coding_without_a_design_reads_nothing() -> None:
    """The source of the frame fails as soon as anybody reads it."""

    def read(batch: pl.DataFrame) -> pl.DataFrame:
        raise AssertionError("somebody read the rows")

    untouched = pl.LazyFrame({"_row": [1], "water": ["yes"]}).map_batches(
        read, schema={"_row": pl.Int64, "water": pl.String}
    )
    assert isinstance(coded(nw.from_native(untouched), SAFE), nw.LazyFrame)


def test_a_missing_column_is_refused_with_the_indicator_that_needs_it() -> None:
    with pytest.raises(Refusal) as refused:
        coded(frame(score=["1"]), SAFE, breakdowns=(OLD,), weight="w")
    assert refused.value.codes == ("counted-column-missing",) * 3
    assert [reason.where for reason in refused.value.reasons] == ["breakdown old", "design", "indicator safe"]


def test_a_calculated_question_has_a_mean() -> None:
    mean = Indicator(id="score", title="", statistic=Statistic.MEAN, value="score")
    found = coded(frame(score=["0.5", "NaN", "inf", "", None]), mean)
    assert column(found, "valid__score") == [1, 0, 0, 0, 0]
    assert column(found, "value__score") == [0.5, None, None, None, None]


def test_an_indicators_own_rule_decides_who_is_valid() -> None:
    own = SAFE.model_copy(update={"valid": "${age} >= 0"})
    found = coded(frame(water=["yes", None, "no"], age=["4", "5", None]), own)
    assert column(found, "valid__safe") == [1, 1, 0]
    assert column(found, "holds__safe") == [1, 0, 0]


def test_an_own_rule_cannot_make_a_number_of_something_unreadable() -> None:
    mean = Indicator(id="score", title="", statistic=Statistic.MEAN, value="score", valid="true()")
    assert column(coded(frame(score=["1", "much"]), mean), "valid__score") == [1, 0]


@pytest.mark.parametrize("weight", ["1.2345678901234567", "12", ".5", "1e-05", "3.0E+2"])
def test_weights_are_read_as_programs_write_them(weight: str) -> None:
    assert column(coded(frame(water=["yes"], w=[weight]), SAFE, weight="w"), "_weight") == [float(weight)]


def test_weights_may_be_numbers_already() -> None:
    assert column(coded(frame(water=["yes"], w=[2.5]), SAFE, weight="w"), "_weight") == [2.5]


@pytest.mark.parametrize("weight", [0.0, -1.0, None, float("nan"), float("inf")])
def test_unusable_numbers_are_no_weights(weight: float | None) -> None:
    with pytest.raises(Refusal) as refused:
        coded(frame(water=["yes", "no"], w=[weight, 1.0]), SAFE, weight="w")
    assert refused.value.codes == ("weight-unusable",)


def test_rows_without_a_cluster_or_stratum_are_refused_by_their_numbers() -> None:
    people = frame(water=["yes", "no", "no"], psu=["a", None, " "], region=["n", "s", ""])
    with pytest.raises(Refusal) as refused:
        coded(people, SAFE, cluster="psu", stratum="region")
    assert [reason.what for reason in refused.value.reasons] == [
        "2 rows have no cluster: rows 3, 4.",
        "1 rows have no stratum: rows 4.",
    ]


def test_a_message_names_ten_rows_at_most_and_never_an_answer() -> None:
    with pytest.raises(Refusal) as refused:
        coded(frame(water=["yes"] * 12, w=["heavy"] * 12), SAFE, weight="w")
    assert "12 rows have no weight above zero: rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and others." in str(refused.value)
    assert "heavy" not in str(refused.value)
