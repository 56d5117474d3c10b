"""Expressions of forms in real use."""

from collections import Counter

import pytest
from python_calamine import CalamineError, CalamineWorkbook

from nyhavn.framework.expression import parse, unsupported
from nyhavn.framework.refusal import Refusal

EXPRESSION_COLUMNS = (
    "relevant",
    "relevance",
    "constraint",
    "calculation",
    "bind:relevant",
    "bind:constraint",
    "calculate",
)


def _expressions(path):
    for sheet in (book := CalamineWorkbook.from_path(path)).sheet_names:
        if sheet.strip().lower() == "survey":
            header, *rows = book.get_sheet_by_name(sheet).to_python()
            wanted = [place for place, name in enumerate(header) if str(name).strip().lower() in EXPRESSION_COLUMNS]
            yield from (text for row in rows for place in wanted if (text := str(row[place]).strip()))


@pytest.fixture(scope="module")
def expressions(reference_data):
    """Every expression of every form that can be opened."""
    paths = [*(reference_data / "xlsforms").rglob("*.xls*"), *(reference_data / "msna2024_dummy").glob("form*.xlsx")]
    found = []
    for path in sorted(paths):
        try:
            found += _expressions(path)
        except CalamineError:
            continue
    return found


@pytest.mark.data
def test_every_expression_of_real_forms_is_read_or_was_never_one(expressions):
    """One form's author left a plain sentence where an expression belongs; everything else is read."""
    unread = []
    for text in expressions:
        try:
            parse(text)
        except Refusal:
            unread.append(text)
    assert len(expressions) > 900
    assert set(unread) == {"because pyxform doesn't know what to do"}


@pytest.mark.data
def test_nearly_all_expressions_of_real_forms_can_be_evaluated(expressions):
    """The rest is listed by what it uses, so that nobody mistakes it for checked."""
    read = [parse(text) for text in expressions if "know what to do" not in text]
    used = Counter(what for expression in read for what in unsupported(expression))
    evaluated = sum(not unsupported(expression) for expression in read)
    assert evaluated / len(read) > 0.9
    assert used["jr:choice-name()"] and used["indexed-repeat()"] and used["pulldata()"]
    assert not {"selected()", "if()", "coalesce()", "regex() with a pattern that engines read differently"} & set(used)
