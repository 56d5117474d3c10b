"""Breaks: what is not as it was in the release before. Words are compared strictly: no program knows what they mean."""

from collections.abc import Iterator
from itertools import chain

from nyhavn.framework.expression_words import shortened
from nyhavn.framework.instrument_changes import changes
from nyhavn.framework.quality_dimensions import Break
from nyhavn.framework.release import Release
from nyhavn.framework.statistics import Breakdown, Indicator

QUESTION, BREAKDOWN, INDICATOR, METHOD = "question", "breakdown", "indicator", "method"
METHOD_PARTS = {
    "target": "Whom the figures stand for",
    "selection": "How people were chosen",
    "population": "Who they are about",
    "mode": "How answers were taken",
    "weights": "Weights",
}


def breaks_between(before: Release, now: Release) -> tuple[Break, ...]:
    """Every break, in the order questions, breakdowns, indicators, method. New questions and groups are none."""
    parts = (_questions(before, now), _breakdowns(before, now), _indicators(before, now), _method(before, now))
    return tuple(chain.from_iterable(parts))


def _questions(before: Release, now: Release) -> Iterator[Break]:
    """One break a question, with all that changed in it; a new name is a break of the old question."""
    found: dict[str, list[str]] = {}
    for change in changes(before.instrument, now.instrument):
        if change.touches_meaning:
            found.setdefault(change.question, []).append(change.sentence)
    for question in before.instrument.questions:
        if now.instrument.question(question.name) is None:
            label = shortened(question.label(now.language))
            yield Break(QUESTION, question.name, f"“{label}”: not asked any more under this name ({question.name}).")
        elif question.name in found:
            # Sorted, because a report that was read again knows no order of languages.
            yield Break(QUESTION, question.name, " ".join(sorted(found[question.name])))


def _breakdowns(before: Release, now: Release) -> Iterator[Break]:
    new = {breakdown.id: breakdown for breakdown in now.breakdowns}
    for old in before.breakdowns:
        if old.id not in new:
            yield Break(BREAKDOWN, old.id, f"“{old.title}”: not told apart any more.")
        elif _groups(old) != _groups(new[old.id]):
            yield Break(BREAKDOWN, old.id, f"“{old.title}”: the groups are made up in another way.")


def _groups(breakdown: Breakdown) -> object:
    """What decides who belongs to a group, and what the group is called."""
    made = [(each.code, each.label, each.when, each.answers) for each in breakdown.told_apart]
    return breakdown.question, made, [(each.code, each.label, each.of) for each in breakdown.categories]


def _indicators(before: Release, now: Release) -> Iterator[Break]:
    new = {indicator.id: indicator for indicator in now.indicators}
    for old in before.indicators:
        if old.id not in new:
            yield Break(INDICATOR, old.id, f"“{old.title}”: not in this release.")
        elif _way(old) != _way(new[old.id]):
            yield Break(INDICATOR, old.id, f"“{old.title}”: worked out in another way.")


def _way(indicator: Indicator) -> object:
    """What decides the number."""
    said = (indicator.numerator, indicator.value, indicator.universe, indicator.valid)
    return indicator.statistic, indicator.unit, [" ".join(text.split()) for text in said]


def _method(before: Release, now: Release) -> Iterator[Break]:
    if before.unit != now.unit:
        yield Break(METHOD, "unit", f"The unit of the data was {before.unit}, and is {now.unit}.")
    for name, words in METHOD_PARTS.items():
        was, is_now = (" ".join(str(getattr(one.method, name)).split()) for one in (before, now))
        if was != is_now:
            yield Break(METHOD, name, f"{words}: not said in the same words as before.")
