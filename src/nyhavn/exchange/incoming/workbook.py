"""Workbooks (.xlsx, .xls): sheets as rows of exact text. Nothing is evaluated, and no macro is looked at.

How cells become text: a date is YYYY-MM-DD, a moment YYYY-MM-DDTHH:MM:SS, a time HH:MM:SS, a duration H:MM:SS, a
whole number has no decimal point, any other number is the shortest text that gives the same number, true and false
are TRUE and FALSE. Text stays as it is. In old workbooks (.xls) a formula cannot be told from its saved value.
"""

import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import pyarrow as pa
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorksheetNotFound,
    XmlError,
    ZipError,
)

from nyhavn.exchange.incoming.headers import check_headers, listed
from nyhavn.exchange.incoming.source_file import Content, reading
from nyhavn.exchange.incoming.workbook_parts import WorkbookParts, check_answers_sheet, read_parts
from nyhavn.framework.refusal import Refusal, refusal

Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
_UNREADABLE = (CalamineError, PasswordError, WorksheetNotFound, XmlError, ZipError, OSError, ValueError)


@dataclass(frozen=True)
class Workbook:
    """An open workbook. parts: the checked parts of a new one, None for an old one."""

    book: CalamineWorkbook
    parts: WorkbookParts | None
    where: str

    def rows(self, sheet: str) -> list[list[Cell]]:
        """All rows of a sheet from its first cell on; an empty cell is ""."""
        try:
            return self.book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        except _UNREADABLE as fault:
            raise _unreadable(f"{self.where}, sheet {sheet}") from fault


def open_workbook(path: Path, content: Content) -> Workbook:
    """Open a workbook. Refusals: those of `read_parts`, file-encrypted, workbook-broken."""
    with reading(path):
        parts = read_parts(path) if content is Content.ZIP else None
        try:
            book = CalamineWorkbook.from_filelike(parts.archive() if parts else io.BytesIO(path.read_bytes()))
        except PasswordError as fault:
            do = "Save a copy without a password, and keep that copy in a safe place."
            raise refusal("file-encrypted", "The workbook is behind a password.", where=path.name, do=do) from fault
        except _UNREADABLE as fault:
            raise _unreadable(path.name) from fault
    return Workbook(book, parts, path.name)


def read_sheet(workbook: Workbook, sheet: str) -> tuple[pa.Table, str]:
    """One sheet as a table of strings, and its name. Rows without any answer are no rows.

    Refusals: sheet-unclear, sheet-missing, cell-formula, cell-error, cells-merged, header-empty, header-duplicate,
    file-empty, table-without-rows.
    """
    name = sheet if sheet in workbook.book.sheet_names else _only_sheet(workbook, sheet)
    where = f"{workbook.where}, sheet {name}"
    if workbook.parts:
        check_answers_sheet(workbook.parts, name, where=where)
    headers, *rows = [[cell_text(cell) for cell in row] for row in workbook.rows(name)] or [[]]
    rows = [row for row in rows if any(cell is not None for cell in row)]
    used = [place for place, header in enumerate(headers) if header or any(row[place] is not None for row in rows)]
    if not used:
        raise refusal("file-empty", "The sheet is empty.", where=where, do="Name a sheet that holds the table.")
    names = [headers[place] or "" for place in used]
    check_headers(names, where=where)
    if not rows:
        do = "Hand in the file with its rows."
        raise refusal("table-without-rows", "The table has headers and no rows.", where=where, do=do)
    return pa.table([pa.array([row[place] for row in rows], pa.string()) for place in used], names=names), name


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


def _only_sheet(workbook: Workbook, wanted: str) -> str:
    """The single visible sheet that holds something, where none is named."""
    visible = [
        sheet.name
        for sheet in workbook.book.sheets_metadata
        if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
    ]
    if wanted:
        raise _no_sheet(workbook, wanted, visible)
    filled = [name for name in visible if any(any(cell != "" for cell in row) for row in workbook.rows(name))]
    if len(filled) == 1:
        return filled[0]
    if not filled:
        what = "No visible sheet holds anything. Hidden sheets are read only when they are named."
        raise refusal("file-empty", what, where=workbook.where, do="Name the sheet that holds the table.")
    what = "Several sheets hold something, and none is named."
    raise refusal("sheet-unclear", what, where=workbook.where, do=f"Name one of: {listed(filled)}.")


def _no_sheet(workbook: Workbook, wanted: str, visible: Sequence[str]) -> Refusal:
    near = get_close_matches(wanted, workbook.book.sheet_names, n=3) or visible
    what = f"The workbook has no sheet {wanted}."
    return refusal("sheet-missing", what, where=workbook.where, do=f"Name one of: {listed(near)}.")


def _unreadable(where: str) -> Refusal:
    do = "Open it in a spreadsheet program and save it again as .xlsx."
    return refusal("workbook-broken", "The workbook cannot be read.", where=where, do=do)
