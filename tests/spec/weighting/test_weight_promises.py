"""Weights meet their margins, do not depend on how the rows are stored, and are the same on every data engine."""

from collections.abc import Callable
from math import isclose

import narwhals as nw
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weighted_samples import VARIABLES, Sample, largest_error, raked_rows, samples

from engines import Engine, drawn, each_engine, on_every_engine
from engines.opened import WITH_SPARK
from nyhavn.engine.weighting import (
    EXPONENTIAL,
    LINEAR,
    CellWeights,
    calibrate,
    collapse,
    logit,
    one_way,
    post_stratify,
    rake,
    truncated_linear,
)
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.weighting import Bounds

pytestmark = pytest.mark.engines
SLOW_BUT_SURE = 100_000  # rounds; a few rows in a thin table can make raking crawl
ROOM = Bounds(low=0.01, high=60)  # of g; true weights are 3 to 11 and initial ones 0.5 to 7, so from 0.4 to 22

METHODS: dict[str, Callable[[nw.LazyFrame, Sample], CellWeights]] = {
    "raking": lambda f, s: rake(collapse(f, VARIABLES, "d"), s.margins, most_rounds=SLOW_BUT_SURE),
    "linear": lambda f, s: calibrate(collapse(f, VARIABLES, "d"), s.margins, LINEAR),
    "exponential": lambda f, s: calibrate(collapse(f, VARIABLES, "d"), s.margins, EXPONENTIAL),
    "logit": lambda f, s: calibrate(collapse(f, VARIABLES, "d"), s.margins, logit(ROOM)),
    "truncated linear": lambda f, s: calibrate(collapse(f, VARIABLES, "d"), s.margins, truncated_linear(ROOM)),
}
# Drawn, so that every property is tried on all of them; opened only when a test runs.
engines = st.deferred(lambda: st.sampled_from(list(each_engine())))
# Methods differ on cells only, after the engine has done its part; where an engine is dear, one of them is enough.
each_method = pytest.mark.parametrize("method", ["raking"] if WITH_SPARK else METHODS)


def row_weights(weights: CellWeights, frame: nw.LazyFrame) -> list[float]:
    """The weight of every row, in the order of (sex, age, place, d, y)."""
    order = [*VARIABLES, "d", "y"]
    found = weights.attach(frame, "w").collect("pyarrow").to_native().to_pylist()
    return [row["w"] for row in sorted(found, key=lambda row: [row[name] for name in order])]


def in_order(sample: Sample) -> Sample:
    order = [*VARIABLES, "d", "y"]
    return Sample(tuple(sorted(sample.rows, key=lambda row: [row[name] for name in order])), sample.margins)


def two_of_each(sample: Sample) -> list[int]:
    return [place for place in range(len(sample.rows)) for _ in range(2)]


def mean_of_y(weights: CellWeights, frame: nw.LazyFrame) -> float:
    summed = weights.attach(frame, "w").select((nw.col("w") * nw.col("y")).sum().alias("wy")).collect("pyarrow")
    return float(summed.item(0, "wy")) / weights.total


@each_method
@settings(max_examples=drawn(25))
@given(engines, samples())
def test_weights_of_rows_meet_every_margin(method: str, engine: Engine, sample: Sample) -> None:
    frame = engine.frame(sample.table())
    weights = METHODS[method](frame, sample)
    assert weights.convergence.error <= 1e-8
    assert largest_error(in_order(sample).rows, row_weights(weights, frame), sample.margins) <= 1.1e-8


@pytest.mark.slow
@settings(max_examples=drawn(60))
@given(samples())
def test_raking_on_cells_is_raking_on_rows(sample: Sample) -> None:
    def raked(frame: nw.LazyFrame) -> tuple[list[float], int]:
        weights = METHODS["raking"](frame, sample)
        return row_weights(weights, frame), weights.convergence.rounds

    found, rounds = on_every_engine(sample.table(), raked)
    assert found == pytest.approx(raked_rows(in_order(sample).rows, sample.margins, rounds), rel=1e-9)


@settings(max_examples=drawn(25))
@given(samples(crossed=True))
def test_a_crossed_margin_is_raked_with_a_plain_one(sample: Sample) -> None:
    frame_weights = on_every_engine(sample.table(), lambda frame: row_weights(METHODS["raking"](frame, sample), frame))
    assert largest_error(in_order(sample).rows, frame_weights, sample.margins) <= 1.1e-8


@settings(max_examples=drawn(25))
@given(samples(crossed=True))
def test_post_strata_get_their_total_shared_out_by_initial_weight(sample: Sample) -> None:
    crossed = sample.margins[0]
    found = on_every_engine(
        sample.table(),
        lambda frame: row_weights(post_stratify(collapse(frame, VARIABLES, "d"), crossed), frame),
    )
    rows = in_order(sample).rows
    for row, weight in zip(rows, found, strict=True):
        alike = [float(r["d"]) for r in rows if (r["sex"], r["age"]) == (row["sex"], row["age"])]
        total = crossed.totals[str(row["sex"]), str(row["age"])]
        assert isclose(weight, total * float(row["d"]) / sum(alike), rel_tol=1e-9)


