"""Means and standard errors of the Californian schools equal those of R's survey package."""

import csv
from collections.abc import Mapping
from math import isclose
from pathlib import Path
from statistics import mean, stdev

import duckdb
import narwhals as nw
import pyarrow as pa
import pytest
from counting_cast import TODAY

from nyhavn.engine.estimation import SamplingError, check_declared, code_rows, tables
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.statistics import Breakdown, Category, Indicator, Statistic, StatisticalTable

SIX_DIGITS = 1e-6

pytestmark = pytest.mark.data

SCHOOLS = Instrument(
    id="api",
    version="",
    title="",
    questions=(
        Question("api00", "api00", AnswerType.INTEGER),
        Question("enroll", "enroll", AnswerType.INTEGER),
        Question("awards", "awards", AnswerType.SELECT_ONE, choices=(Choice("Yes"), Choice("No"))),
        Question("stype", "stype", AnswerType.SELECT_ONE, choices=(Choice("E"), Choice("M"), Choice("H"))),
    ),
)
TYPE = Breakdown(
    id="stype", title="", question="stype", categories=tuple(Category(code=code, label="") for code in "EMH")
)
SCORE = Indicator(id="score", title="", statistic=Statistic.MEAN, value="api00", by=(("stype",),))
PUPILS = Indicator(id="pupils", title="", statistic=Statistic.TOTAL, value="enroll", by=(("stype",),))
AWARDED = Indicator(
    id="awarded", title="", statistic=Statistic.PROPORTION, numerator="${awards} = 'Yes'", by=(("stype",),)
)


def schools(folder: Path, name: str) -> dict[str, list[str | None]]:
    """One sample as text columns, empty cells null."""
    with (folder / "reference_api_schools" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {column: [row[column] or None for row in rows] for column in rows[0]}


def estimated(
    columns: dict[str, list[str | None]], error: SamplingError, population: Mapping[str, int], **design: str
) -> dict[str, StatisticalTable]:
    size = len(columns["api00"])
    table = pa.table(
        {"_row": pa.array(range(size), pa.int64()), **{k: pa.array(v, pa.string()) for k, v in columns.items()}}
    )
    indicators = (SCORE, PUPILS, AWARDED)
    check_declared(indicators, (TYPE,), SCHOOLS)
    coded = code_rows(
        nw.from_native(duckdb.connect().from_arrow(table)).lazy(),
        indicators=indicators,
        breakdowns=(TYPE,),
        instrument=SCHOOLS,
        today=TODAY,
        **design,
    )
    found = tables(coded, indicators, (TYPE,), error=error, inference=True, population=population)
    return {made.id: made for made in found.tables}


def expected(folder: Path, sample: str, quantity: str) -> tuple[float, float]:
    """Estimate and standard error as R gives them."""
    path = folder / "reference_api_schools" / "expected_from_R_survey.csv"
    with path.open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if (row["set"], row["quantity"]) == (sample, quantity))
    return float(row["estimate"]), float(row["std_error"])


def agrees(table: StatisticalTable, estimate: float, standard_error: float) -> bool:
    figure = table.figure()
    return isclose(figure.value or 0, estimate, rel_tol=SIX_DIGITS) and isclose(
        figure.standard_error or 0, standard_error, rel_tol=SIX_DIGITS
    )


def test_a_simple_random_sample_of_schools_gives_the_mean_and_error_of_r(reference_data: Path) -> None:
    """apisrs: 200 of 6,194 schools, with the finite population correction."""
    found = estimated(schools(reference_data, "apisrs"), SamplingError.SIMPLE_RANDOM, {"": 6194}, weight="pw")
    assert agrees(found["score"], *expected(reference_data, "apisrs", "svymean api00"))


def test_a_cluster_sample_of_schools_gives_the_mean_total_and_errors_of_r(reference_data: Path) -> None:
    """apiclus1: 15 of 757 districts, all their schools."""
    columns = schools(reference_data, "apiclus1")
    found = estimated(columns, SamplingError.CLUSTER, {"": 757}, weight="pw", cluster="dnum")
    assert agrees(found["score"], *expected(reference_data, "apiclus1", "svymean api00"))
    assert agrees(found["pupils"], *expected(reference_data, "apiclus1", "svytotal enroll"))


def test_a_stratified_sample_of_schools_gives_the_mean_total_and_errors_of_r(reference_data: Path) -> None:
    """apistrat: schools drawn within their type, so each row is its own sampling unit."""
    strata = {"E": 4421, "M": 1018, "H": 755}
    columns = schools(reference_data, "apistrat")
    found = estimated(columns, SamplingError.SIMPLE_RANDOM, strata, weight="pw", stratum="stype")
    assert agrees(found["score"], *expected(reference_data, "apistrat", "svymean api00"))
    assert agrees(found["pupils"], *expected(reference_data, "apistrat", "svytotal enroll"))


def test_without_the_population_size_the_error_is_that_of_drawing_with_replacement(reference_data: Path) -> None:
    """apisrs again: s / sqrt(n), larger than with the correction."""
    columns = schools(reference_data, "apisrs")
    figure = estimated(columns, SamplingError.SIMPLE_RANDOM, {})["score"].figure()
    scores = [float(score or 0) for score in columns["api00"]]
    assert figure.value == pytest.approx(mean(scores), rel=1e-11)
    assert figure.standard_error == pytest.approx(stdev(scores) / len(scores) ** 0.5, rel=1e-11)


def test_a_type_of_school_in_a_random_sample_has_its_own_mean_and_error(reference_data: Path) -> None:
    """High schools of apisrs: mean and s / sqrt(n) of their own rows, and the share awarded likewise."""
    columns = schools(reference_data, "apisrs")
    found = estimated(columns, SamplingError.SIMPLE_RANDOM, {})
    pairs = zip(columns["api00"], columns["awards"], columns["stype"], strict=True)
    high = [(float(score or 0), float(award == "Yes")) for score, award, kind in pairs if kind == "H"]
    for name, values in (("score", [score for score, _ in high]), ("awarded", [award for _, award in high])):
        figure = found[f"{name}.by.stype"].figure("H")
        assert figure.n == len(high)
        assert figure.value == pytest.approx(mean(values), rel=1e-11)
        assert figure.standard_error == pytest.approx(stdev(values) / len(values) ** 0.5, rel=1e-11)


def test_a_type_of_school_in_a_cluster_sample_keeps_districts_without_such_a_school(reference_data: Path) -> None:
    """High schools of apiclus1: Taylor linearisation over all 15 districts, by hand."""
    columns = schools(reference_data, "apiclus1")
    figure = estimated(columns, SamplingError.CLUSTER, {}, weight="pw", cluster="dnum")["score.by.stype"].figure("H")
    rows = list(zip(columns["dnum"], columns["stype"], columns["api00"], strict=True))
    high = [(district, float(score or 0)) for district, kind, score in rows if kind == "H"]
    centre = mean(score for _, score in high)  # weights are equal
    districts = {district for district, _, _ in rows}
    z = [sum(score - centre for place, score in high if place == district) / len(high) for district in districts]
    assert len({district for district, _ in high}) < len(districts) == 15
    assert figure.value == pytest.approx(centre, rel=1e-11)
    assert figure.standard_error == pytest.approx((15 / 14 * sum(one**2 for one in z)) ** 0.5, rel=1e-9)
