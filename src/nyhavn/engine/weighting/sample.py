"""The sample as weighting sees it: cells of rows alike in everything that the margins know."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import prod

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

MOST_COUNTED = 5_000_000  # combinations up to which counting them all is quicker than sorting those that occur


@dataclass(frozen=True)
class SampleCells:
    """The rows of a sample by the cross of some variables; only cells that hold rows, in the order of their codes.

    categories: per variable its codes in the sample, sorted. codes: per variable the position of each cell's category.
    rows: rows per cell. weight, squares: sums over its rows of the initial weight and of its square; smallest,
    largest: the least and the largest initial weight of its rows. weight_column: where the initial weights stood, ""
    if every row counted once.
    """

    variables: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]
    codes: tuple[IntArray, ...]
    rows: IntArray
    weight: FloatArray
    squares: FloatArray
    smallest: FloatArray
    largest: FloatArray
    weight_column: str = ""

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def n(self) -> int:
        """Rows of the sample."""
        return int(self.rows.sum())

    def groups(self, variables: Sequence[str]) -> tuple[IntArray, tuple[tuple[str, ...], ...]]:
        """Number the combinations of these variables that occur: number per cell, and the categories by number.

        Without variables every cell is in the one group (). Raises ValueError for a variable that is not here.
        """
        number, codes = self.numbered(variables)
        if not codes:
            return number, ((),)
        places = [self.variables.index(name) for name in variables]
        named = ([self.categories[place][code] for code in each] for place, each in zip(places, codes, strict=True))
        return number, tuple(zip(*named, strict=True))

    def project(self, variables: Sequence[str]) -> "SampleCells":
        """The same rows by fewer variables."""
        number, codes = self.numbered(variables)
        size = len(codes[0]) if codes else 1
        smallest, largest = np.full(size, np.inf), np.full(size, -np.inf)
        np.minimum.at(smallest, number, self.smallest)
        np.maximum.at(largest, number, self.largest)
        return replace(
            self,
            variables=tuple(variables),
            categories=tuple(self.categories[self.variables.index(name)] for name in variables),
            codes=codes,
            rows=np.bincount(number, self.rows, size).astype(np.int64),
            weight=grouped(self.weight, number, size),
            squares=grouped(self.squares, number, size),
            smallest=smallest,
            largest=largest,
        )

    def numbered(self, variables: Sequence[str]) -> tuple[IntArray, tuple[IntArray, ...]]:
        """Number of the group of each cell, and the code of each group in every variable."""
        places = [self.variables.index(name) for name in variables]
        if not places:
            return np.zeros(len(self), dtype=np.int64), ()
        shape = tuple(len(self.categories[place]) for place in places)
        if len(places) == 1:
            found, number = _distinct(self.codes[places[0]], shape[0])
            return number, (found,)
        index = np.ravel_multi_index([self.codes[place] for place in places], shape).astype(np.int64)
        found, number = _distinct(index, prod(shape))
        return number, tuple(code.astype(np.int64) for code in np.unravel_index(found, shape))


def _distinct(index: IntArray, size: int) -> tuple[IntArray, IntArray]:
    """The values that occur, ascending, and the position of each entry among them; values are below size."""
    if size > MOST_COUNTED:
        found, number = np.unique(index, return_inverse=True)
        return found.astype(np.int64), number.astype(np.int64)
    found = np.flatnonzero(np.bincount(index, minlength=size)).astype(np.int64)
    if len(found) == size:
        return found, index
    place = np.empty(size, dtype=np.int64)
    place[found] = np.arange(len(found))
    return found, place[index]


def grouped(values: FloatArray, number: IntArray, size: int) -> FloatArray:
    """Sums of the values over groups; number: group of each value, below size."""
    return np.bincount(number, values, size).astype(np.float64)
