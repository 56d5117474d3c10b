"""A margin of a census or a survey, as a file of two columns: the code of a group, and its number."""

import csv
from collections.abc import Iterator

from nyhavn.framework.comparison import Margin
from nyhavn.framework.refusal import Refusal, refusal

CATEGORY, VALUE = "category", "value"
MOST_ROWS = 2000
DO = "The first row says category,value; below it stand the code of a group and a number without separators."


def read_margins(content: bytes) -> tuple[Margin, ...]:
    """Every group once. Raises Refusal "margins-wrong" with the row."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _wrong("This is no text in UTF-8.", "file") from None
    rows = [(number, row) for number, row in enumerate(csv.reader(text.splitlines()), start=1) if any(row)]
    header = [name.strip().casefold() for name in rows[0][1]] if rows else []
    if not {CATEGORY, VALUE} <= {*header}:
        raise _wrong("The columns category and value are not both there.", "row 1")
    if not 1 < len(rows) <= MOST_ROWS:
        raise _wrong(f"There is no group in it, or more than {MOST_ROWS}.", "file")
    found = tuple(_margins(header, rows[1:]))
    codes = [one.category for one in found]
    double = next((code for code in codes if codes.count(code) > 1), "")
    if double:
        raise _wrong(f"The group {double} stands there more than once.", "file")
    return found


def _margins(header: list[str], rows: list[tuple[int, list[str]]]) -> Iterator[Margin]:
    for number, row in rows:
        told = dict(zip(header, (part.strip() for part in row), strict=False))
        try:
            value = float(told.get(VALUE, ""))
        except ValueError:
            raise _wrong("This is no number.", f"row {number}") from None
        if not told.get(CATEGORY) or not 0 <= value < float("inf"):
            raise _wrong("A group has a code, and a number that is not below zero.", f"row {number}")
        yield Margin(category=told[CATEGORY], value=value)


def _wrong(what: str, where: str) -> Refusal:
    return refusal("margins-wrong", what, where=where, do=DO)
