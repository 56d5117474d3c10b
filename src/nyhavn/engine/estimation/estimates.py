"""Estimates of all groups of one margin of a table: value, standard error, interval, and why one is missing."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nyhavn.engine.estimation.cells import Cells, FloatArray, IntArray, Sums
from nyhavn.engine.estimation.intervals import Bounds, korn_graubard, student
from nyhavn.engine.estimation.sampling import Sampling
from nyhavn.engine.estimation.variances import Variance, between_rows, between_units
from nyhavn.framework.statistics import Indicator, Statistic

RATIOS = (Statistic.PROPORTION, Statistic.MEAN)
NO_SPREAD = 1e-12  # standard error relative to the figure below which doubles cannot tell it from none

LONELY = "No standard error for some groups: only one unit was drawn in one of their strata."
TOO_FEW = "No standard error for some groups: their answers come from too few independent units."
ALIKE = "No standard error for some groups: all their answers are alike, which shows no spread to measure."
UNWEIGHTED = "No standard error: a sum over the records alone is not an estimate for a population."


@dataclass(frozen=True)
class Estimates:
    """One entry per group; nan: there is none. asked, n, holds: unweighted rows; the rest: the indicator's unit."""

    asked: IntArray
    n: IntArray
    holds: IntArray
    value: FloatArray
    standard_error: FloatArray
    low: FloatArray
    high: FloatArray
    remarks: tuple[str, ...] = ()


def estimate(indicator: Indicator, cells: Cells, index: IntArray, size: int, sampling: Sampling) -> Estimates:
    """Estimate one indicator for groups of cells; index: group of each cell, below size."""
    sums = cells.sums[indicator.id]
    group = sums.grouped(index, size)
    value = _values(indicator.statistic, group)
    is_ratio = indicator.statistic in RATIOS
    none = np.full(size, np.nan)
    if not sampling.has_errors:
        return Estimates(group.asked, group.valid, group.holds, value, none, none, none)
    if not (is_ratio or sampling.weighted):
        return Estimates(group.asked, group.valid, group.holds, value, none, none, none, (UNWEIGHTED,))
    if sampling.is_linearised:
        ratio = value - sums.shift if is_ratio else None
        found = between_units(cells, sums, index, size, ratio, sampling)
    else:
        found = between_rows(cells, group, is_ratio=is_ratio, sampling=sampling)
    standard_error, alike = _standard_errors(value, found)
    low, high = _bounds(indicator.statistic, value, standard_error, group, found, sampling)
    remarks = tuple(_remarks(group.valid, found, alike))
    return Estimates(group.asked, group.valid, group.holds, value, standard_error, low, high, remarks)


def _values(statistic: Statistic, group: Sums) -> FloatArray:
    if statistic not in RATIOS:
        return np.where(group.valid > 0, group.wy, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = group.wy / group.w + group.shift
    if statistic is Statistic.MEAN:
        return mean
    # Exact at both ends whatever the order in which an engine added the weights.
    mean = np.where(group.holds == group.valid, 1.0, np.where(group.holds == 0, 0.0, mean))
    return np.where(group.valid > 0, mean, np.nan)


def _standard_errors(value: FloatArray, found: Variance) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Roots of the variances, and the groups whose answers show no spread (in a full count no error is true)."""
    standard_error = np.sqrt(found.variance)
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
    variance = standard_error**2
    cap = not sampling.population
    return korn_graubard(value, variance, group.valid, found.df, found.units, sampling.confidence, cap=cap)


def _remarks(n: IntArray, found: Variance, alike: NDArray[np.bool_]) -> Iterator[str]:
    if bool((found.lonely & (n > 0)).any()):
        yield LONELY
    if bool(((found.df < 1) & (n > 0)).any()):
        yield TOO_FEW
    if bool((alike & (n > 0)).any()):
        yield ALIKE
