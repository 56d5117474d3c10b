"""Old workbooks (.xls, MS-XLS), read by xlrd: pure Python, so a malicious file can fail to be read and nothing more.

A compiled reader was ruled out: a few changed bytes made it ask for 80 GB and end the process. In an old workbook a
formula cannot be told from its saved value. Moments are read to the second.
"""

import datetime
import io
from functools import partial
from pathlib import Path

import xlrd  # type: ignore[import-untyped]

from nyhavn.exchange.incoming.headers import listed
from nyhavn.exchange.incoming.source_file import reading
from nyhavn.exchange.incoming.workbook import Cell, Sheet, Workbook, damaged, locked
from nyhavn.framework.refusal import Reason

_HALF_SECOND = datetime.timedelta(microseconds=500_000)


def open_old_workbook(path: Path) -> Workbook:
    """Open a workbook. Refusals: file-encrypted, workbook-broken, file-unreadable."""
    with reading(path):
        content = path.read_bytes()
    try:
        book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO(), formatting_info=True, ragged_rows=True)
    except Exception as fault:  # a foreign reader on a stranger's bytes fails in every way Python has
        raise locked(path.name) if "encrypted" in str(fault) else damaged(path.name) from fault
    sheets = [
        Sheet(
            name=sheet.name,
            is_visible=sheet.visibility == 0,
            rows=partial(_rows, sheet, book.datemode, path.name),
            faults=partial(_faults, sheet, f"{path.name}, sheet {sheet.name}"),
        )
        for sheet in book.sheets()
    ]
    return Workbook(path.name, tuple(sheets))


def _rows(sheet: xlrd.sheet.Sheet, datemode: int, file: str) -> list[list[Cell]]:
    rows = [[_cell(cell, datemode, f"{file}, sheet {sheet.name}") for cell in row] for row in sheet.get_rows()]
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _cell(cell: xlrd.sheet.Cell, datemode: int, where: str) -> Cell:
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _moment(cell.value, datemode, where)
    return cell.value if cell.ctype in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER) else ""


def _moment(value: float, datemode: int, where: str) -> Cell:
    """A day without a time is a date, a time without a day is a time."""
    if value < 0:
        raise damaged(where)
    try:
        moment: datetime.datetime = xlrd.xldate.xldate_as_datetime(value, datemode) + _HALF_SECOND
    except (OverflowError, ValueError, TypeError) as fault:
        raise damaged(where) from fault
    moment = moment.replace(microsecond=0)
    if value < 1:
        return moment.time()
    return moment.date() if moment.time() == datetime.time() else moment


def _faults(sheet: xlrd.sheet.Sheet, where: str) -> list[Reason]:
    reasons = []
    errors = [
        f"{sheet.name}!{xlrd.cellname(row, column)}"
        for row in range(sheet.nrows)
        for column, kind in enumerate(sheet.row_types(row))
        if kind == xlrd.XL_CELL_ERROR
    ]
    if errors:
        what = f"Cells hold a spreadsheet error instead of an answer: {listed(errors)}."
        reasons.append(Reason("cell-error", what, where, "Correct them, or empty them."))
    merged = [
        f"{sheet.name}!{xlrd.cellname(top, left)}:{xlrd.cellname(below - 1, right - 1)}"
        for top, below, left, right in sheet.merged_cells
    ]
    if merged:
        what = f"Cells are merged: {listed(merged)}."
        do = "Unmerge them, and write header or answer into each cell it belongs to."
        reasons.append(Reason("cells-merged", what, where, do))
    return reasons
