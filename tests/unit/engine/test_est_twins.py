"""Every figure has a slow twin in plain Python; every engine must agree with it on drawn and generated tables."""

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import isclose, sqrt
from typing import Any

import narwhals as nw
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from engines import Engine, drawn
from nyhavn.engine.estimation import SamplingError, check_declared, code_rows, group_counts, tables
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.statistics import Breakdown, Category, CellStatus, Figure, Indicator, Statistic, StatisticalTable

Frame = nw.LazyFrame[Any]
Row = dict[str, str | None]
TODAY = date(2026, 3, 1)
NAMES = ("water", "income", "tags", "sex", "age", "w", "village", "region")


def choices(*codes: str) -> tuple[Choice, ...]:
    return tuple(Choice(code) for code in codes)


INSTRUMENT = Instrument(
    id="twin",
    version="1",
    title="",
    questions=(
        Question(
            "water",
            "water",
            AnswerType.SELECT_ONE,
            choices=choices("yes", "no", "dk", "ref"),
            dont_know=("dk",),
            refused=("ref",),
        ),
        Question("income", "income", AnswerType.DECIMAL, dont_know=("99",), refused=("-1",)),
        Question("tags", "tags", AnswerType.SELECT_MULTIPLE, choices=choices("a", "b", "ref"), refused=("ref",)),
        Question("sex", "sex", AnswerType.SELECT_ONE, choices=choices("f", "m", "x", "ref"), refused=("ref",)),
        Question("age", "age", AnswerType.INTEGER, refused=("-9",)),
    ),
)
SEX = Breakdown(
    id="sex",
    title="",
    question="sex",
    categories=(
        Category(code="women", label="", answers=("f",)),
        Category(code="others", label="", answers=("m", "x")),
    ),
)
AGE = Breakdown(
    id="age",
    title="",
    categories=(
        Category(code="adult", label="", when="${age} >= 18"),
        Category(code="child", label="", when="${age} < 18 and ${age} >= 0"),
    ),
)
BY = (("sex",), ("age", "sex"))
WATER = Indicator(
    id="water", title="", statistic=Statistic.PROPORTION, numerator="${water} = 'yes'", universe="${age} >= 5", by=BY
)
TAGS = Indicator(id="tags", title="", statistic=Statistic.PROPORTION, numerator="selected(${tags}, 'a')", by=BY)
INCOME = Indicator(id="income", title="", statistic=Statistic.MEAN, value="income", by=BY)
EARNED = Indicator(id="earned", title="", statistic=Statistic.TOTAL, value="income", by=(("age",),))
ROWS = Indicator(id="rows", title="", statistic=Statistic.COUNT, universe="${age} >= 18", by=(("sex",),))
INDICATORS = (WATER, TAGS, INCOME, EARNED, ROWS)


def number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


@dataclass(frozen=True)
class Coded:
    """What the twin makes of one row for one indicator."""

    asked: bool
    valid: bool
    holds: bool
    value: float


def coded_water(row: Row) -> Coded:
    age = number(row["age"])
    asked = age is not None and age >= 5
    valid = asked and row["water"] in ("yes", "no")
    return Coded(asked, valid, row["water"] == "yes", float(row["water"] == "yes"))


def coded_tags(row: Row) -> Coded:
    tags = (row["tags"] or "").split(" ")
    return Coded(True, bool(row["tags"]) and "ref" not in tags, "a" in tags, float("a" in tags))


def coded_income(row: Row) -> Coded:
    income = number(row["income"])
    return Coded(True, income is not None and income not in (99, -1), False, income or 0.0)


def coded_rows(row: Row) -> Coded:
    age = number(row["age"])
    adult = age is not None and age >= 18
    return Coded(adult, adult, False, 1.0)


CODERS: dict[str, Callable[[Row], Coded]] = {
    "water": coded_water,
    "tags": coded_tags,
    "income": coded_income,
    "earned": coded_income,
    "rows": coded_rows,
}


def sex_of(row: Row) -> str:
    return {"f": "women", "m": "others", "x": "others", "ref": "_D"}.get(row["sex"] or "", "_U")


def age_of(row: Row) -> str:
    age = number(row["age"])
    if age is not None and age >= 0:
        return "adult" if age >= 18 else "child"
    return "_D" if age == -9 else "_U"


PLACERS = {"sex": sex_of, "age": age_of}
DECLARED = {"sex": ["women", "others"], "age": ["adult", "child"]}


@dataclass(frozen=True)
class Member:
    """One row as the twin sees it: coded, its weight, its stratum and sampling unit."""

    coded: Coded
    weight: float
    stratum: str
    unit: str
    row: Row


@dataclass(frozen=True)
class Expected:
    n: int
    holds: int
    value: float
    standard_error: float | None
    df: int
    units: int


