"""Arrays over cells, and sums of them."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
Categories = tuple[tuple[str, ...], ...]


def summed(index: IntArray, values: ArrayLike, size: int) -> FloatArray:
    """Sums of values by group; index: the group of each value, below size."""
    return np.bincount(index, np.asarray(values, dtype=np.float64), size).astype(np.float64)


def solved(matrix: FloatArray, right: FloatArray) -> FloatArray:
    """The solution of a system of equations. Raises LinAlgError where there is none."""
    return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
