"""Answers that cannot be true together, by the rules that a plan declares."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import narwhals as nw

from nyhavn.engine.expressions import condition
from nyhavn.engine.quality.flags import Flag
from nyhavn.engine.quality.passes import ROW
from nyhavn.framework.expression import Expression, check, names, parse
from nyhavn.framework.inconsistency import Rule
from nyhavn.framework.instrument import AnswerType, Instrument
from nyhavn.framework.refusal import Reason, Refusal


def broken_rules(
    rules: Sequence[Rule], instrument: Instrument, types: Mapping[str, AnswerType], today: date
) -> Iterator[Flag]:
    """A flag per rule. Raises Refusal, for all rules at once, if one cannot be evaluated: a rule is a plan's own."""
    read = _read(rules, types)
    for rule, (must_hold, when) in zip(rules, read, strict=True):
        used = dict.fromkeys((*names(must_hold), *(names(when) if when else ())))
        yield Flag(
            check="inconsistent",
            severity=rule.severity,
            columns=tuple(header_of(instrument, name) for name in used),
            wording=rule.says,
            marked=~condition(must_hold, types, today=today),
            looked_at=_applies(must_hold, when, types, today),
            alone=next(iter(used)) if len(used) == 1 else "",
        )


def _read(rules: Sequence[Rule], types: Mapping[str, AnswerType]) -> list[tuple[Expression, Expression | None]]:
    read: list[tuple[Expression, Expression | None]] = []
    reasons: list[Reason] = []
    for rule in rules:
        try:
            read.append(_expressions(rule, types))
        except Refusal as refused:
            reasons += refused.reasons
    if reasons:
        raise Refusal(*reasons)
    return read


def _expressions(rule: Rule, types: Mapping[str, AnswerType]) -> tuple[Expression, Expression | None]:
    expressions = []
    for key, text in (("must_hold", rule.must_hold), ("when", rule.when)):
        where = f"[[rule]] {rule.id}, {key}"
        if text:
            expressions.append(parse(text, where=where))
            check(expressions[-1], types, where=where)
    return expressions[0], expressions[1] if rule.when else None


def _applies(must_hold: Expression, when: Expression | None, types: Mapping[str, AnswerType], today: date) -> nw.Expr:
    """The rows a rule is about: those where `when` holds, else those that answer everything it names."""
    every_row = ~nw.col(ROW).is_null()
    if when is not None:
        return condition(when, types, today=today) & every_row
    return nw.all_horizontal(every_row, *(~nw.col(name).is_null() for name in names(must_hold)), ignore_nulls=False)


def header_of(instrument: Instrument, name: str) -> str:
    """The column of a question as its producer knows it, or the name itself."""
    question = instrument.question(name)
    return (question.column or name) if question else name
