"""Remedies for records: what they do, what they lose, and what they refuse."""

import math
from collections import Counter

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.opened import opened
from nyhavn.engine.confidentiality.microdata import assess, collapse
from nyhavn.engine.confidentiality.microdata.dates import DateGrain, coarser_dates
from nyhavn.engine.confidentiality.microdata.frontier import MOST_OPTIONS, Outcome, best, frontier, options_of
from nyhavn.engine.confidentiality.microdata.local_suppression import suppress_locally
from nyhavn.engine.confidentiality.microdata.microaggregation import microaggregate
from nyhavn.engine.confidentiality.microdata.numbering import MISSING
from nyhavn.engine.confidentiality.microdata.places import EARTH_METRES, Donut, move_points
from nyhavn.engine.confidentiality.microdata.pram import invariant_matrix, randomise
from nyhavn.engine.confidentiality.microdata.recoding import (
    Recode,
    check_covers,
    height,
    information_loss,
    recode_table,
    recoded,
    upwards,
)
from nyhavn.engine.confidentiality.microdata.top_bottom import bottom_limit, cut, squares_lost, top_limit
from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.refusal import Refusal

PLACES = Hierarchy("place", "*", {"a": "north", "b": "north", "c": "south", "north": "*", "south": "*", "sea": "*"})


def codes_of(run) -> tuple[str, ...]:
    with pytest.raises(Refusal) as refused:
        run()
    return refused.value.codes


def cells_of(table: pa.Table, sensitive=()):
    keys = [name for name in table.column_names if name not in sensitive]
    return collapse(opened("duckdb").frame(table), keys, sensitive=sensitive)


# Global recoding


def test_codes_go_up_their_hierarchy_and_stop_at_the_total() -> None:
    assert upwards(PLACES, 0).mapping == {"a": "a", "b": "b", "c": "c", "sea": "sea"}
    assert upwards(PLACES, 1).mapping == {"a": "north", "b": "north", "c": "south", "sea": "*"}
    assert upwards(PLACES, 2).mapping == upwards(PLACES, 9).mapping == dict.fromkeys(("a", "b", "c", "sea"), "*")
    assert height(PLACES) == 2


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", "c", None]), st.sampled_from(["x", "y"])), min_size=1, max_size=12)
)
@settings(max_examples=40)
def test_recoded_cells_are_those_of_the_recoded_rows(rows) -> None:
    table = pa.table({"place": pa.array([p for p, _ in rows], pa.string()), "s": [s for _, s in rows]})
    recode = upwards(PLACES, 1)
    cells = recoded(cells_of(table, ("s",)), [recode])
    again = cells_of(recode_table(table, [recode]), ("s",))
    # A code that nobody has any more may still be known.
    for one in (cells, again):
        assert one.n == len(rows)
    assert seen(cells) == seen(again)
    assert assess(cells).assessment.sensitive == assess(again).assessment.sensitive


def seen(cells) -> Counter:
    counts: Counter = Counter()
    for codes, rows in zip(cells.codes.tolist(), cells.rows.tolist(), strict=True):
        texts = tuple(None if code == MISSING else cells.categories[key][code] for key, code in enumerate(codes))
        counts[texts] += rows
    return counts


def test_a_hierarchy_that_lacks_a_code_is_refused_with_the_number_of_rows_and_one_that_has_all_passes() -> None:
    check_covers(cells_of(pa.table({"place": ["a", "b", None]})), PLACES)
    assert codes_of(lambda: check_covers(cells_of(pa.table({"place": ["a", "d"]})), PLACES)) == ("recode-code-unknown",)
    assert codes_of(lambda: check_covers(cells_of(pa.table({"home": ["a"]})), PLACES)) == ("recode-code-unknown",)


def test_loss_is_the_entropy_that_is_gone_and_blanks_take_what_they_told() -> None:
    table = pa.table({"place": ["a", "a", "b", "c"], "sex": ["f", "f", "f", "m"]})
    before = cells_of(table)
    coarse = recoded(before, [upwards(PLACES, 1)])
    told = 2 * -math.log(2 / 4) + 2 * -math.log(1 / 4)
    told_after = 3 * -math.log(3 / 4) - math.log(1 / 4)
    assert information_loss(before, before) == 0
    assert information_loss(before, coarse) == pytest.approx((1 - told_after / told) / 2)
    gone = recoded(before, [upwards(PLACES, 2), Recode("sex", {"f": "any", "m": "any"})])
    assert information_loss(before, gone) == 1
    blanked = suppress_locally(before, 2).after
    assert 0 < information_loss(before, before, blanked) < 1


