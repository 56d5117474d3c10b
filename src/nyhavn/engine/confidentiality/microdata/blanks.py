"""Values that are blanked: how many rows of which cell lose which keys."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nyhavn.engine.confidentiality.microdata.cells import KeyCells
from nyhavn.engine.confidentiality.microdata.numbering import MISSING, Floats, Integers, Truths, numbered


@dataclass(frozen=True)
class Blanks:
    """One entry per cell and set of keys. cell: place; held: the set, as bits; rows: how many of the cell's rows."""

    cell: Integers
    held: Integers
    rows: Integers

    @classmethod
    def of_rows(cls, cell: Integers, blanked: Truths) -> "Blanks":
        """From rows one by one. cell: of each row; blanked: rows x keys."""
        bits = blanked.astype(np.int64) @ (1 << np.arange(blanked.shape[1], dtype=np.int64))
        pairs, counts = np.unique(np.stack([cell, bits], axis=1)[bits > 0], axis=0, return_counts=True)
        pairs = pairs.reshape(-1, 2)
        return cls(pairs[:, 0].astype(np.int64), pairs[:, 1].astype(np.int64), counts.astype(np.int64))

    def by_row(self, cell: Integers, keys: int) -> Truths:
        """Which keys are blanked in rows one by one, those that lose most first. cell: of each row, in groups."""
        held = np.zeros(len(cell), dtype=np.int64)
        for place in np.unique(self.cell):
            of_cell = np.repeat(self.held[self.cell == place], self.rows[self.cell == place])
            first = int(np.searchsorted(cell, place))
            held[first : first + len(of_cell)] = np.sort(of_cell)
        return np.asarray((held[:, None] >> np.arange(keys)) & 1, dtype=np.bool_)

    def per_key(self, keys: int) -> Integers:
        """How many values of each key are blanked."""
        return np.asarray(self.rows @ self._truths(keys).astype(np.int64), dtype=np.int64)

    def cost(self, costs: Sequence[float]) -> float:
        """The sum of the costs of all values that are blanked."""
        return float(self.per_key(len(costs)) @ np.array(costs))

    def _truths(self, keys: int) -> Truths:
        return np.asarray((self.held[:, None] >> np.arange(keys)) & 1, dtype=np.bool_)


def blanked_cells(cells: KeyCells, blanks: Blanks) -> KeyCells:
    """The cells of the file after blanking. Sensitive counts are left out; weights stay with the rows on average."""
    rest = cells.rows - np.bincount(blanks.cell, blanks.rows, len(cells.rows)).astype(np.int64)
    codes = cells.codes[blanks.cell].copy()
    codes[blanks._truths(len(cells.keys))] = MISSING
    every = np.concatenate([cells.codes, codes])
    rows = np.concatenate([rest, blanks.rows])
    mean = cells.weight / cells.rows
    weight: Floats = rows * np.concatenate([mean, mean[blanks.cell]])
    number, count = numbered(every[rows > 0], cells.sizes)
    place = np.zeros(count, dtype=np.int64)
    place[number] = np.flatnonzero(rows > 0)
    merged = np.bincount(number, rows[rows > 0], count).astype(np.int64)
    weights = np.bincount(number, weight[rows > 0], count).astype(np.float64)
    return replace(cells, codes=every[place], rows=merged, weight=weights, sensitive=())


def blank_table(table: pa.Table, cells: KeyCells, blanks: Blanks) -> pa.Table:
    """The rows with the values blanked: of each cell the first rows of the file, as many as are to lose a value."""
    cell = cells.locate(table)
    held = np.zeros(len(cell), dtype=np.int64)
    order = np.argsort(cell, kind="stable")
    start = np.searchsorted(cell[order], np.arange(len(cells.rows)))
    used = np.zeros(len(cells.rows), dtype=np.int64)
    for place, bits, rows in zip(blanks.cell.tolist(), blanks.held.tolist(), blanks.rows.tolist(), strict=True):
        first = start[place] + used[place]
        held[order[first : first + rows]] = bits
        used[place] += rows
    for place, key in enumerate(cells.keys):
        is_blank = pa.array((held >> place) & 1 == 1)
        column = table.column(key)
        table = table.set_column(
            table.column_names.index(key), key, pc.if_else(is_blank, pa.scalar(None, column.type), column)
        )
    return table
