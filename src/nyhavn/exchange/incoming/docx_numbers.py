"""Printed numbers of a DOCX file: they stand nowhere in it, and are counted as a word processor counts them."""

import re
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from nyhavn.exchange.incoming.docx_styles import Numbering, Styles, value
from nyhavn.exchange.incoming.list_numbers import KNOWN, printed

BULLET, NO_NUMBER = "bullet", "none"
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class _Level:
    """One level of a list. text: such as "%1.%2". restarts: after which level, None for any higher one."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    for_style: str = ""
    restarts: int | None = None
    is_legal: bool = False


@dataclass(frozen=True)
class Number:
    """What is printed before a paragraph. is_known: whether the way of counting is one that is known here."""

    text: str = ""
    level: int = 0
    is_bullet: bool = False
    is_known: bool = True


@dataclass
class _Lists:
    """What the file says. lists: their pattern, and the starts that they change, by level."""

    patterns: dict[str, dict[int, _Level]] = field(default_factory=dict)
    lists: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)


class ListNumbers:
    """Counts through a document, from its first paragraph to its last."""

    def __init__(self, numbering: BaseOxmlElement | None, styles: Styles) -> None:
        self._styles = styles
        self._found = _Lists()
        if numbering is not None:
            _read_patterns(numbering, self._found)
            _read_lists(numbering, self._found, styles)
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def next(self, paragraph: BaseOxmlElement) -> Number | None:
        """The number of the next paragraph, None where it has none."""
        said, by_style = self._styles.numbering(paragraph)
        if said.list_id not in self._found.lists:
            return None
        pattern, starts = self._found.lists[said.list_id]
        levels = self._found.patterns.get(pattern, {})
        deep = _deep(said, by_style, levels)
        level = levels.get(deep)
        if level is None:
            return None
        counts = self._counts.setdefault(pattern, {})
        if said.list_id not in self._begun:
            self._begun.add(said.list_id)
            for lower in starts:
                counts.pop(lower, None)
        _count(counts, levels, deep, starts)
        if level.style == BULLET:
            return Number(level=deep, is_bullet=True)
        return _number(levels, counts, deep, starts)


def _deep(said: Numbering, by_style: str, levels: dict[int, _Level]) -> int:
    if said.level is not None:
        return said.level
    return next((deep for deep, level in levels.items() if by_style and level.for_style == by_style), 0)


def _count(counts: dict[int, int], levels: dict[int, _Level], deep: int, starts: dict[int, int]) -> None:
    """One further on this level; lower ones begin anew, unless their pattern says that they go on."""
    counts[deep] = counts.get(deep, starts.get(deep, levels[deep].start) - 1) + 1
    for lower in [one for one in counts if one > deep]:
        restarts = levels[lower].restarts if lower in levels else None
        if restarts is None or deep < restarts:
            del counts[lower]


def _number(levels: dict[int, _Level], counts: dict[int, int], deep: int, starts: dict[int, int]) -> Number:
    is_known = True

    def filled(place: re.Match[str]) -> str:
        nonlocal is_known
        at = int(place[1]) - 1
        level = levels.get(at, _Level())
        style = "decimal" if levels[deep].is_legal else level.style
        if style == NO_NUMBER:
            return ""
        is_known = is_known and style in KNOWN
        return printed(counts.get(at, starts.get(at, level.start)), style)

    text = _PLACE.sub(filled, levels[deep].text).strip()
    return Number(text if is_known else "", deep, is_known=is_known)


def _read_patterns(numbering: BaseOxmlElement, into: _Lists) -> None:
    for pattern in numbering.iterfind(qn("w:abstractNum")):
        levels = {}
        for level in pattern.iterfind(qn("w:lvl")):
            levels[_whole(level.get(qn("w:ilvl")), 0)] = _level(level)
        into.patterns[pattern.get(qn("w:abstractNumId")) or ""] = levels


def _level(level: BaseOxmlElement) -> _Level:
    said = {
        name: level.find(qn(f"w:{name}")) for name in ("start", "numFmt", "lvlText", "pStyle", "lvlRestart", "isLgl")
    }
    restarts = value(said["lvlRestart"])
    return _Level(
        start=_whole(value(said["start"]), 1),
        style=value(said["numFmt"]) or "decimal",
        text=value(said["lvlText"])[:40],
        for_style=value(said["pStyle"]),
        restarts=_whole(restarts, 0) if restarts else None,
        is_legal=said["isLgl"] is not None and value(said["isLgl"]) not in ("0", "false", "off"),
    )


def _read_lists(numbering: BaseOxmlElement, into: _Lists, styles: Styles) -> None:
    links = {}
    for pattern in numbering.iterfind(qn("w:abstractNum")):
        if link := value(pattern.find(qn("w:numStyleLink"))):
            links[pattern.get(qn("w:abstractNumId")) or ""] = link
    for one in numbering.iterfind(qn("w:num")):
        starts = {}
        for override in one.iterfind(qn("w:lvlOverride")):
            if start := value(override.find(qn("w:startOverride"))):
                starts[_whole(override.get(qn("w:ilvl")), 0)] = _whole(start, 1)
        into.lists[one.get(qn("w:numId")) or ""] = (value(one.find(qn("w:abstractNumId"))), starts)
    for list_id, (pattern_id, starts) in list(into.lists.items()):
        linked = styles.list_of_style(links[pattern_id]) if pattern_id in links else ""
        if linked in into.lists:
            into.lists[list_id] = (into.lists[linked][0], starts)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) <= 6 else otherwise
