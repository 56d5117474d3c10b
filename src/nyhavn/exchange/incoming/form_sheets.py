"""The sheets of a form workbook as pyxform takes them: a dictionary per row, tidied the way it tidies them.

We read the workbook ourselves because readers of workbooks that follow document types, or print, must not see a
stranger's file; a test holds this reading equal to pyxform's own.
"""

import datetime
import itertools
import re
from pathlib import Path
from typing import Any

from pyxform.constants import SUPPORTED_SHEET_NAMES, SURVEY

from nyhavn.exchange.incoming.spreadsheet import open_workbook
from nyhavn.exchange.incoming.workbook import Cell, Sheet, cell_text
from nyhavn.framework.refusal import Reason, Refusal

NO_NAME = "form-without-a-name"
"""Stands where a form names no id: pyxform needs one, and invents one from the file name if none is given."""

_BLANKS = re.compile(r" +")


def form_sheets(path: Path) -> dict[str, Any]:
    """The sheets of the form, in the shape of pyxform's `DefinitionData`.

    Refusals: those of workbooks, form-broken (no sheet to read, a header that stands twice).
    """
    workbook = open_workbook(path)
    names = [sheet.name for sheet in workbook.sheets]
    sheets: dict[str, Any] = {"sheet_names": names, "fallback_form_name": NO_NAME}
    for sheet in workbook.sheets:
        name = sheet.name
        wanted = name.lower() if name.lower() in SUPPORTED_SHEET_NAMES else SURVEY if len(names) == 1 else ""
        if wanted:
            headers, rows = _sheet(sheet, workbook.where)
            sheets[wanted] = rows
            sheets[f"{wanted}_header"] = [dict.fromkeys(filter(None, headers))]
    return sheets


def _sheet(sheet: Sheet, where: str) -> tuple[list[str], list[dict[str, str]]]:
    cells = [[_text(cell) for cell in row] for row in sheet.rows()]
    headers = [_BLANKS.sub(" ", header) for header in (cells[0] if cells else [])]
    if twice := sorted({header for header in headers if header and headers.count(header) > 1}):
        raise Refusal(*(_header_twice(header, f"{where}, sheet {sheet.name}, row 1") for header in twice))
    rows = [{header: cell for header, cell in zip(headers, row, strict=True) if header and cell} for row in cells[1:]]
    empty_at_end = sum(1 for _ in itertools.takewhile(lambda row: not row, reversed(rows)))
    return headers, rows[: len(rows) - empty_at_end]


def _header_twice(header: str, where: str) -> Reason:
    what = f"Two columns have the header {header}."
    return Reason("form-broken", what, where, "Rename or delete one of the two columns.")


def _text(cell: Cell) -> str:
    """A cell's text; days and moments as devices get them, which is how pyxform writes a version that is a date."""
    if isinstance(cell, datetime.date) and not isinstance(cell, datetime.datetime):
        cell = datetime.datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 a workbook knows no time zone
    text = str(cell) if isinstance(cell, datetime.datetime) else cell_text(cell) or ""
    return text.strip().replace("\xa0", " ")
