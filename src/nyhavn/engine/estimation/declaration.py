"""Whether what a plan declares can be counted at all: indicators and breakdowns against the instrument."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from nyhavn.engine.estimation.categories import category_answers
from nyhavn.framework.expression import answer_types, check, names, parse
from nyhavn.framework.grouping import grouping_reasons
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.statistics import DECLINED, NOT_STATED, TOTAL, Breakdown, Category, Indicator, Statistic

RESERVED = {TOTAL: "the total", NOT_STATED: "not stated", DECLINED: "declined"}
MAX_CROSSED = 2  # breakdowns in one table; three-way tables of citizen data are mostly single people
NEEDS = {
    Statistic.PROPORTION: ("numerator",),
    Statistic.MEAN: ("value",),
    Statistic.TOTAL: ("value",),
    Statistic.RATIO: ("value", "denominator"),
    Statistic.QUANTILE: ("value", "quantile"),
}
COUNTABLE = (AnswerType.INTEGER, AnswerType.DECIMAL, AnswerType.CALCULATE)


def check_declared(indicators: Sequence[Indicator], breakdowns: Sequence[Breakdown], instrument: Instrument) -> None:
    """Refuse, with every reason at once, what cannot be counted as declared."""
    reasons = [
        *_twice("indicator", [indicator.id for indicator in indicators]),
        *_twice("breakdown", [breakdown.id for breakdown in breakdowns]),
    ]
    for breakdown in breakdowns:
        reasons += _breakdown(breakdown, instrument)
    for indicator in indicators:
        reasons += [*_parts(indicator), *_indicator(indicator, instrument), *_by(indicator, breakdowns)]
    if reasons:
        raise Refusal(*reasons)


def indicator_questions(indicator: Indicator) -> tuple[str, ...]:
    """Names of the questions that must be answered for a row to be valid: those of the numerator, or the value's."""
    if indicator.numerator:
        return names(parse(indicator.numerator))
    return tuple(filter(None, (indicator.value, indicator.denominator)))


def _parts(indicator: Indicator) -> Iterator[Reason]:
    """The parts that a statistic needs, and those that it would ignore in silence."""
    where = f"indicator {indicator.id}"
    needed = NEEDS.get(indicator.statistic, ())
    for part in ("numerator", "value", "denominator", "quantile"):
        is_there = bool(getattr(indicator, part))
        if part in needed and not is_there:
            what = f"A {indicator.statistic} needs a {part}, and there is none."
            yield Reason("counted-part-missing", what, where=where, do=f"Add {part}.")
        if part not in needed and is_there:
            what = f"A {indicator.statistic} has no {part}; it would be ignored."
            yield Reason("counted-part-unused", what, where=f"{where}: {part}", do="Remove it, or choose a statistic.")


def _indicator(indicator: Indicator, instrument: Instrument) -> Iterator[Reason]:
    """Expressions and value question of one indicator."""
    where = f"indicator {indicator.id}"
    for part in ("numerator", "universe", "valid"):
        text, place = getattr(indicator, part), f"{where}: {part}"
        yield from expression_reasons(text, place, instrument, may_be_constant=part == "valid")
    for part in ("value", "denominator"):
        name = getattr(indicator, part)
        question = instrument.question(name)
        if name and question is None:
            yield unknown_question(name, f"{where}: {part}", instrument)
        elif name and question is not None and question.type not in COUNTABLE:
            what = f"The question {question.name} is of type {question.type}, so its answers are not numbers."
            yield Reason("counted-not-a-number", what, where=f"{where}: {part}", do="Name a numeric question.")


def expression_reasons(
    text: str, where: str, instrument: Instrument, *, may_be_constant: bool = False
) -> Iterator[Reason]:
    """An expression that cannot be read, cannot be evaluated, or names what nobody was asked."""
    if not text:
        return
    try:
        expression = parse(text, where=where)
    except Refusal as unreadable:
        yield from unreadable.reasons
        return
    types = answer_types(instrument)
    unknown = [name for name in names(expression) if name not in types]
    yield from (unknown_question(name, where, instrument) for name in unknown)
    if not (names(expression) or may_be_constant):
        what = "The expression names no question, so it is the same for everybody."
        yield Reason("counted-names-nothing", what, where=where, do="Name a question as ${name}.")
    try:
        check(expression, {**types, **dict.fromkeys(unknown, AnswerType.TEXT)}, where=where)
    except Refusal as not_evaluable:
        yield from not_evaluable.reasons


