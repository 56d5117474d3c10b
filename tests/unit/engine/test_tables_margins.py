"""Margins come out of leaves: as plain Python adds them up, and in room for wide classifications."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyhavn.engine.confidentiality.tables.facts import added_up, below, largest_of, positions_below
from nyhavn.framework.hierarchy import Hierarchy
from unit.engine.noise_twin import is_below

KEPT = 3


@st.composite
def trees(draw, name):
    """Each code below the total, or below one that was drawn before it."""
    parents = {}
    for number in range(draw(st.integers(1, 9))):
        parents[f"{name}{number}"] = draw(st.sampled_from(["all", *parents]))
    shuffled = draw(st.permutations(list(parents)))
    return Hierarchy(name, "all", {code: parents[code] for code in shuffled})


def crosses():
    return st.one_of(st.tuples(trees("a")), st.tuples(trees("a"), trees("b")))


def drawn_leaves(data, cross, *lead):
    shape = (*lead, *(len(tree.leaves) for tree in cross))
    draw = np.random.default_rng(data.draw(st.integers(0, 99)))
    return draw.integers(-50, 1_000, size=shape)


def inside(cross, codes):
    """The leaf cells below these codes, one by one."""
    return [
        tuple(tree.leaves.index(leaf) for tree, leaf in zip(cross, leaves, strict=True))
        for leaves in product(*(tree.leaves for tree in cross))
        if all(is_below(tree, leaf, code) for tree, leaf, code in zip(cross, leaves, codes, strict=True))
    ]


def cells(cross):
    return product(*(enumerate(tree.codes) for tree in cross))


@settings(max_examples=60)
@given(tree=trees("a"))
def test_a_leaf_is_below_itself_and_all_that_stands_above_it(tree) -> None:
    expected = [[is_below(tree, leaf, code) for leaf in tree.leaves] for code in tree.codes]
    assert below(tree).toarray().astype(bool).tolist() == expected
    assert [at.tolist() for at in positions_below(tree)] == [np.flatnonzero(row).tolist() for row in expected]


@settings(max_examples=60)
@given(cross=crosses(), data=st.data())
@pytest.mark.parametrize("kind", [np.int64, np.float64])
def test_every_sum_is_that_of_plain_python(kind, cross, data) -> None:
    leaves = drawn_leaves(data, cross).astype(kind)
    found = added_up(leaves, cross)
    assert found.dtype == kind
    for cell in cells(cross):
        at, codes = zip(*cell, strict=True)
        assert found[at] == sum(leaves[one].item() for one in inside(cross, codes))


@settings(max_examples=60)
@given(cross=crosses(), data=st.data())
def test_the_largest_of_every_cell_are_those_of_plain_python(cross, data) -> None:
    leaves = -np.sort(-np.abs(drawn_leaves(data, cross, KEPT)).astype(float), axis=0)
    found = largest_of(leaves, cross)
    for cell in cells(cross):
        at, codes = zip(*cell, strict=True)
        given_there = [leaves[(rank, *one)].item() for one in inside(cross, codes) for rank in range(KEPT)]
        assert found[(slice(None), *at)].tolist() == sorted(given_there, reverse=True)[:KEPT]


def test_a_classification_of_twenty_thousand_codes_takes_an_entry_per_leaf_and_level() -> None:
    levels = {f"s{number}": "all" for number in range(20)}
    levels |= {f"g{number}": f"s{number % 20}" for number in range(1_000)}
    leaves = {f"c{number}": f"g{number % 1_000}" for number in range(20_000)}
    tree = Hierarchy("work", "all", {**levels, **leaves})
    matrix = below(tree)
    assert matrix.nnz == len(leaves) * 4  # itself, its group, its section, all
    stored = matrix.data.nbytes + matrix.indices.nbytes + matrix.indptr.nbytes
    assert stored < 3_000_000
    counts = added_up(np.ones(len(leaves), dtype=np.int64), (tree,))
    assert counts.tolist() == [20_000, *[1_000] * 20, *[20] * 1_000, *[1] * 20_000]
    largest = largest_of(np.arange(20_000.0)[np.newaxis], (tree,))
    assert largest[0, :2].tolist() == [19_999, 999]  # leaves stand in the order of the groups above them
