"""Numbers for combinations of codes: equal combinations get equal numbers."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int32]
Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

MISSING = -1  # the code of a value that is not there
_ROOM = 2**62  # a mixed radix number must fit into 64 bits


def numbered(codes: Codes, sizes: Sequence[int]) -> tuple[Integers, int]:
    """A number from 0 for the combination in each row, in the order of the codes, and how many numbers there are.

    codes: rows x columns, each from MISSING to its size - 1. A missing value is a value like any other here.
    """
    if not len(codes):
        return np.zeros(0, dtype=np.int64), 0
    number, room = np.zeros(len(codes), dtype=np.int64), 1
    for column, size in enumerate(sizes):
        if room * (size + 1) > _ROOM:
            number, room = _close_up(number)
        number, room = number * (size + 1) + (codes[:, column] + 1), room * (size + 1)
    return _close_up(number)


def _close_up(number: Integers) -> tuple[Integers, int]:
    """The same numbers without gaps, in the same order."""
    different, places = np.unique(number, return_inverse=True)
    return places.reshape(-1).astype(np.int64), len(different)


def first_of_each(number: Integers, count: int) -> Integers:
    """The place of one row of each number."""
    place = np.zeros(count, dtype=np.int64)
    place[number[::-1]] = np.arange(len(number) - 1, -1, -1)
    return place
