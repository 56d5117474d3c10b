"""Accuracy and reliability: sampling error, weights, cleaning, corrections."""

import math
from collections.abc import Collection, Iterator

from nyhavn.framework.quality_dimensions import QualityFigure, computed, not_computed, not_shown
from nyhavn.framework.quality_records import QualityRecords
from nyhavn.framework.quality_rules.shown_counts import counted, number_of
from nyhavn.framework.quality_rules.titles import cell_title
from nyhavn.framework.release import CleaningStatement, Release
from nyhavn.framework.statistics import CellStatus, Figure, StatisticalTable

WEIGHTS = ("design-effect", "effective-n")
CLEANING = ("answers-changed", "recodes", "rows-removed")
EFFECT_DECIMALS = 1  # with more, the size of a group could be worked out from the weights of two groups


def accuracy(records: QualityRecords) -> Iterator[QualityFigure]:
    """Its figures, apart from response and checks."""
    release = records.release
    yield counted("contributions", release.participants)
    yield _largest_cv(release, records.indicators)
    yield _unit_nonresponse(records)
    yield from _cleaning(records)
    yield from _weights(records)
    yield _revision(records)


def _largest_cv(release: Release, indicators: Collection[str]) -> QualityFigure:
    """A1: standard error / |figure|, where it is largest."""
    found = [
        (figure.standard_error / abs(figure.value), table, figure)
        for table in release.tables
        if table.indicator in indicators
        for figure in table.figures
        if figure.status is CellStatus.PUBLISHED and figure.value and figure.standard_error is not None
    ]
    if not found:
        return not_computed("largest-cv", "no-standard-errors")
    largest, table, figure = max(found, key=lambda one: one[0])
    return computed("largest-cv", largest, about=(cell_title(release, table, figure),))


def _unit_nonresponse(records: QualityRecords) -> QualityFigure:
    """A4. Neither those who took part nor the rest may be a small group."""
    asked = records.approached
    if asked is None:
        return not_computed("unit-nonresponse", "approached-unknown")
    if any(0 < part < records.threshold for part in (asked.without, asked.units - asked.without)):
        return not_shown("unit-nonresponse")
    return computed("unit-nonresponse", asked.without / asked.units)


def _cleaning(records: QualityRecords) -> Iterator[QualityFigure]:
    """From the counts that the release states about its log; what recodes changed is counted only if it is shown."""
    stated = records.release.cleaning
    if stated is None:
        yield from (not_computed(code, "no-cleaning") for code in CLEANING)
        return
    yield _answers_changed(stated, number_of(records.release.participants), records.collected_questions)
    yield computed("recodes", stated.recodes)
    yield counted("rows-removed", stated.removed)


def _answers_changed(stated: CleaningStatement, contributions: int | None, questions: int) -> QualityFigure:
    """Answers corrected, blanked and (if shown) recoded, over contributions times questions."""
    parts = [number_of(shown) for shown in (stated.corrected, stated.blanked, stated.recoded) if shown]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or not contributions or not questions:
        return not_shown("answers-changed")
    return computed("answers-changed", sum(known) / (contributions * questions))


def _weights(records: QualityRecords) -> Iterator[QualityFigure]:
    """Kish 1965, 11.7. Not shown where a few small groups have weights of their own: one sum could give one away."""
    stated, spread, n = records.release.weighting, records.weights, number_of(records.release.participants)
    if stated is not None:
        effect, effective = stated.design_effect, stated.effective_n
    elif spread is None:
        yield from (not_computed(code, "no-weights") for code in WEIGHTS)
        return
    elif 0 < spread.small_groups < records.threshold or n is None:
        effect = effective = None
    else:
        effect = max(1.0, round(spread.design_effect, EFFECT_DECIMALS))
        effective = round(n / effect)  # not of the exact effect, which could then be worked out
    for code, value in zip(WEIGHTS, (effect, effective), strict=True):
        yield not_shown(code) if value is None else computed(code, value)


def _revision(records: QualityRecords) -> QualityFigure:
    """Mean of |now - before| / |before|, over figures that both releases publish about the same days."""
    before, release = records.before, records.release
    if before is None:
        return not_computed("revision", "earlier-unreadable" if records.had_before else "no-earlier")
    if not same_days(before, release):
        return not_computed("revision", "other-days")
    older = {(table.id, figure.categories): figure for table in before.tables for figure in table.figures}
    tables = [table for table in release.tables if table.indicator in records.indicators]
    sizes = [abs(now - was) / abs(was) for table in tables for was, now in _published_twice(table, older) if was]
    if not sizes:
        return not_computed("revision", "nothing-in-common")
    return computed("revision", math.fsum(sizes) / len(sizes))


def _published_twice(
    table: StatisticalTable, older: dict[tuple[str, tuple[str, ...]], Figure]
) -> Iterator[tuple[float, float]]:
    """Values of the release before and of this one."""
    for figure in table.figures:
        was = older.get((table.id, figure.categories))
        if was is not None and was.value is not None and figure.value is not None:
            yield was.value, figure.value


def same_days(before: Release, now: Release) -> bool:
    """Whether both releases are about the same time of collection, as far as it is stated."""
    days = [(one.method.collected_from, one.method.collected_to) for one in (before, now)]
    return None not in days[0] and days[0] == days[1]
