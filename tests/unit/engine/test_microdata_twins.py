"""Every measure of the risk of records has a slow twin over rows, and every engine agrees with it."""

from collections import Counter
from dataclasses import dataclass

import narwhals as nw
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines import drawn
from engines.opened import on_every_engine
from nyhavn.engine.confidentiality.microdata import assess, collapse, collapse_households, special_uniques
from nyhavn.engine.confidentiality.microdata.coding import in_order
from nyhavn.engine.confidentiality.microdata.frequencies import Frequencies
from nyhavn.engine.confidentiality.microdata.individual import RiskMethod, individual_risk
from nyhavn.engine.confidentiality.microdata.special_uniques import lattice_weights, size_weights
from unit.engine import microdata_twin as twin

pytestmark = pytest.mark.engines
FRACTION = 0.05


@dataclass(frozen=True)
class Records:
    rows: list[twin.Row]
    weights: list[float]
    values: list[str | None]
    households: list[str | None]

    @property
    def keys(self) -> list[str]:
        return [f"key {place}" for place in range(len(self.rows[0]))]

    def table(self, order: list[int] | None = None) -> pa.Table:
        places = order or list(range(len(self.rows)))
        columns = {
            key: pa.array([self.rows[p][place] for p in places], pa.string()) for place, key in enumerate(self.keys)
        }
        columns["w"] = pa.array([f"{self.weights[p]:g}" for p in places], pa.string())
        columns["s"] = pa.array([self.values[p] for p in places], pa.string())
        columns["h"] = pa.array([self.households[p] for p in places], pa.string())
        return pa.table(columns)


@st.composite
def records(draw, *, missing: bool = True) -> Records:
    keys, n = draw(st.integers(1, 4)), draw(st.integers(2, 14))
    codes = st.sampled_from(["a", "b", "c", *([None] if missing else [])])
    rows = draw(st.lists(st.tuples(*[codes] * keys), min_size=n, max_size=n))
    weights = draw(st.lists(st.sampled_from([1, 1.5, 3, 20, 400]), min_size=n, max_size=n))
    values = draw(st.lists(st.sampled_from(["1", "2", "10", "3.5", None]), min_size=n, max_size=n))
    homes = draw(st.lists(st.sampled_from(["x", "y", "z", None]), min_size=n, max_size=n))
    return Records(rows, weights, values, homes)


def found(frame: nw.LazyFrame, table: pa.Table, keys: list[str]) -> dict[str, list]:
    """Everything, by row."""
    cells = collapse(frame, keys, weight="w", sensitive=["s"])
    at = cells.locate(table)
    assessed = assess(cells, asked=(2,), households=collapse_households(frame, cells, "h"))
    special = special_uniques(cells, sampling_fraction=FRACTION)
    return {
        "fk": assessed.frequencies.sample[at].tolist(),
        "Fk": assessed.frequencies.population[at].tolist(),
        "risk": assessed.risk[at].tolist(),
        "score": special.score[at].tolist(),
        "dis": special.dis[at].tolist(),
        "sizes": special.minimal[at].tolist(),
        "contributions": special.contributions[at].tolist(),
        "assessment": [assessed.assessment],
    }


@pytest.mark.slow
@given(records())
@settings(max_examples=drawn(30))
def test_frequencies_and_risks_are_those_of_loops_over_rows(some: Records) -> None:
    table = some.table()
    seen = on_every_engine(table, lambda frame: found(frame, table, some.keys))
    fk, population = twin.sample_frequencies(some.rows), twin.population_frequencies(some.rows, some.weights)
    risks = [twin.risk(f, p) for f, p in zip(fk, population, strict=True)]
    assert seen["fk"] == fk
    assert seen["Fk"] == pytest.approx(population)
    assert seen["risk"] == pytest.approx(risks, rel=1e-9)
    (assessment,) = seen["assessment"]
    assert (assessment.least, assessment.uniques) == (min(fk), fk.count(1))
    assert assessment.below == ((2, sum(f < 2 for f in fk)),)
    assert assessment.expected == pytest.approx(sum(risks))
    homes = twin.household_risks(some.households, risks)
    assert assessment.household.expected == pytest.approx(sum(homes))
    assert assessment.household.highest == pytest.approx(max(homes))