def members(rows: list[Row], indicator: str, *, weighted: bool, clustered: bool) -> list[Member]:
    return [
        Member(
            CODERS[indicator](row),
            float(row["w"] or 0) if weighted else 1.0,
            row["region"] or "" if clustered else "",
            row["village"] or "" if clustered else str(place),
            row,
        )
        for place, row in enumerate(rows)
    ]


def expected(everybody: list[Member], group: list[Member], *, is_ratio: bool, clustered: bool) -> Expected:
    """One figure, by the textbook, row by row."""
    valid = [member for member in group if member.coded.valid]
    size = sum(member.weight for member in valid)
    total = sum(member.weight * member.coded.value for member in valid)
    value = total / size if is_ratio else total
    holds = sum(member.coded.holds for member in valid)
    found = between_units if clustered else between_rows
    variance, df, units = found(everybody, valid, value, size, is_ratio=is_ratio)
    standard_error = sqrt(variance) if variance is not None and sqrt(variance) > 1e-12 * abs(value) else None
    return Expected(len(valid), holds, value, standard_error, df, units)


def between_rows(
    everybody: list[Member], valid: list[Member], value: float, size: float, *, is_ratio: bool
) -> tuple[float | None, int, int]:
    n = len(valid)
    if n < 2:
        return None, n - 1, n
    if is_ratio:
        squares = sum((member.weight * (member.coded.value - value) / size) ** 2 for member in valid)
        return n / (n - 1) * squares, n - 1, n
    rows = len(everybody)
    z = [member.weight * member.coded.value for member in valid] + [0.0] * (rows - n)
    mean = sum(z) / rows
    return rows / (rows - 1) * sum((one - mean) ** 2 for one in z), n - 1, n


def between_units(
    everybody: list[Member], valid: list[Member], value: float, size: float, *, is_ratio: bool
) -> tuple[float | None, int, int]:
    z: dict[tuple[str, str], float] = {(member.stratum, member.unit): 0.0 for member in everybody}
    for member in valid:
        part = (member.coded.value - value) / size if is_ratio else member.coded.value
        z[member.stratum, member.unit] += member.weight * part
    present = {(member.stratum, member.unit) for member in valid}
    df = len(present) - len({stratum for stratum, _ in present})
    strata: dict[str, list[float]] = defaultdict(list)
    for (stratum, _), one in z.items():
        strata[stratum].append(one)
    lonely = any(len(strata[stratum]) == 1 for stratum, _ in present)
    if df < 1 or lonely:
        return None, df, len(present)
    variance = 0.0
    for units in strata.values():
        if len(units) > 1:
            mean = sum(units) / len(units)
            variance += len(units) / (len(units) - 1) * sum((one - mean) ** 2 for one in units)
    return variance, df, len(present)


def interval(found: Expected, *, is_share: bool) -> tuple[float | None, float | None]:
    if not is_share:
        if found.standard_error is None:
            return None, None
        reach = float(stats.t.ppf(0.975, found.df)) * found.standard_error
        return found.value - reach, found.value + reach
    if found.holds in (0, found.n) and found.df >= 1:
        effective = float(found.units)
    elif found.standard_error is not None:
        ratio = float(stats.t.ppf(0.975, found.n - 1) / stats.t.ppf(0.975, found.df))
        effective = min(found.value * (1 - found.value) / found.standard_error**2 * ratio**2, found.n)
    else:
        return None, None
    hits = found.value * effective
    low = float(stats.beta.ppf(0.025, hits, effective - hits + 1)) if found.holds else 0.0
    high = float(stats.beta.ppf(0.975, hits + 1, effective - hits)) if found.holds < found.n else 1.0
    return low, high


def same(left: float | None, right: float | None) -> bool:
    if left is None or right is None:
        return left is right
    return isclose(left, right, rel_tol=1e-7, abs_tol=1e-7)


def shown(rows: list[Row], indicator: str, name: str) -> list[str]:
    there = {PLACERS[name](row) for row in rows if CODERS[indicator](row).asked}
    return DECLARED[name] + [code for code in ("_D", "_U") if code in there]


def agrees(table: StatisticalTable, rows: list[Row], error: SamplingError) -> None:
    """Every figure of a table equals its twin, and no group is left out or invented."""
    statistic = next(item.statistic for item in INDICATORS if item.id == table.indicator)
    is_ratio = statistic in (Statistic.PROPORTION, Statistic.MEAN)
    has_design = error is not SamplingError.NONE
    clustered = error is SamplingError.CLUSTER
    everybody = members(rows, table.indicator, weighted=has_design, clustered=clustered)
    groups = list(product(*([*shown(rows, table.indicator, name), "_T"] for name in table.breakdowns)))
    assert [figure.categories for figure in table.figures] == groups
    for figure in table.figures:
        pairs = list(zip(table.breakdowns, figure.categories, strict=True))
        group = [m for m in everybody if all(code in ("_T", PLACERS[name](m.row)) for name, code in pairs)]
        agrees_figure(figure, everybody, group, statistic, is_ratio=is_ratio, error=error)


