"""The empty sheet that people take home: a row to be written for each comment, the clauses, and the choices."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from nyhavn.exchange.incoming.comment_columns import COLUMNS, NAMES, SHEET, WHOLE, choices
from nyhavn.exchange.report.visible import visible
from nyhavn.exchange.spreadsheet_text import csv_table
from nyhavn.framework.clauses import DraftText
from nyhavn.framework.consultation_words import OwnWords

ROWS = 500
"""Rows for which a spreadsheet program offers the choices. More can be written."""

CLAUSES, CHOICES, EXPLAINED = "clauses", "choices", "what to write"
_WIDE, _NARROW = 60, 18
_LONG = frozenset({"proposed wording", "rationale", "words of the clause"})


def comment_template(draft: DraftText, own: OwnWords | None = None) -> bytes:
    """The workbook (.xlsx). Every cell is text: nothing that stands in a draft is run when somebody opens it."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook has a sheet")
    sheet.title = SHEET
    _write(sheet, [NAMES])
    sheet.freeze_panes = "B2"
    _widths(sheet)
    clauses = [(one.code, one.number, one.text) for one in draft.clauses]
    _write(book.create_sheet(CLAUSES), [("code", "number", "words"), (WHOLE, "", draft.title), *clauses])
    _offer(sheet, "clause", CLAUSES, 2, len(clauses) + 2)
    _choices(book, sheet, own or OwnWords())
    explained = [(column.name, column.explained, "needed" if column.is_needed else "") for column in COLUMNS]
    _write(book.create_sheet(EXPLAINED), [("column", "what to write", ""), *explained])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def comment_template_csv() -> bytes:
    """The heading alone, as CSV, for programs that open no workbook."""
    return csv_table([NAMES])


def _choices(book: Workbook, sheet: Worksheet, own: OwnWords) -> None:
    """A sheet of all choices, and a list to choose from in each column that takes one of them."""
    rows = [("column", "write this", "meaning")]
    for name, offered in choices(own).items():
        first = len(rows) + 1
        rows += [(name, one.name, one.meaning) for one in offered]
        if name != "groups" and offered:  # of groups there may be several in a cell
            _offer(sheet, name, CHOICES, first, len(rows), column="B")
    _write(book.create_sheet(CHOICES), rows)


def _offer(sheet: Worksheet, name: str, where: str, first: int, last: int, *, column: str = "A") -> None:
    letter = get_column_letter(NAMES.index(name) + 1)
    offered = DataValidation(type="list", formula1=f"'{where}'!${column}${first}:${column}${last}", allow_blank=True)
    offered.showErrorMessage = False  # codes may be written as well, and the reader says what is wrong
    sheet.add_data_validation(offered)
    offered.add(f"{letter}2:{letter}{ROWS + 1}")


def _write(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            cell = sheet.cell(number, place, visible(text))
            cell.data_type = "s"
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)


def _widths(sheet: Worksheet) -> None:
    for place, name in enumerate(NAMES, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDE if name in _LONG else _NARROW
