"""The cell key method for sums: the largest contributions of a cell decide how far its sum is moved.

Thompson, Broadfoot and Elazar 2013: the sum of a cell moves by the sum over its largest contributions of share x
direction x factor x contribution. The direction is a contribution's own, in every table the same; the factor is drawn
by its key and the cell's. Who knows a sum and all contributions but one cannot work out that one nearly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np

from nyhavn.engine.confidentiality.noise.cell_key import NOT_ADDITIVE, NOT_HIDDEN
from nyhavn.engine.confidentiality.noise.cells import (
    Cross,
    Integers,
    NoisyTable,
    check_columns,
    check_whole,
    leaf_sums,
    places,
    whole,
)
from nyhavn.engine.confidentiality.noise.keys import KEYS, RECORD_KEY
from nyhavn.engine.confidentiality.tables.facts import added_up, positions_below
from nyhavn.framework.noise import NoiseKind, NoiseStatement
from nyhavn.framework.noise_policy import LARGEST_FACTOR, SMALLEST_FACTOR, SumKeyPolicy

_VALUE, _SIZE, _LEAD, _FIRST = "_value", "_size", "_lead", "_first"


@dataclass(frozen=True)
class Summed:
    """One table of sums. sum, key: shaped as all codes. value, record: the largest contributions and their keys, first
    those of the largest; 0 where there are no more. Restricted.
    """

    id: str
    cross: Cross
    sum: Integers
    key: Integers
    value: Integers
    record: Integers


def tabulate_sums(
    frame: nw.LazyFrame[Any], id_: str, cross: Cross, columns: Mapping[str, str], column: str, largest: int
) -> Summed:
    """Sums of a column of whole numbers, cell keys, and the largest contributions by size, without their sign.

    frame: rows with RECORD_KEY; a row is a contribution, and one without a number contributes nothing.
    Raises Refusal: noise-column-unknown, noise-value-not-whole, noise-code-unknown, noise-table-too-large.
    """
    check_columns(frame, [column, RECORD_KEY])
    check_whole(frame, [column])
    value = nw.col(column).cast(nw.Int64)
    given = frame.filter(~value.is_null()).with_columns(value.alias(_VALUE))
    _, total, key = leaf_sums(given, cross, columns, [_VALUE, RECORD_KEY], every=True)
    top, record = _with_margins(*_largest(given, cross, columns, largest), cross)
    return Summed(id_, cross, added_up(total, cross), added_up(key % KEYS, cross) % KEYS, top, record)


def perturb_sums(tables: Sequence[Summed], policy: SumKeyPolicy) -> tuple[tuple[NoisyTable, ...], NoiseStatement]:
    """The tables with the noise of their keys, and what was done. tables: with as many contributions as shares."""
    return tuple(_perturbed(table, policy) for table in tables), _statement(policy)


def _perturbed(table: Summed, policy: SumKeyPolicy) -> NoisyTable:
    move = np.zeros(table.sum.shape)
    for share, value, record in zip(policy.shares, table.value, table.record, strict=True):
        direction = np.where(record * 2 < KEYS, -1.0, 1.0)
        factor = SMALLEST_FACTOR + (LARGEST_FACTOR - SMALLEST_FACTOR) * ((record + table.key) % KEYS / KEYS)
        move += share * direction * factor * value
    untold = np.full(table.sum.shape, np.nan)
    return NoisyTable(table.id, table.cross, table.sum + np.rint(move).astype(np.int64), untold)


def relative_error(policy: SumKeyPolicy) -> tuple[float, float]:
    """The largest and the standard error, at most, in parts of the largest contribution."""
    square = (LARGEST_FACTOR**3 - SMALLEST_FACTOR**3) / (3 * (LARGEST_FACTOR - SMALLEST_FACTOR))
    return LARGEST_FACTOR * sum(policy.shares), float(np.sqrt(square * sum(share**2 for share in policy.shares)))


def _statement(policy: SumKeyPolicy) -> NoiseStatement:
    most, error = relative_error(policy)
    return NoiseStatement(
        kind=NoiseKind.CELL_KEYS,
        done="Each sum was moved at random, by a part of its largest contributions (cell key method). The same "
        "contributions always move it alike, in every table.",
        error=f"A sum is off by {100 * most:.0f} % of its largest contribution at most, with a standard error of "
        f"{100 * error:.0f} % of it at most; sums of many contributions of like size are hardly off at all. On average "
        "over many cells the moves add up to nothing.",
        margins=NOT_ADDITIVE,
        not_hidden=NOT_HIDDEN,
        most=None,
        standard_error=None,
        adds_up=False,
        restricted=(("shares", ", ".join(f"{share:g}" for share in policy.shares)),),
    )


def _largest(
    rows: nw.LazyFrame[Any], cross: Cross, columns: Mapping[str, str], largest: int
) -> tuple[Integers, Integers]:
    """The largest contributions of each leaf cell and their keys, in any order.

    Of contributions of one size those with the smallest keys come first, so that all engines choose the same.
    """
    keys = [f"by_{axis}" for axis in range(len(cross))]
    named = {key: nw.col(columns[tree.name]) for key, tree in zip(keys, cross, strict=True)}
    sized = rows.select(nw.col(_VALUE), nw.col(RECORD_KEY), nw.col(_VALUE).abs().alias(_SIZE), **named)
    lead = nw.col(_SIZE).rank("min", descending=True).over(*keys).cast(nw.Int64).alias(_LEAD)
    leading = sized.with_columns(lead).filter(nw.col(_LEAD) <= largest)
    first = nw.col(RECORD_KEY).rank("ordinal").over(*keys, _SIZE).cast(nw.Int64).alias(_FIRST)
    kept = leading.with_columns(first).filter(nw.col(_FIRST) <= largest)
    found = kept.select(*keys, _VALUE, RECORD_KEY).collect("pyarrow").to_native()
    at = [places(found.column(key), tree) for key, tree in zip(keys, cross, strict=True)]
    shape = [len(tree.leaves) for tree in cross]
    cell = np.ravel_multi_index(at, shape) if len(found) else np.zeros(0, dtype=np.int64)
    value, record = whole(found.column(_VALUE)), whole(found.column(RECORD_KEY))
    order = np.lexsort((record, -np.abs(value), cell))
    cell, value, record = cell[order], value[order], record[order]
    number = np.arange(len(cell)) - np.searchsorted(cell, cell)  # 0 for the largest of each cell
    top = np.zeros((2, largest, int(np.prod(shape))), dtype=np.int64)
    inside = number < largest
    top[:, number[inside], cell[inside]] = value[inside], record[inside]
    return top[0].reshape(largest, *shape), top[1].reshape(largest, *shape)


def _with_margins(value: Integers, record: Integers, cross: Cross) -> tuple[Integers, Integers]:
    """The largest of every combination of codes, from those of the leaves below."""
    for axis, tree in enumerate(cross, start=1):
        parts = [_merged(value, record, axis, inside) for inside in positions_below(tree)]
        value = np.stack([part[0] for part in parts], axis=axis)
        record = np.stack([part[1] for part in parts], axis=axis)
    return value, record


def _merged(value: Integers, record: Integers, axis: int, inside: Integers) -> tuple[Integers, Integers]:
    kept = len(value)
    values, records = _together(value, axis, inside), _together(record, axis, inside)
    order = np.lexsort((records, -np.abs(values)), axis=0)[:kept]
    return np.take_along_axis(values, order, axis=0), np.take_along_axis(records, order, axis=0)


def _together(part: Integers, axis: int, inside: Integers) -> Integers:
    """All contributions along an axis, where it is inside, as one list."""
    chosen = np.moveaxis(np.take(part, inside, axis=axis), axis, 1)
    return chosen.reshape(-1, *chosen.shape[2:])
