"""Tables of text that spreadsheet programs open: nothing in them is run, and nothing acts on what stands around it."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from nyhavn.exchange.report.visible import visible

# What a program takes for the beginning of a formula, in the wide forms of East Asian keyboards too, which some
# programs turn into plain ones; a tab or a line end before it is skipped by others (OWASP, CSV injection).
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
LONGEST_CELL = 32_767
"""Characters that a cell of a workbook holds (Excel specifications and limits); more is cut off without a word."""

CUT = " [cut here; the CSV has all of it]"
Rows = Iterable[Sequence[str]]


def no_formula(text: str) -> str:
    """The text with an apostrophe before it where a program would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def csv_table(rows: Rows) -> bytes:
    """The rows as CSV: UTF-8 with its mark, so that programs read every script, commas, line feeds."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerows([no_formula(visible(cell)) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def xlsx_table(rows: Rows, title: str) -> bytes:
    """The rows as a workbook with one sheet. Every cell is text, so that nothing in it is run or turned into a day."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([text_cell(sheet, cell) for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def text_cell(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    """A cell that is text whatever stands in it."""
    shown = visible(text)
    if len(shown) > LONGEST_CELL:
        shown = shown[: LONGEST_CELL - len(CUT)] + CUT
    cell = WriteOnlyCell(sheet, value=shown)
    cell.data_type = "s"
    return cell
