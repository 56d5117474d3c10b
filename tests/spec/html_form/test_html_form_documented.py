"""The reference of the page names every refusal, everything that is said about an answer, and its numbers."""

import re
from pathlib import Path

import pytest

from nyhavn.framework.explanations import explanations
from nyhavn.framework.form_obstacles import ASKED_TYPES
from nyhavn.framework.interview_pages import MOST_ITEMS
from nyhavn.framework.interview_problems import SENTENCES
from nyhavn.framework.typed_answers import EARLIEST_YEAR, LATEST_YEAR, LONGEST_TEXT


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs" / "reference" / "html-form.md").read_text(encoding="utf-8")


def first_cells(page: str, heading: str) -> set[str]:
    """The words in code letters in the first column of a section's table."""
    section = page.split(f"## {heading}")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {word for row in rows for word in re.findall(r"`([^`]+)`", row)}


def test_every_refusal_of_a_page_is_listed_and_explained(page: str) -> None:
    codes = {code for code in explanations() if code.startswith("form-page-")}
    assert first_cells(page, "What a page refuses") == codes


def test_everything_said_about_an_answer_is_listed(page: str) -> None:
    assert first_cells(page, "What is said about an answer") == set(SENTENCES)


def test_the_numbers_are_those_of_the_program(page: str) -> None:
    assert f"between {EARLIEST_YEAR} and {LATEST_YEAR}" in page
    assert f"at most {LONGEST_TEXT:,} characters" in page
    assert f"more than {MOST_ITEMS} items" in page


def test_what_the_page_is_said_to_ask_it_asks(page: str) -> None:
    said = first_cells(page, "What a page does")
    kinds = {
        "text",
        "integer",
        "decimal",
        "date",
        "time",
        "dateTime",
        "range",
        "geopoint",
        "note",
        "acknowledge",
        "hidden",
    }
    assert kinds <= said
    assert kinds <= ASKED_TYPES


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_plain_sentence_is_short_and_ends(code: str) -> None:
    assert SENTENCES[code].endswith(".")
    assert len(SENTENCES[code]) < 140
