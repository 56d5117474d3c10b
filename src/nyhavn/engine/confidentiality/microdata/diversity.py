"""l-diversity: how many values of a sensitive variable stand among rows that agree in all keys.

Machanavajjhala, Kifer, Gehrke and Venkitasubramaniam, ACM Transactions on Knowledge Discovery from Data 1 (1), 2007.
Rows without a value say nothing about anybody and are left out; a cell in which nobody stated one is left out too.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from nyhavn.engine.confidentiality.microdata.cells import KeyCells, Sensitive
from nyhavn.engine.confidentiality.microdata.frequencies import agreeing_counts
from nyhavn.engine.confidentiality.microdata.numbering import Floats, Integers

_DIGITS = 1e-9  # an entropy that is a whole number but for its last digits counts as that number


@dataclass(frozen=True)
class Diversity:
    """The least over all cells.

    distinct: different values. entropy: the exponential of the entropy, as many values as occur equally often; at least
    1 and at most `distinct`. recursive_c: the smallest whole c for which recursive (c, l)-diversity holds with
    l = distinct: the most frequent value is rarer than c times all from the l-th most frequent on; None where l is 1.
    """

    distinct: int
    entropy: float
    recursive_c: int | None

    @property
    def entropy_l(self) -> int:
        """The whole number of equally frequent values that entropy stands for (as pycanon prints it)."""
        return int(self.entropy + _DIGITS)


def diversity(cells: KeyCells, sensitive: Sensitive) -> Diversity | None:
    """None where nobody stated a value."""
    counts = agreeing_counts(cells, sensitive.counts)
    distinct = distinct_values(counts)
    stated = distinct > 0
    if not stated.any():
        return None
    least = int(distinct[stated].min())
    entropy = float(np.exp(entropies(counts)[stated].min()))
    return Diversity(least, entropy, _recursive(counts, least) if least > 1 else None)


def distinct_values(counts: Any) -> Integers:
    """Different values per cell."""
    return np.asarray(np.diff(counts.indptr), dtype=np.int64)


def entropies(counts: Any) -> Floats:
    """The entropy of the values of each cell, in nats: - sum of p ln p."""
    cell = _cells_of(counts)
    total = np.bincount(cell, counts.data, counts.shape[0])
    share = counts.data / total[cell]
    return np.maximum(-np.bincount(cell, share * np.log(share), counts.shape[0]), 0.0)


def _recursive(counts: Any, least: int) -> int:
    """The largest over cells of floor(r1 / (rl + ... + rm)) + 1, with r1 the most frequent value."""
    cell = _cells_of(counts)
    order = np.lexsort((-counts.data, cell))
    frequency, cell = counts.data[order], cell[order]
    rank = np.arange(len(cell)) - counts.indptr[:-1][cell]
    most = np.zeros(counts.shape[0], dtype=np.int64)
    most[cell[rank == 0]] = frequency[rank == 0]
    rest = np.bincount(cell, np.where(rank >= least - 1, frequency, 0), counts.shape[0]).astype(np.int64)
    stated = rest > 0
    return int((most[stated] // rest[stated]).max()) + 1


def _cells_of(counts: Any) -> Integers:
    """The cell of each stored count."""
    return np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
