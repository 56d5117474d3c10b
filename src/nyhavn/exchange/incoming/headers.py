"""The first row of a table: every column has a name, and only one column has it."""

from collections.abc import Sequence

from nyhavn.framework.refusal import Reason, Refusal

SHOWN = 10
"""How many places one refusal names before it says "and more": enough to see the pattern."""


def check_headers(headers: Sequence[str], *, where: str) -> None:
    """Refuse headers that are empty or stand twice, all of them at once.

    Refusals: header-empty, header-duplicate; places are column numbers, counted from 1.
    """
    places: dict[str, list[int]] = {}
    for number, header in enumerate(headers, start=1):
        places.setdefault(header if header.strip() else "", []).append(number)
    reasons = [_empty(places.pop(""), where)] if "" in places else []
    reasons += [_duplicate(header, at, where) for header, at in places.items() if len(at) > 1]
    if reasons:
        raise Refusal(*reasons[:SHOWN])


def listed(items: Sequence[object]) -> str:
    """The first few in one line, and whether there are more."""
    shown = ", ".join(str(item) for item in items[:SHOWN])
    return f"{shown} and {len(items) - SHOWN} more" if len(items) > SHOWN else shown


def _empty(at: list[int], where: str) -> Reason:
    what = f"The first row has no header in column {listed(at)}."
    return Reason("header-empty", what, f"{where}, row 1", "Give each column a header, or delete the column.")


def _duplicate(header: str, at: list[int], where: str) -> Reason:
    what = f"The header {header} stands in columns {listed(at)}."
    return Reason("header-duplicate", what, f"{where}, row 1", "Give each column its own header.")
