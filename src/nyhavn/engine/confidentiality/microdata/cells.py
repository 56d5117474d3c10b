"""Collapse: from rows on a data engine to the different combinations of quasi-identifiers.

The rows are read once (once more for each further sensitive variable). What comes back is as long as there are
different combinations, and every measure of risk after that works on these.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
from scipy.sparse import csr_array

from nyhavn.engine.confidentiality.microdata.coding import as_number, coded
from nyhavn.engine.confidentiality.microdata.numbering import (
    MISSING,
    Codes,
    Floats,
    Integers,
    Truths,
    first_of_each,
    numbered,
)
from nyhavn.engine.days import read_weights
from nyhavn.engine.weighting.collapse import GROUPABLE, near
from nyhavn.framework.refusal import Reason, Refusal, refusal

_ROWS, _WEIGHT, _WITHOUT = "rows", "weight", "without"


@dataclass(frozen=True)
class Sensitive:
    """How often each value of a sensitive variable occurs in each cell.

    values: in order; counts: scipy.sparse.csr_array, cells x values, without stored zeros. Rows without a value are in
    no count.
    """

    name: str
    values: tuple[str, ...]
    counts: Any

    @property
    def is_ordered(self) -> bool:
        """Whether all values are numbers, so that some are nearer to each other than others."""
        return bool(self.values) and all(as_number(value) is not None for value in self.values)


@dataclass(frozen=True)
class KeyCells:
    """The different combinations of the keys, in the order of their codes.

    categories: texts of each key. codes: cells x keys, position among the texts, MISSING where there is no value. rows:
    per cell. weight: sum of weights per cell; the rows where there is no weight.
    """

    keys: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]
    codes: Codes
    rows: Integers
    weight: Floats
    is_weighted: bool = False
    sensitive: tuple[Sensitive, ...] = ()

    @property
    def n(self) -> int:
        """Number of rows."""
        return int(self.rows.sum())

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many categories each key has."""
        return tuple(map(len, self.categories))

    @property
    def missing(self) -> Truths:
        """Where a key has no value; cells x keys."""
        return np.asarray(self.codes == MISSING, dtype=np.bool_)

    def locate(self, table: pa.Table) -> Integers:
        """The cell of each row of a table with the same keys; -1 for a row that is in no cell."""
        columns = [coded(table.column(key), known)[0] for key, known in zip(self.keys, self.categories, strict=True)]
        return self.find(np.stack(columns, axis=1))

    def find(self, codes: Codes) -> Integers:
        """The cell of each combination of codes (rows x keys); -1 where there is none."""
        number, count = numbered(np.concatenate([self.codes, codes]), self.sizes)
        cell = np.full(count, -1, dtype=np.int64)
        cell[number[: len(self.codes)]] = np.arange(len(self.codes))
        return cell[number[len(self.codes) :]]


def collapse(
    frame: nw.LazyFrame[Any], keys: Sequence[str], *, weight: str = "", sensitive: Sequence[str] = ()
) -> KeyCells:
    """The rows of any engine by the cross of these keys.

    keys, sensitive: columns of codes (text, whole numbers, booleans; a code is compared as text). weight: a column of
    numbers or their text; "": every row counts once.

    Raises Refusal, with every reason at once: microdata-keys-missing, microdata-column-unknown, microdata-column-unfit,
    microdata-no-rows, weight-unusable (rows without a weight above zero).
    """
    check_columns(frame, keys, weight=weight, sensitive=sensitive)
    first, *others = sensitive or ("",)
    found = _grouped(frame, keys, first, weight)
    if not found.num_rows:
        raise refusal("microdata-no-rows", "There are no rows.", where="file")
    cells, place = _cells(found, tuple(keys), weight)
    counted = [_sensitive(found, place, len(cells.rows), first)] if first else []
    for name in others:
        again = _grouped(frame, keys, name, "")
        counted.append(_sensitive(again, cells.find(_codes(again, cells)), len(cells.rows), name))
    return replace(cells, sensitive=tuple(counted))


def check_columns(
    frame: nw.LazyFrame[Any], keys: Sequence[str], *, weight: str = "", sensitive: Sequence[str] = ()
) -> None:
    """Refuses columns that are not there, or cannot be what they are named for."""
    if not keys:
        what = "No quasi-identifiers are named."
        do = "Name the columns by which somebody who knows a person could find the row."
        raise refusal("microdata-keys-missing", what, do=do)
    schema = frame.collect_schema()
    reasons = []
    for name in (*keys, *sensitive, *([weight] if weight else ())):
        if name not in schema:
            what = f"There is no column {name}.{near(name, schema.names())}"
            reasons.append(Reason("microdata-column-unknown", what, where="file", do="Correct the name."))
        elif not (schema[name].is_numeric() or schema[name] in GROUPABLE):
            what = f"The column {name} holds neither texts nor numbers."
            reasons.append(Reason("microdata-column-unfit", what, where="file", do="Make groups of it first."))
    twice = sorted({name for name in keys if list(keys).count(name) > 1} | {name for name in keys if name in sensitive})
    if twice:
        what = f"These columns are named twice: {', '.join(twice)}."
        reasons.append(Reason("microdata-column-unfit", what, where="file", do="Name each column for one purpose."))
    if reasons:
        raise Refusal(*reasons)


