"""The rows of a sheet of comments, with their numbers as spreadsheet programs show them."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from nyhavn.exchange.incoming.comment_columns import NAMES, NEEDED, SHEET
from nyhavn.exchange.incoming.headers import check_headers, listed
from nyhavn.exchange.incoming.plain_text import plain_text
from nyhavn.exchange.incoming.source_file import Content, content_of, reading
from nyhavn.exchange.incoming.spreadsheet import open_workbook, read_table
from nyhavn.exchange.incoming.workbook import Workbook, cell_text
from nyhavn.framework.refusal import Refusal, refusal

_DELIMITERS = (",", ";", "\t")

Row = Mapping[str, str]


def comment_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Rows below the heading, by the names of the columns; empty ones are none.

    Refusals: those of tables, comment-sheet-columns.
    """
    table = list(_table(path))
    number, headers = next(((at, row) for at, row in table if any(row)), (0, []))
    names = [" ".join(plain_text(header)[0].casefold().split()) for header in headers]
    while names and not names[-1]:
        names.pop()
    _check_columns(names, f"{path.name}, row {number}" if number else path.name)
    rows = [(at, row) for at, row in table if at > number and any(cell.strip() for cell in row)]
    if not rows:
        do = "Hand in the sheet with its rows."
        raise refusal("table-without-rows", "There is no comment in it.", where=path.name, do=do)
    beyond = [at for at, row in rows if any(cell.strip() for cell in row[len(names) :])]
    if beyond:
        what = f"Something stands right of the last column with a heading, in rows {listed(beyond)}."
        raise refusal("comment-sheet-columns", what, where=path.name, do="Move it into a column, or delete it.")
    for at, row in rows:
        yield at, dict(zip(names, row, strict=False))


def _check_columns(names: Sequence[str], where: str) -> None:
    if not names:
        raise refusal("file-empty", "There is nothing in it.", where=where, do="Use the template.")
    check_headers(names, where=where.rpartition(", row")[0] or where)
    missing = [name for name in NEEDED if name not in names]
    strange = [place for place, name in enumerate(names, start=1) if name not in NAMES]
    if missing:
        what, do = f"These columns are not there: {', '.join(missing)}.", "Use the template."
        raise refusal("comment-sheet-columns", what, where=where, do=do)
    if strange:
        what = f"These columns are not known, by their place: {listed(strange)}."
        do = f"Known are: {', '.join(NAMES)}. Move what is in them, or delete them; addresses are not taken in."
        raise refusal("comment-sheet-columns", what, where=where, do=do)


def _table(path: Path) -> Iterator[tuple[int, list[str]]]:
    content = content_of(path)
    if content is Content.TEXT:
        yield from enumerate(_delimited(path), start=1)
    else:
        yield from enumerate(_sheet_rows(open_workbook(path)), start=1)


def _sheet_rows(book: Workbook) -> Iterator[list[str]]:
    """The sheet of comments, or the only one that is shown."""
    named = [sheet for sheet in book.sheets if sheet.name.casefold() == SHEET]
    sheets = named or [sheet for sheet in book.sheets if sheet.is_visible]
    if len(sheets) != 1:
        what = f"It is not clear in which sheet the comments stand; none is called {SHEET}."
        raise refusal("sheet-unclear", what, where=book.where, do=f"Call it {SHEET}.")
    if faults := sheets[0].faults():
        raise Refusal(*faults)
    return ([cell_text(cell) or "" for cell in row] for row in sheets[0].rows())


def _delimited(path: Path) -> list[list[str]]:
    """Rows of delimited text, after the reader of tables has looked at all of it."""
    refused = None
    for delimiter in _DELIMITERS:
        try:
            read_table(path, delimiter=delimiter)
        except Refusal as fault:
            if "delimiter-wrong" not in fault.codes:
                raise
            refused = refused or fault
        else:
            with reading(path):
                text = path.read_bytes().decode("utf-8-sig")
            try:
                return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
            except csv.Error:
                what, do = "A cell is longer than any comment may be.", "Shorten it."
                raise refusal("comment-sheet-too-large", what, where=path.name, do=do) from None
    raise refused or refusal("delimiter-wrong", "The columns are not told apart.", where=path.name, do="Use commas.")
