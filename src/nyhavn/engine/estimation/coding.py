"""Coding: from answers to what is counted, row by row and still lazy."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import narwhals as nw

from nyhavn.engine.estimation import columns
from nyhavn.engine.estimation.answers import has_answer, readable_number
from nyhavn.engine.estimation.categories import breakdown_questions, category_code
from nyhavn.engine.estimation.declaration import indicator_questions
from nyhavn.engine.estimation.design_columns import check_design_columns, design_expressions
from nyhavn.engine.expressions import condition
from nyhavn.framework.expression import answer_types, names, parse
from nyhavn.framework.instrument import AnswerType, Instrument
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.statistics import Breakdown, Indicator, Statistic

DESIGN = (columns.WEIGHT, columns.CLUSTER, columns.STRATUM)


def code_rows(
    answers: nw.LazyFrame[Any],
    *,
    indicators: Sequence[Indicator],
    breakdowns: Sequence[Breakdown],
    instrument: Instrument,
    today: date,
    weight: str = "",
    cluster: str = "",
    stratum: str = "",
) -> nw.LazyFrame[Any]:
    """The coded frame (see `columns`) of an answers frame: text columns named by question, and Int64 `_row`.

    Expects declarations that passed `check_declared`. weight, cluster, stratum: columns of the answers frame, "" if
    the design has none. Raises Refusal if the frame lacks a column that is needed, or a row lacks a usable weight,
    cluster or stratum; rows are read once for the latter, and not at all without a design.
    """
    _check_columns(answers, indicators, breakdowns, instrument, (weight, cluster, stratum))
    types = answer_types(instrument)
    design = design_expressions(answers, weight=weight, cluster=cluster, stratum=stratum)
    placed = [
        category_code(breakdown, instrument, types, today).alias(columns.category(breakdown.id))
        for breakdown in breakdowns
    ]
    read = [expr for indicator in indicators for expr in _read(indicator, instrument, types, today)]
    present = [name for named, name in zip((weight, cluster, stratum), DESIGN, strict=True) if named]
    if design:
        check_design_columns(answers.select(columns.ROW, *design), present)
    # Two steps: engines work out what stands in one step again wherever it is used, and reading text is what costs.
    kept = [columns.ROW, *(columns.category(breakdown.id) for breakdown in breakdowns), *present]
    counted = [expr for indicator in indicators for expr in _combined(indicator)]
    return answers.select(columns.ROW, *placed, *read, *design).select(*kept, *counted)


def _read(
    indicator: Indicator, instrument: Instrument, types: Mapping[str, AnswerType], today: date
) -> Iterator[nw.Expr]:
    """What one indicator takes from the answers, each by itself: truths, and the number where there is one."""
    yield _holds(indicator.universe, types, today).alias(columns.asked(indicator.id))
    yield _usable(indicator, instrument, types, today).alias(columns.valid(indicator.id))
    if indicator.numerator:
        yield _holds(indicator.numerator, types, today).alias(columns.holds(indicator.id))
    if indicator.value:
        yield readable_number(indicator.value, types, today).alias(columns.value(indicator.id))
    if indicator.denominator:
        yield readable_number(indicator.denominator, types, today).alias(columns.base(indicator.id))


def _combined(indicator: Indicator) -> Iterator[nw.Expr]:
    """The columns of one indicator, from what was read."""
    asked = nw.col(columns.asked(indicator.id))
    number = nw.col(columns.value(indicator.id)) if indicator.value else None
    valid = asked & nw.col(columns.valid(indicator.id))
    valid = valid if number is None else valid & ~number.is_null()
    base = nw.col(columns.base(indicator.id)) if indicator.denominator else None
    valid = valid if base is None else valid & ~base.is_null()
    holds = valid & nw.col(columns.holds(indicator.id)) if indicator.numerator else nw.lit(0) == 1
    if number is None:
        number = holds.cast(nw.Float64) if indicator.statistic is Statistic.PROPORTION else nw.lit(1.0)
    yield asked.cast(nw.Int64).alias(columns.asked(indicator.id))
    yield valid.cast(nw.Int64).alias(columns.valid(indicator.id))
    yield holds.cast(nw.Int64).alias(columns.holds(indicator.id))
    yield nw.when(valid).then(number).alias(columns.value(indicator.id))
    if base is not None:
        yield nw.when(valid).then(base).alias(columns.base(indicator.id))


def _usable(indicator: Indicator, instrument: Instrument, types: Mapping[str, AnswerType], today: date) -> nw.Expr:
    """Whether all questions counted hold an answer that says something, or the indicator's own rule holds."""
    if indicator.valid:
        return condition(parse(indicator.valid), types, today=today)
    questions = [instrument.question(name) for name in indicator_questions(indicator)]
    usable = [has_answer(question, types, today) for question in questions if question is not None]
    return nw.all_horizontal(*usable, ignore_nulls=True) if usable else nw.lit(0) == 0


def _holds(expression: str, types: Mapping[str, AnswerType], today: date) -> nw.Expr:
    """Whether an expression holds; an empty one holds for everybody."""
    return condition(parse(expression), types, today=today) if expression else nw.lit(0) == 0


def _check_columns(
    answers: nw.LazyFrame[Any],
    indicators: Sequence[Indicator],
    breakdowns: Sequence[Breakdown],
    instrument: Instrument,
    design: Sequence[str],
) -> None:
    """Refuse if the frame lacks a column that a declaration needs."""
    there = set(answers.collect_schema().names())
    needed = {(f"indicator {item.id}", name) for item in indicators for name in _named(item)}
    needed |= {(f"breakdown {b.id}", q.name) for b in breakdowns for q in breakdown_questions(b, instrument)}
    needed |= {("design", name) for name in design if name}
    reasons = [
        Reason(
            "counted-column-missing",
            f"The contributions have no column for {name}.",
            where=where,
            do="Add the column to the contributions, or take the question out of the plan.",
        )
        for where, name in sorted(needed)
        if name not in there
    ]
    if reasons:
        raise Refusal(*reasons)


def _named(indicator: Indicator) -> Iterator[str]:
    """Every question an indicator names anywhere."""
    for expression in (indicator.numerator, indicator.universe, indicator.valid):
        yield from names(parse(expression)) if expression else ()
    yield from filter(None, (indicator.value, indicator.denominator))
