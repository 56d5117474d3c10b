"""The cleaning log as a CSV file, for people and spreadsheets. Documented in docs/reference/cleaning-log.md."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from nyhavn.exchange.incoming.bracketed import bracketed
from nyhavn.exchange.incoming.cleaning_rows import COLUMNS, RECODE, Line, read_line
from nyhavn.exchange.incoming.delimited import DelimitedText, read_delimited
from nyhavn.exchange.incoming.source_file import Content, content_of, reading
from nyhavn.framework.cleaning import (
    CleaningEntry,
    CleaningLog,
    Decided,
    Recode,
    Where,
    decided_faults,
    entry_faults,
    recode_faults,
)
from nyhavn.framework.refusal import Reason, Refusal, refusal

DELIMITERS = (",", ";", "\t")  # a spreadsheet writes the one of its language


def read_cleaning_log(path: Path, *, key: str) -> CleaningLog:
    """The log in that file. key: the column of the contributions by whose values the log names its rows.

    Raises Refusal with every fault, each by row and column and never with what stands there: cleaning-log-not-text,
    cleaning-header, cleaning-cell, cleaning-recode-parts, and those of reading a text file.
    """
    if content_of(path) is not Content.TEXT:
        do = "In the spreadsheet, save it as CSV."
        raise refusal("cleaning-log-not-text", "A cleaning log is a text file.", where=path.name, do=do)
    lines: list[tuple[int, Line]] = []
    reasons: list[Reason] = []
    for number, cells in _rows(path):
        line, faults = read_line(cells)
        faults = faults or list(_amiss(line))
        reasons += [_cell_reason(path.name, number, column, what) for column, what in faults]
        lines.append((number, line))
    _refuse(reasons)
    recodes, unlike = _recodes([(number, line) for number, line in lines if line.is_recode], path.name)
    _refuse(unlike)
    return CleaningLog(key, tuple(_entry(line) for _, line in lines if not line.is_recode), recodes)


def cleaning_log_bytes(log: CleaningLog) -> bytes:
    """The log as a file: UTF-8 with its mark, which spreadsheets need to read letters outside English."""
    stream = io.StringIO(newline="")
    rows = csv.writer(stream)
    rows.writerow(COLUMNS)
    rows.writerows(_recode_cells(recode, pair) for recode in log.recodes for pair in recode.values)
    rows.writerows(_entry_cells(entry) for entry in log.entries)
    return stream.getvalue().encode("utf-8-sig")


# --- Reading --------------------------------------------------------------------------------


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that hold something, with their numbers below the header."""
    table = _table(path)
    unknown = [name for name in table.column_names if name not in COLUMNS]
    reasons = [
        _header_reason(path.name, name, table.column_names) for name in COLUMNS if name not in table.schema.names
    ]
    reasons += [Reason("cleaning-header", f"A cleaning log has no column {n}.", path.name, _known(n)) for n in unknown]
    _refuse(reasons)
    for number, cells in enumerate(table.to_pylist(), start=1):
        if any((text or "").strip() for text in cells.values()):
            yield number, {name: text or "" for name, text in cells.items()}


def _table(path: Path) -> pa.Table:
    text = DelimitedText(partial(_open, path), path.name, _delimiter(path), "utf-8")
    try:
        with reading(path):
            return read_delimited(text)
    except Refusal as refused:
        if refused.codes == ("table-without-rows",):  # nothing was decided yet
            return pa.table({name: pa.array([], pa.string()) for name in COLUMNS})
        if refused.codes == ("encoding-wrong",):
            do = 'In the spreadsheet, save it as "CSV UTF-8".'
            raise refusal("encoding-wrong", refused.reasons[0].what, where=path.name, do=do) from None
        raise


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _delimiter(path: Path) -> str:
    """The first of the delimiters that gives the first line more than one cell."""
    with reading(path), path.open("rb") as stream:
        first = stream.readline().decode("utf-8", errors="replace")
    return next((mark for mark in DELIMITERS if mark in first), DELIMITERS[0])


def _header_reason(file: str, name: str, there: Sequence[str]) -> Reason:
    near = get_close_matches(name, [header for header in there if header not in COLUMNS], n=1)
    do = f"Is {near[0]} meant to be it?" if near else "Add it, even if nothing stands in it."
    return Reason("cleaning-header", f"The cleaning log has no column {name}.", file, do)


