"""One table of received answers, from a text file, a workbook or an archive: exact text, nothing evaluated."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from nyhavn.exchange.incoming.archive import intact, open_archive, open_gzip, open_member, table_member
from nyhavn.exchange.incoming.delimited import DelimitedText, read_delimited
from nyhavn.exchange.incoming.new_workbook import open_new_workbook
from nyhavn.exchange.incoming.old_workbook import open_old_workbook
from nyhavn.exchange.incoming.open_document import open_open_document
from nyhavn.exchange.incoming.source_file import Content, content_of, reading, sha256_of
from nyhavn.exchange.incoming.workbook import Workbook, read_sheet

OPEN_DOCUMENT = ".ods"
WORKBOOKS = (".xlsx", OPEN_DOCUMENT)
"""Endings of workbooks that are archives."""


@dataclass(frozen=True)
class Received:
    """A table as it stands in the file.

    table: every column a string; an empty cell is null, every other cell its exact text; headers exact.
    file: name of the file; sheet: name of the sheet or of the archive member, "" for a plain text file.
    sha256: hash of the whole file's bytes, lower-case hex.
    """

    table: pa.Table
    file: str
    sheet: str
    sha256: str


def read_table(
    path: Path, *, sheet: str = "", delimiter: str = ",", encoding: str = "utf-8", member: str = ""
) -> Received:
    """Read one table of a .csv, .tsv, .txt, .csv.gz, .xlsx, .ods, .xls or .zip file.

    sheet: which sheet of a workbook; needed where several visible ones hold something.
    delimiter, encoding: how delimited text is written. member: which .csv of an archive; needed where it has several.
    Every fault is a Refusal with its place (file, sheet, row or cell) and never the text of a cell.
    """
    content = content_of(path)
    if content is Content.COMPOUND or path.suffix.lower() in WORKBOOKS:
        table, name = read_sheet(open_workbook(path), sheet)
    elif content is Content.ZIP:
        table, name = _from_archive(path, member, delimiter, encoding)
    else:
        source = partial(open_gzip if content is Content.GZIP else _open_plain, path)
        table, name = _from_text(path, source, delimiter, encoding), ""
    return Received(table, path.name, name, sha256_of(path))


def open_workbook(path: Path) -> Workbook:
    """Open a workbook of any kind, after checking that the file is what its name says."""
    if content_of(path) is Content.COMPOUND:
        return open_old_workbook(path)
    return open_open_document(path) if path.suffix.lower() == OPEN_DOCUMENT else open_new_workbook(path)


def _from_text(path: Path, source: Callable[[], BinaryIO], delimiter: str, encoding: str) -> pa.Table:
    with reading(path), intact(path.name):
        return read_delimited(DelimitedText(source, path.name, delimiter, encoding))


def _from_archive(path: Path, member: str, delimiter: str, encoding: str) -> tuple[pa.Table, str]:
    with open_archive(path) as archive:
        name = table_member(archive, member, where=path.name)
        where = f"{path.name}, {name}"
        source = partial(open_member, archive, name, where=where)
        return read_delimited(DelimitedText(source, where, delimiter, encoding)), name


def _open_plain(path: Path) -> BinaryIO:
    return path.open("rb")
