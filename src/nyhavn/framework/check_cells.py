"""Checks that a form declares: the cells of the column `quality` of its survey sheet.

A cell holds one check or several, separated by semicolons. Each is a kind and then its parameters: `outlier k=3.5
method=mad by=district; digit-preference decimals=1`. The question of the row is the first column; `with=` names
further ones, `by=` the groups. Several names are separated by commas.
"""

from collections.abc import Iterator

from nyhavn.framework.checks import CheckDeclaration
from nyhavn.framework.refusal import Reason, Refusal


def read_checks(cell: str, question: str, *, where: str) -> tuple[CheckDeclaration, ...]:
    """The checks that one cell declares for its question. where: the place of the cell, for people.

    Raises Refusal "check-unreadable", for all parts of the cell at once. Whether kinds, columns and parameters exist is
    decided by `checks.accepted`, as for the checks of a plan.
    """
    parts = [part.split() for part in cell.split(";") if part.strip()]
    reasons = [reason for part in parts for reason in _reasons(part, where)]
    if reasons:
        raise Refusal(*reasons)
    return tuple(_declared(part[0], dict(_pair(word) for word in part[1:]), question) for part in parts)


def _declared(kind: str, named: dict[str, str], question: str) -> CheckDeclaration:
    further, by = _names(named.pop("with", "")), _names(named.pop("by", ""))
    parameters = {name: _value(text) for name, text in named.items()}
    return CheckDeclaration(kind=kind, columns=(question, *further), by=by, parameters=parameters)


def _reasons(part: list[str], where: str) -> Iterator[Reason]:
    do = "Write it as docs/reference/findings.md shows, for example: outlier k=3; digit-preference decimals=1"
    for word in part[1:]:
        name, value = _pair(word)
        if not name or not value:
            yield Reason("check-unreadable", f"{word} is no parameter with a value.", where, do)


def _pair(word: str) -> tuple[str, str]:
    name, _, value = word.partition("=")
    return name, value


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for name in text.split(",") if name)


def _value(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
