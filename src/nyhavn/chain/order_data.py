"""The data that an order names, on a data engine: rows, finished cells, and what they say of every cell."""

from collections.abc import Iterator, Mapping
from typing import Any

import narwhals as nw
import pyarrow as pa

from nyhavn.chain.table_order_file import ReadOrder, read_file
from nyhavn.engine.backends.session import Session
from nyhavn.engine.confidentiality.tables.collapse import collapse
from nyhavn.engine.confidentiality.tables.facts import CellFacts
from nyhavn.engine.confidentiality.tables.finished import GivenCells, finished
from nyhavn.engine.confidentiality.tables.linked import Linked
from nyhavn.engine.confidentiality.tables.rows import ROW, RowColumns, check_columns
from nyhavn.framework.refusal import refusal
from nyhavn.framework.table_file import TableFile
from nyhavn.framework.table_order import RowsFile
from nyhavn.framework.table_policy import TableRules

PARQUET, MAGIC = ".parquet", b"PAR1"


def parquet_files(ordered: ReadOrder) -> tuple[str, ...]:
    """The Parquet files that an order names, by absolute path."""
    named: list[tuple[TableFile | None, str]] = [(ordered.order.rows, "[rows], file")]
    named += [(table.cells, f'[[table]] "{table.id}", cells') for table in ordered.order.table]
    found = [ordered.places.find(file.file, named_in=where) for file, where in named if file is not None]
    return tuple(str(path.resolve()) for path in found if path.suffix.lower() == PARQUET)


def sources(ordered: ReadOrder) -> dict[str, str]:
    """The column of each breakdown."""
    return {breakdown.id: breakdown.source for breakdown in ordered.order.breakdown}


def rows_of(rows: RowsFile, ordered: ReadOrder, linked: tuple[Linked, ...], session: Session) -> nw.LazyFrame[Any]:
    """The rows of an order, with all columns that it names. Raises Refusal as `check_columns`, and for the file."""
    frame = _frame(rows, ordered, session, "[rows], file")
    check_columns(frame, linked, row_columns(rows, ordered))
    return frame


def row_columns(rows: RowsFile, ordered: ReadOrder) -> RowColumns:
    """What stands in which column of the rows."""
    return RowColumns(sources(ordered), rows.contributor, rows.holding, rows.weight)


def facts_of(
    ordered: ReadOrder, linked: tuple[Linked, ...], session: Session, rules: TableRules
) -> Iterator[CellFacts]:
    """What is known of the cells of each measure, from the rows or from the finished cells. rules: look at them."""
    rows = ordered.order.rows
    if rows is None:
        for each in linked:
            yield finished(each, _given(ordered, each, session))
        return
    frame = rows_of(rows, ordered, linked, session)
    for each in linked:
        yield collapse(frame, each, row_columns(rows, ordered), rules)


def _given(ordered: ReadOrder, linked: Linked, session: Session) -> Mapping[str, GivenCells]:
    found = {}
    for table in linked.tables:
        if table.cells is not None:
            cells = _frame(table.cells, ordered, session, f'[[table]] "{table.id}", cells')
            found[table.id] = GivenCells(table, sources(ordered), cells.collect("pyarrow").to_native())
    return found


def _frame(file: TableFile, ordered: ReadOrder, session: Session, named_in: str) -> nw.LazyFrame[Any]:
    """A file on the data engine; rows of text files are numbered, so that a fault can be named by its row."""
    path = ordered.places.find(file.file, named_in=named_in)
    if path.suffix.lower() == PARQUET:
        with path.open("rb") as stream:
            if stream.read(len(MAGIC)) != MAGIC:
                what = "The name says Parquet, and the bytes do not."
                raise refusal("file-not-as-named", what, where=path.name, do="Export the file again.")
        return session.parquet([str(path.resolve())])
    table = read_file(file, ordered.places, named_in=named_in)
    if isinstance(file, RowsFile):
        table = table.append_column(ROW, pa.array(range(1, table.num_rows + 1), pa.int64()))
    return session.frame(table)
