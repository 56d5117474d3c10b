"""Rounding: without a lean at random, and controlled so that everything adds up, as near as trying everything finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from engines import drawn, on_every_engine
from nyhavn.engine.confidentiality.noise import round_at_random, round_controlled, tabulate
from nyhavn.engine.confidentiality.noise.cells import Tabulated
from nyhavn.engine.confidentiality.noise.keys import KEYS
from nyhavn.engine.confidentiality.noise.layout import layout
from nyhavn.engine.confidentiality.noise.rounding import MOST_CELLS, nearest_multiples
from nyhavn.engine.confidentiality.tables.facts import added_up
from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.noise_policy import RoundingPolicy
from nyhavn.framework.refusal import Refusal
from unit.engine import noise_twin as twin
from unit.engine.noise_cast import AGE, COLUMNS, PLACE, SECRET, arrow, village


def flat(name, size):
    return Hierarchy.flat(name, tuple(f"{name}{at}" for at in range(size)), "Total")


def tabulated(cross, leaves, id_="t"):
    leaves = np.asarray(leaves, dtype=np.int64).reshape([len(tree.leaves) for tree in cross])
    count = added_up(leaves, cross)
    return Tabulated(id_, cross, count, np.zeros_like(count))


def adds_up(tables, crosses):
    found = layout(crosses)
    return not (found.structure.matrix @ found.gathered([table.value for table in tables])).any()


@pytest.mark.parametrize("base", [2, 3, 5, 10])
def test_random_rounding_goes_up_as_often_as_the_rest_says(base):
    """All keys at once: with evenly spread keys, the mean over them is the count, to a billionth."""
    keys = np.linspace(0, KEYS - 1, 1_000_001).astype(np.int64)
    for count in range(2 * base + 1):
        table = Tabulated("t", (AGE,), np.full_like(keys, count), keys)
        (rounded,), said = round_at_random([table], RoundingPolicy(base=base))
        assert rounded.value.mean() == pytest.approx(count, abs=1e-5)
        assert (rounded.value % base == 0).all()
        assert abs(rounded.value - count).max() <= said.most == base - 1
        assert (rounded.value - count).std() <= said.standard_error + 1e-5


@pytest.mark.engines
def test_random_rounding_is_that_of_the_twin_on_every_engine():
    rows = village(120)
    cross = (PLACE, AGE)
    (found,), _ = on_every_engine(
        arrow(rows), lambda frame: round_at_random([tabulate(frame, "t", cross, COLUMNS)], RoundingPolicy(base=5))
    )
    shown = dict(zip(twin.all_cells(cross), found.value.ravel().tolist(), strict=True))
    for codes, (count, key) in twin.counts_and_keys(rows, cross, SECRET).items():
        down, rest = divmod(count, 5)
        assert shown[codes] == 5 * (down + (key / 2**32 < rest / 5))


def sums_of(cross):
    """(total, parts), the lowest totals first."""
    found = layout([cross])
    places, matrix = found.structure.places, found.structure.matrix.toarray()
    pairs = [(places[int(np.argmin(line))], [places[at] for at in np.flatnonzero(line > 0)]) for line in matrix]
    return sorted(pairs, key=lambda pair: -len(pair[0])), places


@given(leaves=st.lists(st.integers(0, 11), min_size=6, max_size=6), base=st.sampled_from([3, 5]))
@settings(max_examples=drawn(40))
def test_controlled_rounding_is_as_near_as_trying_everything_finds(leaves, base):
    cross = (flat("a", 3), flat("b", 2))
    table = tabulated(cross, leaves)
    (rounded,), said = round_controlled([table], RoundingPolicy(base=base))
    found = layout([cross])
    sums, places = sums_of(cross)
    counts = dict(zip(places, found.gathered([table.count]).tolist(), strict=True))
    best = twin.nearest_rounding(counts, sums, base, 0)
    assert best is not None
    assert np.abs(rounded.value - table.count).sum() == best
    assert dict(said.restricted)["least possible distance"] == str(best)
    assert adds_up([rounded], [cross])
    assert np.abs(rounded.value - table.count).max() <= said.most == base - 1


@given(data=st.data())
@settings(max_examples=drawn(15))
def test_linked_tables_with_hierarchies_are_rounded_together(data):
    crosses = [(PLACE, flat("b", 3)), (PLACE, flat("c", 2))]
    cells = data.draw(st.lists(st.integers(0, 9), min_size=18, max_size=18))
    joint = np.array(cells, dtype=np.int64).reshape(3, 3, 2)
    tables = [tabulated(crosses[0], joint.sum(axis=2), "ab"), tabulated(crosses[1], joint.sum(axis=1), "ac")]
    rounded, said = round_controlled(tables, RoundingPolicy(base=3))
    assert (rounded[0].value[:, 0] == rounded[1].value[:, 0]).all()
    assert adds_up(rounded, crosses)
    for before, after in zip(tables, rounded, strict=True):
        assert (after.value[before.count == 0] == 0).all()
        assert np.abs(after.value - before.count).max() <= said.most


def test_by_three_breakdowns_what_is_found_is_as_near_as_its_bound_says():
    cross = (flat("a", 3), flat("b", 3), flat("c", 3))
    leaves = np.random.default_rng(7).integers(0, 9, 27)
    table = tabulated(cross, leaves)
    (rounded,), said = round_controlled([table], RoundingPolicy(base=4))
    assert adds_up([rounded], [cross])
    distance, bound = (
        int(dict(said.restricted)[name]) for name in ("distance of all cells", "least possible distance")
    )
    assert bound <= distance == np.abs(rounded.value - table.count).sum()


def test_a_table_by_three_breakdowns_that_the_next_multiples_cannot_round_goes_one_further_and_says_so():
    cross = tuple(flat(name, 2) for name in "abc")
    table = tabulated(cross, [1, 0, 0, 0, 1, 3, 1, 0])
    sums, places = sums_of(cross)
    counts = dict(zip(places, layout([cross]).gathered([table.count]).tolist(), strict=True))
    assert twin.nearest_rounding(counts, sums, 2, 0) is None
    (rounded,), said = round_controlled([table], RoundingPolicy(base=2))
    distance = np.abs(rounded.value - table.count).sum()
    assert distance == twin.nearest_rounding(counts, sums, 2, 1)
    assert adds_up([rounded], [cross])
    assert said.most == 3 >= np.abs(rounded.value - table.count).max()
    assert "no total would have added up" in said.done
    assert (rounded.value[table.count == 0] == 0).all()


def test_where_the_next_multiples_do_not_add_up_those_after_them_are_taken():
    """x = 3 y: 3 may become 2 or 4, and 1 may become 0 or 2; only 6 and 2, or 0 and 0, are left."""
    matrix = csr_array(np.array([[1.0, -3.0]]))
    found = nearest_multiples(matrix, np.array([3, 1]), 2)
    assert (found.multiples * 2).tolist() in ([0, 0], [6, 2])
    assert found.distance == 4


def test_a_zero_stays_a_zero_also_where_further_multiples_are_taken():
    """x = 3 y + z with z = 0: that z became 2 would be nearer."""
    matrix = csr_array(np.array([[1.0, -3.0, -1.0]]))
    found = nearest_multiples(matrix, np.array([3, 1, 0]), 2)
    assert found.multiples[2] == 0


def test_where_no_multiples_add_up_it_is_refused_by_name():
    matrix = csr_array(np.array([[2.0, -1.0, 0.0], [2.0, 0.0, -1.0], [0.0, 1.0, -3.0]]))
    with pytest.raises(Refusal) as refused:
        nearest_multiples(matrix, np.array([20, 40, 40]), 3)
    assert refused.value.codes == ("noise-rounding-impossible",)
    assert "multiples of 3" in str(refused.value)


def test_more_cells_than_can_be_rounded_together_are_refused():
    cross = (flat("a", MOST_CELLS // 10), flat("b", 10))
    with pytest.raises(Refusal) as refused:
        round_controlled([tabulated(cross, np.ones(MOST_CELLS))], RoundingPolicy(base=5))
    assert refused.value.codes == ("noise-rounding-too-large",)
