"""Differences between groups, changes between releases, and trends, with the covariance of what is compared.

Two groups of one sample share its units, so their difference is linearised as one figure. Two releases are compared
unit by unit where the same units took part in both: with z the linearised values of a stratum's units, n1 and n2 drawn
of N, m of them in both,

    cov = (1 - n1 n2 / (m N)) * m / (m - 1) * sum over units in both of (z1 - mean z1) (z2 - mean z2)

(Tam 1984, The American Statistician 38, 288-289; Qualite and Tille 2008, Survey Methodology 34, 173-181), which for
the same sample twice is the variance of `stages`. Units drawn apart have no covariance.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from nyhavn.engine.estimation.asked import Asked
from nyhavn.engine.estimation.cells import Cells
from nyhavn.engine.estimation.estimating import Estimated, Line
from nyhavn.engine.estimation.linearising import Placed, Slopes, combined, slopes
from nyhavn.engine.estimation.margins import TableCells, group_number
from nyhavn.engine.estimation.replicates import make_factors, replicate_variance
from nyhavn.engine.estimation.replicating import MadeReplicates, ReplicateColumns
from nyhavn.engine.estimation.sampling import Sampling
from nyhavn.engine.estimation.stages import unit_totals, variance
from nyhavn.engine.estimation.sums import FloatArray, IntArray
from nyhavn.framework.refusal import refusal
from nyhavn.framework.statistics import Statistic

Group = tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """A difference, a change or a slope, in the statistic's unit (a slope: per unit of time), with its interval.

    df: degrees of freedom of the interval. differs: whether the interval leaves out zero.
    """

    value: float
    standard_error: float
    low: float
    high: float
    df: int

    @property
    def differs(self) -> bool:
        """Whether chance alone is an unlikely explanation, at the confidence of the design."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class _Part:
    """One figure of a comparison: its cells, the group of each, and its slopes; index and slopes of its margin."""

    table: TableCells
    line: Line
    index: IntArray
    number: int
    slopes: Slopes


def difference(found: Estimated, statistic: Asked, first: Group, second: Group) -> Comparison:
    """The first group less the second, both of one sample; a group is a code per domain, TOTAL for all of one.

    Raises Refusal "compared-unknown" for figures that are not there or have no error.
    """
    parts = [_part(found, statistic, group) for group in (first, second)]
    values = [_error_of(part) for part in parts]
    cells, sampling = parts[0].table.cells, found.sampling
    inside = [part.index == part.number for part in parts]
    is_conditional = sampling.is_conditional and parts[0].table.measure.is_ratio
    if sampling.replicates is not None:
        spread = _replicated(parts, sampling.replicates, sampling)
    elif is_conditional and not (inside[0] & inside[1]).any():
        spread = sum(error**2 for _, error in values)
    else:
        sums = cells.sums[parts[0].table.measure.id]
        members = [(part.index, part.slopes, part.number, sign) for part, sign in zip(parts, (1.0, -1.0), strict=True)]
        spread = float(variance(cells.units, combined(cells, sums, members), sampling.lonely).variance[0])
    df = min(part.line.df for part in parts)
    return _comparison(values[0][0] - values[1][0], spread, df, sampling.confidence)


def change(
    earlier: Estimated, later: Estimated, statistic: Asked, group: Group = (), *, apart: bool = False
) -> Comparison:
    """The later figure of a group less the earlier one.

    apart: whether the two samples were drawn apart, so that nobody is in both but by accident; otherwise units are
    recognised by stratum and cluster. Raises Refusal "compared-without-units" where neither is so.
    """
    return _combination([(-1.0, earlier), (1.0, later)], statistic, group, apart=apart)


def trend(
    series: Sequence[tuple[float, Estimated]], statistic: Asked, group: Group = (), *, apart: bool = False
) -> Comparison:
    """The slope of the straight line through the figures of a group, per unit of time; series: time and estimates.

    Least squares, each release counting alike, with the error that sampling gives the line (not how well it fits).
    Raises Refusal as `change`, and "compared-unknown" for fewer than two times.
    """
    times = np.array([time for time, _ in series])
    centred = times - times.mean() if len(times) else times
    if len(times) < 2 or not centred.any():
        raise _unknown("A trend needs figures of two different times.")
    factors = centred / (centred**2).sum()
    parts = [(float(factor), found) for factor, (_, found) in zip(factors, series, strict=True)]
    return _combination(parts, statistic, group, apart=apart)


def _combination(
    parts: Sequence[tuple[float, Estimated]], statistic: Asked, group: Group, *, apart: bool
) -> Comparison:
    """A sum of figures of several releases, each with its factor."""
    figures = [_part(found, statistic, group) for _, found in parts]
    known = [_error_of(figure) for figure in figures]
    factors = np.array([factor for factor, _ in parts])
    if not apart:
        for _, found in parts:
            _check_units(found)
    units = [] if apart else [_unit_values(figure) for figure in figures]
    matrix = np.diag([error**2 for _, error in known])
    for row in range(len(units)):
        for column in range(row):
            covariance = _covariance(figures[row].table.cells, figures[column].table.cells, units[row], units[column])
            most = known[row][1] * known[column][1]  # no correlation is above 1; few shared units can seem to say so
            matrix[row, column] = matrix[column, row] = np.clip(covariance, -most, most)
    value = float(factors @ np.array([value for value, _ in known]))
    spread = max(float(factors @ matrix @ factors), 0.0)
    df = min(figure.line.df for figure in figures)
    return _comparison(value, spread, df, parts[0][1].sampling.confidence)


