"""What came of an order with noise: tables for everybody, what was done to them, and what is for the steward alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import narwhals as nw
import pyarrow as pa

from nyhavn.chain.noise_secret import Secret
from nyhavn.chain.order_data import sources
from nyhavn.chain.table_order_file import ReadOrder
from nyhavn.engine.backends.session import Session
from nyhavn.engine.confidentiality.noise import NoisyTable, with_keys
from nyhavn.engine.confidentiality.noise.cells import Cross, Integers
from nyhavn.engine.confidentiality.tables.rows import ROW
from nyhavn.framework.noise import NoiseStatement
from nyhavn.framework.statistics import TOTAL, CellStatus, Figure, StatisticalTable
from nyhavn.framework.table_order import OrderedTable


@dataclass(frozen=True)
class Noised:
    """Tables that got their noise together, and what was done to them."""

    tables: tuple[NoisyTable, ...]
    statement: NoiseStatement


@dataclass(frozen=True)
class NoisyOrder:
    """What came of an order with noise. tables: public, in their order. parts: the same with what was done to them.

    true: restricted: the cells without noise, by table, shaped as its codes; empty under differential privacy, where
    nobody needs them. secret: to be kept before anything is published. spent: of the budget; restricted.
    """

    ordered: ReadOrder
    tables: tuple[StatisticalTable, ...]
    parts: tuple[Noised, ...]
    true: Mapping[str, Integers] = field(repr=False)
    secret: Secret | None = field(default=None, repr=False)
    spent: str = ""

    def table(self, id_: str) -> tuple[NoisyTable, NoiseStatement]:
        """One table with its noise, and what was done to it."""
        pairs = ((table, part.statement) for part in self.parts for table in part.tables)
        return next(pair for pair in pairs if pair[0].id == id_)


def noisy(
    ordered: ReadOrder,
    parts: Sequence[Noised],
    true: Mapping[str, Integers],
    *,
    secret: Secret | None = None,
    spent: str = "",
) -> NoisyOrder:
    """The tables of an order, from those of its measures."""
    found = {table.id: table for part in parts for table in part.tables}
    tables = tuple(_published(table, found[table.id]) for table in ordered.order.table)
    return NoisyOrder(ordered, tables, tuple(parts), true, secret, spent)


def _published(table: OrderedTable, found: NoisyTable) -> StatisticalTable:
    """Every code of every breakdown, totals first, as for tables that are protected by hiding."""
    figures = []
    for codes, value in zip(product(*(tree.codes for tree in found.cross)), found.value.ravel().tolist(), strict=True):
        categories = tuple(TOTAL if code == tree.total else code for tree, code in zip(found.cross, codes, strict=True))
        figures.append(Figure(categories, CellStatus.PUBLISHED, value=float(value)))
    return StatisticalTable(table.id, table.id, table.by, tuple(figures))


def cross_of(ordered: ReadOrder, table: str) -> Cross:
    """The breakdowns of a table."""
    by = next(one.by for one in ordered.order.table if one.id == table)
    return tuple(ordered.trees[name] for name in by)


def summed(ordered: ReadOrder) -> list[str]:
    """The columns that tables add up."""
    return [table.sum for table in ordered.order.table if table.sum]


def keyed(
    frame: nw.LazyFrame[Any], ordered: ReadOrder, identifier: str, secret: bytes, session: Session
) -> nw.LazyFrame[Any]:
    """The columns that the tables need, with keys made in this process. identifier: the column of ids, ROW for none.

    Raises Refusal "noise-id-unusable".
    """
    by = [sources(ordered)[name] for table in ordered.order.table for name in table.by]
    person = ordered.order.rows.contributor if ordered.order.rows else ""
    named = [*by, *summed(ordered), *([person] if person else []), *([identifier] if identifier != ROW else [])]
    rows = frame.select(*dict.fromkeys(named)).collect("pyarrow").to_native()
    if identifier == ROW:
        rows = rows.append_column(ROW, pa.array(range(rows.num_rows), pa.int64()))
    return session.frame(with_keys(rows, identifier, secret))
