"""Linked hierarchical tables share their cells, and every equation holds for sums of leaves."""

import itertools

import numpy as np

from nyhavn.engine.confidentiality.suppression.structure import place, structure
from nyhavn.framework.hierarchy import Hierarchy

PLACE = Hierarchy("place", "all", {"north": "all", "south": "all", "n1": "north", "n2": "north"})
SEX = Hierarchy.flat("sex", ("f", "m"), "t")
AGE = Hierarchy.flat("age", ("young", "old"), "t")


def _sums(tables: list[list[Hierarchy]]) -> dict[tuple[tuple[str, str], ...], float]:
    """Every margin of a random population, added up one by one."""
    rng = np.random.default_rng(7)
    every = list({hierarchy.name: hierarchy for table in tables for hierarchy in table}.values())
    found: dict[tuple[tuple[str, str], ...], float] = {}
    for leaf in itertools.product(*(hierarchy.leaves for hierarchy in every)):
        value = float(rng.integers(1, 9))
        lines = [hierarchy.ancestors(code) for hierarchy, code in zip(every, leaf, strict=True)]
        for codes in itertools.product(*lines):
            at = place(every, codes)
            found[at] = found.get(at, 0.0) + value
    return found


def test_every_equation_holds_for_sums_of_leaves() -> None:
    tables = [[PLACE, SEX], [PLACE, AGE]]
    shape, sums = structure(tables), _sums(tables)
    values = np.array([sums[at] for at in shape.places])
    assert np.abs(shape.matrix @ values).max() == 0.0
    assert shape.matrix.shape[0] > 0


def test_a_margin_that_two_tables_share_is_one_cell() -> None:
    shape = structure([[PLACE, SEX], [PLACE, AGE]])
    assert len(shape.places) == 5 * 3 + 5 * 3 - 5
    assert len(set(shape.places)) == len(shape.places)
    assert () in shape.places


def test_the_equations_determine_everything_but_the_leaves() -> None:
    shape = structure([[PLACE, SEX]])
    rank = np.linalg.matrix_rank(shape.matrix.toarray())
    assert len(shape.places) - rank == len(PLACE.leaves) * len(SEX.leaves)


def test_blocks_are_the_flat_tables_below_each_pair_of_totals() -> None:
    shape = structure([[PLACE, SEX]])
    assert [(block.level, len(block.cells)) for block in shape.blocks] == [(0, 9), (1, 9)]
    covered = set(itertools.chain.from_iterable(block.equations.tolist() for block in shape.blocks))
    assert covered == set(range(shape.matrix.shape[0]))
