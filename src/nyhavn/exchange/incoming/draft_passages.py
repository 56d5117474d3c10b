"""What readers of texts have in common: passages collected in order, and a list of everything that was not read.

So that a redline shows what people changed and not what programs did, text is kept in composed form (Unicode NFC), and
runs of blanks and tabs are one blank; `plain_text` says what is taken out. Bold, italics, colours and pictures are no
text.
"""

import re
from collections.abc import Iterable

from nyhavn.exchange.incoming.headers import listed
from nyhavn.exchange.incoming.plain_text import TAKEN_OUT, one_line, plain_text
from nyhavn.framework.clauses import LONGEST_TITLE, POLICY, ClauseKind, FoundText, Passage, Unread
from nyhavn.framework.refusal import Reason, Refusal, refusal

MOST_KINDS_OF_UNREAD = 100
"""Different things not read, in the words of this program; beyond, the file is something else than a text."""

_BEFORE_HEADING = re.compile(r"(\(?\d{1,3}(?:\.\d{1,3})*[.)]?|[A-Z][.)]|[IVXL]{1,6}[.)])\s+(?=\S)")
_BEFORE_CLAUSE = re.compile(r"(\(?\d{1,3}(?:\.\d{1,3})*[.)])\s+(?=\S)|(\d{1,3}(?:\.\d{1,3})+)\t\s*(?=\S)")


class Passages:
    """A text while it is read. file: its name, for what is refused."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._passages: list[tuple[int, Passage]] = []  # with the level of a heading, 0 for what is none
        self._above: list[tuple[int, str]] = []
        self._faults: list[Reason] = []
        self._unread: dict[str, list[str]] = {}

    def heading(self, level: int, text: str, where: str, *, number: str | None = None, anchor: str = "") -> None:
        """A heading; what follows stands under it and under those of lower levels before it.

        number: as printed; None to look for one that is typed at its beginning.
        """
        text = self.clean(text, where)
        if not text:
            return
        found = _BEFORE_HEADING.match(text) if number is None else None
        number, text = (found[1], text[found.end() :]) if found else (number or "", text)
        while self._above and self._above[-1][0] >= level:
            self._above.pop()
        self._put(level, Passage(kind=ClauseKind.HEADING, text=text, **self._named(number, anchor)), where)
        self._above.append((level, " ".join(text.split())))

    def add(self, kind: ClauseKind, text: str, where: str, *, number: str | None = None, anchor: str = "") -> None:
        """A passage. Blank text is none. number: as for a heading; only before paragraphs one is looked for."""
        typed = _BEFORE_CLAUSE.match(text.lstrip()) if number is None and kind is ClauseKind.PARAGRAPH else None
        if typed:
            number, text = typed[1] or typed[2], text.lstrip()[typed.end() :]
        text = self.clean(text, where)
        if text:
            self._put(0, Passage(kind=kind, text=text, **self._named(number, anchor)), where)

    def unread(self, where: str, what: str) -> None:
        """Something that did not become text. what: a sentence of this program, never of the file."""
        if what not in self._unread and len(self._unread) >= MOST_KINDS_OF_UNREAD:
            do = "Save the text itself, without forms, programs and drawings."
            raise refusal("draft-not-text", "There is more in this file than text.", where=self.file, do=do)
        self._unread.setdefault(what, []).append(where)

    def clean(self, text: str, where: str) -> str:
        """The text as it is kept, and what was taken out of it on the list."""
        plain, is_changed = plain_text(text)
        if is_changed:
            self.unread(where, TAKEN_OUT)
        return plain

    def found(self, *, title: str = "", otherwise: str = "", language: str = "") -> FoundText:
        """Everything read. Without a title, a first heading that is the only one of its level or higher is the title.

        otherwise: the title where there is no such heading either.

        Raises Refusal: draft-empty, draft-too-large.
        """
        if self._faults:
            raise Refusal(*self._faults[:10])
        passages = self._passages
        if not title and passages and passages[0][0] > 0 and self._is_alone(passages[0][0]):
            title = passages[0][1].text
            passages = [(level, _without_title(passage)) for level, passage in passages[1:]]
        if not passages:
            do = "Open it and look: a text in pictures, such as a scan, cannot be read."
            raise refusal("draft-empty", "No text was found in the file.", where=self.file, do=do)
        title = " ".join((title or otherwise).split())
        if len(title) > LONGEST_TITLE:
            self.unread("title", f"The title is cut off after {LONGEST_TITLE} characters.")
            title = title[:LONGEST_TITLE]
        unread = tuple(Unread(where=listed(where), what=what) for what, where in self._unread.items())
        return FoundText(
            title=title, language=language, passages=tuple(passage for _, passage in passages), unread=unread
        )

    def _is_alone(self, highest: int) -> bool:
        return sum(0 < level <= highest for level, _ in self._passages) == 1

    def _named(self, number: str | None, anchor: str) -> dict[str, object]:
        return {
            "number": one_line(number or "")[:40],
            "anchor": one_line(anchor)[:200],
            "heading": tuple(text for _, text in self._above),
        }

    def _put(self, level: int, passage: Passage, where: str) -> None:
        if len(passage.text) > POLICY.longest_clause:
            what = f"A paragraph is longer than {POLICY.longest_clause:,} characters."
            self._faults.append(Reason("draft-too-large", what, f"{self.file}, {where}", "Divide it."))
        if len(self._passages) >= POLICY.most_clauses:
            what = f"The text has more than {POLICY.most_clauses:,} paragraphs, headings, list items and table rows."
            do = "Hand it in as several texts, such as a chapter each."
            raise refusal("draft-too-large", what, where=f"{self.file}, {where}", do=do)
        self._passages.append((level, passage))


def row_text(cells: Iterable[str]) -> str:
    """The cells of a row of a table as one text."""
    return " | ".join(" ".join(cell.split()) for cell in cells).strip(" |")


def _without_title(passage: Passage) -> Passage:
    return passage.model_copy(update={"heading": passage.heading[1:]})
