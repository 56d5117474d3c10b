"""Texts in HTML. What a browser would run, fetch or hide is left out and listed, and nothing is fetched."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from nyhavn.exchange.incoming.draft_passages import Passages, row_text
from nyhavn.exchange.incoming.list_numbers import printed
from nyhavn.framework.clauses import ClauseKind, FoundText
from nyhavn.framework.refusal import Refusal, refusal

MOST_NESTED = 150
"""Elements in each other. Pages of offices stay under 40; Python's own limit of calls is not to be met."""

_RUN = frozenset({"script", "style", "iframe", "frame", "object", "embed", "applet", "template", "noscript", "link"})
_DRAWN = frozenset({"svg", "canvas", "audio", "video", "math", "map"})
_ASKED = frozenset({"input", "select", "textarea", "button", "datalist"})
_STRUCK = frozenset({"del", "s", "strike"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    {
        *_HEADINGS,
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details"),
        *("dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"),
        *("header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav"),
        *("ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot"),
        *("th", "thead", "tr", "ul"),
        *("dir", "listing", "marquee", "plaintext", "search", "xmp"),
    }
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0+(?:\.0+)?(?![.\d])", re.I
)
_LIST_STYLES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(frozen=True)
class _Block:
    """What the text that is met next belongs to. number: printed before its first passage, and taken out by it."""

    kind: ClauseKind = ClauseKind.PARAGRAPH
    number: list[str] = field(default_factory=list)
    anchor: str = ""
    level: int = 0
    is_kept_as_written: bool = False


@dataclass
class _List:
    """A list around. next: the number of its next item, 0 where none is printed."""

    next: int = 0
    style: str = "decimal"


@dataclass
class _Reader:
    found: Passages
    pieces: list[str] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    term: str = ""
    is_defined: bool = True  # whether a definition of the term came
    line: str = "line 1"


def read_html(content: str, file: str) -> FoundText:
    """The text of a page. Refusals: draft-broken, draft-empty, draft-too-large, draft-too-deep, draft-not-text."""
    root = _parsed(content, file)
    _check_depth(root, file)
    reader = _Reader(Passages(file))
    title = " ".join("".join(root.findtext("head/title") or "").split())
    body = root.find("body")
    for node in root.iterfind("head/*"):
        if _tag(node) in _RUN:
            reader.found.unread(_line(node), f"<{_tag(node)}> is not read.")
    _walk(reader, root if body is None else body, _Block())
    _put(reader, _Block())
    return reader.found.found(otherwise=title, language=(root.get("lang") or "").strip()[:35])


def _parsed(content: str, file: str) -> etree._Element:
    parser = etree.HTMLParser(no_network=True, huge_tree=True, encoding="utf-8")
    try:
        root = etree.fromstring(content.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise refusal("draft-broken", "This is no page in HTML.", where=file, do="Save it again as HTML.")
    if any("depth" in str(entry.message).casefold() for entry in parser.error_log):
        raise _too_deep(file)
    return root


def _check_depth(root: etree._Element, file: str) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MOST_NESTED:
            raise _too_deep(file)


def _too_deep(file: str) -> Refusal:
    what = "Elements of the page stand in each other deeper than any text needs."
    return refusal("draft-too-deep", what, where=file, do="Save the text itself, without the page around it.")


def _tag(node: etree._Element) -> str:
    """The name of an element, "" for a comment or an instruction."""
    return node.tag.casefold() if isinstance(node.tag, str) else ""


def _line(node: etree._Element) -> str:
    return f"line {node.sourceline or 1}"


def _left_out(reader: _Reader, node: etree._Element) -> bool:
    """Whether it is no text; then it is on the list."""
    tag, where = _tag(node), _line(node)
    if not tag:
        reader.found.unread(where, "A comment in the file is not read.")
    elif tag in _RUN or tag in _DRAWN:
        reader.found.unread(where, f"<{tag}> is not read.")
    elif tag in _ASKED:
        reader.found.unread(where, "A field of a form is not read.")
    elif tag in _STRUCK:
        reader.found.unread(where, "Text that is struck out is not read.")
    elif _is_hidden(node, tag):
        reader.found.unread(where, "Text that a browser would not show is not read.")
    elif tag != "input" and any(name.startswith("on") for name in node.attrib):
        reader.found.unread(where, "A program in an attribute is not read; the text is.")
        return False
    else:
        return False
    return True


def _is_hidden(node: etree._Element, tag: str) -> bool:
    is_closed = tag == "dialog" and node.get("open") is None
    return is_closed or node.get("hidden") is not None or bool(_HIDDEN.search(node.get("style") or ""))


def _walk(reader: _Reader, node: etree._Element, block: _Block) -> None:
    """The element's own text and all below it. Blocks end the passage that was being collected."""
    reader.pieces.append(node.text or "")
    for child in node:
        if not _left_out(reader, child):
            _child(reader, child, block)
        reader.pieces.append(child.tail or "")


def _child(reader: _Reader, node: etree._Element, block: _Block) -> None:
    tag = _tag(node)
    if tag == "br":
        reader.pieces.append("\x00")
    elif tag == "img":
        reader.found.unread(_line(node), "A picture is not read; its description is.")
        reader.pieces.append(node.get("alt") or "")
    elif tag == "a":
        _walk(reader, node, block)
        reader.pieces.append(_address(node))
    elif tag not in _BLOCKS:
        _walk(reader, node, block)
    else:
        _put(reader, block)
        reader.line = _line(node)
        _block(reader, node, tag, block)
        reader.line = _line(node)


def _address(node: etree._Element) -> str:
    """Where a link leads, in parentheses, unless it says so itself or leads within the page."""
    address = (node.get("href") or "").strip()
    is_said = not address or address.startswith("#") or address == "".join(node.itertext()).strip()
    return "" if is_said else f" ({address})"


def _block(reader: _Reader, node: etree._Element, tag: str, around: _Block) -> None:
    """A block: what stands in it is a passage of its own."""
    if tag == "tr":
        _put_lonely_term(reader)
        reader.found.add(ClauseKind.TABLE_ROW, row_text(_cells(reader, node)), _line(node), anchor=node.get("id") or "")
        return
    if tag in ("ol", "ul", "menu"):
        reader.lists.append(_list(node, is_ordered=tag == "ol"))
    inner = _inner(reader, node, tag, around)
    _walk(reader, node, inner)
    if tag == "dt":
        _take_term(reader)
    _put(reader, inner)
    if tag in ("dd", "dl"):
        _put_lonely_term(reader)
    if tag == "dl":
        reader.term = ""
    if tag in ("ol", "ul", "menu"):
        reader.lists.pop()


def _take_term(reader: _Reader) -> None:
    """What was collected is a term; several before one definition are explained together."""
    term = " ".join("".join(reader.pieces).replace("\x00", " ").split())
    reader.pieces.clear()
    reader.term = term if reader.is_defined else ", ".join(filter(None, (reader.term, term)))
    reader.is_defined = not reader.term


def _put_lonely_term(reader: _Reader) -> None:
    """A term that nothing explains is a passage of its own."""
    if not reader.is_defined:
        reader.found.add(ClauseKind.DEFINITION, reader.term, reader.line)
    reader.is_defined = True


def _inner(reader: _Reader, node: etree._Element, tag: str, around: _Block) -> _Block:
    anchor = (node.get("id") or "").strip()
    if tag in _HEADINGS:
        return _Block(ClauseKind.HEADING, anchor=anchor, level=_HEADINGS[tag])
    if tag == "li":
        return _Block(ClauseKind.LIST_ITEM, number=_item_number(reader, node), anchor=anchor)
    if tag == "dd":
        return _Block(ClauseKind.DEFINITION, anchor=anchor)
    kind = around.kind if around.kind in (ClauseKind.LIST_ITEM, ClauseKind.DEFINITION) else ClauseKind.PARAGRAPH
    return replace(around, kind=kind, anchor=anchor, level=0, is_kept_as_written=tag == "pre")


def _list(node: etree._Element, *, is_ordered: bool) -> _List:
    start = (node.get("start") or "1").strip()
    number = int(start) if re.fullmatch(r"\d{1,6}", start) else 1
    return _List(number if is_ordered else 0, _LIST_STYLES.get(node.get("type") or "1", "decimal"))


def _item_number(reader: _Reader, node: etree._Element) -> list[str]:
    around = reader.lists[-1] if reader.lists else _List()
    if not around.next:
        return []
    value = (node.get("value") or "").strip()
    number = int(value) if re.fullmatch(r"\d{1,6}", value) else around.next
    around.next = number + 1
    said = printed(number, around.style)
    return [f"{said}."] if said else []


def _cells(reader: _Reader, row: etree._Element) -> Iterator[str]:
    """The cells of a row; what stands between them, where nothing should, is read as one."""
    yield from _between(row.text)
    for child in row:
        if not _left_out(reader, child):
            if _tag(child) in ("td", "th"):
                yield _cell(reader, child)
            else:
                yield from _cells(reader, child)
        yield from _between(child.tail)


def _between(text: str | None) -> Iterator[str]:
    if text and text.strip():
        yield text


def _cell(reader: _Reader, cell: etree._Element) -> str:
    """The text of a cell, with everything that stands in it in one line."""
    return " ".join("".join(_flat(reader, cell)).split())


def _flat(reader: _Reader, node: etree._Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if not _left_out(reader, child):
            tag = _tag(child)
            if tag == "table":
                reader.found.unread(_line(child), "A table within a table is read as one text.")
            if tag == "img":
                reader.found.unread(_line(child), "A picture is not read; its description is.")
                yield child.get("alt") or ""
            if tag in _BLOCKS or tag == "br":
                yield " "
            yield from _flat(reader, child)
            if tag == "a":
                yield _address(child)
            if tag in _BLOCKS:
                yield " "
        yield child.tail or ""


def _put(reader: _Reader, block: _Block) -> None:
    """What was collected becomes a passage."""
    joined = "".join(reader.pieces)
    reader.pieces.clear()
    text = joined if block.is_kept_as_written else " ".join(joined.split()).replace("\x00", "\n")
    text = text.replace("\x00", "\n")
    if not text.strip():
        return
    if block.kind is not ClauseKind.DEFINITION:
        _put_lonely_term(reader)
    if block.level:
        reader.found.heading(block.level, text, reader.line, anchor=block.anchor)
        return
    if block.kind is ClauseKind.DEFINITION and reader.term:
        text = f"{reader.term}: {text}"
        reader.is_defined = True
    number = block.number.pop() if block.number else None
    reader.found.add(block.kind, text, reader.line, number=number, anchor=block.anchor)