# Options


def test_every_combination_of_levels_is_an_option_and_too_many_are_refused() -> None:
    options = options_of([PLACES], (2, 3))
    assert [option.words for option in options][:4] == [
        "as it is",
        "as it is; blanks to k = 2",
        "as it is; blanks to k = 3",
        "place 1 up",
    ]
    assert len(options) == 9
    deep = Hierarchy("age", "*", {str(n): str(n + 1) if n < 19 else "*" for n in range(20)})
    assert len(options_of([deep], ())) == height(deep) + 1 <= MOST_OPTIONS
    assert codes_of(lambda: options_of([deep, deep], ())) == ("options-too-many",)


def test_an_option_is_worth_a_look_if_no_other_has_less_of_both() -> None:
    def one(risk: float, loss: float) -> Outcome:
        return Outcome(options_of([PLACES])[0], risk, risk, 0, 0, loss)

    found = [outcome.is_best for outcome in best([one(5, 0), one(4, 1), one(4, 2), one(1, 2), one(1, 2), one(6, 3)])]
    assert found == [True, True, False, True, True, False]


def test_options_reach_the_k_that_they_name() -> None:
    table = pa.table({"place": ["a", "a", "b", "c", "c", "sea"], "sex": ["f", "m", "f", "m", "m", "f"]})
    outcomes = frontier(cells_of(table), options_of([PLACES], (2,)), k=2, hierarchies=[PLACES])
    assert all(one.below == 0 for one in outcomes if one.option.k == 2)
    assert any(one.below > 0 for one in outcomes if one.option.k == 0)
    assert [one.loss for one in outcomes if one.option.k == 0] == sorted(
        one.loss for one in outcomes if one.option.k == 0
    )


# Top and bottom coding


def test_limits_are_reached_by_as_many_rows_as_are_asked_for() -> None:
    values = np.array([1.0, 2, 2, 3, 50, 90, np.nan])
    assert (top_limit(values, 1), top_limit(values, 2), bottom_limit(values, 1), bottom_limit(values, 2)) == (
        90,
        50,
        1,
        2,
    )
    found = cut(values, bottom=2, top=50)
    assert found.values[:6].tolist() == [2, 2, 2, 3, 50, 50] and np.isnan(found.values[6])
    mean = np.mean([1, 2, 2, 3, 50, 90])
    squares = sum((value - mean) ** 2 for value in (1, 2, 2, 3, 50, 90))
    assert (found.changed, found.lost) == (2, pytest.approx((1 + 40**2) / squares))


def test_limits_that_nobody_reaches_or_that_cross_are_refused() -> None:
    values = np.array([1.0, 2.0])
    assert codes_of(lambda: top_limit(values, 3)) == codes_of(lambda: top_limit(values, 0)) == ("limit-impossible",)
    assert codes_of(lambda: cut(values, bottom=2, top=1)) == ("limit-impossible",)
    assert cut(values, bottom=1, top=2).changed == 0
    assert squares_lost(np.array([3.0, 3.0]), np.array([3.0, 3.0])) == 0


# PRAM


@given(st.lists(st.integers(1, 500), min_size=1, max_size=6), st.floats(0.05, 1))
@settings(max_examples=60)
def test_expected_counts_after_pram_are_the_counts_before(counts, keep) -> None:
    matrix = invariant_matrix(np.array(counts), keep)
    assert matrix.sum(axis=1) == pytest.approx(np.ones(len(counts)))
    assert np.array(counts) @ matrix == pytest.approx(np.array(counts, dtype=float))
    assert (matrix >= 0).all()