@each_method
@settings(max_examples=drawn(12))
@given(engines, samples(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(method: str, engine: Engine, sample: Sample, random) -> None:
    shuffled = list(range(len(sample.rows)))
    random.shuffle(shuffled)
    before, after = engine.frame(sample.table()), engine.frame(sample.table(shuffled))
    first, second = METHODS[method](before, sample), METHODS[method](after, sample)
    assert row_weights(second, after) == pytest.approx(row_weights(first, before), rel=1e-6)
    assert mean_of_y(second, after) == pytest.approx(mean_of_y(first, before), rel=1e-9, abs=1e-9)


@each_method
@settings(max_examples=drawn(12))
@given(engines, samples(), st.data())
def test_a_file_in_two_parts_gives_the_estimate_of_the_whole(
    method: str, engine: Engine, sample: Sample, data: st.DataObject
) -> None:
    whole, cut = sample.table(), data.draw(st.integers(0, len(sample.rows)))
    parts = nw.concat([engine.frame(whole.slice(0, cut)), engine.frame(whole.slice(cut))], how="vertical")
    first, second = METHODS[method](engine.frame(whole), sample), METHODS[method](parts, sample)
    assert mean_of_y(second, parts) == pytest.approx(mean_of_y(first, engine.frame(whole)), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("method", ["raking"] if WITH_SPARK else ["raking", "linear", "exponential"])
@settings(max_examples=drawn(12))
@given(engines, samples())
def test_every_row_twice_halves_the_weights_and_leaves_the_estimate(
    method: str, engine: Engine, sample: Sample
) -> None:
    once, twice = engine.frame(sample.table()), engine.frame(sample.table(two_of_each(sample)))
    first, second = METHODS[method](once, sample), METHODS[method](twice, sample)
    assert 2 * second.g == pytest.approx(first.g, rel=1e-6)
    assert mean_of_y(second, twice) == pytest.approx(mean_of_y(first, once), rel=1e-6, abs=1e-6)


@each_method
@settings(max_examples=drawn(12))
@given(engines, samples())
def test_a_row_as_two_rows_of_half_its_initial_weight_changes_nothing(
    method: str, engine: Engine, sample: Sample
) -> None:
    """Bounds are kept of final / initial weight, so bounded methods ask for this and not for plain doubling."""
    halved = Sample(tuple({**row, "d": float(row["d"]) / 2} for row in sample.rows), sample.margins)
    once, split = engine.frame(sample.table()), engine.frame(halved.table(two_of_each(sample)))
    first, second = METHODS[method](once, sample), METHODS[method](split, sample)
    assert second.g == pytest.approx(first.g, rel=1e-6)
    assert mean_of_y(second, split) == pytest.approx(mean_of_y(first, once), rel=1e-6, abs=1e-6)


@each_method
@settings(max_examples=drawn(12))
@given(samples())
def test_all_engines_give_the_same_table_of_cells(method: str, sample: Sample) -> None:
    table = on_every_engine(sample.table(), lambda frame: METHODS[method](frame, sample).table())
    assert sum(table.column("rows").to_pylist()) == len(sample.rows)
    assert np.isfinite(table.column("weight").to_numpy()).all()


@settings(max_examples=drawn(12))
@given(samples())
def test_codes_that_are_numbers_or_truths_are_the_same_codes(sample: Sample) -> None:
    codes = {"f": 0, "m": 1, "x": 2}
    numbers = [codes[str(row["sex"])] for row in sample.rows]

    def counted(frame: nw.LazyFrame) -> list[tuple[str, ...]]:
        return list(collapse(frame, ["sex"]).groups(["sex"])[1])

    as_numbers = on_every_engine(pa.table({"sex": pa.array(numbers, pa.int32())}), counted)
    as_truths = on_every_engine(pa.table({"sex": pa.array([number > 0 for number in numbers])}), counted)
    assert as_numbers == sorted({(str(number),) for number in numbers})
    assert as_truths == sorted({("true" if number else "false",) for number in numbers})


def test_the_weight_comes_back_to_rows_whose_codes_are_numbers_or_truths(engine: Engine) -> None:
    numbers, truths, halves = pa.array([1, 1, 2, 2], pa.int16()), pa.array([True, False] * 2), pa.array([0.0, 2.5] * 2)
    frame = engine.frame(pa.table({"n": numbers, "t": truths, "f": halves}))
    even = {"true": 50, "false": 50}, {"0": 50, "2.5": 50}
    margins = [one_way("n", {"1": 30, "2": 70}), one_way("t", even[0]), one_way("f", even[1])]
    weights = rake(collapse(frame, ["n", "t", "f"]), margins)
    found = weights.attach(frame, "w", cell="c").collect("pyarrow").to_native().to_pylist()
    assert sorted((row["n"], row["w"]) for row in found) == [(1, 15.0), (1, 15.0), (2, 35.0), (2, 35.0)]
    assert sorted(row["c"] for row in found) == [0, 1, 2, 3]


def test_margins_that_no_weights_can_meet_are_refused_and_never_approximated() -> None:
    table = pa.table({"a": ["x", "x", "y"], "b": ["p", "p", "q"]})

    def raked(frame: nw.LazyFrame) -> tuple[str, ...]:
        with pytest.raises(Refusal) as refused:
            rake(collapse(frame, ["a", "b"]), [one_way("a", {"x": 50, "y": 50}), one_way("b", {"p": 60, "q": 40})])
        return refused.value.codes

    assert on_every_engine(table, raked) == ("weighting-not-converged",)
