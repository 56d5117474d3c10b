"""The sample as weighting sees it: cells of rows alike in everything that the margins know."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
Codes = NDArray[np.int32]  # positions of categories; half as long, because there is one array of them per variable
WeightSums = tuple[FloatArray, FloatArray, FloatArray, FloatArray]

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
    codes: tuple[Codes, ...]
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
        rows = np.bincount(number, self.rows, size).astype(np.int64)
        weight, squares, smallest, largest = self._weights(number, size) if self.weight_column else unweighted(rows)
        return replace(
            self,
            variables=tuple(variables),
            categories=tuple(self.categories[self.variables.index(name)] for name in variables),
            codes=codes,
            rows=rows,
            weight=weight,
            squares=squares,
            smallest=smallest,
            largest=largest,
        )

    def _weights(self, number: IntArray, size: int) -> WeightSums:
        smallest, largest = np.full(size, np.inf), np.full(size, -np.inf)
        np.minimum.at(smallest, number, self.smallest)
        np.maximum.at(largest, number, self.largest)
        return grouped(self.weight, number, size), grouped(self.squares, number, size), smallest, largest

    def numbered(self, variables: Sequence[str]) -> tuple[IntArray, tuple[Codes, ...]]:
        """Number of the group of each cell, and the code of each group in every variable; in the order of the codes."""
        places = [self.variables.index(name) for name in variables]
        number, size = np.zeros(len(self), dtype=np.int64), 1
        for place in places:
            number, size = _crossed(number, size, self.codes[place], len(self.categories[place]))
        number, size = _compact(number, size)
        one_of = np.empty(size, dtype=np.int64)
        one_of[number] = np.arange(len(self))
        return number, tuple(self.codes[place][one_of] for place in places)


def unweighted(rows: IntArray) -> WeightSums:
    """Sums, squares, smallest and largest of initial weights where every row has the weight 1."""
    counts, ones = rows.astype(np.float64), np.broadcast_to(np.float64(1), rows.shape)
    return counts, counts, ones, ones


def _crossed(number: IntArray, size: int, code: Codes, levels: int) -> tuple[IntArray, int]:
    """Groups by one variable more. Numbers are closed up first where they would outgrow what can be counted."""
    if size * levels > MOST_COUNTED:
        number, size = _compact(number, size)
    return number * levels + code, size * levels


def _compact(number: IntArray, size: int) -> tuple[IntArray, int]:
    """The same groups numbered without gaps, in the same order; numbers are below size."""
    if size > MOST_COUNTED:
        found, closed = np.unique(number, return_inverse=True)
        return closed.astype(np.int64), len(found)
    occurs = np.bincount(number, minlength=size) > 0
    if occurs.all():
        return number, size
    place = np.cumsum(occurs) - 1
    return place[number], int(place[-1]) + 1


def grouped(values: FloatArray, number: IntArray, size: int) -> FloatArray:
    """Sums of the values over groups; number: group of each value, below size."""
    return np.bincount(number, values, size).astype(np.float64)