def test_pram_draws_the_same_for_the_same_seed_and_as_often_as_expected() -> None:
    codes = np.array([0] * 6000 + [1] * 3000 + [2] * 1000 + [MISSING] * 50, dtype=np.int32)
    matrix = invariant_matrix(np.array([6000, 3000, 1000]), 0.8)
    first, again, other = (randomise(codes, matrix, seed) for seed in (7, 7, 8))
    assert first.codes.tolist() == again.codes.tolist() != other.codes.tolist()
    assert (first.codes[-50:] == MISSING).all() and first.changed == (first.codes != codes).sum()
    spread = math.sqrt(10_000 * 0.25)
    assert abs(first.changed - first.expected) < 5 * spread
    counts = np.bincount(first.codes[:-50])
    assert np.abs(counts - [6000, 3000, 1000]).max() < 5 * spread


def test_pram_that_keeps_everything_changes_nothing_and_impossible_chances_are_refused() -> None:
    codes = np.array([0, 1, 1, 0], dtype=np.int32)
    assert randomise(codes, invariant_matrix(np.array([2, 2]), 1.0), 1).changed == 0
    for keep in (0.0, 1.1, -1):
        assert codes_of(lambda keep=keep: invariant_matrix(np.array([2, 2]), keep)) == ("pram-chance-wrong",)


# Micro-aggregation


def mdav(points: list[tuple[float, ...]], k: int) -> list[list[int]]:
    """MDAV as it is written down, with lists."""

    def distance(one, other) -> float:
        return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))

    def centre(members) -> tuple[float, ...]:
        return tuple(sum(points[m][d] for m in members) / len(members) for d in range(len(points[0])))

    def nearest(members, start) -> list[int]:
        return sorted(members, key=lambda m: (distance(points[m], start), m))[:k]

    def farthest(members, start) -> int:
        return max(members, key=lambda m: (distance(points[m], start), -m))

    left, groups = list(range(len(points))), []
    while len(left) >= 3 * k:
        first = points[farthest(left, centre(left))]
        groups.append(nearest(left, first))
        left = [m for m in left if m not in groups[-1]]
        second = points[farthest(left, first)]
        groups.append(nearest(left, second))
        left = [m for m in left if m not in groups[-1]]
    if len(left) >= 2 * k:
        groups.append(nearest(left, points[farthest(left, centre(left))]))
        left = [m for m in left if m not in groups[-1]]
    return [*groups, left]


@given(st.integers(0, 10_000), st.integers(2, 4), st.integers(4, 30))
@settings(max_examples=40)
def test_groups_are_those_of_mdav_and_means_stay(seed: int, k: int, records: int) -> None:
    values = np.random.default_rng(seed).normal(size=(records, 2)) * [1, 100]
    found = microaggregate(values, k)
    standard = (values - values.mean(axis=0)) / values.std(axis=0)
    expected = mdav(list(map(tuple, standard.tolist())), k)
    assert sorted(np.flatnonzero(found.group == g).tolist() for g in set(found.group)) == sorted(map(sorted, expected))
    sizes = np.bincount(found.group)
    assert sizes.min() >= k and sizes.max() < 2 * k
    assert found.values.mean(axis=0) == pytest.approx(values.mean(axis=0))
    assert 0 <= found.lost <= 1 + 1e-12
    assert (len(sizes) == 1) == (found.lost == pytest.approx(1))  # one group for all: nothing but the mean is left


def test_records_that_are_alike_lose_nothing_and_a_missing_number_is_refused() -> None:
    assert microaggregate(np.array([[1.0], [1.0], [9.0], [9.0]]), 2).lost == 0
    assert microaggregate(np.array([[5.0], [5.0]]), 2).lost == 0
    assert codes_of(lambda: microaggregate(np.array([[1.0], [np.nan]]), 2)) == ("microdata-number-missing",)
    assert codes_of(lambda: microaggregate(np.array([[1.0], [2.0]]), 3)) == ("k-too-large",)


# Points


