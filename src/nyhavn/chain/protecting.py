"""From an order to protected tables: read, collapse, protect, attack, write. Nothing is written if anything is refused.

The tables are public; the evidence beside them is for the steward alone.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import pyarrow as pa

from nyhavn.chain.protected_files import write_evidence, write_tables
from nyhavn.chain.table_order_file import ReadOrder, read_file, read_order
from nyhavn.chain.workspace import check_free, outside_faults, workspace
from nyhavn.engine.backends.opening import HERE, open_engine
from nyhavn.engine.backends.session import Session
from nyhavn.engine.confidentiality.tables.collapse import collapse
from nyhavn.engine.confidentiality.tables.evidence import Evidence
from nyhavn.engine.confidentiality.tables.facts import CellFacts
from nyhavn.engine.confidentiality.tables.finished import GivenCells, finished
from nyhavn.engine.confidentiality.tables.linked import Linked, linked_tables
from nyhavn.engine.confidentiality.tables.protecting import choices_of, protect_tables
from nyhavn.engine.confidentiality.tables.rows import ROW, RowColumns, check_columns
from nyhavn.exchange.bundle.durable import publish
from nyhavn.framework.loss import Loss, loss_by_group
from nyhavn.framework.refusal import refusal
from nyhavn.framework.statistics import StatisticalTable
from nyhavn.framework.table_file import TableFile
from nyhavn.framework.table_order import RowsFile

Step = Callable[[str, int, int], None]
PARQUET, MAGIC = ".parquet", b"PAR1"
WORDS = {"hide": "Choosing what is hidden", "attack": "Attacking the result"}


@dataclass(frozen=True)
class ProtectedOrder:
    """What came of an order. tables: public, in their order. evidence: restricted. loss: what is left of each group."""

    ordered: ReadOrder
    tables: tuple[StatisticalTable, ...]
    evidence: tuple[Evidence, ...]
    loss: Loss


def protect_order(
    path: Path, *, out: Path, data: Path | None = None, engine: str = HERE, seed: int = 0, step: Step
) -> ProtectedOrder:
    """Carries out an order: writes out/tables (public) and out/restricted, or nothing at all.

    data: folder of the files that the order names. engine: where rows are counted. seed: restricted; the same seed
    hides the same cells. step: told how far the run is. Raises Refusal for what the person can mend.
    """
    with outside_faults():
        check_free(out)
        protected = protected_order(read_order(path, data), engine=engine, seed=seed, step=step)
        step("Writing", 0, 1)
        with workspace(out) as folder:
            write_evidence(protected.ordered, protected.evidence, protected.loss, folder / "restricted")
            write_tables(protected.ordered, protected.tables, folder / "tables")
            publish(folder, out)
        step("Writing", 1, 1)
        return protected


def protected_order(ordered: ReadOrder, *, engine: str = HERE, seed: int = 0, step: Step) -> ProtectedOrder:
    """The protected tables of an order; writes nothing. Raises Refusal."""
    linked = linked_tables(ordered.order.table, ordered.trees)
    choices = choices_of(ordered.order, seed)
    with open_engine(engine, _parquet_files(ordered)) as session:
        step("Counting", 0, 1)
        facts = tuple(_facts(ordered, linked, session))
        step("Counting", 1, 1)
    each = tuple(zip(linked, facts, strict=True))
    parts = protect_tables(each, choices, lambda what, done, of: step(WORDS[what], done, of))
    found = {table.id: table for part in parts for table in part.tables}
    tables = tuple(found[table.id] for table in ordered.order.table)
    return ProtectedOrder(ordered, tables, tuple(part.evidence for part in parts), loss_by_group(tables, ()))


def _parquet_files(ordered: ReadOrder) -> tuple[str, ...]:
    """The Parquet files that an order names, by absolute path."""
    named: list[tuple[TableFile | None, str]] = [(ordered.order.rows, "[rows], file")]
    named += [(table.cells, f'[[table]] "{table.id}", cells') for table in ordered.order.table]
    found = [ordered.places.find(file.file, named_in=where) for file, where in named if file is not None]
    return tuple(str(path.resolve()) for path in found if path.suffix.lower() == PARQUET)


def _facts(ordered: ReadOrder, linked: tuple[Linked, ...], session: Session) -> Iterator[CellFacts]:
    """What is known of the cells of each measure, from the rows or from the finished cells."""
    source = {breakdown.id: breakdown.source for breakdown in ordered.order.breakdown}
    rows = ordered.order.rows
    if rows is None:
        for each in linked:
            yield finished(each, _given(ordered, each, source, session))
        return
    frame = _frame(rows, ordered, session, "[rows], file")
    columns = RowColumns(source, rows.contributor, rows.holding, rows.weight)
    check_columns(frame, linked, columns)
    for each in linked:
        yield collapse(frame, each, columns, ordered.order.policy.rules)


def _given(ordered: ReadOrder, linked: Linked, source: Mapping[str, str], session: Session) -> dict[str, GivenCells]:
    found = {}
    for table in linked.tables:
        if table.cells is not None:
            cells = _frame(table.cells, ordered, session, f'[[table]] "{table.id}", cells')
            found[table.id] = GivenCells(table, source, cells.collect("pyarrow").to_native())
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
