"""Estimates of all groups of one margin of a table: value, standard error, interval, and why one is missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from nyhavn.engine.estimation.cells import Cells, Replicated
from nyhavn.engine.estimation.design_effects import DesignEffects, design_effects
from nyhavn.engine.estimation.intervals import Bounds, korn_graubard, student, t_quantile, wilson
from nyhavn.engine.estimation.measures import RATIOS, Measure
from nyhavn.engine.estimation.quantiles import Distributions
from nyhavn.engine.estimation.sampling import Sampling
from nyhavn.engine.estimation.stages import Variance
from nyhavn.engine.estimation.sums import FloatArray, IntArray, Sums
from nyhavn.engine.estimation.variances import variances
from nyhavn.framework.precision import LonelyStratum, ShareInterval
from nyhavn.framework.statistics import Statistic

NO_SPREAD = 1e-12  # standard error relative to the figure below which doubles cannot tell it from none


class Gap(StrEnum):
    """Why a figure has no standard error, or one that something had to be assumed for; said of the figure itself."""

    LONELY = "No standard error: only one unit was drawn in one of its strata."
    ADJUSTED = "Where one unit was drawn in a stratum, it is compared with the mean of all units."
    AVERAGED = "Where one unit was drawn in a stratum, it is taken to vary like the average stratum."
    CERTAIN = "Where one unit was drawn in a stratum, it is taken to have been certain to be drawn."
    TOO_FEW = "No standard error: its answers come from too few independent units."
    ALIKE = "No standard error: all its answers are alike, which shows no spread to measure."
    UNWEIGHTED = "No standard error: a sum over the records alone is not an estimate for a population."


ABOUT_GROUPS = {  # the same, where a whole table is spoken of
    Gap.LONELY: "No standard error for some groups: only one unit was drawn in one of their strata.",
    Gap.TOO_FEW: "No standard error for some groups: their answers come from too few independent units.",
    Gap.ALIKE: "No standard error for some groups: all their answers are alike, which shows no spread to measure.",
}
ALONE = {
    LonelyStratum.NO_ERROR: Gap.LONELY,
    LonelyStratum.ADJUST: Gap.ADJUSTED,
    LonelyStratum.AVERAGE: Gap.AVERAGED,
    LonelyStratum.CERTAINTY: Gap.CERTAIN,
}


@dataclass(frozen=True)
class Estimates:
    """One entry per group; nan: there is none. asked, n, holds: unweighted rows; df: degrees of freedom.

    value, standard_error, low, high: the measure's unit. effects: beside simple random sampling. gaps: why an error is
    missing or assumed, and for which groups.
    """

    asked: IntArray
    n: IntArray
    holds: IntArray
    value: FloatArray
    standard_error: FloatArray
    low: FloatArray
    high: FloatArray
    df: IntArray
    effects: DesignEffects
    gaps: Mapping[Gap, NDArray[np.bool_]] = field(default_factory=dict)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Why errors are missing, of the whole table."""
        return tuple(ABOUT_GROUPS.get(gap, gap) for gap in self.gaps)

    def gaps_of(self, group: int) -> tuple[Gap, ...]:
        """Why the error of one group is missing or assumed."""
        return tuple(gap for gap, groups in self.gaps.items() if groups[group])


def estimate_groups(measure: Measure, cells: Cells, index: IntArray, size: int, sampling: Sampling) -> Estimates:
    """Estimate one measure for groups of cells; index: group of each cell, below size."""
    if measure.statistic is Statistic.QUANTILE:
        return _quantiles(measure, cells, index, size, sampling)
    sums = cells.sums[measure.id]
    group = sums.grouped(index, size)
    value = _values(measure.statistic, group)
    if not sampling.has_errors:
        return _without(group, value)
    if not (measure.is_ratio or sampling.weighted):
        return _without(group, value, {Gap.UNWEIGHTED: group.valid > 0})
    own = cells.replicated[measure.id]
    found = variances(cells, sums, index, size, sampling, is_ratio=measure.is_ratio, own=own)
    standard_error, alike = _standard_errors(value, found)
    low, high = _bounds(measure.statistic, value, standard_error, group, found, sampling)
    effects = design_effects(cells, group, standard_error**2, is_ratio=measure.is_ratio)
    gaps = dict(_gaps(group.valid, found, alike, sampling.lonely))
    return Estimates(group.asked, group.valid, group.holds, value, standard_error, low, high, found.df, effects, gaps)


