"""Special uniques (SUDA2): rows that are unique in the sample by few of their keys.

Manning, Haglin and Keane, Data Mining and Knowledge Discovery 16 (2008), 165-196; Elliot, Manning, Mayes, Gurd and Bane
(2005), SUDA: A program for detecting special uniques. A set of values is a minimal sample unique if exactly one row has
all of them and no part of the set is in one row only. The search goes down from sets of keys to larger ones, on cells,
and leaves behind every cell that is unique already: no set beyond that can be minimal for it.

A missing value is no value: no set contains it, and it agrees with nothing (as in sdcMicro's suda2).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import comb, factorial

import numpy as np
import numpy.typing as npt

from nyhavn.engine.confidentiality.microdata.cells import KeyCells
from nyhavn.engine.confidentiality.microdata.numbering import MISSING, Floats, Integers, Truths
from nyhavn.framework.refusal import refusal

Packed = npt.NDArray[np.uint8]  # eight truths in a byte

MOST_KEYS = 16  # sets of keys double with each key
_ADJUSTMENT_FOR, _ADJUSTMENT_BY = 8.0, 20.0  # the exponent of the DIS-SUDA score, as published with SUDA


@dataclass(frozen=True)
class SpecialUniques:
    """Per cell: how many minimal sample uniques of each size (column 0: size 1), and the score.

    minimal: cells x keys. contributions: cells x keys, the part of the score from sets that hold the key. score: sum
    over minimal sample uniques of (M - size)!, with M keys. dis: the chance that a match found by this row is true,
    after Skinner and Elliot (2002); 0 where the score is; None where the sampling fraction is not known.
    """

    minimal: Integers
    contributions: Floats
    score: Floats
    dis: Floats | None

    def share(self, key: int) -> float:
        """The share of the whole score that comes from sets with this key."""
        total = self.score.sum()
        return float(self.contributions[:, key].sum() / total) if total else 0.0


@dataclass(frozen=True)
class _Part:
    """Cells that are alike so far, after the keys of one set. number: of the combination of values; keys: as bits."""

    cells: Integers
    number: Integers
    keys: int


def special_uniques(
    cells: KeyCells, *, sampling_fraction: float | None = None, most: int | None = None
) -> SpecialUniques:
    """All minimal sample uniques of at most `most` keys (None: of any size), with scores.

    sampling_fraction: the share of the population that is in the sample, above 0 and below 1; None if nobody knows.
    Raises Refusal "microdata-too-many-keys" above MOST_KEYS, "sampling-fraction-wrong".
    """
    keys = len(cells.keys)
    if keys > MOST_KEYS:
        what = f"{keys} keys have {2**keys - 1} sets; at most {MOST_KEYS} keys are searched."
        raise refusal("microdata-too-many-keys", what, where="keys", do="Leave out keys that nobody could know.")
    if sampling_fraction is not None and not 0 < sampling_fraction < 1:
        what = "The share of the population that took part must lie between 0 and 1."
        raise refusal("sampling-fraction-wrong", what, where="sampling fraction", do="Give a share such as 0.01.")
    minimal = np.zeros((len(cells.rows), keys), dtype=np.int64)
    contributions = np.zeros((len(cells.rows), keys))
    weight = size_weights(keys)
    for found, held in _minimal(cells, most or keys):
        size = held.bit_count()
        minimal[found, size - 1] += 1
        for key in _members(held, keys):
            contributions[found, key] += weight[size - 1]
    score = minimal @ weight
    dis = _dis(cells, score, sampling_fraction) if sampling_fraction is not None else None
    return SpecialUniques(minimal, contributions, score, dis)


def size_weights(keys: int) -> Floats:
    """What a minimal sample unique of size 1, 2, ... adds to the score: (M - size)!."""
    return np.array([factorial(keys - size) for size in range(1, keys + 1)], dtype=np.float64)


def lattice_weights(keys: int) -> Floats:
    """The weights that sdcMicro uses with original_scores = FALSE: (2^(M - size) - 1) / (M over size)."""
    return np.array([(2.0 ** (keys - size) - 1.0) / comb(keys, size) for size in range(1, keys + 1)])


def _minimal(cells: KeyCells, most: int) -> Iterator[tuple[Integers, int]]:
    """Cells for which a set of keys is a minimal sample unique, and the set."""
    keys = len(cells.keys)
    unique: dict[int, Packed] = {}  # per set that was looked at: cells that are unique by it or by a part of it
    start = _Part(np.arange(len(cells.rows)), np.zeros(len(cells.rows), dtype=np.int64), 0)
    # From the last key to the first, so that all parts of a set have been looked at before the set itself.
    parts = [(start, first) for first in range(keys)]
    while parts:
        above, key = parts.pop()
        part, here = _divided(cells, above, key)
        is_covered = _covered(unique, part.keys, keys, len(cells.rows))
        fresh = here[~is_covered[here]]
        is_covered[fresh] = True
        unique[part.keys] = np.packbits(is_covered)
        if len(fresh):
            yield fresh, part.keys
        if len(part.cells) and part.keys.bit_count() < most:
            parts.extend((part, after) for after in range(key + 1, keys))


def _divided(cells: KeyCells, above: _Part, key: int) -> tuple[_Part, Integers]:
    """What remains after one more key, and the cells that are unique now (and do not remain)."""
    codes = cells.codes[above.cells, key]
    there = codes != MISSING
    of, pair = above.cells[there], above.number[there] * (cells.sizes[key] + 1) + codes[there]
    _, number = np.unique(pair, return_inverse=True)
    number = number.reshape(-1)
    is_alone = np.bincount(number, cells.rows[of])[number] == 1 if len(of) else np.zeros(0, dtype=bool)
    keys = above.keys | 1 << key
    return _Part(of[~is_alone], number[~is_alone].astype(np.int64), keys), of[is_alone]


def _covered(unique: dict[int, Packed], held: int, keys: int, count: int) -> Truths:
    """Cells that are unique by a part of the set.

    A part that was not looked at is one that no cell could reach which is still to be divided: nothing is missed.
    """
    found = np.zeros((count + 7) // 8, dtype=np.uint8)
    for key in _members(held, keys):
        below = unique.get(held & ~(1 << key))
        if below is not None:
            found |= below
    return np.unpackbits(found, count=count).astype(np.bool_)


def _members(held: int, keys: int) -> Iterator[int]:
    return (key for key in range(keys) if held >> key & 1)


def _dis(cells: KeyCells, score: Floats, fraction: float) -> Floats:
    """DIS-SUDA: the file's chance that a unique match is true, spread over rows by their scores.

    The file's (Skinner and Elliot, JRSS B 64, 2002, 855-867): U f / (U f + P (1 - f)), with U rows that are unique by
    all keys and P rows that agree with exactly one other.
    (sdcMicro 5 leaves out of U what shares a place of its hash table with another row; here all of them count.)
    """
    keys = len(cells.keys)
    uniques, paired = int((cells.rows == 1).sum()), 2 * int((cells.rows == 2).sum())
    found = np.zeros(len(score))
    scored = score > 0
    if not scored.any():
        return found
    file = uniques * fraction / (uniques * fraction + paired * (1.0 - fraction))
    power = 1.0 + (_ADJUSTMENT_FOR - keys) / _ADJUSTMENT_BY
    raised = score[scored] ** power
    spread = (1.0 / raised).sum()  # a cell with a score is one row
    found[scored] = 1.0 / (1.0 + (uniques / file - uniques) / (raised * spread))
    return found
