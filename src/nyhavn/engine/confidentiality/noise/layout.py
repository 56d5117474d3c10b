"""Several tables as one list of cells: a cell that stands in two tables is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from nyhavn.engine.confidentiality.noise.cells import Cross, Integers
from nyhavn.engine.confidentiality.suppression.structure import Structure, place, structure


@dataclass(frozen=True)
class Layout:
    """structure: the cells and their sums. at: for each table the cell of every combination of codes, shaped so."""

    structure: Structure
    at: tuple[Integers, ...]

    def gathered(self, tables: Sequence[Integers]) -> Integers:
        """One value per cell. tables: their values, the same where they share a cell."""
        found = np.zeros(len(self.structure.places), dtype=np.int64)
        for at, values in zip(self.at, tables, strict=True):
            found[at] = values
        return found

    def scattered(self, values: Integers) -> tuple[Integers, ...]:
        """The values of each table."""
        return tuple(values[at] for at in self.at)


def layout(crosses: Sequence[Cross]) -> Layout:
    """The tables with these breakdowns. Hierarchies of one name are the same in all of them."""
    shape = structure(crosses)
    index = {one: at for at, one in enumerate(shape.places)}
    return Layout(shape, tuple(_positions(cross, index) for cross in crosses))


def _positions(cross: Cross, index: dict[tuple[tuple[str, str], ...], int]) -> Integers:
    found = [index[place(cross, codes)] for codes in product(*(tree.codes for tree in cross))]
    return np.array(found, dtype=np.int64).reshape([len(tree.codes) for tree in cross])
