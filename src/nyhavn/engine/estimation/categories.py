"""Into which category of a breakdown a row falls."""

from collections.abc import Mapping
from datetime import date

import narwhals as nw

from nyhavn.engine.estimation.answers import is_any_of
from nyhavn.engine.expressions import condition
from nyhavn.framework.expression import names, parse
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.statistics import DECLINED, NOT_STATED, Breakdown, Category


def category_code(
    breakdown: Breakdown, instrument: Instrument, types: Mapping[str, AnswerType], today: date
) -> nw.Expr:
    """The code of the first category that fits; else DECLINED if the person chose not to say, else NOT_STATED.

    Chose not to say: the breakdown's question, or one that its expressions name, holds a code for declining. Never
    null, so that nobody is dropped from a table.
    """
    code = nw.lit(NOT_STATED)
    declining = [question for question in breakdown_questions(breakdown, instrument) if question.refused]
    for question in declining:
        code = nw.when(is_any_of(question, question.refused, types, today)).then(nw.lit(DECLINED)).otherwise(code)
    for category in reversed(breakdown.told_apart):
        fits = _fits(category, breakdown, instrument, types, today)
        code = nw.when(fits).then(nw.lit(breakdown.counted_under(category.code))).otherwise(code)
    return code


def breakdown_questions(breakdown: Breakdown, instrument: Instrument) -> tuple[Question, ...]:
    """The questions that a breakdown is made from, in order, each once."""
    whens = (name for category in breakdown.told_apart if category.when for name in names(parse(category.when)))
    wanted = dict.fromkeys(filter(None, (breakdown.question, *whens)))
    return tuple(question for name in wanted if (question := instrument.question(name)) is not None)


def category_answers(category: Category) -> tuple[str, ...]:
    """The answers of the breakdown's question that fall into a category; by default its own code."""
    return category.answers or (category.code,)


def _fits(
    category: Category,
    breakdown: Breakdown,
    instrument: Instrument,
    types: Mapping[str, AnswerType],
    today: date,
) -> nw.Expr:
    question = instrument.question(breakdown.question)
    if category.when or question is None:
        return condition(parse(category.when), types, today=today)
    return is_any_of(question, category_answers(category), types, today)
