"""How many rows agree with each cell in all keys, where a missing value agrees with every value.

As sdcMicro's freqCalc counts (Templ, Kowarik and Meindl, Journal of Statistical Software 67 (4), 2015, section 4): fk
is the number of rows that agree, Fk the sum of their weights, an estimate of how many people in the population agree.
One exception is sdcMicro's too: a row in which every key is missing says nothing, and so does not hide a row in which
none is missing, unless there is a single key.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array, vstack

from nyhavn.engine.confidentiality.microdata.cells import KeyCells
from nyhavn.engine.confidentiality.microdata.numbering import MISSING, Codes, Floats, Integers, Truths, numbered


@dataclass(frozen=True)
class Frequencies:
    """Per cell: rows that agree with it (fk), itself included, and the sum of their weights (Fk)."""

    sample: Integers
    population: Floats


@dataclass(frozen=True)
class _Meeting:
    """Two groups of cells with the same keys missing, numbered alike where they agree in all other keys."""

    cells: Integers
    others: Integers
    number: Integers
    other_number: Integers
    count: int


def frequencies(cells: KeyCells) -> Frequencies:
    """fk and Fk of every cell."""
    if not cells.missing.any():
        return Frequencies(cells.rows, cells.weight)
    sample, population = agreeing(cells.codes, cells, cells.rows, cells.weight)
    return Frequencies(np.rint(sample).astype(np.int64), population)


def agreeing(codes: Codes, cells: KeyCells, *amounts: Integers | Floats) -> tuple[Floats, ...]:
    """For each combination of codes, the sum of the amounts of all cells that agree with it."""
    sums = tuple(np.zeros(len(codes)) for _ in amounts)
    for meeting in _meetings(codes, cells.codes, cells.sizes):
        for total, amount in zip(sums, amounts, strict=True):
            of_numbers = np.bincount(meeting.other_number, amount[meeting.others], meeting.count)
            total[meeting.cells] += of_numbers[meeting.number]
    return sums


def agreeing_counts(cells: KeyCells, counts: Any) -> Any:
    """Counts by value (cells x values) of all rows that agree with each cell."""
    if not cells.missing.any():
        return counts
    sums: dict[int, Any] = {}
    places: dict[int, Integers] = {}
    for meeting in _meetings(cells.codes, cells.codes, cells.sizes):
        ones = np.ones(len(meeting.others), dtype=np.int64)
        at = (meeting.other_number, np.arange(len(ones)))
        of_numbers = csr_array((ones, at), shape=(meeting.count, len(ones))) @ counts[meeting.others]
        first = int(meeting.cells[0])
        added = of_numbers[meeting.number]
        sums[first] = sums[first] + added if first in sums else added
        places[first] = meeting.cells
    stacked = csr_array(vstack(list(sums.values())))
    back = np.empty(len(cells.rows), dtype=np.int64)
    back[np.concatenate(list(places.values()))] = np.arange(len(cells.rows))
    ordered = csr_array(stacked[back])
    ordered.eliminate_zeros()
    return ordered


def _meetings(codes: Codes, of_others: Codes, sizes: Sequence[int]) -> Iterator[_Meeting]:
    for mine, is_missing in _alike(codes):
        for others, is_missing_there in _alike(of_others):
            if not _says_nothing(is_missing, is_missing_there):
                shared = ~is_missing & ~is_missing_there
                both = np.concatenate([codes[mine], of_others[others]])[:, shared]
                number, count = numbered(both, np.array(sizes)[shared].tolist())
                yield _Meeting(mine, others, number[: len(mine)], number[len(mine) :], count)


def _alike(codes: Codes) -> list[tuple[Integers, Truths]]:
    """The places of combinations in which the same keys are missing, and which keys these are."""
    missing = codes == MISSING
    pattern, count = numbered(missing.astype(np.int32), (2,) * codes.shape[1])
    groups = (np.flatnonzero(pattern == place) for place in range(count))
    return [(group, missing[group[0]]) for group in groups]


def _says_nothing(missing: Truths, of_others: Truths) -> bool:
    """Whether the others are rows without any key and the row itself lacks none."""
    return len(missing) > 1 and not missing.any() and bool(of_others.all())