def _quantiles(measure: Measure, cells: Cells, index: IntArray, size: int, sampling: Sampling) -> Estimates:
    """A quantile per group; its error is that of the share of the weight at or below it (see `quantiles`)."""
    sums = cells.sums[measure.id]
    group = sums.grouped(index, size)
    distributions = Distributions.of(cells.value, sums, index, size)
    value = distributions.at(np.full(size, measure.share))
    if not sampling.has_errors:
        return _without(group, value)
    below = sums.below(cells.value <= value[index])
    own = cells.replicated[measure.id]
    own = Replicated(own.wx, own.wx * (cells.value <= value[index])[:, None])
    found = variances(cells, below, index, size, sampling, is_ratio=True, own=own)
    share = np.full(size, measure.share)
    spread, alike = _standard_errors(share, found)
    t = t_quantile(found.df, sampling.confidence)
    ends = [np.clip(share + sign * t * spread, 0.0, 1.0) for sign in (-1, 1)]
    low, high = (distributions.at(end) for end in ends)
    standard_error = (high - low) / (2 * t)
    gaps = dict(_gaps(group.valid, found, alike, sampling.lonely))
    effects = design_effects(cells, below.grouped(index, size), spread**2, is_ratio=True)
    return Estimates(group.asked, group.valid, group.holds, value, standard_error, low, high, found.df, effects, gaps)


def _without(group: Sums, value: FloatArray, gaps: Mapping[Gap, NDArray[np.bool_]] | None = None) -> Estimates:
    """Values alone."""
    none = np.full(len(value), np.nan)
    effects, df = DesignEffects(none, none), np.zeros(len(value), dtype=np.int64)
    return Estimates(group.asked, group.valid, group.holds, value, none, none, none, df, effects, gaps or {})


def _values(statistic: Statistic, group: Sums) -> FloatArray:
    if statistic not in RATIOS:
        return np.where(group.valid > 0, group.wy, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(group.wx != 0, group.wy / group.wx, np.nan) + group.shift
    if statistic is not Statistic.PROPORTION:
        return ratio
    # Exact at both ends whatever the order in which an engine added the weights.
    ratio = np.where(group.holds == group.valid, 1.0, np.where(group.holds == 0, 0.0, ratio))
    return np.where(group.valid > 0, ratio, np.nan)


def _standard_errors(value: FloatArray, found: Variance) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Roots of the variances, and the groups whose answers show no spread (in a full count no error is true)."""
    standard_error = np.sqrt(np.maximum(found.variance, 0.0))
    alike = (standard_error <= NO_SPREAD * np.abs(value)) & (not found.is_full_count)
    return np.where(alike, np.nan, standard_error), alike


def _bounds(
    statistic: Statistic,
    value: FloatArray,
    standard_error: FloatArray,
    group: Sums,
    found: Variance,
    sampling: Sampling,
) -> Bounds:
    if statistic is not Statistic.PROPORTION or found.is_full_count:
        return student(value, standard_error, found.df, sampling.confidence)
    interval = wilson if sampling.share_interval is ShareInterval.WILSON else korn_graubard
    cap = not sampling.knows_population
    return interval(value, standard_error**2, group.valid, found.df, found.units, sampling.confidence, cap=cap)


def _gaps(
    n: IntArray, found: Variance, alike: NDArray[np.bool_], lonely: LonelyStratum
) -> Iterator[tuple[Gap, NDArray[np.bool_]]]:
    for gap, groups in ((ALONE[lonely], found.lonely), (Gap.TOO_FEW, found.df < 1), (Gap.ALIKE, alike)):
        if bool((groups & (n > 0)).any()):
            yield gap, groups & (n > 0)