def _part(found: Estimated, statistic: Asked, group: Group) -> _Part:
    if statistic not in found.asked or statistic.statistic is Statistic.QUANTILE:
        raise _unknown(f"There is no {statistic.name} to compare; quantiles are compared by their intervals.")
    table = found.tables[found.asked.index(statistic)]
    wanted = (statistic.name, group)
    line = next((line for line in found.lines if (line.statistic, line.group) == wanted), None)
    if line is None:
        raise _unknown(f"There is no group ({', '.join(group)}).")
    kept, number = group_number(table, group)
    index, shape = table.cells.groups(kept)
    sums = table.cells.sums[table.measure.id].grouped(index, int(np.prod(shape, dtype=np.int64)))
    return _Part(table, line, index, number, slopes(sums, is_ratio=table.measure.is_ratio))


def _error_of(part: _Part) -> tuple[float, float]:
    """Value and standard error. Raises Refusal "compared-unknown" where one is missing."""
    line = part.line
    if line.value is None or line.standard_error is None:
        raise _unknown(
            f"The {line.statistic} of ({', '.join(line.group)}) has no standard error. {line.remarks}".strip()
        )
    return line.value, line.standard_error


def _check_units(found: Estimated) -> None:
    if found.tables[0].cells.units.first.unit is None or found.sampling.replicates is not None:
        raise refusal(
            "compared-without-units",
            "Two samples are compared, and nothing says which units are in both.",
            where="change",
            do="Name the clusters (or people) in the design, or state that the samples were drawn apart.",
        )


def _unit_values(figure: _Part) -> FloatArray:
    """Linearised values of one figure by first-stage unit."""
    cells = figure.table.cells
    sums = cells.sums[figure.table.measure.id]
    values: Placed = combined(cells, sums, [(figure.index, figure.slopes, figure.number, 1.0)])
    by_unit: FloatArray = unit_totals(cells.units.first, values.z)[0]
    return by_unit


def _covariance(one: Cells, other: Cells, z_one: FloatArray, z_other: FloatArray) -> float:
    """Covariance of two figures through the units in both samples, stratum by stratum."""
    place = {name: number for number, name in enumerate(other.units.names)}
    shared = [(number, place[name]) for number, name in enumerate(one.units.names) if name in place]
    strata = {name: number for number, name in enumerate(other.units.strata)}
    total = 0.0
    for stratum, name in enumerate(one.units.strata):
        both = np.array([pair for pair in shared if one.units.first.group[pair[0]] == stratum], dtype=np.int64)
        if len(both) < 2:
            continue
        m = len(both)
        drawn = one.units.first.drawn[stratum] * other.units.first.drawn[strata[name]]
        left = 1 - drawn / (m * one.units.first.population[stratum])
        first, second = z_one[both[:, 0]], z_other[both[:, 1]]
        total += float(left * m / (m - 1) * ((first - first.mean()) @ (second - second.mean())))
    return total


def _replicated(parts: Sequence[_Part], replicates: ReplicateColumns | MadeReplicates, sampling: Sampling) -> float:
    """Variance of a difference from the differences in each replicate."""
    made = [_replicates_of(part, replicates, sampling) for part in parts]
    (first, scale), (second, _) = made
    value = np.array([(parts[0].line.value or 0.0) - (parts[1].line.value or 0.0)])
    return float(replicate_variance(value, (first - second)[None, :], scale)[0])


def _replicates_of(
    part: _Part, replicates: ReplicateColumns | MadeReplicates, sampling: Sampling
) -> tuple[FloatArray, FloatArray]:
    """A figure in each replicate, and the scales."""
    cells, name = part.table.cells, part.table.measure.id
    inside, sums = part.index == part.number, cells.sums[name]
    if isinstance(replicates, ReplicateColumns):
        own, scale = cells.replicated[name], np.array(replicates.factors)
        wx, wy = own.wx[inside].sum(axis=0), own.wy[inside].sum(axis=0)
    else:
        factors = make_factors(cells, replicates, sampling)
        by_row, scale = factors.factor[cells.units.place[inside]], factors.scale
        wx, wy = sums.wx[inside] @ by_row, sums.wy[inside] @ by_row
    if not part.table.measure.is_ratio:
        return wy, scale
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(wx != 0, wy / wx, np.nan) + sums.shift, scale


def _comparison(value: float, spread: float, df: int, confidence: float) -> Comparison:
    error = float(np.sqrt(spread))
    reach = float(stdtrit(max(df, 1), 1 - (1 - confidence) / 2)) * error
    return Comparison(value, error, value - reach, value + reach, df)


def _unknown(what: str) -> Exception:
    return refusal("compared-unknown", what, where="compare", do="Compare figures that both hold, with errors.")
