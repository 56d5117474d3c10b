"""New workbooks (.xlsx), read by calamine from parts that were checked as bytes first."""

from functools import partial
from pathlib import Path

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

from nyhavn.exchange.incoming.workbook import Cell, Sheet, Workbook, damaged
from nyhavn.exchange.incoming.workbook_parts import read_parts, sheet_faults

_UNREADABLE = (CalamineError, PasswordError, WorksheetNotFound, XmlError, ZipError, OSError, ValueError)


def open_new_workbook(path: Path) -> Workbook:
    """Open a workbook. Refusals: those of `read_parts`, workbook-broken."""
    parts = read_parts(path)
    try:
        book = CalamineWorkbook.from_filelike(parts.archive())
    except _UNREADABLE as fault:
        raise damaged(path.name) from fault
    sheets = [
        Sheet(
            name=sheet.name,
            is_visible=sheet.visible is SheetVisibleEnum.Visible,
            rows=partial(_rows, book, sheet.name, path.name),
            faults=partial(sheet_faults, parts, sheet.name, where=f"{path.name}, sheet {sheet.name}"),
        )
        for sheet in book.sheets_metadata
        if sheet.typ is SheetTypeEnum.WorkSheet
    ]
    return Workbook(path.name, tuple(sheets))


def _rows(book: CalamineWorkbook, sheet: str, file: str) -> list[list[Cell]]:
    try:
        return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except _UNREADABLE as fault:
        raise damaged(f"{file}, sheet {sheet}") from fault