KEY = b"a key for this test alone"


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The haversine distance, degrees in."""
    (a, b), (c, d) = ((math.radians(x), math.radians(y)) for x, y in (one, other))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH_METRES * math.asin(math.sqrt(half))


@given(st.floats(-89.5, 89.5), st.floats(-180, 180), st.text(min_size=1, max_size=8))
@settings(max_examples=100)
def test_a_point_moves_at_least_the_nearest_and_at_most_the_farthest_distance(latitude, longitude, name) -> None:
    moved = move_points(np.array([latitude]), np.array([longitude]), [name], Donut(500, 5000, KEY))
    distance = metres((latitude, longitude), (float(moved.latitude[0]), float(moved.longitude[0])))
    assert 500 * (1 - 1e-6) <= distance <= 5000 * (1 + 1e-6)
    assert moved.metres == pytest.approx(distance, rel=1e-6)
    assert abs(moved.latitude[0]) <= 90 and -180 <= moved.longitude[0] <= 180


def test_repeats_do_not_average_out_but_different_people_scatter_all_around() -> None:
    many, donut = 4000, Donut(500, 5000, KEY)
    here = np.full(many, 10.0), np.full(many, 20.0)
    same = move_points(*here, ["p1"] * many, donut)
    middle = (float(same.latitude.mean()), float(same.longitude.mean()))
    assert metres((10, 20), middle) > 499
    people = [f"p{number}" for number in range(many)]
    scattered = move_points(*here, people, donut)
    centre = (float(scattered.latitude.mean()), float(scattered.longitude.mean()))
    assert metres((10, 20), centre) < 5 * 5000 / math.sqrt(many)
    distances = np.array([metres((10, 20), pair) for pair in zip(scattered.latitude, scattered.longitude, strict=True)])
    within = (distances**2 < (500**2 + 5000**2) / 2).mean()  # half of the ring's surface
    assert within == pytest.approx(0.5, abs=5 * 0.5 / math.sqrt(many))
    other = move_points(*here, people, Donut(500, 5000, KEY + b"!"))
    assert np.isclose(other.latitude, scattered.latitude, rtol=0, atol=1e-7).mean() < 0.01


def test_a_missing_point_stays_missing_and_what_cannot_be_moved_is_refused() -> None:
    donut = Donut(500, 5000, KEY)
    found = move_points(np.array([np.nan, 1.0]), np.array([2.0, 2.0]), ["a", "b"], donut)
    assert np.isnan(found.latitude[0]) and np.isnan(found.longitude[0]) and np.isfinite(found.latitude[1])
    one = np.array([1.0])
    assert codes_of(lambda: move_points(one, one, [""], donut)) == ("donut-id-missing",)
    assert codes_of(lambda: move_points(one * 91, one, ["a"], donut)) == ("donut-wrong",)
    assert codes_of(lambda: move_points(one, one * 181, ["a"], donut)) == ("donut-wrong",)
    for nearest, farthest, key in ((0, 5, KEY), (5, 5, KEY), (5, 4, KEY), (5, 1e8, KEY), (5, 9, b"short")):
        assert codes_of(lambda n=nearest, f=farthest, k=key: Donut(n, f, k)) == ("donut-wrong",)


# Dates


@pytest.mark.parametrize(
    ("grain", "written"),
    [
        (DateGrain.DAY, ["2026-03-31", "2026-04-01", "2024-12-09", "2025-01-01"]),
        (DateGrain.MONTH, ["2026-03", "2026-04", "2024-12", "2025-01"]),
        (DateGrain.QUARTER, ["2026-Q1", "2026-Q2", "2024-Q4", "2025-Q1"]),
        (DateGrain.YEAR, ["2026", "2026", "2024", "2025"]),
        (DateGrain.FIVE_YEARS, ["2025-2029", "2025-2029", "2020-2024", "2025-2029"]),
    ],
)
def test_dates_become_coarser(grain, written) -> None:
    days = ["2026-03-31", "2026-04-01", "2024-12-09T23:59:00+01:00", "2025-01-01"]
    recode = coarser_dates("born", days, grain)
    assert [recode.mapping[day] for day in days] == written
    table = recode_table(pa.table({"born": [*days, None]}), [recode])
    assert table.column("born").to_pylist() == [*written, None]


def test_texts_that_are_no_dates_are_counted_and_never_shown() -> None:
    with pytest.raises(Refusal) as refused:
        coarser_dates("born", ["2026-02-30", "spring", "2026-01-01"], DateGrain.YEAR)
    assert refused.value.codes == ("date-unreadable",)
    assert "2 different texts" in str(refused.value) and "spring" not in str(refused.value)