def agrees_figure(
    figure: Figure,
    everybody: list[Member],
    group: list[Member],
    statistic: Statistic,
    *,
    is_ratio: bool,
    error: SamplingError,
) -> None:
    if not any(member.coded.valid for member in group):
        assert figure == Figure(figure.categories, CellStatus.NO_ANSWERS, n=0)
        return
    twin = expected(everybody, group, is_ratio=is_ratio, clustered=error is SamplingError.CLUSTER)
    is_share = statistic is Statistic.PROPORTION
    assert figure.n == twin.n
    assert figure.numerator == (twin.holds if is_share else None)
    assert same(figure.value, twin.value)
    if error is SamplingError.NONE:
        assert (figure.standard_error, figure.low, figure.high) == (None, None, None)
        return
    assert same(figure.standard_error, twin.standard_error)
    low, high = interval(twin, is_share=is_share)
    assert same(figure.low, low)
    assert same(figure.high, high)


def coded(engine: Engine, rows: list[Row], error: SamplingError) -> Frame:
    columns = {name: pa.array([row[name] for row in rows], pa.string()) for name in NAMES}
    frame = engine.frame(pa.table({"_row": pa.array(range(2, len(rows) + 2), pa.int64()), **columns}))
    design = {
        SamplingError.NONE: {},
        SamplingError.SIMPLE_RANDOM: {"weight": "w"},
        SamplingError.CLUSTER: {"weight": "w", "cluster": "village", "stratum": "region"},
    }[error]
    return code_rows(frame, indicators=INDICATORS, breakdowns=(SEX, AGE), instrument=INSTRUMENT, today=TODAY, **design)


ANSWERS = {
    "water": ["yes", "no", "no", "dk", "ref", "oui", "", None],
    "income": ["0", "12.5", "99", "99.0", "-1", "-3", "many", "1e3", None],
    "tags": ["a", "b", "a b", "ref", "a ref", "", None],
    "sex": ["f", "m", "x", "ref", "z", None],
    "age": ["4", "5", "17", "18", "70", "-9", "old", None],
    "w": ["1", "0.5", "2.25", "10"],
    "village": ["v1", "v2", "v3", "v4"],
    "region": ["north", "south", "west"],
}


def drawn_rows(seed: int, size: int) -> list[Row]:
    draw = random.Random(seed)
    return [{name: draw.choice(answers) for name, answers in ANSWERS.items()} for _ in range(size)]


generated_rows = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(answers) for name, answers in ANSWERS.items()}), max_size=25
)


def test_the_declarations_of_the_twins_can_be_counted() -> None:
    check_declared(INDICATORS, (SEX, AGE), INSTRUMENT)


@pytest.mark.parametrize("error", list(SamplingError))
@pytest.mark.parametrize("size", [0, 2, 400])
def test_figures_equal_their_twins_on_drawn_tables(engine: Engine, error: SamplingError, size: int) -> None:
    rows = drawn_rows(size, size)
    found = tables(coded(engine, rows, error), INDICATORS, (SEX, AGE), error=error, inference=True)
    assert len(found.tables) == sum(1 + len(indicator.by) for indicator in INDICATORS)
    for table in found.tables:
        agrees(table, rows, error)


@settings(max_examples=drawn(12), deadline=None)
@given(rows=generated_rows, error=st.sampled_from(list(SamplingError)))
def test_figures_equal_their_twins_on_generated_tables(engine: Engine, rows: list[Row], error: SamplingError) -> None:
    found = tables(coded(engine, rows, error), INDICATORS, (SEX, AGE), error=error, inference=True)
    for table in found.tables:
        agrees(table, rows, error)


@settings(max_examples=drawn(12), deadline=None)
@given(rows=generated_rows)
def test_counts_equal_their_twins_on_generated_tables(engine: Engine, rows: list[Row]) -> None:
    for counts in group_counts(coded(engine, rows, SamplingError.NONE), INDICATORS, (SEX, AGE)):
        cross = list(product(*(shown(rows, counts.indicator, name) for name in counts.breakdowns)))
        assert list(counts.cells) == cross
        for categories, cell in counts.cells.items():
            pairs = list(zip(counts.breakdowns, categories, strict=True))
            group = [row for row in rows if all(PLACERS[name](row) == code for name, code in pairs)]
            made = [CODERS[counts.indicator](row) for row in group]
            valid = [one for one in made if one.valid]
            missing = sum(one.asked for one in made) - len(valid)
            assert cell == (len(valid), sum(one.holds for one in valid), missing)
