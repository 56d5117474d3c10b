"""A readable page of a package: sections of terms with what is said of them, and tables. No script, nothing fetched."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from nyhavn.exchange.report.visible import visible

NOT_STATED = "Not stated."


@dataclass(frozen=True)
class Fact:
    """A term and what is said of it, one text a line."""

    term: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """A table of texts with a header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """A part of a page."""

    heading: str
    facts: tuple[Fact, ...] = ()
    rows: Rows | None = None
    note: str = ""


@dataclass(frozen=True)
class Document:
    """A page. intro: what it is, in a sentence or two. about: the release, as people call it."""

    title: str
    about: str
    intro: str
    sections: tuple[Section, ...]


def fact(term: str, *texts: str) -> Fact:
    """A fact; what is not stated says so and is not left out."""
    return Fact(term, tuple(text for text in texts if text) or (NOT_STATED,))


def listed(term: str, texts: Iterable[str], none: str = "None.") -> Fact:
    """A fact of several texts, or the words for none."""
    return Fact(term, tuple(texts) or (none,))


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Rows:
    """A table."""
    return Rows(tuple(header), tuple(tuple(row) for row in rows))


def document_html(document: Document) -> bytes:
    """The page in UTF-8; the same document gives the same bytes."""
    return _environment().get_template("document.html.jinja").render(document=document).encode()


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("nyhavn.exchange.submission"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: visible(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
