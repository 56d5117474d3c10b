"""SDMX codes that a form declares: the column `sdmx` of its survey sheet (a dimension) and of its choices (codes)."""

import re
from collections.abc import Mapping, Sequence

from nyhavn.framework.form_page import FormItem
from nyhavn.framework.instrument import OfficialCoding, Question
from nyhavn.framework.refusal import check_none
from nyhavn.framework.sdmx_codes import coding_faults

COLUMN = "sdmx"
_OR_OTHER = re.compile(r"\s+or[ _]other\s*$")  # stands behind the name of the list
Row = Mapping[str, str]


def form_codes(
    items: Sequence[FormItem],
    questions: Sequence[Question],
    sheets: Mapping[str, Sequence[Row]],
    *,
    source: str,
) -> tuple[OfficialCoding, ...]:
    """The codes of all questions, in the form's order. Raises Refusal "sdmx-..." for all faults at once."""
    survey, choices = sheets.get("survey", ()), sheets.get("choices", ())
    asked = {question.name: question for question in questions}
    found = [
        _coding(item, survey[item.row - 2], choices, source)
        for item in items
        if item.row and item.name in asked and _cell(survey[item.row - 2], COLUMN)
    ]
    check_none(fault for coding in found for fault in coding_faults(coding, asked[coding.question]))
    return tuple(found)


def _coding(item: FormItem, row: Row, choices: Sequence[Row], source: str) -> OfficialCoding:
    listed = _OR_OTHER.sub("", _cell(row, "type")).split()[-1]
    codes = {
        _cell(choice, "name") or _cell(choice, "value"): _cell(choice, COLUMN)
        for choice in choices
        if (_cell(choice, "list_name") or _cell(choice, "list name")) == listed
    }
    where = f"{source}, sheet survey, row {item.row}, column {COLUMN}"
    return OfficialCoding(item.name, _cell(row, COLUMN).upper(), codes, where)


def _cell(row: Row, column: str) -> str:
    return next((cell.strip() for header, cell in row.items() if header.strip().lower() == column), "")
