"""Checks that a form declares in the column `quality` of its survey sheet, which devices and pyxform pass over."""

from collections.abc import Mapping, Sequence

from nyhavn.framework.check_cells import read_checks
from nyhavn.framework.checks import CheckDeclaration
from nyhavn.framework.form_page import FormItem
from nyhavn.framework.refusal import Reason, Refusal

COLUMN = "quality"


def form_checks(
    items: Sequence[FormItem], survey: Sequence[Mapping[str, str]], *, source: str
) -> tuple[CheckDeclaration, ...]:
    """The checks of all questions, in the form's order. survey: the rows of the survey sheet, without the header.

    Raises Refusal "check-unreadable" for all cells at once.
    """
    found: list[CheckDeclaration] = []
    reasons: list[Reason] = []
    for item in items:
        cell = _cell(survey[item.row - 2]) if item.row else ""
        try:
            found += read_checks(cell, item.name, where=f"{source}, sheet survey, row {item.row}, column {COLUMN}")
        except Refusal as refused:
            reasons += refused.reasons
    if reasons:
        raise Refusal(*reasons)
    return tuple(found)


def _cell(row: Mapping[str, str]) -> str:
    return next((cell for header, cell in row.items() if header.strip().lower() == COLUMN), "")
