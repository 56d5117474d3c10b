"""The decisions of a log as expressions over the data as received; none of them looks at what another one makes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import narwhals as nw

from nyhavn.framework.cleaning import Cell, CleaningLog, Recode, Where

ROW = "_row"  # the 1-based number of the row as received


@dataclass(frozen=True)
class RecodedPair:
    """One old and new value of a recode in one column. found: it stands there. applies: and the cell is changed."""

    recode: Recode
    column: str
    old: Cell
    new: Cell
    found: nw.Expr
    applies: nw.Expr


def every_row() -> nw.Expr:
    """True in every row, as a column."""
    return ~nw.col(ROW).is_null()


def in_rows(rows: Sequence[int]) -> nw.Expr:
    """Whether the row has one of these numbers."""
    return nw.col(ROW).is_in(list(rows)) if rows else nw.col(ROW).is_null()


def holds(column: str, values: Sequence[Cell]) -> nw.Expr:
    """Whether one of the values stands in the cell; a boolean without null. None is an empty cell."""
    texts = [value for value in values if value is not None]
    found = nw.coalesce(nw.col(column).is_in(texts), nw.lit(False)) if texts else ~every_row()
    return found | nw.col(column).is_null() if None in values else found


def met(when: Where | None) -> nw.Expr:
    """Whether a condition holds in the row."""
    return every_row() if when is None else holds(when.column, when.values)


def recoded_pairs(log: CleaningLog) -> Iterator[RecodedPair]:
    """Every pair of every recode, column by column. An entry about a cell or its row goes before any recode."""
    for recode in log.recodes:
        for column in recode.columns:
            untouched = ~in_rows(sorted({*log.decided_rows(column), *log.removed_rows}))
            for old, new in recode.values:
                found = holds(column, (old,)) & met(recode.when)
                yield RecodedPair(recode, column, old, new, found, found & untouched)
