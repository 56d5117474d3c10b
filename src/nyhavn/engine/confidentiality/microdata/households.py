"""The risk that at least one member of a household is found: then all of them are known.

Hierarchical risk (Hundepool et al., Statistical Disclosure Control, 2012, section 3.3.7): 1 - product of (1 - r).
"""

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa

from nyhavn.engine.confidentiality.microdata.cells import KeyCells, check_columns
from nyhavn.engine.confidentiality.microdata.coding import coded
from nyhavn.engine.confidentiality.microdata.numbering import MISSING, Floats, Integers


@dataclass(frozen=True)
class Households:
    """Members by household and cell. household: number from 0, cell: place, rows: members that are alike in all keys.

    A row without a household is one of its own.
    """

    household: Integers
    cell: Integers
    rows: Integers
    count: int

    def risk(self, individual: Floats) -> Floats:
        """The risk of each household, from the risk of each cell."""
        with np.errstate(divide="ignore"):  # a member who is found for certain
            nobody = np.log1p(-individual[self.cell]) * self.rows
        return np.asarray(-np.expm1(np.bincount(self.household, nobody, self.count)), dtype=np.float64)

    @property
    def members(self) -> Integers:
        """Members of each household."""
        return np.bincount(self.household, self.rows, self.count).astype(np.int64)

    def expected_reidentifications(self, individual: Floats) -> float:
        """How many rows are expected to be found, where who finds one member finds all."""
        return float((self.risk(individual) * self.members).sum())


def collapse_households(frame: nw.LazyFrame[Any], cells: KeyCells, household: str) -> Households:
    """The rows by household and cell. Raises Refusal microdata-column-unknown, microdata-column-unfit."""
    check_columns(frame, (*cells.keys, household))
    names = [f"v{place}" for place in range(len(cells.keys) + 1)]
    columns = [nw.col(name).alias(alias) for name, alias in zip((*cells.keys, household), names, strict=True)]
    grouped = frame.select(*columns).group_by(*names).agg(nw.len().alias("rows"))
    found: pa.Table = grouped.collect("pyarrow").to_native()
    codes, texts = coded(found.column(names[-1]))
    key_codes = [coded(found.column(name), known)[0] for name, known in zip(names, cells.categories, strict=False)]
    cell = cells.find(np.stack(key_codes, axis=1))
    rows = np.asarray(found.column("rows").to_numpy(), dtype=np.int64)
    order = np.lexsort((cell, codes))
    return _alone(codes[order].astype(np.int64), cell[order], rows[order], len(texts))


def _alone(household: Integers, cell: Integers, rows: Integers, known: int) -> Households:
    """Rows without a household become households of one."""
    without = household == MISSING
    single = np.repeat(cell[without], rows[without])
    numbers = np.arange(known, known + len(single))
    return Households(
        np.concatenate([household[~without], numbers]),
        np.concatenate([cell[~without], single]),
        np.concatenate([rows[~without], np.ones(len(single), dtype=np.int64)]),
        known + len(single),
    )