def _by(indicator: Indicator, breakdowns: Sequence[Breakdown]) -> Iterator[Reason]:
    """The tables asked for: known breakdowns, one or two each, no table twice."""
    where = f"indicator {indicator.id}: by"
    known = [breakdown.id for breakdown in breakdowns]
    for ids in indicator.by:
        if not 1 <= len(ids) <= MAX_CROSSED or len(set(ids)) < len(ids):
            what = f"A table takes one or two different breakdowns, not ({', '.join(ids)})."
            yield Reason("counted-crossing-wrong", what, where=where, do="Ask for one or two; the total comes anyway.")
        for name in ids:
            if name not in known:
                what = f"There is no breakdown {name}.{_near(name, known)}"
                yield Reason("counted-breakdown-unknown", what, where=where, do="Correct the id, or declare it.")
    for crossed, times in Counter(tuple(sorted(ids)) for ids in indicator.by).items():
        if times > 1:
            what = f"The table by {' and '.join(crossed)} is asked for {times} times."
            yield Reason("counted-twice", what, where=where, do="Keep one.")


def _breakdown(breakdown: Breakdown, instrument: Instrument) -> Iterator[Reason]:
    """One breakdown: its question, its categories, and that each answer falls into one of them."""
    where = f"breakdown {breakdown.id}"
    question = instrument.question(breakdown.question)
    if breakdown.question and question is None:
        yield unknown_question(breakdown.question, f"{where}: question", instrument)
    if not breakdown.categories:
        yield Reason("counted-part-missing", "The breakdown has no categories.", where=where, do="Declare some.")
    yield from _twice(f"{where}: category", [category.code for category in breakdown.told_apart])
    matched = [category for category in breakdown.told_apart if not category.when]
    if question is not None:
        listed = [answer for category in matched for answer in category_answers(category)]
        yield from _twice(f"{where}: answer", listed)
        yield from _matching(question, matched, where)
    for category in breakdown.told_apart:
        yield from _category(category, breakdown, instrument)
    yield from _groupings(breakdown, where)


def _groupings(breakdown: Breakdown, where: str) -> Iterator[Reason]:
    """The wider categories that were agreed: each category in one of them, under a free code."""
    codes = tuple(category.code for category in breakdown.told_apart)
    yield from grouping_reasons(breakdown.groupings, breakdown.chosen, codes, where)
    for grouping in breakdown.groupings:
        for code in (wider.code for wider in grouping.category if wider.code in RESERVED):
            what = f"The code {code} is kept for {RESERVED[code]}."
            yield Reason("counted-code-reserved", what, f"{where}: grouping {grouping.id}", "Choose another code.")


def _category(category: Category, breakdown: Breakdown, instrument: Instrument) -> Iterator[Reason]:
    """One category: a free code, and exactly one way into it."""
    where = f"breakdown {breakdown.id}: category {category.code}"
    if category.code in RESERVED:
        what = f"The code {category.code} is kept for {RESERVED[category.code]}."
        yield Reason("counted-code-reserved", what, where=where, do="Choose another code.")
    if category.when and category.answers:
        what = "The category has an expression and answers; only one of them would decide."
        yield Reason("counted-part-unused", what, where=where, do="Keep `when` or `answers`.")
    if not category.when and not breakdown.question:
        what = "Nothing says who falls into this category."
        yield Reason("counted-part-missing", what, where=where, do="Add `when`, or name the breakdown's question.")
    yield from expression_reasons(category.when, f"{where}: when", instrument)


def _matching(question: Question, matched: Sequence[Category], where: str) -> Iterator[Reason]:
    """Categories matched by answer: answers that exist, one per person, and never the one for declining."""
    if question.type is AnswerType.SELECT_MULTIPLE and matched:
        what = f"People could choose several answers to {question.name}, so one answer does not place them."
        do = "Say with `when` and selected() who falls into each category."
        yield Reason("counted-several-answers", what, where=where, do=do)
    for category in matched:
        place = f"{where}: category {category.code}"
        for answer in category_answers(category):
            if answer in question.refused:
                what = f"{answer} means that the person declined; Nyhavn keeps a group of its own for that."
                yield Reason("counted-answer-declined", what, where=place, do="Take it out of the category.")
            elif question.codes and not question.open_choices and answer not in question.codes:
                what = f"{question.name} has no answer {answer}.{_near(answer, question.codes)}"
                yield Reason("counted-answer-unknown", what, where=place, do="Use the codes of the instrument.")


def _twice(what: str, values: Iterable[str]) -> Iterator[Reason]:
    for value, times in Counter(values).items():
        if times > 1:
            yield Reason("counted-twice", f"{value} stands there {times} times.", where=what, do="Keep one.")


def unknown_question(name: str, where: str, instrument: Instrument) -> Reason:
    """The reason for a question that was never asked, with the names that come close."""
    known = [question.name for question in instrument.questions]
    what = f"The instrument has no question {name}.{_near(name, known)}"
    return Reason("counted-question-unknown", what, where=where, do="Correct the name.")


def _near(name: str, known: Iterable[str]) -> str:
    """The names that come close, as a sentence with a leading space, or nothing."""
    close = get_close_matches(name, sorted(known))
    return f" Near to it: {', '.join(close)}." if close else ""
