"""Variances of means, proportions and totals, from cells.

Between single rows (simple random sampling), conditional on the size of each group:

    v = n / (n - 1) * sum(w^2 (y - r)^2) / sum(w)^2 * (1 - f),    r = sum(w y) / sum(w)

which is s^2 / n where weights are equal (Cochran 1977, Sampling Techniques, sections 2.6 and 2.12). Between sampling
units (clusters, strata): Taylor linearisation with ultimate clusters (Woodruff 1971; Wolter 2007, Introduction to
Variance Estimation, chapter 6), the estimator of R survey's svymean, svyratio and svytotal:

    v = sum over strata h of (1 - f_h) * m_h / (m_h - 1) * sum over units c of (z_hc - mean z_h)^2

with z = sum_c(w (y - r)) / sum(w) for a ratio and z = sum_c(w y) for a total. A unit without a member of the group
keeps z = 0: the group's share of the sample is random, and leaving empty units out would hide that.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nyhavn.engine.estimation.cells import Cells, FloatArray, IntArray, Sums
from nyhavn.engine.estimation.sampling import Sampling
from nyhavn.framework.refusal import Reason, Refusal


@dataclass(frozen=True)
class Variance:
    """Variances of groups, in the square of the figure's unit; nan where there is none.

    df: degrees of freedom. units: independent units with a valid answer in the group.
    lonely: groups of several units with answers in a stratum of which only one unit was drawn.
    is_full_count: whether everything there is was drawn, so that no sampling error is left.
    """

    variance: FloatArray
    df: IntArray
    units: IntArray
    lonely: NDArray[np.bool_]
    is_full_count: bool


def between_rows(cells: Cells, group: Sums, *, is_ratio: bool, sampling: Sampling) -> Variance:
    """Variance where every row was drawn by itself. group: sums per group."""
    rows = int(cells.rows.sum())
    correction = float(_corrections(sampling.population, {"": rows}, "rows")[0])
    n = group.valid.astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        if is_ratio:
            ratio = group.wy / group.w
            squares = np.maximum(group.wwyy - 2 * ratio * group.wwy + ratio**2 * group.ww, 0.0)
            variance = n / (n - 1) * squares / group.w**2
        else:
            variance = np.full(len(n), rows / np.float64(rows - 1)) * np.maximum(group.wwyy - group.wy**2 / rows, 0.0)
    known = np.where(n >= 2, variance * correction, np.nan)
    return Variance(known, group.valid - 1, group.valid, np.zeros(len(n), dtype=bool), correction == 0)


def between_units(
    cells: Cells, sums: Sums, index: IntArray, size: int, ratio: FloatArray | None, sampling: Sampling
) -> Variance:
    """Variance where units were drawn within strata.

    sums, index: of one indicator per cell, and the group of each cell (below size). ratio: mean of each group, less
    the shift; None for totals.
    """
    strata = len(cells.strata)
    drawn = np.bincount(cells.stratum, minlength=strata)
    pairs, place = np.unique(index * len(cells.stratum) + cells.unit, return_inverse=True)
    group, unit = np.divmod(pairs, max(len(cells.stratum), 1))
    total = sums.grouped(place, len(pairs))
    z = total.wy if ratio is None else total.wy - ratio[group] * total.w
    block = group * strata + cells.stratum[unit]
    shape = (size, strata)
    has_answers = np.bincount(block, total.valid > 0, size * strata).reshape(shape).astype(np.int64)
    spread = _spread(z, block, drawn, shape)
    correction = _corrections(sampling.population, dict(zip(cells.strata, drawn.tolist(), strict=True)), "units")
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(drawn > 1, correction * drawn / (drawn - 1), 0.0)
    units = has_answers.sum(axis=1)
    df = units - (has_answers > 0).sum(axis=1)
    lonely = ((has_answers > 0) & (drawn == 1)).any(axis=1) & (df >= 1)
    scale = 1.0 if ratio is None else sums.grouped(index, size).w ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (spread @ factor) / scale
    return Variance(np.where((df >= 1) & ~lonely, variance, np.nan), df, units, lonely, not correction.any())


def _spread(z: FloatArray, block: IntArray, drawn: IntArray, shape: tuple[int, int]) -> FloatArray:
    """Sum of squares around the mean of all units drawn, per group and stratum; units without members have z = 0."""
    size = shape[0] * shape[1]
    drawn_per_block = np.tile(drawn, shape[0])
    mean = np.bincount(block, z, size) / drawn_per_block
    present = np.bincount(block, (z - mean[block]) ** 2, size)
    absent = drawn_per_block - np.bincount(block, minlength=size)
    return (present + absent * mean**2).reshape(shape)


def _corrections(population: Mapping[str, int], drawn: Mapping[str, int], what: str) -> FloatArray:
    """The finite population correction 1 - f of each stratum; 1, the cautious side, where no size is stated."""
    reasons = [
        Reason(
            "population-too-small",
            f"{number} {what} were drawn{_within(stratum)}, more than the population size that the design states.",
            where="design",
            do="Correct the population size, or leave it out.",
        )
        for stratum, number in drawn.items()
        if number > population.get(stratum, number)
    ]
    if reasons:
        raise Refusal(*reasons)
    return np.array([1 - number / max(population.get(stratum, np.inf), 1) for stratum, number in drawn.items()])


def _within(stratum: str) -> str:
    return f" in stratum {stratum}" if stratum else ""
