"""Spreadsheets in OpenDocument (.ods, OASIS OpenDocument 1.3 part 3), read from their XML and by nothing else.

A cell may be said to stand there a million times, so what a sheet expands to is counted before it is expanded.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from xml.etree.ElementTree import Element  # for the type; defusedxml parses

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from nyhavn.exchange.incoming.archive import open_archive
from nyhavn.exchange.incoming.headers import listed
from nyhavn.exchange.incoming.workbook import Cell, Sheet, Workbook, damaged, locked
from nyhavn.exchange.incoming.xml_parts import xml_part
from nyhavn.framework.refusal import Reason, Refusal, refusal

MOST_CELLS = 2_000_000
"""Filled cells and the empty ones between them, in one sheet."""

MOST_XML_BYTES, MOST_TAGS = 64 * 1024**2, 1_000_000
"""A quarter of a million filled cells. A tag takes about 400 bytes of memory; more belongs into .csv."""

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_CONTENT, _MANIFEST, _ENCRYPTED = "content.xml", "META-INF/manifest.xml", b"encryption-data"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_AROUND_ROWS = (f"{_TABLE}table-header-rows", f"{_TABLE}table-row-group", f"{_TABLE}table-rows")
_SPANS = (f"{_TABLE}number-columns-spanned", f"{_TABLE}number-rows-spanned")


@dataclass
class _Read:
    """A sheet while it is read. places of what would silently become an answer or none."""

    rows: list[list[Cell]] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


def open_open_document(path: Path) -> Workbook:
    """Open a spreadsheet in OpenDocument.

    Refusals: those of archives, xml-declares-entities, file-encrypted, workbook-broken, workbook-too-wide.
    """
    with open_archive(path) as archive:
        names = archive.namelist()
        if _MANIFEST in names and _ENCRYPTED in xml_part(archive, _MANIFEST, where=path.name, broken=_broken):
            raise locked(path.name)
        if _CONTENT not in names or archive.getinfo(_CONTENT).file_size > MOST_XML_BYTES:
            raise damaged(path.name) if _CONTENT not in names else _too_wide(path.name)
        content = xml_part(archive, _CONTENT, where=path.name, broken=_broken)
    if content.count(b"<") > MOST_TAGS:
        raise _too_wide(path.name)
    try:
        root = fromstring(content)
        hidden = _hidden_styles(root)
        tables = root.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table")
        return Workbook(path.name, tuple(_sheet(table, path.name, hidden) for table in tables))
    except (ParseError, DefusedXmlException, RecursionError):  # the last one: text within text without end
        raise damaged(path.name) from None


def _broken(where: str, what: str) -> Refusal:
    do = "Open it in a spreadsheet program and save it again as .ods."
    return refusal("workbook-broken", f"The workbook is damaged or incomplete. {what}", where=where, do=do)


def _too_wide(where: str) -> Refusal:
    what = f"A sheet spans more than {MOST_CELLS:,} cells, or holds more than a quarter of a million filled ones."
    do = "Delete stray cells far from the table, or save the table as .csv."
    return refusal("workbook-too-wide", what, where=where, do=do)


def _hidden_styles(root: Element) -> frozenset[str]:
    """Names of styles by which a sheet is not shown."""
    return frozenset(
        style.get(f"{_STYLE}name", "")
        for style in root.iter(f"{_STYLE}style")
        if any(one.get(f"{_TABLE}display") == "false" for one in style.iter(f"{_STYLE}table-properties"))
    )


def _sheet(table: Element, file: str, hidden: frozenset[str]) -> Sheet:
    name = table.get(f"{_TABLE}name", "")
    where = f"{file}, sheet {name}"
    read = _read(table, where)
    is_visible = table.get(f"{_TABLE}style-name", "") not in hidden
    return Sheet(name, is_visible, rows=lambda: read.rows, faults=partial(_faults, read, where))


def _faults(read: _Read, where: str) -> list[Reason]:
    """What would silently become an answer or none: the same as of other workbooks."""
    found = []
    if read.formulas:
        do = "Copy the sheet, paste it as values, and save that copy."
        found.append(Reason("cell-formula", f"Cells hold formulas: {listed(read.formulas)}.", where, do))
    if read.errors:
        what = f"Cells hold a spreadsheet error instead of an answer: {listed(read.errors)}."
        found.append(Reason("cell-error", what, where, "Correct them, or empty them."))
    if read.merged:
        do = "Unmerge them, and write header or answer into each cell it belongs to."
        found.append(Reason("cells-merged", f"Cells are merged: {listed(read.merged)}.", where, do))
    return found


def _read(table: Element, where: str) -> _Read:
    """The rows of a sheet, equally long, without the empty ones at its end."""
    read, waiting, widest = _Read(), 0, 0
    for row in _rows(table):
        times = _times(row, f"{_TABLE}number-rows-repeated")
        values = _values(row, len(read.rows) + waiting + 1, read, where)
        if not values:
            waiting += times
            continue
        widest = max(widest, len(values))
        if (len(read.rows) + waiting + times) * widest > MOST_CELLS:
            raise _too_wide(where)
        read.rows += [[] for _ in range(waiting)] + [values] * times
        waiting = 0
    read.rows = [[*row, *[""] * (widest - len(row))] for row in read.rows]
    return read


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in _AROUND_ROWS:
            yield from _rows(child)


def _values(row: Element, number: int, read: _Read, where: str) -> list[Cell]:
    """The cells of a row up to its last filled one."""
    values: list[Cell] = []
    waiting = 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        times = _times(cell, f"{_TABLE}number-columns-repeated")
        value = _value(cell)
        _look(cell, f"{number}, column {len(values) + waiting + 1}", read)
        if value == "":
            waiting += times
            continue
        if len(values) + waiting + times > MOST_CELLS:
            raise _too_wide(where)
        values += [""] * waiting + [value] * times
        waiting = 0
    return values


def _look(cell: Element, place: str, read: _Read) -> None:
    if cell.get(f"{_TABLE}formula"):
        read.formulas.append(f"row {place}")
    if cell.get(_CALC) == "error":
        read.errors.append(f"row {place}")
    if any(cell.get(span, "1") not in ("1", "") for span in _SPANS):
        read.merged.append(f"row {place}")


def _times(element: Element, name: str) -> int:
    """How often it stands there. A number that is none, or out of all proportion, counts as far too many."""
    said = element.get(name, "1")
    return int(said) if said.isdecimal() and len(said) <= 7 else MOST_CELLS + 1


def _value(cell: Element) -> Cell:
    """The value of a cell, as `workbook` says how it becomes text."""
    match cell.get(f"{_OFFICE}value-type", ""):
        case "float" | "percentage" | "currency":
            return _number(cell.get(f"{_OFFICE}value", ""))
        case "boolean":
            return cell.get(f"{_OFFICE}boolean-value") == "true"
        case "date":
            return _moment(cell.get(f"{_OFFICE}date-value", ""))
    written = "\n".join("".join(_words(part)) for part in cell.iterfind(f"{_TEXT}p"))
    return written or cell.get(f"{_OFFICE}string-value", "")  # some programs write the one, some the other


def _number(said: str) -> Cell:
    try:
        return float(said)
    except ValueError:
        return said


def _moment(said: str) -> Cell:
    try:
        return datetime.fromisoformat(said) if "T" in said else date.fromisoformat(said)
    except ValueError:
        return said


def _words(part: Element) -> Iterator[str]:
    """The text of a paragraph; remarks on a cell are no part of it."""
    yield part.text or ""
    for child in part:
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            yield " " * (min(int(count), 1000) if count.isdecimal() else 1)
        elif child.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield "\t" if child.tag.endswith("tab") else "\n"
        elif child.tag != f"{_OFFICE}annotation":
            yield from _words(child)
        yield child.tail or ""
