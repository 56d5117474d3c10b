"""Texts in DOCX: headings, numbered and plain paragraphs, lists and tables. `docx_words` says what is read of a line.

Numbers are counted as a word processor does. Not read, and listed: headers and footers, tables of contents, and what
`docx_words` names. Macros are never looked at, pictures and embedded files never unpacked, links never followed.
"""

from collections.abc import Iterator
from pathlib import Path

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

from nyhavn.exchange.incoming.docx_numbers import ListNumbers, Number
from nyhavn.exchange.incoming.docx_parts import open_docx
from nyhavn.exchange.incoming.docx_styles import Styles
from nyhavn.exchange.incoming.docx_words import DELETED, Words, is_deleted
from nyhavn.exchange.incoming.draft_passages import Passages, row_text
from nyhavn.framework.clauses import ClauseKind, FoundText
from nyhavn.framework.refusal import refusal

_AROUND = frozenset({qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:moveTo"), qn("w:smartTag")})
_TITLE, _CONTENTS = "title", ("toc ", "toc heading", "table of figures")
_DEFINITION = "definition"


def read_docx(path: Path) -> FoundText:
    """The text of a DOCX file.

    Refusals: those of archives, xml-declares-entities, draft-broken, draft-empty, draft-too-large, draft-not-text.
    """
    document = open_docx(path)
    try:
        reader = _Reader(document, path.name)
        reader.read()
        title, language = _properties(document)
    except (etree.LxmlError, KeyError, ValueError, AttributeError, RecursionError) as fault:
        what = "The document is damaged, or was not made by a word processor."
        do = "Open it in a word processor and save it again as .docx."
        raise refusal("draft-broken", what, where=path.name, do=do) from fault
    return reader.found.found(
        title=reader.title,
        otherwise=title,
        language=language,
    )


class _Reader:
    """Walks the body of a document."""

    def __init__(self, document: Document, file: str) -> None:
        self.found = Passages(file)
        self.title = ""
        self._document = document
        self._styles = Styles(document.styles.element)
        self._numbers = ListNumbers(_numbering(document), self._styles)
        self._words = Words(document, self.found)
        self._paragraph = self._table = 0

    def read(self) -> None:
        for block in _blocks(self._document.element.body):
            if block.tag == qn("w:p"):
                self._paragraph += 1
                self._words.where = f"paragraph {self._paragraph}"
                self._read_paragraph(block)
            elif block.tag == qn("w:tbl"):
                self._table += 1
                self._read_table(block)
            elif block.tag == qn("w:altChunk"):
                self.found.unread(f"after paragraph {self._paragraph}", "A file within the document is not read.")
        for relation in self._document.part.rels.values():
            kind = relation.reltype.rpartition("/")[2]
            if kind in ("header", "footer") and not relation.is_external and b"<w:t" in relation.target_part.blob:
                self.found.unread("margins", "What stands at the head and the foot of every page is not read.")

    def _read_paragraph(self, paragraph: BaseOxmlElement) -> None:
        names, where = self._styles.names(paragraph), self._words.where
        text = self._words.of(paragraph)
        if not text and is_deleted(paragraph):
            return  # it counts no more, and neither does its number
        number = self._numbers.next(paragraph) or Number()
        if any(name.startswith(_CONTENTS) for name in names):
            self.found.unread(where, "A table of contents is not read.")
            return
        if not number.is_known and text:
            self.found.unread(where, "A number in a way of counting that is not known here is left out.")
        level = self._styles.heading_level(paragraph)
        if _TITLE in names and not self.title:
            self.title = " ".join(self.found.clean(text, where).split())
        elif level:
            self.found.heading(level, text, where, number=number.text or None)
        else:
            self.found.add(_kind(names, number), text, where, number=number.text or None)

    def _read_table(self, table: BaseOxmlElement) -> None:
        for row, element in enumerate(_rows(table), start=1):
            where = self._words.where = f"table {self._table}, row {row}"
            if element.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
                self.found.unread(where, DELETED)
                continue
            cells = [self._cell(cell) for cell in _children(element, qn("w:tc"))]
            self.found.add(ClauseKind.TABLE_ROW, row_text(cells) + self._words.notes(), where)

    def _cell(self, cell: BaseOxmlElement) -> str:
        if next(cell.iter(qn("w:tbl")), None) is not None:
            self.found.unread(self._words.where, "A table within a table is read as one text.")
        inside = [one for one in cell.iter(qn("w:p")) if next(one.iterancestors(qn("w:txbxContent")), None) is None]
        return " ".join(filter(None, map(self._in_cell, inside)))

    def _in_cell(self, paragraph: BaseOxmlElement) -> str:
        number = self._numbers.next(paragraph) or Number()
        return f"{number.text} {self._words.line(paragraph)}".strip()


def _kind(names: tuple[str, ...], number: Number) -> ClauseKind:
    """A numbered paragraph of a draft is a paragraph; a bullet, a deeper number and a style of lists make a list."""
    if any(name.startswith(_DEFINITION) for name in names):
        return ClauseKind.DEFINITION
    is_list = number.is_bullet or number.level > 0 or any(name.startswith("list") for name in names[:1])
    is_plain_list_style = names[:1] == ("list paragraph",)
    if is_list and not (is_plain_list_style and number.level == 0 and not number.is_bullet):
        return ClauseKind.LIST_ITEM
    return ClauseKind.PARAGRAPH


def _blocks(body: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Paragraphs and tables in order, those within fields and frames of forms too."""
    for child in body:
        if child.tag in _AROUND:
            yield from _blocks(child)
        else:
            yield child


def _rows(table: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    yield from _children(table, qn("w:tr"))


def _children(element: BaseOxmlElement, tag: str) -> Iterator[BaseOxmlElement]:
    for child in _blocks(element):
        if child.tag == tag:
            yield child


def _properties(document: Document) -> tuple[str, str]:
    """Title and language, where the file says them; python-docx would say "Word Document" where it does not."""
    if not any(one.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES for one in document.part.package.rels.values()):
        return "", ""
    said = document.core_properties
    return said.title or "", (said.language or "").strip()[:35]


def _numbering(document: Document) -> BaseOxmlElement | None:
    """The lists of a document; asking python-docx for them would make some where there are none."""
    relations = document.part.rels.values()
    parts = (one.target_part for one in relations if not one.is_external and one.reltype.endswith("/numbering"))
    part = next(parts, None)
    return part.element if part is not None else None
