"""The free-standing estimator equals its slow twin on every data engine, for all statistics and designs."""

import random
from collections import defaultdict
from math import isclose

import estimation_twin as twin
import pyarrow as pa
import pytest
from estimation_twin import Plan
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

from engines import Engine, drawn, on_every_engine
from nyhavn.engine.estimation import (
    Calibration,
    MadeReplicates,
    SurveyDesign,
    count,
    estimate,
    mean,
    proportion,
    quantile,
    ratio,
    total,
)
from nyhavn.framework.precision import Replication

pytestmark = pytest.mark.engines

SCHEMA = pa.schema(
    {
        "y": pa.float64(),
        "x": pa.int64(),
        "a": pa.string(),
        "g": pa.string(),
        "w": pa.float64(),
        "d": pa.float64(),
        "d1": pa.float64(),
        "h": pa.string(),
        "c": pa.int64(),
        "s": pa.string(),
        "m1": pa.string(),
        "m2": pa.string(),
        "n0": pa.int64(),
        "n1": pa.int64(),
        "n2": pa.int64(),
    }
)
ANSWERS = {
    "y": [None, 0.0, 1.5, -2.0, 10.0, 7.25, 1e3],
    "x": [None, 1, 2, 5],
    "a": [None, "", "yes", "no", "perhaps"],
    "g": ["north", "south", None],
    "w": [0.5, 1.0, 2.25, 10.0],
    "h": ["1", "2"],
    "c": [1, 2, 3],
    "s": ["a", "b"],
    "m1": ["p", "q"],
    "m2": ["r", "t"],
}
ROWS = st.lists(
    st.fixed_dictionaries({key: st.sampled_from(values) for key, values in ANSWERS.items()}), min_size=1, max_size=18
)
ASKED = (mean("y"), total("y"), count(), proportion("a", "yes"), ratio("y", "x"), quantile("y", 0.3))

DESIGNS = {
    "rows": (SurveyDesign("w"), Plan()),
    "rows of a finite population": (SurveyDesign("w", population=("n0",)), Plan(sizes=("n0",))),
    "strata of rows": (SurveyDesign("w", "h"), Plan("h")),
    "clusters in strata": (SurveyDesign("w", "h", ("c",), population=("n1",)), Plan("h", ("c",), ("n1",))),
    "two stages": (
        SurveyDesign("w", "h", ("c", "s"), population=("n1", "n2")),
        Plan("h", ("c", "s"), ("n1", "n2")),
    ),
    "rows, post-stratified": (
        SurveyDesign("w", calibration=Calibration((("m1",),), "d1")),
        Plan(margins=("m1",), initial="d1"),
    ),
    "clusters, raked": (
        SurveyDesign("w", clusters=("c",), calibration=Calibration((("m1",), ("m2",)), "d")),
        Plan(clusters=("c",), margins=("m1", "m2"), initial="d"),
    ),
}


def completed(rows: list[twin.Row]) -> list[twin.Row]:
    """The rows with initial weights (a factor per calibration cell) and population sizes somewhat above the sample."""
    clusters, seconds = defaultdict(set), defaultdict(set)
    for row in rows:
        clusters[row["h"]].add(row["c"])
        seconds[row["h"], row["c"]].add(row["s"])
    factor = {("p", "r"): 2.0, ("p", "t"): 0.5, ("q", "r"): 1.25, ("q", "t"): 1.0}
    return [
        {
            **row,
            "d": row["w"] / factor[row["m1"], row["m2"]],
            "d1": row["w"] / factor[row["m1"], "r"],
            "n0": len(rows) + 7,
            "n1": len(clusters[row["h"]]) + 2,
            "n2": len(seconds[row["h"], row["c"]]) + (row["c"] - 1),  # of the first cluster everybody was drawn
        }
        for row in rows
    ]


def expected(rows: list[twin.Row], name: str, group: str, plan: Plan) -> twin.Figure:
    coded = [
        {**row, "one": 1.0, "is": None if not row["a"] else float(row["a"] == "yes"), "g": row["g"] or "_U"}
        for row in rows
    ]

    def inside(row: twin.Row) -> bool:
        return group in ("_T", row["g"])

    if name in ("total of y", "count"):
        return twin.total(coded, inside, "y" if name == "total of y" else "one", plan)
    y, x = {"mean of y": ("y", "one"), "proportion of a = yes": ("is", "one"), "ratio of y / x": ("y", "x")}[name]
    return twin.ratio(coded, inside, y, x, plan)


def same(found: float | None, wanted: float | None) -> bool:
    if found is None or wanted is None:
        return found is wanted
    return isclose(found, wanted, rel_tol=1e-7, abs_tol=1e-7)


def agrees(engine: Engine, name: str, rows: list[twin.Row]) -> None:
    design, plan = DESIGNS[name]
    rows = completed(rows)
    table = pa.Table.from_pylist(rows, SCHEMA)
    for line in estimate(engine.frame(table), design, ASKED, ["g"], policies=None).to_pylist():
        if line["statistic"].startswith("quantile"):
            value = twin.quantile(rows, lambda row, g=line["g"]: g in ("_T", row["g"] or "_U"), "y", 0.3, plan)
            assert same(line["value"], value)
            continue
        wanted = expected(rows, line["statistic"], line["g"], plan)
        assert line["n"] == wanted.n
        assert same(line["value"], wanted.value)
        if not alike(wanted):
            assert same(line["standard_error"], wanted.standard_error)


