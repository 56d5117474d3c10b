"""The words of a paragraph of a DOCX file, as they read with all tracked changes accepted.

Read: text, tabs and line breaks, links with their address, footnotes and endnotes (behind the text that they belong
to), what was inserted or moved to, letters of formulas, descriptions of pictures, results of fields.
Not read, and listed: what was deleted or moved away, hidden text, remarks in the margin, pictures, text boxes, symbols
of a font of their own, embedded files, instructions of fields.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

from nyhavn.exchange.incoming.draft_passages import Passages
from nyhavn.exchange.incoming.list_numbers import printed

INSERTED = "Tracked changes are read as if they were accepted: this text was inserted or moved here."
DELETED = "Tracked changes are read as if they were accepted: text that was deleted or moved away is not read."
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_DESCRIBED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_SAID = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_COME, _GONE = frozenset({"ins", "moveTo"}), frozenset({"del", "moveFrom"})
_NOTES = frozenset({"footnoteReference", "endnoteReference"})
_WITHIN = frozenset(
    {*_COME, "r", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo"}
    | {"ruby", "rubyBase"}
)
_UNREAD = {
    "commentReference": "A remark in the margin is not read.",
    "drawing": "A picture or drawing is not read; its description is.",
    "pict": "A picture or drawing is not read; its description is.",
    "object": "An embedded file is not opened.",
    "sym": "A symbol that stands in a font of its own is not read.",
    "contentPart": "A drawing by hand is not read.",
}
_WORDLESS = frozenset(
    {
        *("pPr", "rPr", "tblPr", "tcPr", "trPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "rubyPr", "rt"),
        *("bookmarkStart", "bookmarkEnd", "proofErr", "lastRenderedPageBreak", "softHyphen", "instrText", "fldChar"),
        *("commentRangeStart", "commentRangeEnd", "permStart", "permEnd", "annotationRef", "footnoteRef", "endnoteRef"),
        *("separator", "continuationSeparator", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart"),
        *("moveToRangeEnd", "delInstrText", "pgNum", "yearLong", "sectPr"),
    }
)


@dataclass
class Words:
    """Reads paragraphs of one document, and puts what it does not read on the list of passages."""

    document: Document
    found: Passages
    where: str = ""
    _notes: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=lambda: {"footnote": 0, "endnote": 0})

    def __post_init__(self) -> None:
        self._bodies = {kind: _notes(self.document, kind) for kind in self._numbers}

    def of(self, paragraph: BaseOxmlElement) -> str:
        """The text of a paragraph, with its notes behind it."""
        text = self.line(paragraph)
        notes, self._notes = self._notes, []
        return "\n".join((text, *notes)) if text.strip() else ""

    def line(self, paragraph: BaseOxmlElement) -> str:
        """The text of a paragraph; its notes are kept for the end of what it belongs to."""
        self._tracked_mark(paragraph)
        return "".join(self._within(paragraph))

    def notes(self) -> str:
        """Notes that were kept, and are given once."""
        notes, self._notes = self._notes, []
        return "".join(f"\n{note}" for note in notes)

    def _within(self, element: BaseOxmlElement) -> Iterator[str]:
        for child in element:
            if isinstance(child.tag, str):
                yield from self._one(child)

    def _one(self, element: BaseOxmlElement) -> Iterator[str]:
        name = _local(element)
        if element.tag.startswith(_MATHS):
            self.found.unread(self.where, "A formula is read as the letters in it, one after the other.")
            yield "".join(part.text or "" for part in element.iter(f"{_MATHS}t"))
        elif element.tag == _CHOICE or name in _UNREAD:
            yield from self._drawn(element, name)
        elif name == "t":
            yield element.text or ""
        elif name in _SAID:
            yield _SAID[name]
        elif name in _NOTES:
            yield self._note(element, name.removesuffix("Reference"))
        else:
            yield from self._around(element, name)

    def _around(self, element: BaseOxmlElement, name: str) -> Iterator[str]:
        """What holds other elements: read, or listed as not read."""
        if name in _GONE:
            self.found.unread(self.where, DELETED)
        elif name == "r" and _is_hidden(element):
            self.found.unread(self.where, "Hidden text is not read.")
        elif name in _WITHIN:
            if name in _COME:
                self.found.unread(self.where, INSERTED)
            yield from self._within(element)
            yield self._address(element) if name == "hyperlink" else ""
        elif name not in _WORDLESS and "".join(element.itertext()).strip():
            self.found.unread(self.where, "Text of a kind that is not known here is not read.")

    def _drawn(self, element: BaseOxmlElement, name: str) -> Iterator[str]:
        what = _UNREAD.get(name, _UNREAD["drawing"])
        self.found.unread(self.where, what)
        if next(element.iter(qn("w:txbxContent")), None) is not None:
            self.found.unread(self.where, "Text in a text box is not read.")
        described = {part.get("descr") or "": None for part in element.iter(_DESCRIBED)}
        yield from (f" {said} " for said in described if said)

    def _note(self, element: BaseOxmlElement, kind: str) -> str:
        """The mark of a note in the text; the note itself is kept for the end."""
        self._numbers[kind] += 1
        number = self._numbers[kind]
        mark = f"[{number}]" if kind == "footnote" else f"[{printed(number, 'lowerRoman')}]"
        body = self._bodies[kind].get(element.get(qn("w:id")) or "")
        if body is None:
            self.found.unread(self.where, "A note that is referred to is not in the file.")
            return mark
        lines = [" ".join("".join(self._within(one)).split()) for one in body.iter(qn("w:p"))]
        self._notes.append(f"{mark} {' '.join(filter(None, lines))}")
        return mark

    def _address(self, link: BaseOxmlElement) -> str:
        """The address of a link, behind its words, unless it is among them."""
        relation = self.document.part.rels.get(link.get(qn("r:id")) or "")
        if relation is None or not relation.is_external:
            return ""
        address = str(relation.target_ref).strip()
        return "" if address in "".join(part.text or "" for part in link.iter(qn("w:t"))) else f" ({address})"

    def _tracked_mark(self, paragraph: BaseOxmlElement) -> None:
        """The end of a paragraph can be inserted or deleted by itself."""
        if is_deleted(paragraph):
            what = "Tracked changes: the end of this paragraph was deleted. It is read as a paragraph of its own."
            self.found.unread(self.where, what)


def is_deleted(paragraph: BaseOxmlElement) -> bool:
    """Whether the end of a paragraph is marked as deleted."""
    mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    return mark is not None and mark.find(qn("w:del")) is not None


def _local(element: BaseOxmlElement) -> str:
    return str(etree.QName(element).localname)


def _is_hidden(run: BaseOxmlElement) -> bool:
    hidden = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return hidden is not None and (hidden.get(qn("w:val")) or "1") not in ("0", "false", "off")


def _notes(document: Document, kind: str) -> Mapping[str, BaseOxmlElement]:
    """Footnotes or endnotes of a document by their id."""
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{kind}s"):
            root = parse_xml(relation.target_part.blob)
            return {one.get(qn("w:id")) or "": one for one in root.iterfind(qn(f"w:{kind}"))}
    return {}