def _grouped(frame: nw.LazyFrame[Any], keys: Sequence[str], sensitive: str, weight: str) -> pa.Table:
    """One line per combination of keys and sensitive value: rows, weight, and rows without a usable weight."""
    columns = [
        nw.col(name).alias(f"v{place}") for place, name in enumerate((*keys, *([sensitive] if sensitive else ())))
    ]
    names = [f"v{place}" for place in range(len(columns))]
    wanted = [nw.len().alias(_ROWS)]
    if weight:
        value, usable = _weight(frame, weight)
        columns.append(nw.when(usable).then(value).otherwise(nw.lit(0.0)).alias(_WEIGHT))
        columns.append(nw.when(usable).then(nw.lit(0)).otherwise(nw.lit(1)).alias(_WITHOUT))
        wanted += [nw.col(_WEIGHT).sum(), nw.col(_WITHOUT).sum()]
    table: pa.Table = frame.select(*columns).group_by(*names).agg(*wanted).collect("pyarrow").to_native()
    return table


def rows_without_weight(frame: nw.LazyFrame[Any], weight: str, row: str, *, most: int) -> tuple[int, ...]:
    """The first numbers (column `row`) of rows that have no weight above zero. Restricted."""
    _, usable = _weight(frame, weight)
    found = frame.filter(~usable).select(row).sort(row).head(most).collect("pyarrow")
    return tuple(map(int, found[row].to_list()))


def _weight(frame: nw.LazyFrame[Any], weight: str) -> tuple[nw.Expr, nw.Expr]:
    """The weight as a number, and whether it is one above zero."""
    is_text = frame.collect_schema()[weight] == nw.String
    value = read_weights(nw.col(weight)) if is_text else nw.col(weight).cast(nw.Float64)
    return value, (value.is_finite() & (value > 0)).fill_null(False)


def _cells(found: pa.Table, keys: tuple[str, ...], weight: str) -> tuple[KeyCells, Integers]:
    """The cells, and the cell of each line of the engine's answer."""
    columns = [coded(found.column(f"v{place}")) for place in range(len(keys))]
    codes = np.stack([column for column, _ in columns], axis=1)
    categories = tuple(texts for _, texts in columns)
    place, count = numbered(codes, tuple(map(len, categories)))
    rows = _whole(found, _ROWS)
    if weight and (without := int(_whole(found, _WITHOUT).sum())):
        what = f"{without} rows have no weight above zero."
        do = "Correct the weights, or take these rows out of the data with a reason."
        raise refusal("weight-unusable", what, where=f"column {weight}", do=do)
    counts = _summed(place, rows, count).astype(np.int64)
    # In the order of the weights, so that the sum is the same however the engine ordered its answer.
    order = np.argsort(values := _numbers(found, _WEIGHT), kind="stable") if weight else np.arange(len(rows))
    sums = _summed(place[order], values[order], count) if weight else counts.astype(np.float64)
    cells = KeyCells(keys, categories, codes[first_of_each(place, count)], counts, sums, is_weighted=bool(weight))
    return cells, place


def _sensitive(found: pa.Table, place: Integers, count: int, name: str) -> Sensitive:
    last = max((column for column in found.column_names if column.startswith("v")), key=lambda column: int(column[1:]))
    codes, values = coded(found.column(last))
    stated = codes != MISSING
    at = (place[stated], codes[stated])
    counts = csr_array((_whole(found, _ROWS)[stated], at), shape=(count, len(values)))  # adds up what meets
    return Sensitive(name, values, counts)


def _codes(found: pa.Table, cells: KeyCells) -> Codes:
    columns = [coded(found.column(f"v{place}"), known)[0] for place, known in enumerate(cells.categories)]
    return np.stack(columns, axis=1)


def _summed(place: Integers, amounts: Integers | Floats, count: int) -> Floats:
    return np.bincount(place, amounts, count).astype(np.float64)


def _whole(found: pa.Table, name: str) -> Integers:
    return np.asarray(found.column(name).to_numpy(), dtype=np.int64)


def _numbers(found: pa.Table, name: str) -> Floats:
    return np.asarray(found.column(name).to_numpy(), dtype=np.float64)