@pytest.mark.parametrize("name", DESIGNS)
def test_every_figure_of_a_drawn_table_equals_its_twin(engine: Engine, name: str) -> None:
    draw = random.Random(name)
    agrees(engine, name, [{key: draw.choice(values) for key, values in ANSWERS.items()} for _ in range(40)])


@settings(max_examples=drawn(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, name=st.sampled_from(sorted(DESIGNS)))
def test_every_figure_of_a_generated_table_equals_its_twin(engine: Engine, rows: list[twin.Row], name: str) -> None:
    agrees(engine, name, rows)


def alike(wanted: twin.Figure) -> bool:
    """Answers without a spread: the twin has an error of (nearly) nothing, and we say that there is none."""
    error, value = wanted.standard_error, wanted.value
    return error is not None and value is not None and error <= 1e-7 * max(abs(value), 1e-3)


@settings(max_examples=drawn(8), deadline=None)
@given(rows=ROWS, share=st.sampled_from([0.1, 0.25, 0.5, 0.9]))
def test_the_ends_of_a_quantiles_interval_are_quantiles(rows: list[twin.Row], share: float) -> None:
    """Woodruff's interval, worked out from the rows: the share below, its error, and back."""
    rows = completed(rows)
    table = pa.Table.from_pylist(rows, SCHEMA)
    design = SurveyDesign("w", "h", ("c",))
    asked = quantile("y", share)
    line = on_every_engine(table, lambda frame: estimate(frame, design, asked, policies=None)).to_pylist()[0]
    if line["standard_error"] is None:
        return
    below = [
        {**row, "below": None if row["y"] is None else float(row["y"] <= line["value"]), "one": 1.0} for row in rows
    ]
    spread = twin.ratio(below, lambda row: True, "below", "one", Plan("h", ("c",)))
    reach = student(line["df"]) * (spread.standard_error or 0.0)
    for end, sign in (("low", -1), ("high", 1)):
        at = min(max(share + sign * reach, 0.0), 1.0)
        assert line[end] == twin.quantile(rows, lambda row: True, "y", at, Plan())


def student(df: int) -> float:
    return float(stats.t.ppf(0.975, df))


JACKKNIVES = {
    "JK1": (SurveyDesign("w", clusters=("c",), replicates=MadeReplicates(Replication.JK1)), Plan(clusters=("c",))),
    "JKn": (SurveyDesign("w", "h", ("c",), replicates=MadeReplicates(Replication.JKN)), Plan("h", ("c",))),
}


@pytest.mark.parametrize("name", JACKKNIVES)
@settings(max_examples=drawn(6), deadline=None)
@given(rows=ROWS)
def test_a_jackknife_on_units_equals_one_that_estimates_anew_from_the_rows(name: str, rows: list[twin.Row]) -> None:
    design, plan = JACKKNIVES[name]
    rows = completed(rows)
    drawn_units = defaultdict(set)
    for row in rows:
        drawn_units[row["h"] if plan.strata else ""].add(row["c"])
    if any(len(units) < 2 for units in drawn_units.values()):
        return
    table = pa.Table.from_pylist(rows, SCHEMA)
    lines = on_every_engine(table, lambda frame: estimate(frame, design, [mean("y"), total("y")], policies=None))
    for line in lines.to_pylist():
        if line["standard_error"] is None or not everywhere(rows, plan):
            continue
        anew = twin.jackknife(rows, anew_mean if line["statistic"] == "mean of y" else anew_total, plan)
        assert line["standard_error"] == pytest.approx(anew, rel=1e-7, abs=1e-9)


def everywhere(rows: list[twin.Row], plan: Plan) -> bool:
    """Whether each replicate keeps answers, so that no replicate is without a mean."""
    return len({twin.unit(row, 0, plan, 1) for row in rows if row["y"] is not None}) > 1


def anew_mean(pairs) -> float | None:
    used = [(row["y"], weight) for row, weight in pairs if row["y"] is not None and weight]
    size = sum(weight for _, weight in used)
    return sum(y * weight for y, weight in used) / size if size else None


def anew_total(pairs) -> float:
    return sum(row["y"] * weight for row, weight in pairs if row["y"] is not None)


@pytest.mark.parametrize("domains", [(), ("g",)])
@pytest.mark.parametrize(
    "design", [SurveyDesign(about_participants=True), SurveyDesign(population=(50,)), SurveyDesign("w")]
)
def test_a_count_alone_counts_every_row(engine: Engine, design: SurveyDesign, domains: tuple[str, ...]) -> None:
    """No column of answers is read, and still every row is there."""
    draw = random.Random(5)
    drawn_rows = [{key: draw.choice(values) for key, values in ANSWERS.items()} for _ in range(20)]
    table = pa.Table.from_pylist(completed(drawn_rows), SCHEMA)
    line = estimate(engine.frame(table), design, count(), domains, policies=None).to_pylist()[-1]
    everybody = {"": 50.0, "w": sum(row["w"] for row in drawn_rows)}[design.weight]
    assert (line["n"], line["value"]) == (20, 20.0 if design.about_participants else pytest.approx(everybody))
