"""The parts of a new workbook (.xlsx, ECMA-376), checked as bytes before any reader of workbooks sees them.

What is refused here would otherwise be silent: a formula's saved value passes for an answer, an error becomes an
empty cell, a merged cell becomes one answer and several missing ones, one far cell makes a reader ask for terabytes.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from nyhavn.exchange.incoming.archive import open_archive
from nyhavn.exchange.incoming.headers import listed
from nyhavn.exchange.incoming.xml_parts import xml_part
from nyhavn.framework.refusal import Reason, Refusal, refusal

MAX_CELLS = 25_000_000
"""Cells in the rectangle that one sheet spans: readers keep all of it in memory, at about 30 bytes a cell."""

_SAVE_AGAIN = "Open it in a spreadsheet program and save it again as .xlsx."
_LONGEST = 12
"""Digits or letters of a cell's place that are looked at: no program writes more than seven."""

_MAIN = "xl/workbook.xml"
_MAIN_RELATIONS = "xl/_rels/workbook.xml.rels"
_RELATION_ID = re.compile(r"\{[^}]*relationships\}id")
# No pattern runs past the next <, so that a file cannot make the search take time without end.
_CELL = rb"<(?:\w+:)?c\b([^<>]*)>"
_FORMULA = re.compile(_CELL + rb"\s*<(?:\w+:)?f[\s/>]")
_ERROR = re.compile(rb"""<(?:\w+:)?c\b(?=[^<>]*\st\s*=\s*["']e["'])([^<>]*)>""")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^<>]*?ref\s*=\s*["']([A-Z]+\d+:[A-Z]+\d+)["']""")
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Z]+\d+)["']""")
_LETTERS = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)\d+["']""")
_NUMBERS = re.compile(rb"""\br\s*=\s*["'][A-Za-z]*(\d+)["']""")
_FILLED = re.compile(rb"""<(?:\w+:)?c\s(?:[^<>]*\s)?r\s*=\s*["']([A-Za-z]+)(\d+)["'](?:[^<>]*[^/<>])?>""")
_UNPLACED = re.compile(rb"<(?:\w+:)?c(?:\s(?![^<>]*\br\s*=)[^<>]*[^/<>])?>")
_BRACKET_IN_VALUE = re.compile(rb"""=\s*(?:"[^"]*>|'[^']*>)""")
_UNIQUE_STRINGS = re.compile(rb"""\buniqueCount\s*=\s*["'](\d+)""")


@dataclass(frozen=True)
class WorkbookParts:
    """The XML parts of a workbook by their names, and which of them is which sheet."""

    parts: Mapping[str, bytes]
    sheets: Mapping[str, str]

    def archive(self) -> io.BytesIO:
        """The checked parts, and nothing else, as a workbook of their own: what was checked is what gets read."""
        into = io.BytesIO()
        with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        into.seek(0)
        return into


def read_parts(path: Path) -> WorkbookParts:
    """The parts, within limits and without document type declarations.

    Refusals: those of archives, xml-declares-entities, workbook-broken, workbook-too-wide.
    """
    with open_archive(path) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith((".xml", ".rels"))]
        parts = {name: xml_part(archive, name, where=path.name, broken=_broken) for name in names}
    for name, content in parts.items():
        _check_extent(content, f"{path.name}, part {name}")
    return WorkbookParts(parts, _sheets(parts, path.name))


def sheet_faults(workbook: WorkbookParts, sheet: str, *, where: str) -> list[Reason]:
    """What would silently become an answer or none, in one sheet.

    Reasons: cell-formula, cell-error, cells-merged, workbook-broken.
    """
    if sheet not in workbook.sheets:
        return [Reason("workbook-broken", "The workbook does not say where this sheet is kept.", where, _SAVE_AGAIN)]
    content = workbook.parts[workbook.sheets[sheet]]
    reasons = []
    if formulas := _places(_FORMULA, content, sheet):
        what = f"Cells hold formulas: {listed(formulas)}."
        do = "Copy the sheet, paste it as values, and save that copy."
        reasons.append(Reason("cell-formula", what, where, do))
    if errors := _places(_ERROR, content, sheet):
        what = f"Cells hold a spreadsheet error instead of an answer: {listed(errors)}."
        reasons.append(Reason("cell-error", what, where, "Correct them, or empty them."))
    if merged := [f"{sheet}!{match[1].decode()}" for match in _MERGED.finditer(content)]:
        what = f"Cells are merged: {listed(merged)}."
        do = "Unmerge them, and write header or answer into each cell it belongs to."
        reasons.append(Reason("cells-merged", what, where, do))
    return reasons


def _sheets(parts: Mapping[str, bytes], where: str) -> dict[str, str]:
    """The part of each sheet, by the sheet's name, in the order of the workbook."""
    try:
        targets = {
            relation.get("Id", ""): posixpath.normpath(posixpath.join("/xl", relation.get("Target", "")))[1:]
            for relation in fromstring(parts[_MAIN_RELATIONS])
        }
        found = [(sheet.get("name", ""), targets[sheet_id]) for sheet, sheet_id in _declared(parts[_MAIN])]
    except (KeyError, ParseError, DefusedXmlException):
        raise _broken(where, "Its list of sheets cannot be read.") from None
    return {name: part for name, part in found if part in parts}


def _declared(content: bytes) -> Iterator[tuple[Mapping[str, str], str]]:
    for element in fromstring(content).iter():
        if element.tag.endswith("}sheet"):
            ids = [value for key, value in element.attrib.items() if _RELATION_ID.fullmatch(key)]
            yield element.attrib, "".join(ids)


def _check_extent(content: bytes, where: str) -> None:
    """Readers reserve memory for the whole rectangle that the filled cells span, and for all strings announced."""
    if any(_number(count) > len(content) for count in _UNIQUE_STRINGS.findall(content)):
        raise _broken(where, "It announces more strings than it can hold.")
    columns = max(map(_column, set(_LETTERS.findall(content))), default=0)
    rows = max(map(_number, set(_NUMBERS.findall(content))), default=0)
    unplaced = _UNPLACED.search(content) is not None
    if unplaced:
        columns = max(columns, *(len(_UNPLACED.findall(row)) for row in content.split(b"row")))
        rows = max(rows, content.count(b"row"))
    elif rows * columns > MAX_CELLS and not _BRACKET_IN_VALUE.search(content):
        # Cells with a format and no content do not count; they often reach to the last row a program knows.
        filled = _FILLED.findall(content)
        columns = max((_column(letters) for letters, _ in filled), default=0)
        rows = max((_number(digits) for _, digits in filled), default=0)
    if rows * columns > MAX_CELLS:
        what = f"The sheet spans {rows:,} rows and {columns:,} columns, more than {MAX_CELLS:,} cells."
        do = "Delete stray cells far from the table, or save the table as .csv."
        raise refusal("workbook-too-wide", what, where=where, do=do)


def _column(letters: bytes) -> int:
    """The number of a column, A is 1. Very long names count as far away."""
    number = 0
    for letter in letters[:_LONGEST].upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _number(digits: bytes) -> int:
    return int(digits) if len(digits) <= _LONGEST else 10**_LONGEST


def _places(pattern: re.Pattern[bytes], content: bytes, sheet: str) -> list[str]:
    found = [_PLACE.search(match[1]) for match in pattern.finditer(content)]
    return [f"{sheet}!{place[1].decode()}" if place else f"{sheet} (place not given)" for place in found]


def _broken(where: str, what: str) -> Refusal:
    return refusal("workbook-broken", f"The workbook is damaged or incomplete. {what}", where=where, do=_SAVE_AGAIN)
