"""Raking in both shapes, calibration at its optimum, trimming, and what weights cost in precision."""

import math

import narwhals as nw
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyhavn.engine.weighting import (
    EXPONENTIAL,
    LINEAR,
    CellWeights,
    Margin,
    SampleCells,
    calibrate,
    collapse,
    design_weights,
    logit,
    one_way,
    post_stratify,
    rake,
    trim,
    truncated_linear,
    weigh,
)
from nyhavn.engine.weighting import raking as raking_module
from nyhavn.engine.weighting import sample as sample_module
from nyhavn.framework.weighting import Bounds, Method, Weighting

VARIABLES = ("a", "b", "c")
LEVELS = (3, 4, 2)


def drawn_frame(seed: int, rows: int, *, weighted: bool = True) -> nw.LazyFrame:
    random = np.random.default_rng(seed)
    columns = {name: random.integers(0, k, rows) for name, k in zip(VARIABLES, LEVELS, strict=True)}
    weights = {"w": random.uniform(0.5, 3, rows)} if weighted else {}
    return nw.from_native(pl.DataFrame(columns | weights).lazy())


def margins_of(cells: SampleCells, seed: int, *sets: tuple[str, ...]) -> tuple[Margin, ...]:
    """Totals that other weights, all above zero, give these cells."""
    true = cells.weight * np.random.default_rng(seed).uniform(0.5, 2, len(cells))
    made = []
    for names in sets:
        number, named = cells.groups(names)
        made.append(Margin(names, dict(zip(named, np.bincount(number, true).tolist(), strict=True))))
    return tuple(made)


ONE_WAY = tuple((name,) for name in VARIABLES)
many_samples = given(st.integers(0, 10_000), st.integers(30, 300))


@settings(max_examples=30)
@many_samples
def test_the_dense_tensor_and_the_list_of_cells_are_raked_alike(seed: int, rows: int) -> None:
    cells = collapse(drawn_frame(seed, rows), VARIABLES, "w")
    margins = margins_of(cells, seed, ("b", "a"), ("c",))
    wanted = raking_module.targets(cells, margins)
    dense, sparse = raking_module.Dense(cells, wanted), raking_module.Sparse(cells, wanted)
    for place in (0, 1, 0, 1):
        assert dense.sums(place) == pytest.approx(sparse.sums(place), rel=1e-12)
        for shape in (dense, sparse):
            shape.scale(place, wanted[place].totals / shape.sums(place))
    assert dense.by_cell() == pytest.approx(sparse.by_cell(), rel=1e-12)


@pytest.mark.parametrize("most_dense", [0, 24])
def test_raking_takes_the_list_where_the_tensor_would_be_too_large(monkeypatch, most_dense: int) -> None:
    """3 x 4 x 2 = 24 combinations: 24 may be dense, and with a limit of 0 none is."""
    cells = collapse(drawn_frame(1, 400), VARIABLES, "w")
    margins = margins_of(cells, 1, *ONE_WAY)
    usual = rake(cells, margins)
    taken = []
    for shape in (raking_module.Dense, raking_module.Sparse):
        begin = shape.__init__
        monkeypatch.setattr(
            shape, "__init__", lambda self, *a, _b=begin: (taken.append(type(self).__name__), _b(self, *a))[1]
        )
    monkeypatch.setattr(raking_module, "MOST_DENSE", most_dense)
    assert rake(cells, margins).g == pytest.approx(usual.g, rel=1e-12)
    assert taken == ["Dense" if most_dense else "Sparse"]


@settings(max_examples=30)
@many_samples
def test_variables_that_no_margin_uses_do_not_change_the_weights(seed: int, rows: int) -> None:
    frame = drawn_frame(seed, rows)
    fewer = collapse(frame, ["c", "a"], "w")
    margins = margins_of(fewer, seed, ("a",), ("c",))
    few, many = rake(fewer, margins), rake(collapse(frame, VARIABLES, "w"), margins)
    assert many.effective_n == pytest.approx(few.effective_n, rel=1e-9)
    of_fewer, named_fewer = fewer.groups(["a", "c"])
    factor = {named_fewer[number]: g for number, g in zip(of_fewer, few.g, strict=True)}
    of_many, named_many = many.cells.groups(["a", "c"])
    assert [factor[named_many[number]] for number in of_many] == pytest.approx(many.g.tolist(), rel=1e-9)


@settings(max_examples=30)
@many_samples
def test_exponential_calibration_is_raking(seed: int, rows: int) -> None:
    cells = collapse(drawn_frame(seed, rows), VARIABLES, "w")
    margins = margins_of(cells, seed, *ONE_WAY)
    raked = rake(cells, margins, tolerance=1e-11, most_rounds=5000)
    assert calibrate(cells, margins, EXPONENTIAL, tolerance=1e-11).g == pytest.approx(raked.g, rel=1e-7)


