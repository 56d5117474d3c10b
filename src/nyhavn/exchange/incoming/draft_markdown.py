"""Texts in Markdown (CommonMark 0.31 and tables). Its HTML is not read, and neither are pictures; both are listed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.token import Token

from nyhavn.exchange.incoming.draft_passages import Passages, row_text
from nyhavn.framework.clauses import POLICY, ClauseKind, FoundText
from nyhavn.framework.refusal import refusal

MOST_NESTED = 60
"""Lists in lists, quotations in quotations. The parser drops, without a word, what is deeper than its limit."""

MOST_BRACKETS, MOST_MARKS = 1_000, 4_000
"""Signs of Markdown in one part. The parser's time grows with their square: 70,000 brackets take half a minute."""

# A rule across the page has an empty line below it, and settings have none.
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?![ \t]*\n)(?:[^\n]*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_FOOTNOTE = re.compile(r"^ {0,3}\[\^", re.MULTILINE)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def read_markdown(text: str, file: str) -> FoundText:
    """The text of a Markdown file. Refusals: draft-empty, draft-too-large, draft-too-deep, draft-not-text."""
    found = Passages(file)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _check_paragraphs(text, file)
    skipped = 0
    if header := _FRONT_MATTER.match(text):
        found.unread("line 1", "The block of settings at the beginning is not read.")
        skipped, text = header[0].count("\n"), text[header.end() :]
    parser = MarkdownIt("commonmark", {"maxNesting": MOST_NESTED + 10}).enable("table")
    if _FOOTNOTE.search(text):
        # The parser knows no footnotes: it takes their first word for the address of a link, and drops it.
        parser.disable("reference")
    known: dict[str, dict[str, dict[str, list[int]]]] = {}
    _Reader(found, skipped).read(parser.parse(text, known))
    for definition in known.get("references", {}).values():
        where = f"line {definition['map'][0] + 1 + skipped}"
        found.unread(where, "The address of a link, given apart from it, is not kept where no link uses it.")
    return found.found()


def _check_paragraphs(text: str, file: str) -> None:
    """Before anything is parsed: a parser takes long over one endless paragraph, and not over many."""
    parts = _PARAGRAPHS.split(text)
    lines = accumulate((part.count("\n") + 2 for part in parts), initial=1)
    for line, part in zip(lines, parts, strict=False):
        if len(part) > 4 * POLICY.longest_clause:
            what = f"A part without an empty line in it is longer than {4 * POLICY.longest_clause:,} characters."
            raise refusal("draft-too-large", what, where=f"{file}, line {line}", do="Divide it into paragraphs.")
        if part.count("[") > MOST_BRACKETS or sum(map(part.count, "*_`<!&")) > MOST_MARKS:
            what = "A part without an empty line in it has more signs of Markdown than any text."
            raise refusal("draft-too-large", what, where=f"{file}, line {line}", do="Divide it into paragraphs.")


@dataclass
class _Reader:
    """Walks the tokens of the parser. skipped: lines before the first one that it saw."""

    found: Passages
    skipped: int
    numbers: list[str] = field(default_factory=list)  # of the list items around, "" for bullets and what follows
    line: str = "line 1"
    level: int = 0
    cells: list[str] | None = None

    def read(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.level > MOST_NESTED:
                what = "Lists or quotations stand in each other deeper than anybody reads."
                raise refusal("draft-too-deep", what, where=f"{self.found.file}, {self.line}", do="Make it flatter.")
            if token.map and token.nesting >= 0:
                self.line = f"line {token.map[0] + 1 + self.skipped}"
            self._token(token)

    def _token(self, token: Token) -> None:
        match token.type:
            case "heading_open":
                self.level = int(token.tag[1:])
            case "heading_close":
                self.level = 0
            case "list_item_open":
                self.numbers.append(f"{token.info}{token.markup}" if token.info else "")
            case "list_item_close":
                self.numbers.pop()
            case "tr_open":
                self.cells = []
            case "tr_close":
                self.found.add(ClauseKind.TABLE_ROW, row_text(self.cells or ()), self.line)
                self.cells = None
            case "inline":
                self._put("".join(self._text(token.children or ())))
            case _:
                self._block(token)

    def _block(self, token: Token) -> None:
        """What has its text in itself."""
        if token.type in ("fence", "code_block"):
            self._put(token.content)
        elif token.type == "html_block":
            self.found.unread(self.line, "HTML within the Markdown is not read.")

    def _put(self, text: str) -> None:
        if self.cells is not None:
            self.cells.append(text)
        elif self.level:
            self.found.heading(self.level, text, self.line)
        elif self.numbers:
            number, self.numbers[-1] = self.numbers[-1], ""
            self.found.add(ClauseKind.LIST_ITEM, text, self.line, number=number)
        else:
            self.found.add(ClauseKind.PARAGRAPH, text, self.line)

    def _html(self, written: str) -> str:
        """A new line is read; of everything else it is said that it is not."""
        if _BREAK.fullmatch(written):
            return "\n"
        self.found.unread(self.line, "HTML within the Markdown is not read.")
        return ""

    def _text(self, children: Sequence[Token]) -> Iterator[str]:
        """Plain text of what stands in one line of thought; the address of a link in parentheses behind it."""
        address = ""
        for child in children:
            if child.type == "link_open":
                address = str(child.attrGet("href") or "")
            elif child.type == "link_close" and address and not address.startswith("#"):
                yield f" ({address})"
            elif child.type == "image":
                self.found.unread(self.line, "A picture is not read; its description is.")
                yield child.content
            elif child.type == "html_inline":
                yield self._html(child.content)
            elif child.type in ("text", "code_inline"):
                address = "" if child.content == address else address
                yield child.content
            else:
                yield _BREAKS.get(child.type, "")
