"""A serious finding is answered by a look at all of its rows, and by nothing less."""

import pytest

from nyhavn.chain.decided import has_open_serious, is_decided
from nyhavn.chain.plan import DecidedFinding
from nyhavn.framework.findings import Finding, Severity

FOUND = Finding("inconsistent", Severity.SERIOUS, ("water", "minutes"), 2, 90, "A walk to water at home.", (3, 17))
LONG = Finding("inconsistent", Severity.SERIOUS, ("water",), 900, 1000, "Dry.", tuple(range(1, 501)))
OF_A_COLUMN = Finding("empty-column", Severity.SERIOUS, ("water",), 90, 90, "Nobody answered.")
LOOKED_AT = DecidedFinding(check="inconsistent", columns=("water", "minutes"), rows=(3, 17))


def test_a_finding_whose_rows_were_looked_at_is_decided() -> None:
    assert is_decided(FOUND, [LOOKED_AT])
    assert not has_open_serious([FOUND], [LOOKED_AT])


def test_two_looks_add_up() -> None:
    halves = [LOOKED_AT.model_copy(update={"rows": (row,)}) for row in (3, 17)]
    assert not is_decided(FOUND, halves[:1])
    assert is_decided(FOUND, halves)


@pytest.mark.parametrize(
    "change",
    [
        {"check": "key-duplicate"},
        {"columns": ("water",)},
        {"wording": "Something else."},
        {"rows": (3,)},
        {"rows": ()},
    ],
)
def test_a_look_at_something_else_decides_nothing(change: dict[str, object]) -> None:
    other = LOOKED_AT.model_copy(update=change)
    assert not is_decided(FOUND, [other])
    assert has_open_serious([FOUND], [other])


def test_a_long_finding_needs_a_word_about_the_rows_that_it_does_not_list() -> None:
    listed = DecidedFinding(check="inconsistent", columns=("water",), rows=LONG.row_numbers)
    assert not is_decided(LONG, [listed])
    assert not is_decided(LONG, [listed.model_copy(update={"beyond": 399})])
    assert is_decided(LONG, [listed.model_copy(update={"beyond": 400})])


def test_a_finding_about_a_whole_column_has_no_rows_to_look_at() -> None:
    assert is_decided(OF_A_COLUMN, [DecidedFinding(check="empty-column", columns=("water",))])
    assert not is_decided(OF_A_COLUMN, [])


def test_what_is_not_serious_needs_no_answer() -> None:
    note = Finding("inconsistent", Severity.WARNING, ("water",), 2, 90, "Dry.", (3,))
    assert not has_open_serious([note], [])