@pytest.mark.parametrize("name", ["linear", "exponential", "logit", "truncated linear"])
@settings(max_examples=25)
@many_samples
def test_calibration_is_at_the_optimum_of_its_distance(name: str, seed: int, rows: int) -> None:
    """Row by row: the inverse of F, applied to final / initial weight, is a sum of one number for each category."""
    bounds = Bounds(low=0.2, high=4)
    distance = {"linear": LINEAR, "exponential": EXPONENTIAL, "logit": logit(bounds)}.get(
        name, truncated_linear(bounds)
    )
    cells = collapse(drawn_frame(seed, rows), VARIABLES, "w")
    weights = calibrate(cells, margins_of(cells, seed, *ONE_WAY), distance, tolerance=1e-10)
    inverse = {
        "linear": lambda g: g - 1,
        "exponential": math.log,
        "logit": lambda g: (math.log((g - 0.2) / (4 - g)) - math.log(0.8 / 3)) * (0.8 * 3) / 3.8,
        "truncated linear": lambda g: g - 1,
    }[name]
    is_inside = (weights.g > 0.2 + 1e-9) & (weights.g < 4 - 1e-9) | (name in ("linear", "exponential"))
    u = np.array([inverse(g) for g in weights.g[is_inside]])
    x = weights.calibrated().auxiliaries().toarray()[is_inside]
    fitted = x @ np.linalg.lstsq(x, u, rcond=None)[0]
    assert fitted == pytest.approx(u, abs=1e-6)


@pytest.mark.parametrize("distance", [logit(Bounds(low=0.52, high=1.5)), truncated_linear(Bounds(low=0.52, high=1.5))])
def test_bounds_hold_where_linear_weights_would_pass_them(distance) -> None:
    cells = collapse(drawn_frame(3, 2000, weighted=False), VARIABLES)
    margins = (one_way("a", {"0": 900, "1": 650, "2": 450}), one_way("c", {"0": 1200, "1": 800}))
    free, bound = calibrate(cells, margins, LINEAR), calibrate(cells, margins, distance)
    assert free.g.min() < 0.52
    assert free.g.max() > 1.5
    assert bound.g.min() >= 0.52
    assert bound.g.max() <= 1.5
    assert bound.convergence.error <= 1e-8


def test_linear_weights_below_zero_are_counted() -> None:
    frame = nw.from_native(pl.DataFrame({"a": ["x", "x", "y"], "b": ["p", "q", "q"]}).lazy())
    margins = (one_way("a", {"x": 1, "y": 9}), one_way("b", {"p": 5, "q": 5}))
    weights = calibrate(collapse(frame, ["a", "b"]), margins, LINEAR)
    assert weights.negative_rows == 1
    assert weights.smallest == pytest.approx(-4)


def test_post_stratification_to_the_size_of_the_population_scales_all_weights_alike() -> None:
    cells = collapse(drawn_frame(4, 50), VARIABLES, "w")
    weights = post_stratify(cells, Margin((), {(): 12_000.0}))
    assert weights.total == pytest.approx(12_000)
    assert np.ptp(weights.g) == pytest.approx(0, abs=1e-9)
    assert weights.effective_n == pytest.approx(design_weights(cells).effective_n)


def test_kish_counts_what_unequal_weights_cost() -> None:
    """Weights 1, 1, 2, 4 by hand: (8)^2 / 22 = 2.909 effective rows of 4."""
    frame = nw.from_native(pl.DataFrame({"a": ["x"] * 4, "w": [1.0, 1, 2, 4]}).lazy())
    weights = design_weights(collapse(frame, ["a"], "w"))
    assert weights.effective_n == pytest.approx(64 / 22)
    assert weights.design_effect == pytest.approx(4 * 22 / 64)
    equal = design_weights(collapse(frame, ["a"]))
    assert (equal.effective_n, equal.design_effect) == (4, 1)


def skewed() -> CellWeights:
    cells = collapse(drawn_frame(5, 3000, weighted=False), VARIABLES)
    by_a, by_b = {"0": 6000, "1": 2500, "2": 1500}, {"0": 4000, "1": 3000, "2": 2000, "3": 1000}
    margins = (one_way("a", by_a), one_way("b", by_b))
    return rake(cells, margins)


def test_trimmed_weights_stay_below_the_cut_and_meet_their_margins_again() -> None:
    before = skewed()
    after = trim(before, 3)
    assert after.trimming is not None
    assert before.largest > after.trimming.largest == pytest.approx(3 * after.trimming.median)
    assert after.largest <= after.trimming.largest * (1 + 1e-12)
    assert after.trimming.after.is_met
    assert after.total == pytest.approx(before.total, rel=1e-8)
    assert after.effective_n > before.effective_n
    assert after.trimming.rows == int(
        before.cells.rows[before.final / before.cells.rows > after.trimming.largest].sum()
    )
    assert 0 < after.trimming.taken < 1


def test_where_cut_and_margins_exclude_each_other_the_cut_stands_and_the_missed_total_is_named() -> None:
    after = trim(skewed(), 2)
    assert after.trimming is not None
    assert after.largest <= after.trimming.largest * (1 + 1e-12)
    assert not after.trimming.after.is_met
    assert after.convergence == after.trimming.after
    assert after.trimming.after.worst.startswith("margin ")


