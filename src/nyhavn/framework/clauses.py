"""A text that people are consulted on: clauses with an address of their own, in numbered versions.

What is read from a file are passages. They become clauses when each gets a code. Numbers are printed and change from
version to version; a code stays with its clause for good, and the code of a clause that went is never given again.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Reason, check_none, refusal
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary

LONGEST_TITLE = 300
CODE_PATTERN = r"C[1-9]\d{0,6}"
_CODE = re.compile(CODE_PATTERN)
# How people write a code in a letter: c12, C 12, C-12, C012, and digits of any script, which int() reads as well.
_MENTIONED = re.compile(r"(?<![\w-])(?:[Cc]-?|C[ \u00a0])(\d{1,8})(?!\w)")


class ClausePolicy(Vocabulary):
    """Numbers for clauses.

    same: from this share of common words on a changed clause may keep its code. sure: below it a person decides.
    rival: so near may a second candidate not come. number_bonus: added for the same printed number. most_clauses,
    longest_clause, most_characters: limits of a text, the last two in characters.
    most_edits: pieces that may differ before a redline shows a clause as replaced. compared_pairs: up to so many pairs
    everything is compared with everything; beyond, only what has a word in common that stands in at most rare_in of the
    clauses. heading_stays: in words.
    """

    same: float = Field(gt=0, le=1)
    sure: float = Field(gt=0, le=1)
    rival: float = Field(ge=0, le=1)
    number_bonus: float
    most_clauses: int
    longest_clause: int
    most_characters: int
    most_edits: int
    compared_pairs: int
    rare_in: int
    heading_stays: int


POLICY = read_vocabulary(ClausePolicy, "clauses")


class ClauseKind(StrEnum):
    """What a clause is in its text."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    TABLE_ROW = "table-row"
    QUESTION = "question"
    DEFINITION = "definition"


class Passage(Declared):
    """One clause as it stands in a file, without an address.

    number: as printed, "" where none is. heading: the headings above it, the outermost first. text: without the number.
    language: code, "" where it is that of the whole text. anchor: the name that the file itself gives it (of a question
    in a form, of an element on a page), "" where it gives none.
    """

    kind: ClauseKind = ClauseKind.PARAGRAPH
    number: str = Field(default="", max_length=40)
    heading: tuple[str, ...] = ()
    text: str = Field(min_length=1)
    language: str = Field(default="", max_length=35)
    anchor: str = Field(default="", max_length=200)

    @property
    def quoted(self) -> str:
        """Its beginning, to recognise it by."""
        shown = " ".join(self.text.split())
        return f"“{shown[:60].rstrip()}…”" if len(shown) > 60 else f"“{shown}”"


class Clause(Passage):
    """A passage with its address. code: stays with it through all versions, such as C12."""

    code: str = Field(pattern=f"^{CODE_PATTERN}$")

    @property
    def passage(self) -> Passage:
        """What stands in the file, without the address."""
        return Passage(**{name: getattr(self, name) for name in Passage.model_fields})

    @property
    def name(self) -> str:
        """How people call it: the code, and the printed number where there is one."""
        return f"{self.code} ({self.number})" if self.number else self.code


class Unread(Declared):
    """Something of a file that did not become text, or became other text than it was. where: line or paragraph."""

    where: str
    what: str


class FoundText(Declared):
    """What was read from a file, and everything in it that was not. title: "" where the file says none."""

    title: str = ""
    language: str = ""
    passages: tuple[Passage, ...]
    unread: tuple[Unread, ...] = ()


class DraftText(Declared):
    """One version of a text. retired: codes of clauses that went, in this version or before."""

    title: str = Field(min_length=1, max_length=LONGEST_TITLE)
    version: str = Field(min_length=1, max_length=40)
    language: str = Field(min_length=2, max_length=35)
    clauses: Annotated[tuple[Clause, ...], Field(min_length=1)]
    retired: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_addressable(self) -> Self:
        codes = [clause.code for clause in self.clauses]
        if len({*codes, *self.retired}) < len(codes) + len(self.retired):
            raise ValueError("a code stands twice")
        if not all(_CODE.fullmatch(code) for code in self.retired):
            raise ValueError("a retired code is none")
        return self

    def clause(self, code: str) -> Clause | None:
        """The clause of that code, if it is in this version."""
        return next((clause for clause in self.clauses if clause.code == code), None)

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in the order of the text."""
        return tuple(clause.code for clause in self.clauses)

    @property
    def next_number(self) -> int:
        """The number of the next code that was never given."""
        return max(number_of(code) for code in (*self.codes, *self.retired)) + 1

    @property
    def fingerprint(self) -> str:
        """SHA-256 of everything in it, lower-case hex: two texts with the same one are the same."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def number_of(code: str) -> int:
    """The number in a code."""
    return int(code[1:])


def code_of(number: int) -> str:
    """The code with that number."""
    return f"C{number}"


def first_version(found: FoundText, *, title: str = "", version: str, language: str = "") -> DraftText:
    """The first version of a text: every passage gets a code, in order. Title and language default to the file's own.

    Raises Refusal: draft-empty, draft-too-large, draft-without-title, draft-without-language.
    """
    check_found(found)
    title, language = title.strip() or found.title, language.strip() or found.language
    check_named(title, language)
    clauses = tuple(addressed(passage, code_of(place)) for place, passage in enumerate(found.passages, start=1))
    return DraftText(title=title, version=version, language=language, clauses=clauses)


def addressed(passage: Passage, code: str) -> Clause:
    """The passage as the clause with that code."""
    return Clause(code=code, **{name: getattr(passage, name) for name in Passage.model_fields})


def check_named(title: str, language: str) -> None:
    """A text has a title and a language. Raises Refusal: draft-without-title, draft-without-language."""
    if not title:
        raise refusal("draft-without-title", "The text has no title.", where="title", do="Write its title.")
    if not language:
        what = "It is not said in which language the text is."
        raise refusal("draft-without-language", what, where="language", do="Choose the language.")


def check_found(found: FoundText) -> None:
    """A text that people can be asked about. Raises Refusal: draft-empty, draft-too-large."""
    check_none(_found_faults(found.passages))


def _found_faults(passages: tuple[Passage, ...]) -> Iterator[Reason]:
    if not any(passage.kind is not ClauseKind.HEADING for passage in passages):
        yield Reason("draft-empty", "There is no text in it beside headings.", "file", "Hand in the text itself.")
    if len(passages) > POLICY.most_clauses:
        what = f"It has {len(passages):,} clauses, more than {POLICY.most_clauses:,}."
        yield Reason("draft-too-large", what, "file", "Hand it in as several texts, such as a chapter each.")
    if sum(len(passage.text) for passage in passages) > POLICY.most_characters:
        what = f"It is longer than {POLICY.most_characters:,} characters."
        yield Reason("draft-too-large", what, "file", "Hand it in as several texts, such as a chapter each.")
    for place, passage in enumerate(passages, start=1):
        if len(passage.text) > POLICY.longest_clause:
            what = f"A clause is longer than {POLICY.longest_clause:,} characters."
            yield Reason("draft-too-large", what, f"clause {place}", "Divide it into paragraphs.")


def codes_mentioned(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Known codes that a text names, each once, in the order of the text. C12, c12, C 12, C-12 and C012 name C12."""
    there = frozenset(known)
    found = (code_of(int(match[1])) for match in _MENTIONED.finditer(text))
    return tuple(dict.fromkeys(code for code in found if code in there))
