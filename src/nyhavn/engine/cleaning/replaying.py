"""Replaying a log: from the data as received to the clean ones, cell by cell as decided and nothing else."""

from dataclasses import dataclass
from typing import Any

import narwhals as nw

from nyhavn.engine.cleaning.conditions import ROW, in_rows, recoded_pairs
from nyhavn.engine.cleaning.fitting import fitted
from nyhavn.framework.cleaning import CleaningCounts, CleaningLog, check_conflicts
from nyhavn.framework.refusal import refusal

CLEANED = "_cleaned"  # the mark of clean data: how many cells of the row were changed


@dataclass(frozen=True)
class Replayed:
    """Clean data. frame: the columns and `_row` as received, fewer rows, and CLEANED (Int64). counts: restricted."""

    frame: nw.LazyFrame[Any]
    counts: CleaningCounts


def replay(raw: nw.LazyFrame[Any], log: CleaningLog) -> Replayed:
    """Replay a log on the data that it was written for.

    raw: lazy frame as received; the columns that the log names are text, and Int64 `_row` counts the rows from 1.
    Every decision speaks of raw: an old value is looked for there, never in what another decision made of it; an entry
    about a cell goes before a recode of its column. Nothing else is changed, and rows keep their numbers. Clean data
    carry CLEANED, and a log is never replayed on them again (docs/decisions/0028-the-cleaning-log.md).
    Raises Refusal: cleaning-done-already, and those of `check_conflicts` and of `fitting.fitted`.
    """
    check_conflicts(log)
    if CLEANED in raw.collect_schema():
        what = "These contributions were cleaned already."
        raise refusal("cleaning-done-already", what, where="cleaning log", do="Replay the log on those received.")
    counts = fitted(raw, log)
    cells = clean_cells(log)
    changed = [differ(nw.col(column), cell).cast(nw.Int64) for column, cell in cells.items()]
    mark = nw.sum_horizontal(*changed) if changed else nw.lit(0)
    kept = raw.filter(~in_rows(log.removed_rows)) if log.removed_rows else raw
    return Replayed(kept.with_columns(**cells, **{CLEANED: mark.cast(nw.Int64)}), counts)


def clean_cells(log: CleaningLog) -> dict[str, nw.Expr]:
    """What stands in each changed column after the log, as an expression over the data as received."""
    recoded = [column for recode in log.recodes for column in recode.columns]
    corrected = [entry.column for entry in log.entries if entry.changes_cell]
    return {column: _cell(column, log) for column in dict.fromkeys([*recoded, *corrected])}


def differ(one: nw.Expr, other: nw.Expr) -> nw.Expr:
    """Whether two cells differ; two empty ones do not. A boolean without null."""
    both_empty = one.is_null() & other.is_null()
    return ~both_empty & nw.coalesce(one != other, nw.lit(True))


def _cell(column: str, log: CleaningLog) -> nw.Expr:
    """One column after the log: what was decided about single rows, then what recodes make of the others."""
    entries = [entry for entry in log.entries if entry.column == column and entry.changes_cell]
    corrected = {entry.row: entry.new for entry in entries if entry.new is not None}
    blanked = [entry.row for entry in entries if entry.new is None]
    cell = _recoded(column, log)
    if corrected:
        # Looked up in one list: an expression per entry would take an engine milliseconds each, and go too deep.
        found = nw.col(ROW).replace_strict(
            list(corrected), list(corrected.values()), default=nw.lit(None, dtype=nw.String), return_dtype=nw.String
        )
        cell = nw.when(in_rows(sorted(corrected))).then(found).otherwise(cell)
    return nw.when(~in_rows(sorted(blanked))).then(cell) if blanked else cell


def _recoded(column: str, log: CleaningLog) -> nw.Expr:
    """One column after the recodes; at most one of them applies to a cell, so their order does not matter."""
    pairs = [pair for pair in recoded_pairs(log) if pair.column == column]
    becomes = [nw.when(pair.applies).then(nw.lit(pair.new)) for pair in pairs if pair.new is not None]
    empties = [pair.applies for pair in pairs if pair.new is None]
    cell = nw.coalesce(*becomes, nw.col(column)) if becomes else nw.col(column)
    return nw.when(~nw.any_horizontal(*empties, ignore_nulls=True)).then(cell) if empties else cell
