"""Workbooks (.xlsx, .xls): sheets as rows of exact text. Nothing is evaluated, and no macro is looked at.

How cells become text: a date is YYYY-MM-DD, a moment YYYY-MM-DDTHH:MM:SS, a time HH:MM:SS, a duration H:MM:SS, a
whole number has no decimal point, any other number is the shortest text that gives the same number, true and false
are TRUE and FALSE. Text stays as it is.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import pyarrow as pa

from nyhavn.exchange.incoming.headers import check_headers, listed
from nyhavn.framework.refusal import Reason, Refusal, refusal

Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


@dataclass(frozen=True)
class Sheet:
    """One sheet. rows: all rows from the first cell on, equally long, an empty cell is "".

    faults: what would silently turn into an answer or into none: formulas, errors, merged cells.
    """

    name: str
    is_visible: bool
    rows: Callable[[], list[list[Cell]]]
    faults: Callable[[], list[Reason]]


@dataclass(frozen=True)
class Workbook:
    """An open workbook and the name of its file."""

    where: str
    sheets: tuple[Sheet, ...]


def read_sheet(workbook: Workbook, wanted: str) -> tuple[pa.Table, str]:
    """One sheet as a table of strings, and its name. Rows without any answer are no rows.

    Refusals: sheet-unclear, sheet-missing, cell-formula, cell-error, cells-merged, header-empty, header-duplicate,
    file-empty, table-without-rows.
    """
    sheet = next((sheet for sheet in workbook.sheets if sheet.name == wanted), None) or _only_sheet(workbook, wanted)
    where = f"{workbook.where}, sheet {sheet.name}"
    if faults := sheet.faults():
        raise Refusal(*faults)
    headers, *rows = [[cell_text(cell) for cell in row] for row in sheet.rows()] or [[]]
    rows = [row for row in rows if any(cell is not None for cell in row)]
    used = [place for place, header in enumerate(headers) if header or any(row[place] is not None for row in rows)]
    if not used:
        raise refusal("file-empty", "The sheet is empty.", where=where, do="Name a sheet that holds the table.")
    names = [headers[place] or "" for place in used]
    check_headers(names, where=where)
    if not rows:
        do = "Hand in the file with its rows."
        raise refusal("table-without-rows", "The table has headers and no rows.", where=where, do=do)
    return pa.table([pa.array([row[place] for row in rows], pa.string()) for place in used], names=names), sheet.name


def cell_text(cell: Cell) -> str | None:
    """The text of a cell, as the module says; None for an empty one."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime.timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(cell) if isinstance(cell, int) else cell.isoformat()


def damaged(where: str) -> Refusal:
    """The refusal for a workbook whose bytes no reader understands."""
    do = "Open it in a spreadsheet program and save it again as .xlsx."
    return refusal("workbook-broken", "The workbook cannot be read; it is damaged or incomplete.", where=where, do=do)


def locked(where: str) -> Refusal:
    """The refusal for a workbook behind a password."""
    do = "Save a copy without a password, and keep that copy in a safe place."
    return refusal("file-encrypted", "The workbook is behind a password.", where=where, do=do)


def _only_sheet(workbook: Workbook, wanted: str) -> Sheet:
    """The single visible sheet that holds something, where none is named."""
    visible = [sheet for sheet in workbook.sheets if sheet.is_visible]
    if wanted:
        raise _no_sheet(workbook, wanted, [sheet.name for sheet in visible])
    filled = [sheet for sheet in visible if any(any(cell != "" for cell in row) for row in sheet.rows())]
    if len(filled) == 1:
        return filled[0]
    if not filled:
        what = "No visible sheet holds anything. Hidden sheets are read only when they are named."
        raise refusal("file-empty", what, where=workbook.where, do="Name the sheet that holds the table.")
    what = "Several sheets hold something, and none is named."
    do = f"Name one of: {listed([sheet.name for sheet in filled])}."
    raise refusal("sheet-unclear", what, where=workbook.where, do=do)


def _no_sheet(workbook: Workbook, wanted: str, visible: Sequence[str]) -> Refusal:
    near = get_close_matches(wanted, [sheet.name for sheet in workbook.sheets], n=3) or visible
    what = f"The workbook has no sheet {wanted}."
    return refusal("sheet-missing", what, where=workbook.where, do=f"Name one of: {listed(near)}.")
