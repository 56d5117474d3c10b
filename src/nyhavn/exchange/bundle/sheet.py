"""A table of text: declared columns and rows, written as CSV and described once for people and machines."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TextIO

from nyhavn.framework.refusal import refusal

Cell = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True)
class Column:
    """A column. type: Data Package field type. categories: (code, label) pairs where the list is closed."""

    name: str
    type: str = "string"
    title: str = ""
    description: str = ""
    categories: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A CSV file to be. path: relative to the bundle. key: the columns that tell rows apart, () if none do."""

    path: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Cell]]
    key: tuple[str, ...] = ()


def write_sheet(folder: Path, sheet: Sheet) -> None:
    """Write a sheet: UTF-8, commas, line feeds, a header, nothing where there is no value.

    Raises Refusal column-name-twice.
    """
    header = header_of(sheet)
    path = folder / sheet.path
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="") as stream:
        _write(stream, header, sheet)


def sheet_bytes(sheet: Sheet) -> bytes:
    """The file that `write_sheet` writes, in memory. Raises Refusal column-name-twice."""
    stream = io.StringIO(newline="")
    _write(stream, header_of(sheet), sheet)
    return stream.getvalue().encode()


def _write(stream: TextIO, header: Sequence[str], sheet: Sheet) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_text(cell) for cell in row] for row in sheet.rows)


def header_of(sheet: Sheet) -> list[str]:
    """The names of the columns. Raises Refusal column-name-twice if two would be the same."""
    header = [column.name for column in sheet.columns]
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise refusal(
            "column-name-twice",
            "Two columns of a published file would have the same name.",
            where=f"{sheet.path}, {', '.join(twice)}",
            do="Give the breakdown or the question another name.",
        )
    return header


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date | datetime | time):
        return cell.isoformat()
    return f"{cell!r}" if isinstance(cell, float) else f"{cell}"