@given(records())
@settings(max_examples=drawn(30))
def test_diversity_and_closeness_are_those_of_loops_over_rows(some: Records) -> None:
    table = some.table()
    seen = on_every_engine(table, lambda frame: found(frame, table, some.keys))
    (sensitive,) = seen["assessment"][0].sensitive
    stated = twin.classes(some.rows, some.values)
    everybody = Counter(value for value in some.values if value is not None)
    if not everybody:
        assert (sensitive.diversity, sensitive.closeness) == (None, None)
        return
    least = twin.distinct(stated)
    assert sensitive.diversity.distinct == least
    assert sensitive.diversity.entropy == pytest.approx(twin.entropy(stated))
    assert sensitive.diversity.recursive_c == (twin.recursive_c(stated, least) if least > 1 else None)
    equal, ordered = twin.closeness(stated, everybody, in_order(set(everybody)))
    assert sensitive.closeness.equal == pytest.approx(equal, abs=1e-12)
    assert sensitive.closeness.ordered == pytest.approx(ordered, abs=1e-12)


@pytest.mark.slow
@given(records())
@settings(max_examples=drawn(30))
def test_special_uniques_are_those_of_a_search_through_all_sets(some: Records) -> None:
    table = some.table()
    seen = on_every_engine(table, lambda frame: found(frame, table, some.keys))
    sets, keys = twin.minimal_sample_uniques(some.rows), len(some.keys)
    scores = [twin.score(each, keys) for each in sets]
    assert seen["score"] == scores
    assert seen["sizes"] == [[sum(len(held) == size for held in each) for size in range(1, keys + 1)] for each in sets]
    assert seen["dis"] == pytest.approx(twin.dis_scores(some.rows, scores, FRACTION))
    for contributions, each in zip(seen["contributions"], sets, strict=True):
        assert contributions == [twin.score([held for held in each if key in held], keys) for key in range(keys)]


@given(records(), st.randoms(use_true_random=False))
@settings(max_examples=drawn(12))
def test_the_order_of_rows_and_of_keys_changes_nothing(some: Records, random) -> None:
    order = list(range(len(some.rows)))
    random.shuffle(order)
    keys = list(some.keys)
    random.shuffle(keys)
    table, other = some.table(), some.table(order)
    first = on_every_engine(table, lambda frame: found(frame, table, some.keys))
    second = on_every_engine(other, lambda frame: found(frame, other, keys))
    for measure in ("fk", "score"):
        assert [first[measure][place] for place in order] == second[measure]
    assert [first["Fk"][place] for place in order] == pytest.approx(second["Fk"])


@given(st.integers(1, 400), st.floats(1, 1e9))
@settings(max_examples=100)
def test_the_risk_lies_between_one_in_the_population_and_one_in_the_sample(fk: int, more: float) -> None:
    (one,) = individual_risk(Frequencies(np.array([fk]), np.array([fk * more])))
    assert 1 / (fk * more) * (1 - 1e-9) <= one <= 1 / fk


@pytest.mark.parametrize("fk", [1, 2, 3, 29, 30, 31, 500])
@pytest.mark.parametrize("factor", [1.0001, 1.5, 10, 300])
def test_the_risk_is_the_mean_of_one_over_a_negative_binomial_on_both_sides_of_each_way_to_compute_it(
    fk: int, factor: float
) -> None:
    (one,) = individual_risk(Frequencies(np.array([fk]), np.array([fk * factor])))
    assert one == pytest.approx(twin.risk(fk, fk * factor), rel=1e-9)


@pytest.mark.parametrize("factor", [2, 999, 1001, 1e6])
def test_the_risk_of_a_sample_unique_has_a_closed_form(factor: float) -> None:
    (one,) = individual_risk(Frequencies(np.array([1]), np.array([factor])))
    assert one == pytest.approx(np.log(factor) / (factor - 1), rel=1e-12)


def test_the_rough_formula_begins_at_three_and_is_near_the_exact_one() -> None:
    frequencies = Frequencies(np.array([1, 2, 3, 40]), np.array([50.0, 90.0, 200.0, 900.0]))
    exact, rough = (individual_risk(frequencies, method) for method in (RiskMethod.EXACT, RiskMethod.APPROXIMATE))
    assert exact[:2].tolist() == rough[:2].tolist()
    assert rough[2] == pytest.approx((3 / 200) / (3 - (1 - 3 / 200)))
    assert rough[2:] == pytest.approx(exact[2:], rel=0.15)
    assert rough[2] != exact[2]


def test_fewer_in_the_population_than_in_the_sample_is_no_chance_above_one() -> None:
    assert individual_risk(Frequencies(np.array([1, 4]), np.array([0.5, 2.0]))).tolist() == [1.0, 0.25]


def test_weights_of_sizes_are_those_of_both_published_scores() -> None:
    assert size_weights(4).tolist() == [6, 2, 1, 1]
    assert lattice_weights(3) == pytest.approx([3 / 3, 1 / 3, 0])
