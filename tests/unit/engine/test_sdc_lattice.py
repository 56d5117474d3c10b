"""Which margins link tables, and which cells nobody publishes."""

import pytest

from nyhavn.engine.confidentiality.lattice import cliques, lattice

SIZES = {"a": 2, "b": 3, "c": 4, "d": 5}


def sets(*names):
    return {frozenset(name) for name in names}


def test_two_tables_that_share_a_breakdown_need_no_joint_cells():
    shape = lattice(sets("ab", "bc"), SIZES, most_cells=0)
    assert set(shape.leaves) == sets("ab", "bc")
    assert shape.joint
    assert set(shape.margins) == sets("", "a", "b", "c", "ab", "bc")


def test_three_tables_in_a_ring_are_joined_by_the_full_cross():
    shape = lattice(sets("ab", "bc", "ac"), SIZES, most_cells=24)
    assert set(shape.leaves) == sets("abc")
    assert shape.joint


def test_too_many_joint_cells_are_left_out_and_said_so():
    shape = lattice(sets("ab", "bc", "ac"), SIZES, most_cells=23)
    assert set(shape.leaves) == sets("ab", "bc", "ac")
    assert not shape.joint


def test_a_ring_of_four_is_cut_into_two_crosses():
    found = cliques(sets("ab", "bc", "cd", "ad"))
    assert len(found) == 2
    assert {len(clique) for clique in found} == {3}
    assert all(any(table <= clique for clique in found) for table in sets("ab", "bc", "cd", "ad"))


@pytest.mark.parametrize("published", [sets(""), sets("a"), sets("a", "b"), sets("abc", "cd"), sets("ab", "bc", "ac")])
def test_every_margin_hangs_on_every_leaf_above_it(published):
    """Following the sums upwards from a margin, each leaf that contains it is reached."""
    shape = lattice(published, SIZES, most_cells=1000)
    for margin in shape.margins:
        reached, front = {margin}, {margin}
        while front:
            front = {fine for coarse, fine in shape.sums if coarse in front} - reached
            reached |= front
        assert {leaf for leaf in shape.leaves if margin <= leaf} <= reached
