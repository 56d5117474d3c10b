"""Variances of the figures of one margin of a table, by linearisation or by replicates."""

import numpy as np

from nyhavn.engine.estimation.cells import Cells, Replicated
from nyhavn.engine.estimation.linearising import MOST_NUMBERS, placed, slopes
from nyhavn.engine.estimation.replicates import Factors, make_factors, replicate_variance
from nyhavn.engine.estimation.replicating import MadeReplicates, ReplicateColumns
from nyhavn.engine.estimation.sampling import Sampling
from nyhavn.engine.estimation.stages import Variance, counted, variance
from nyhavn.engine.estimation.sums import FloatArray, IntArray, Sums


def variances(
    cells: Cells, sums: Sums, index: IntArray, size: int, sampling: Sampling, *, is_ratio: bool, own: Replicated | None
) -> Variance:
    """Variance of one measure for every group. index: group of each cell, below size. own: replicate sums given."""
    group = sums.grouped(index, size)
    if isinstance(sampling.replicates, ReplicateColumns) and own is not None:
        return _given(group, own, index, size, sampling.replicates, is_ratio=is_ratio)
    if isinstance(sampling.replicates, MadeReplicates):
        factors = make_factors(cells, sampling.replicates, sampling)
        return _made(cells, sums, index, size, group, factors, is_ratio=is_ratio)
    found = slopes(group, is_ratio=is_ratio)
    conditional = is_ratio and sampling.is_conditional
    parts = [
        variance(cells.units, values, sampling.lonely, conditional=conditional)
        for _, values in placed(cells, sums, index, size, found)
    ]
    return _joined(parts)


def _given(
    group: Sums, own: Replicated, index: IntArray, size: int, replicates: ReplicateColumns, *, is_ratio: bool
) -> Variance:
    """From the columns of replicate weights."""
    wx, wy = (_grouped(numbers, index, size) for numbers in (own.wx, own.wy))
    value = _figure(group.wx, group.wy, is_ratio=is_ratio)
    found = replicate_variance(value, _figure(wx, wy, is_ratio=is_ratio), np.array(replicates.factors))
    df = replicates.df if replicates.df is not None else len(replicates.columns) - 1
    enough = np.where(group.valid > 1, df, 0)
    known = np.where(enough >= 1, found, np.nan)
    return Variance(known, enough, np.minimum(group.valid, df + 1), np.zeros(size, dtype=bool), is_full_count=False)


def _made(
    cells: Cells, sums: Sums, index: IntArray, size: int, group: Sums, factors: Factors, *, is_ratio: bool
) -> Variance:
    """From replicates made of the units."""
    value = _figure(group.wx, group.wy, is_ratio=is_ratio)
    parts = []
    step = max(1, MOST_NUMBERS // max(factors.factor.size, cells.units.places, 1))
    for start in range(0, size, step):
        stop = min(start + step, size)
        inside = np.flatnonzero((index >= start) & (index < stop))
        at = (index[inside] - start) * cells.units.places + cells.units.place[inside]
        shape = (stop - start, cells.units.places)
        wx, wy, answers = (
            np.bincount(at, numbers[inside], shape[0] * shape[1]).astype(np.float64).reshape(shape)
            for numbers in (sums.wx, sums.wy, sums.valid)
        )
        replicates = _figure(wx @ factors.factor, wy @ factors.factor, is_ratio=is_ratio)
        found = replicate_variance(value[start:stop], replicates, factors.scale)
        units, df = counted(cells.units.first, answers)
        known = np.where(df >= 1, found, np.nan)
        parts.append(Variance(known, df, units, np.zeros(len(df), dtype=bool), not cells.units.first.correction.any()))
    return _joined(parts)


def _figure(wx: FloatArray, wy: FloatArray, *, is_ratio: bool) -> FloatArray:
    """The figure from its sums, less the shift; nan where there is nothing to divide by."""
    if not is_ratio:
        return wy
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(wx != 0, wy / wx, np.nan)


def _grouped(numbers: FloatArray, index: IntArray, size: int) -> FloatArray:
    """Sums over groups of cells, one column per replicate."""
    grouped = np.zeros((size, numbers.shape[1]))
    np.add.at(grouped, index, numbers)
    return grouped


def _joined(parts: list[Variance]) -> Variance:
    """Variances of some groups after others."""
    columns = zip(*((part.variance, part.df, part.units, part.lonely) for part in parts), strict=True)
    found, df, units, lonely = (np.concatenate(column) for column in columns)
    return Variance(found, df, units, lonely, parts[0].is_full_count)
