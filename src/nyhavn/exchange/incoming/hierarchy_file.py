"""Hierarchies from text: each line a code and what it belongs to, from near to far, up to one total (as ARX writes it).

There is no row of headers. A code that stands directly above itself is the same code; one that is reached in two ways
is no tree.
"""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from nyhavn.exchange.incoming.source_file import Content, content_of, reading
from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.refusal import Refusal, refusal

_DELIMITERS = (";", ",", "\t")


def read_hierarchy(path: Path, name: str) -> Hierarchy:
    """The hierarchy of the column of that name.

    Raises Refusal: whatever a text file is refused for, hierarchy-file-wrong, and what a Hierarchy refuses.
    """
    if content_of(path) is not Content.TEXT:
        raise _wrong(path, "The file is no plain text.", "Save it as .csv.")
    with reading(path):
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise _wrong(path, "The file is not UTF-8.", "Save it as UTF-8.") from None
    return hierarchy_of(list(_lines(text)), name, where=path)


def hierarchy_of(lines: Sequence[Sequence[str]], name: str, *, where: Path) -> Hierarchy:
    """The hierarchy that the lines describe."""
    parents: dict[str, str] = {}
    totals = {line[-1] for line in lines if line}
    if len(totals) != 1:
        what = f"The lines end in {len(totals)} different totals."
        raise _wrong(where, what, "End every line with the same total, such as *.")
    total = totals.pop()
    for number, line in enumerate(lines, start=1):
        if len(line) < 2 or not all(line):
            raise _wrong(where, f"Line {number} has an empty code, or none above its first.", "Complete it.")
        for code, parent in zip(line, line[1:], strict=False):
            if code != parent and parents.setdefault(code, parent) != parent:
                what = f"In line {number} a code belongs to another one than in a line before."
                raise _wrong(where, what, "Let each code belong to one other code.")
    return Hierarchy(name, total, parents)


def _lines(text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    delimiter = next((mark for mark in _DELIMITERS if mark in first), _DELIMITERS[0])
    for line in csv.reader(text.splitlines(), delimiter=delimiter):
        if line:
            yield [code.strip() for code in line]


def _wrong(path: Path, what: str, do: str) -> Refusal:
    return refusal("hierarchy-file-wrong", what, where=path.name, do=do)
