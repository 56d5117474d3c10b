"""Declared checks: what a plan, or a column of the form, asks to be looked at beyond what runs by itself.

The kinds, their parameters and the sentences of their findings are data (data/checks.toml), each number with its
source. A kind, column or parameter that nobody knows is refused with the nearest names, never passed over.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.findings import Severity
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class CheckDeclaration(Declared):
    """One declared check (`[[check]]` of a plan, or a cell in the column `quality` of a form).

    kind: one of docs/reference/findings.md. columns: questions or received headers, in the order that the kind says;
    empty only where the kind takes all questions. by: the groups within which rows are compared. parameters: those of
    the kind that are not left at their default. severity: instead of the kind's own.
    """

    kind: str = Field(min_length=1)
    columns: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    parameters: Mapping[str, float | str] = Field(default_factory=dict)
    severity: Severity | None = None


class Parameter(Declared):
    """One parameter of a kind. Without a default it is off unless declared. least, most: bounds of a number.

    text, date: it is no number. choices: the words it may be. source: who says the default, or what it means.
    """

    default: float | str | None = None
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    text: bool = False
    date: bool = False
    required: bool = False
    source: str = Field(min_length=1)

    def fault(self, value: float | str) -> str:
        """Why the parameter cannot have that value, in a plain phrase; "" if it can."""
        if self.choices:
            return "" if value in self.choices else f"must be one of {', '.join(self.choices)}"
        if self.date:
            return "" if _is_day(value) else "must be a date (year-month-day)"
        if self.text:
            return "" if isinstance(value, str) and value else "must be a text"
        return "must be a number" if isinstance(value, str) else self._bound_fault(value)

    def _bound_fault(self, value: float) -> str:
        if self.least is not None and value < self.least:
            return f"must be at least {self.least:g}"
        if self.most is not None and value > self.most:
            return f"must be at most {self.most:g}"
        return ""


class FindingWords(Declared):
    """What a finding of a kind is called and says. restricted: nothing of it is ever published."""

    severity: Severity
    wording: str = Field(min_length=1)
    restricted: bool = False


class CheckKind(Declared):
    """One kind of check. asks: what it asks, for people. columns, by: how few and how many it takes."""

    asks: str
    columns: tuple[int, int]
    by: tuple[int, int]
    finding: Mapping[str, FindingWords]
    parameter: Mapping[str, Parameter] = Field(default_factory=dict)


class CheckVocabulary(Vocabulary):
    """All kinds of declared checks, by their code."""

    kind: Mapping[str, CheckKind]


CHECKS = read_vocabulary(CheckVocabulary, "checks")


@dataclass(frozen=True)
class Check:
    """A declaration that was accepted, with the defaults of its kind filled in."""

    kind: str
    columns: tuple[str, ...]
    by: tuple[str, ...]
    parameters: Mapping[str, float | str]
    severity: Severity | None = None
    is_usual: bool = False

    def number(self, name: str) -> float:
        """A parameter that has a number. Raises KeyError if it is off."""
        return float(self.parameters[name])

    def optional(self, name: str) -> float | None:
        """A parameter that may be off."""
        return float(self.parameters[name]) if name in self.parameters else None

    def text(self, name: str) -> str:
        """A parameter in words, "" if it is off."""
        return str(self.parameters.get(name, ""))


def accepted(
    declarations: Sequence[CheckDeclaration], columns: Collection[str], *, where: str = "[[check]]"
) -> tuple[Check, ...]:
    """The declarations with their defaults. columns: all that a check may name; blanks around a header may be left out.

    Raises Refusal with all reasons: check-unknown-kind, check-unknown-column, check-columns, check-parameter.
    """
    known = {column.strip(): column for column in columns}
    reasons = [
        reason
        for place, declaration in enumerate(declarations, start=1)
        for reason in _reasons(declaration, known, f"{where} {place} ({declaration.kind})")
    ]
    if reasons:
        raise Refusal(*reasons)
    return tuple(
        Check(
            declaration.kind,
            tuple(known[name] for name in declaration.columns),
            tuple(known[name] for name in declaration.by),
            _with_defaults(declaration.kind, declaration.parameters),
            declaration.severity,
        )
        for declaration in declarations
    )


def named_columns(declarations: Iterable[CheckDeclaration]) -> tuple[str, ...]:
    """Every column that the declarations name, each once."""
    return tuple(dict.fromkeys(name for one in declarations for name in (*one.columns, *one.by)))


def usual_check(kind: str, columns: tuple[str, ...], by: tuple[str, ...] = (), **parameters: float | str) -> Check:
    """A check that nobody declared, of a known kind and with the names of columns as they stand."""
    return Check(kind, columns, by, _with_defaults(kind, parameters), is_usual=True)


def _with_defaults(kind: str, parameters: Mapping[str, float | str]) -> Mapping[str, float | str]:
    known = CHECKS.kind[kind].parameter
    return {name: each.default for name, each in known.items() if each.default is not None} | dict(parameters)


def _reasons(declaration: CheckDeclaration, columns: Collection[str], where: str) -> Iterator[Reason]:
    kind = CHECKS.kind.get(declaration.kind)
    if kind is None:
        what = f"There is no check of the kind {declaration.kind}."
        yield Reason("check-unknown-kind", what, where, _meant(declaration.kind, CHECKS.kind))
        return
    for name in dict.fromkeys((*declaration.columns, *declaration.by)):
        if name not in columns:
            what = f"There is no question and no column {name}."
            yield Reason("check-unknown-column", what, where, _meant(name, columns))
    for named, given, (least, most) in (
        ("columns", declaration.columns, kind.columns),
        ("by", declaration.by, kind.by),
    ):
        if not least <= len(given) <= most:
            what = f"It takes {_how_many(least, most)} under {named}, and {len(given)} are named."
            yield Reason("check-columns", what, where, "docs/reference/findings.md says what each kind takes.")
    yield from _parameter_reasons(declaration, kind, where)


def _parameter_reasons(declaration: CheckDeclaration, kind: CheckKind, where: str) -> Iterator[Reason]:
    for name, value in declaration.parameters.items():
        parameter = kind.parameter.get(name)
        if parameter is None:
            what = f"It has no parameter {name}."
            yield Reason("check-parameter", what, where, _meant(name, kind.parameter))
        elif fault := parameter.fault(value):
            yield Reason("check-parameter", f"The parameter {name} {fault}.", where, parameter.source)
    for name, parameter in kind.parameter.items():
        if parameter.required and name not in declaration.parameters:
            yield Reason("check-parameter", f"The parameter {name} is needed.", where, parameter.source)


def _meant(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, sorted(known), n=3) or sorted(known)[:20]
    return f"Did you mean {', '.join(near)}?" if near else "It takes none."


def _how_many(least: int, most: int) -> str:
    if least == most:
        return "none" if most == 0 else f"{least}"
    return f"at least {least}" if most >= _MANY else f"{least} to {most}"


def _is_day(value: float | str) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


_MANY = 1000  # as many as a file may have: said as "at least"