def _known(name: str) -> str:
    near = get_close_matches(name, COLUMNS, n=1)
    return f"Did you mean {near[0]}?" if near else f"The columns are {', '.join(COLUMNS)}."


def _amiss(line: Line) -> Iterator[tuple[str, str]]:
    """What the rules say about a line whose cells can be read."""
    yield from decided_faults(line.reason, line.decided_by, line.decided_at)
    if line.is_recode:
        when = Where(line.when_column, line.when_is) if line.when_column or line.when_is else None
        yield from recode_faults(line.decision, line.columns, [(line.old, line.new)], when)
    elif line.action is not None:
        yield from entry_faults(line.action, line.row, line.column, line.old, line.new)


def _entry(line: Line) -> CleaningEntry:
    if line.action is None:
        raise ValueError("A recode is no entry.")
    return CleaningEntry(
        action=line.action,
        row=line.row,
        key=line.key,
        decided=_decided(line),
        column=line.column,
        old=line.old,
        new=line.new,
    )


def _decided(line: Line) -> Decided:
    if line.decided_at is None:
        raise ValueError("Every line that was read has its moment.")
    return Decided(line.reason, line.decided_by, line.decided_at, line.finding)


def _recodes(lines: Sequence[tuple[int, Line]], file: str) -> tuple[tuple[Recode, ...], list[Reason]]:
    """The recodes, each from its rows; and the rows that say something else than the first of their recode."""
    by_name: dict[str, list[tuple[int, Line]]] = {}
    for number, line in lines:
        by_name.setdefault(line.decision, []).append((number, line))
    reasons = [reason for rows in by_name.values() for reason in _unlike(rows, file)]
    return (() if reasons else tuple(_recode([line for _, line in rows]) for rows in by_name.values())), reasons


def _unlike(rows: Sequence[tuple[int, Line]], file: str) -> Iterator[Reason]:
    first_number, first = rows[0]
    seen = {first.old}
    for number, line in rows[1:]:
        for column in line.unlike(first):
            what = f"Row {first_number} belongs to the same recode and says something else."
            do = "Write the same in all rows of a recode, or give it another name."
            yield Reason("cleaning-recode-parts", what, f"{file}, row {number}, column {column}", do)
        if line.old in seen:
            what = "The old value of another row of this recode stands here again."
            yield Reason("cleaning-recode-parts", what, f"{file}, row {number}, column old", "Leave one of the rows.")
        seen.add(line.old)


def _recode(lines: Sequence[Line]) -> Recode:
    first = lines[0]
    when = Where(first.when_column, first.when_is) if first.when_column else None
    values = tuple((line.old, line.new) for line in lines)
    return Recode(first.decision, first.columns, values, _decided(first), when)


def _cell_reason(file: str, number: int, column: str, what: str) -> Reason:
    do = "See docs/reference/cleaning-log.md."
    return Reason("cleaning-cell", what, f"{file}, row {number}, column {column}", do)


def _refuse(reasons: Sequence[Reason]) -> None:
    if reasons:
        raise Refusal(*reasons)


# --- Writing --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Cells:
    """One row on its way out; a column that is not given stays empty."""

    action: str
    decided: Decided

    def row(self, **parts: str) -> list[str]:
        said = {
            "action": self.action,
            "reason": bracketed([self.decided.reason]),
            "decided_by": bracketed([self.decided.by]),
            "decided_at": bracketed([self.decided.at.isoformat()]),
            "finding": bracketed([self.decided.finding]) if self.decided.finding else "",
        } | parts
        return [said.get(column, "") for column in COLUMNS]


def _recode_cells(recode: Recode, pair: tuple[str | None, str | None]) -> list[str]:
    when = recode.when
    return _Cells(RECODE, recode.decided).row(
        decision=bracketed([recode.name]),
        column=bracketed(recode.columns),
        old=bracketed([pair[0]]),
        new=bracketed([pair[1]]),
        when_column=bracketed([when.column]) if when else "",
        when_is=bracketed(when.values) if when else "",
    )


def _entry_cells(entry: CleaningEntry) -> list[str]:
    return _Cells(entry.action.value, entry.decided).row(
        row=str(entry.row),
        key=bracketed([entry.key]),
        column=bracketed([entry.column]) if entry.column else "",
        old=bracketed([entry.old]) if entry.column else "",
        new=bracketed([entry.new]) if entry.new is not None else "",
    )
