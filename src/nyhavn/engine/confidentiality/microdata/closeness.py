"""t-closeness: how far the values of rows that agree in all keys are from those of everybody.

Li, Li and Venkatasubramanian, ICDE 2007, sections 4.1 and 4.2: the earth mover's distance, with all values equally far
from each other, or with ordered values one step apart. 0: nothing is learnt; 1: the most there can be.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from nyhavn.engine.confidentiality.microdata.cells import KeyCells, Sensitive
from nyhavn.engine.confidentiality.microdata.frequencies import agreeing_counts
from nyhavn.engine.confidentiality.microdata.numbering import Floats

_BLOCK = 2_000_000  # numbers held at once


@dataclass(frozen=True)
class Closeness:
    """The largest distance over all cells. ordered: None where values have no order."""

    equal: float
    ordered: float | None


def closeness(cells: KeyCells, sensitive: Sensitive) -> Closeness | None:
    """None where nobody stated a value."""
    everybody = np.asarray(sensitive.counts.sum(axis=0), dtype=np.float64).reshape(-1)
    if not everybody.sum():
        return None
    shares = everybody / everybody.sum()
    counts = agreeing_counts(cells, sensitive.counts)
    equal = float(equal_distances(counts, shares).max())
    return Closeness(equal, float(ordered_distances(counts, shares).max()) if sensitive.is_ordered else None)


def equal_distances(counts: Any, shares: Floats) -> Floats:
    """Half the sum of differences of shares, per cell; 0 where nobody stated a value."""
    cell = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    total = np.bincount(cell, counts.data, counts.shape[0])
    of_all = shares[counts.indices]
    # Values that a cell lacks differ by their whole share: all of it, less the shares of values that it has.
    parts = np.abs(counts.data / total[cell] - of_all) - of_all
    return np.where(total > 0, (np.bincount(cell, parts, counts.shape[0]) + 1.0) / 2, 0.0)


def ordered_distances(counts: Any, shares: Floats) -> Floats:
    """The sum of absolute differences of cumulated shares over the number of steps; 0 where nobody stated a value."""
    values = len(shares)
    found = np.zeros(counts.shape[0])
    if values == 1:
        return found
    step = max(1, _BLOCK // values)
    for start in range(0, len(found), step):
        block = counts[start : start + step].toarray().astype(np.float64)
        total = block.sum(axis=1)
        stated = total > 0
        apart = block[stated] / total[stated, None] - shares
        found[start : start + step][stated] = np.abs(np.cumsum(apart, axis=1)).sum(axis=1) / (values - 1)
    return found
