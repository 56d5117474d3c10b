"""The one-page result that goes home to a community: words in its language, and numbers that nobody types.

A sentence names a figure by its mark, {table} or {table:group} or {table:group:group}. What stands there is what would
be published: the value with its margin of error, or that it is not shown.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Reason
from nyhavn.framework.release import Release
from nyhavn.framework.statistics import Figure, StatisticalTable

LANGUAGE = r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"
MOST_SENTENCES, LONGEST_SENTENCE, LONGEST_TITLE, LONGEST_TEXT = 5, 160, 60, 200
MOST_ROWS = 7  # of the picture: with title, sentences and table it fills one side of A4
_MARK = re.compile(r"\{([^{}]*)\}")


class HomePage(Declared):
    """One page in one language. picture: the table that is drawn and laid out. limits: what the numbers do not say.

    names: what the groups and tables of the report are called in this language.
    """

    language: str = Field(pattern=LANGUAGE)
    title: str = Field(min_length=3, max_length=LONGEST_TITLE)
    sentences: tuple[Annotated[str, Field(max_length=LONGEST_SENTENCE)], ...] = Field(
        min_length=1, max_length=MOST_SENTENCES
    )
    picture: str
    limits: str = Field(min_length=3, max_length=LONGEST_TEXT)
    next_step: str = Field(default="", max_length=LONGEST_TEXT)
    names: Mapping[str, str] = Field(default_factory=dict)


@dataclass(frozen=True)
class Mark:
    """A figure that a sentence names."""

    table: str
    categories: tuple[str, ...]


def mark_of(table: StatisticalTable, figure: Figure) -> str:
    """What somebody writes for this figure."""
    return "{" + ":".join((table.id, *figure.categories)) + "}"


def parts_of(sentence: str) -> Iterator[str | Mark]:
    """A sentence as words and marks, in order."""
    for number, part in enumerate(_MARK.split(sentence)):
        if number % 2:
            table, *categories = part.strip().split(":")
            yield Mark(table, tuple(categories))
        elif part:
            yield part


def figure_behind(mark: Mark, release: Release) -> tuple[StatisticalTable, Figure] | None:
    """The figure that is published under a mark; None if there is none."""
    for table in release.tables:
        if table.id == mark.table:
            for figure in table.figures:
                if figure.categories == mark.categories:
                    return table, figure
    return None


def home_page_reasons(page: HomePage, release: Release) -> tuple[Reason, ...]:
    """What is wrong with a page of this release; empty if nothing."""
    return (*_of_texts(page), *_of_sentences(page, release), *_of_picture(page, release))


def _of_texts(page: HomePage) -> Iterator[Reason]:
    texts = {"title": (page.title,), "limits": (page.limits,), "next_step": (page.next_step,)}
    for where, found in {**texts, "sentences": page.sentences}.items():
        if any(_has_number(text) for text in found):
            what = "There is a number here that somebody typed."
            do = "Take it out. If it is a result, write the mark of the figure: it is filled in from the tables."
            yield Reason("home-number-typed", what, where, do)


def _has_number(text: str) -> bool:
    """Whether a digit of any script stands in it, outside of marks."""
    return any(character.isnumeric() for part in parts_of(text) if isinstance(part, str) for character in part)


def _of_sentences(page: HomePage, release: Release) -> Iterator[Reason]:
    for number, sentence in enumerate(page.sentences, start=1):
        where = f"sentence {number}"
        parts = tuple(parts_of(sentence))
        lone = any(sign in part for part in parts if isinstance(part, str) for sign in "{}")
        if lone or any(figure_behind(part, release) is None for part in parts if isinstance(part, Mark)):
            what = "The tables hold no figure with this mark."
            yield Reason("home-figure-unknown", what, where, "Copy the mark from the list of figures.")


def _of_picture(page: HomePage, release: Release) -> Iterator[Reason]:
    table = next((table for table in release.tables if table.id == page.picture), None)
    if table is None:
        yield Reason("home-figure-unknown", "There is no table of this name.", "picture", "Choose one of the list.")
    elif len(table.figures) > MOST_ROWS or len(table.breakdowns) > 1:
        what = "This table has too many groups for one page."
        yield Reason("home-picture-too-long", what, "picture", "Choose a table with fewer groups.")
