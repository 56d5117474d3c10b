"""What the styles of a DOCX file say about a paragraph: is it a heading, and is it numbered."""

from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

MOST_BASES = 12
"""Styles that a style builds on. A file made by hand may let two build on each other."""

NO_HEADING = 9  # outline level of running text, ECMA-376 17.3.1.20


@dataclass(frozen=True)
class Numbering:
    """Which list a paragraph is numbered in, "" for none, and on which level, None where that is not said."""

    list_id: str = ""
    level: int | None = None


class Styles:
    """The paragraph styles of a document."""

    def __init__(self, styles: BaseOxmlElement) -> None:
        self._styles = {style.get(qn("w:styleId")) or "": style for style in styles.iterfind(qn("w:style"))}
        defaults = (one for one in self._styles.values() if one.get(qn("w:default")) in ("1", "true", "on"))
        paragraphs = (one for one in defaults if one.get(qn("w:type")) == "paragraph")
        self._default = next((one.get(qn("w:styleId")) or "" for one in paragraphs), "")

    def chain(self, paragraph: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
        """The style of a paragraph, then what it builds on."""
        style_id = value(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")) or self._default
        for _ in range(MOST_BASES):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            style_id = value(style.find(qn("w:basedOn")))

    def names(self, paragraph: BaseOxmlElement) -> tuple[str, ...]:
        """Names of its style and of those that it builds on, in small letters; programs write them in English."""
        return tuple(value(style.find(qn("w:name"))).casefold() for style in self.chain(paragraph))

    def heading_level(self, paragraph: BaseOxmlElement) -> int:
        """1 for the highest; 0 for what is no heading."""
        for element in (paragraph, *self.chain(paragraph)):
            outline = value(element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}"))
            if outline.isdecimal():
                return int(outline) + 1 if int(outline) < NO_HEADING else 0
        named = (name.removeprefix("heading ") for name in self.names(paragraph) if name.startswith("heading "))
        return next((int(level) for level in named if level.isdecimal() and 0 < int(level) <= NO_HEADING), 0)

    def numbering(self, paragraph: BaseOxmlElement) -> tuple[Numbering, str]:
        """The nearest list and the nearest level that are said, and the id of the style that says which list."""
        list_id, level, by_style = "", None, ""
        for element in (paragraph, *self.chain(paragraph)):
            said = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if said is None:
                continue
            deep = value(said.find(qn("w:ilvl")))
            level = int(deep) if level is None and deep.isdecimal() else level
            if found := value(said.find(qn("w:numId"))):
                list_id = found
                by_style = element.get(qn("w:styleId")) or "" if element is not paragraph else ""
                break
        return Numbering("" if list_id == "0" else list_id, level), by_style  # list 0 takes the number away

    def list_of_style(self, style_id: str) -> str:
        """The list that a style of lists stands for."""
        style = self._styles.get(style_id)
        return value(style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")) if style is not None else ""


def value(element: BaseOxmlElement | None) -> str:
    """The w:val of an element, "" where there is none."""
    return (element.get(qn("w:val")) or "") if element is not None else ""
