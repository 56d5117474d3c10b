"""Coverage and representativeness: who is in the data, beside those whom they are about."""

from collections.abc import Iterator
from itertools import groupby
from math import fsum

from nyhavn.framework.gate_numbers import A_FEW
from nyhavn.framework.quality_dimensions import QualityFigure, computed, not_computed, not_shown, said
from nyhavn.framework.quality_records import ComparedForAdjustment, QualityRecords
from nyhavn.framework.quality_rules.shown_counts import number_of
from nyhavn.framework.release import CoverageRow, Release

WHOLE_PERCENT, ONE_DECIMAL = 2, 1
ADJUSTED = ("standardised-difference", "standardised-difference-weighted", "r-indicator", "cells-covered")
COMPARED = ("reference-difference", "dissimilarity", "groups-without-contributions")


def coverage(records: QualityRecords) -> Iterator[QualityFigure]:
    """Its figures."""
    yield not_computed("over-coverage", "scope-unknown")
    yield _left_out(records.release)
    if records.release.coverage:
        yield from _beside_reference(records.release)
    else:
        yield from (not_computed(code, "no-reference") for code in COMPARED)
    yield from _adjusted(records.compared, records.threshold)


def _left_out(release: Release) -> QualityFigure:
    """From the two counts that are shown; a few are said as a few."""
    without, used = number_of(release.excluded), number_of(release.participants)
    if without == 0:
        return computed("left-out", 0)
    if release.excluded == A_FEW:
        return said("left-out", "few")
    if without is None or used is None:
        return not_shown("left-out")
    return computed("left-out", without / (without + used))


def _beside_reference(release: Release) -> Iterator[QualityFigure]:
    """Differences of groups that are shown. A breakdown with a hidden group has no sum, or it would give it away."""
    differences = [(_difference(row), row) for row in release.coverage]
    shown = [(difference, row) for difference, row in differences if difference is not None]
    if shown:
        furthest, row = max(shown, key=lambda pair: abs(pair[0]))
        yield computed("reference-difference", furthest, about=(_title(release, row),))
        empty = tuple(_title(release, row) for _, row in shown if row.participants == 0 and row.reference)
        yield computed("groups-without-contributions", len(empty), about=empty)
    else:
        yield not_computed("reference-difference", "no-group-shown")
        yield not_computed("groups-without-contributions", "no-group-shown")
    yield _dissimilarity(release)


def _dissimilarity(release: Release) -> QualityFigure:
    """The largest index of the breakdowns of which every group is shown."""
    sums = []
    for name, rows in groupby(release.coverage, key=lambda row: row.breakdown):
        differences = [_difference(row) for row in rows]
        known = [abs(difference) for difference in differences if difference is not None]
        if len(known) == len(differences):
            sums.append((fsum(known) / 2, name))
    if not sums:
        return not_computed("dissimilarity", "no-whole-breakdown")
    largest, name = max(sums, key=lambda one: one[0])
    return computed("dissimilarity", largest, about=(_breakdown_title(release, name),))


def _difference(row: CoverageRow) -> float | None:
    """Share among the contributions minus share in the reference; None where one is hidden."""
    return None if row.participants is None or row.reference is None else row.participants - row.reference


def _title(release: Release, row: CoverageRow) -> str:
    """The breakdown and its group, in the release's words."""
    return f"{_breakdown_title(release, row.breakdown)}: {row.label}"


def _breakdown_title(release: Release, name: str) -> str:
    return next((breakdown.title for breakdown in release.breakdowns if breakdown.id == name), name)


def _adjusted(found: ComparedForAdjustment | None, threshold: int) -> Iterator[QualityFigure]:
    """What an adjustment found; not shown where a category is so small that the figures could give it away."""
    if found is None:
        yield from (not_computed(code, "no-adjustment") for code in ADJUSTED)
        return
    if 0 < found.smallest_category < threshold:
        yield from (not_shown(code) for code in ADJUSTED)
        return
    about = (found.covariate,) if found.covariate else ()
    yield computed("standardised-difference", round(found.difference_before, ONE_DECIMAL), about=about)
    yield _rounded("standardised-difference-weighted", found.difference_after, ONE_DECIMAL, "no-weights")
    yield _rounded("r-indicator", found.r_indicator, ONE_DECIMAL, "no-chances")
    if 0 < found.smallest_cell < threshold:
        yield not_shown("cells-covered")  # that a small group is spoken for at all may say who took part
    else:
        yield _rounded("cells-covered", found.population_covered, WHOLE_PERCENT, "margins-only")


def _rounded(code: str, value: float | None, decimals: int, lacking: str) -> QualityFigure:
    return not_computed(code, lacking) if value is None else computed(code, round(value, decimals))
