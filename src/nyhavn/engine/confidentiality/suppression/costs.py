"""What hiding a cell costs. Costs decide which of several sufficient choices is taken; they never lower protection.

Hundepool et al., Statistical Disclosure Control (2012), section 4.3.2: unit costs, cell values, and their logarithm.
"""

from collections.abc import Collection
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# A cell that a community asked to keep costs as much as everything that nobody asked for: it goes last, and only for
# protection. Own choice; a community can ask, but never lower protection.
DEAR = 1.0


class Cost(StrEnum):
    """What is kept as small as possible: how many cells are hidden, their sum, or the information they carry."""

    COUNT = "count"
    TOTAL = "total"
    INFORMATION = "information"


def costs_of(values: npt.ArrayLike, kind: Cost, kept: Collection[int] = ()) -> Floats:
    """The cost of each cell, above 0. values: cell values or counts, at least 0. kept: cells a community asked to keep.

    COUNT: 1. TOTAL: the value, at least 1. INFORMATION: 1 + log(1 + value).
    """
    amounts = np.abs(np.asarray(values, dtype=float))
    base = {
        Cost.COUNT: np.ones_like(amounts),
        Cost.TOTAL: np.maximum(amounts, 1.0),
        Cost.INFORMATION: 1.0 + np.log1p(amounts),
    }[kind]
    asked = np.zeros(len(base), dtype=bool)
    asked[list(kept)] = True
    return np.asarray(np.where(asked, base + DEAR * float(base[~asked].sum()), base))