def test_weights_without_outliers_are_left_as_they_are() -> None:
    before = skewed()
    after = trim(before, 1000)
    assert after.trimming is not None
    assert (after.trimming.rows, after.trimming.taken) == (0, 0)
    assert after.g.tolist() == before.g.tolist()


def test_trimmed_design_weights_keep_their_sum() -> None:
    frame = nw.from_native(pl.DataFrame({"a": list("uvxyz"), "w": [1.0, 1, 1, 2, 20]}).lazy())
    after = trim(design_weights(collapse(frame, ["a"], "w")), 6)
    assert after.total == pytest.approx(25)
    assert after.largest == pytest.approx(6)
    assert after.targets == ()


def test_the_heaviest_row_of_a_cell_decides_how_far_the_cell_is_cut() -> None:
    frame = nw.from_native(pl.DataFrame({"a": list("xxyyy"), "w": [1.0, 9, 2, 2, 2]}).lazy())
    after = trim(design_weights(collapse(frame, ["a"], "w")), 3)
    assert after.trimming is not None
    assert after.largest <= 6 * (1 + 1e-9)
    assert after.g[0] == pytest.approx(6 / 9)
    assert after.g[1] > 1


def test_the_table_of_cells_adds_up_to_the_population_and_to_the_sample() -> None:
    weights = skewed()
    table = weights.table()
    assert table.column_names == [*VARIABLES, "rows", "g", "weight"]
    assert sum(table.column("rows").to_pylist()) == 3000
    total = sum(
        n * w for n, w in zip(table.column("rows").to_pylist(), table.column("weight").to_pylist(), strict=True)
    )
    assert total == pytest.approx(weights.total)


def test_cells_are_grouped_alike_whether_combinations_are_counted_or_sorted(monkeypatch) -> None:
    cells = collapse(drawn_frame(6, 200), VARIABLES, "w")
    counted = cells.project(("c", "b")), cells.groups(("c", "b"))
    monkeypatch.setattr(sample_module, "MOST_COUNTED", 1)
    sorted_ = cells.project(("c", "b")), cells.groups(("c", "b"))
    assert counted[1][0].tolist() == sorted_[1][0].tolist()
    assert counted[1][1] == sorted_[1][1]
    for name in ("rows", "weight", "squares", "smallest", "largest"):
        assert getattr(counted[0], name).tolist() == getattr(sorted_[0], name).tolist()


def test_more_combinations_than_a_number_can_count_are_no_obstacle() -> None:
    """Twenty variables of twenty codes: 20^20 combinations, of which thirty rows have at most thirty."""
    random = np.random.default_rng(7)
    rows = {f"v{place}": random.permutation(np.arange(30) % 20) for place in range(20)}
    cells = collapse(nw.from_native(pl.DataFrame(rows).lazy()), list(rows))
    assert cells.n == 30
    assert sorted(cells.groups(list(rows))[1]) == sorted(tuple(str(rows[v][i]) for v in rows) for i in range(30))


@pytest.mark.parametrize(
    ("declared", "method"),
    [
        (Weighting(), "raking"),
        (Weighting(method=Method.LINEAR), "linear"),
        (Weighting(method=Method.LINEAR, bounds=Bounds(low=0.1, high=9)), "truncated linear"),
        (Weighting(method=Method.LOGIT, bounds=Bounds(low=0.1, high=9)), "logit"),
        (Weighting(method=Method.POST_STRATIFICATION, margins=(("a",),)), "post-stratification"),
        (Weighting(trim=30, margins=(("a",), ("b",))), "raking"),
    ],
)
def test_a_declared_method_is_the_one_used(declared: Weighting, method: str) -> None:
    cells = collapse(drawn_frame(8, 400), VARIABLES, "w")
    margins = margins_of(cells, 8, ("a", "c"), ("b",))
    weights = weigh(cells, margins, declared)
    assert weights.method == method
    assert (weights.trimming is not None) == (declared.trim is not None)
    assert weights.convergence.is_met


def test_a_margin_named_by_fewer_variables_than_the_reference_crosses_is_summed() -> None:
    cells = collapse(drawn_frame(9, 400), VARIABLES, "w")
    crossed = margins_of(cells, 9, ("a", "c"))[0]
    weights = weigh(cells, [crossed], Weighting(margins=(("c",),)))
    assert [target.margin.variables for target in weights.targets] == [("c",)]
    assert weights.targets[0].margin.total == pytest.approx(crossed.total)


def test_shares_become_totals_of_a_population_of_known_size() -> None:
    margin = one_way("a", {"x": 0.25, "y": 0.75}).scaled(8000)
    assert margin.totals == {("x",): 2000, ("y",): 6000}


def test_what_a_variance_needs_adds_up() -> None:
    weights = skewed()
    known = weights.calibrated()
    met = known.auxiliaries().T @ known.final
    assert met == pytest.approx(np.concatenate(known.targets), rel=1e-8)
    assert known.final == pytest.approx(weights.final)
    assert known.margins == (("a",), ("b",))
    assert known.group(0).max() == 2
