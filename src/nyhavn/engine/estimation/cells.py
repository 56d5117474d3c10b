"""Collapse: from rows on the data engine to sums per cell in NumPy.

A cell is one combination of categories (and of sampling unit, where variances need it). The data engine reads the
rows once per set of breakdowns and returns a few sums for all indicators together; everything after works on cells,
so its cost depends on the number of groups and not on the number of people.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from nyhavn.engine.estimation import columns
from nyhavn.engine.estimation.sampling import Sampling
from nyhavn.framework.statistics import DECLINED, NOT_STATED, Breakdown, Indicator, Statistic

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

COUNTS = ("asked", "valid", "holds")
SUMS = ("w", "wy")
MOMENTS = ("ww", "wwy", "wwyy")


@dataclass(frozen=True)
class Sums:
    """Sums of one indicator, one number per cell.

    asked, valid, holds: rows. w: weights of valid rows; y: their value less `shift`; ww, wwy, wwyy: squares of w, with
    y and its square (zero where no variance over single rows is wanted).
    """

    asked: IntArray
    valid: IntArray
    holds: IntArray
    w: FloatArray
    wy: FloatArray
    ww: FloatArray
    wwy: FloatArray
    wwyy: FloatArray
    shift: float = 0.0

    @classmethod
    def read(cls, column: Callable[[str], FloatArray], shift: float) -> "Sums":
        """Build from a function that gives each sum by its name."""
        asked, valid, holds = (column(name).astype(np.int64) for name in COUNTS)
        w, wy, ww, wwy, wwyy = (column(name) for name in SUMS + MOMENTS)
        return cls(asked, valid, holds, w, wy, ww, wwy, wwyy, shift)

    def grouped(self, index: IntArray, size: int) -> "Sums":
        """The same sums over groups of cells; index: group number of each cell, below size."""
        return Sums.read(lambda name: np.bincount(index, getattr(self, name), size).astype(np.float64), self.shift)


@dataclass(frozen=True)
class Cells:
    """All cells of one set of breakdowns, in declared category order.

    codes: per breakdown the position of each cell's category in `category_codes`. rows: rows per cell.
    unit: sampling unit of each cell; stratum: stratum of each *unit*; strata: their names.
    """

    breakdowns: tuple[Breakdown, ...]
    codes: tuple[IntArray, ...]
    rows: IntArray
    unit: IntArray
    stratum: IntArray
    strata: tuple[str, ...]
    sums: Mapping[str, Sums]

    def groups(self, kept: Sequence[str]) -> tuple[IntArray, tuple[int, ...]]:
        """Number the groups that remain when only the kept breakdowns are crossed: number per cell, and the shape."""
        position = {breakdown.id: place for place, breakdown in enumerate(self.breakdowns)}
        places = [position[name] for name in kept]
        shape = tuple(len(category_codes(self.breakdowns[place])) for place in places)
        if not places:
            return np.zeros(len(self.rows), dtype=np.int64), ()
        return np.ravel_multi_index([self.codes[place] for place in places], shape).astype(np.int64), shape


def category_codes(breakdown: Breakdown) -> tuple[str, ...]:
    """Every code a row can have, in the order of publication: as declared, then declined, then not stated."""
    return (*(category.code for category in breakdown.categories), DECLINED, NOT_STATED)


def collapse(
    coded: nw.LazyFrame[Any],
    indicators: Sequence[Indicator],
    breakdowns: Sequence[Breakdown],
    sampling: Sampling,
    shifts: Mapping[str, float],
) -> Cells:
    """Sum all indicators over the cross of the breakdowns (and the sampling units), in one pass over the rows."""
    keys = [columns.category(breakdown.id) for breakdown in breakdowns] + list(sampling.unit_columns)
    measures = [expr for indicator in indicators for expr in _measures(indicator, sampling, shifts)]
    names = [f"{name}__{indicator.id}" for indicator in indicators for name in _wanted(sampling)]
    prepared = coded.select(*keys, *measures, nw.lit(1.0).alias("rows"))
    totals = [nw.col(name).sum() for name in ("rows", *names)]
    frame = prepared.group_by(*keys).agg(*totals) if keys else prepared.select(*totals)
    return _cells(frame.collect("pyarrow"), indicators, breakdowns, sampling, shifts)


def rough_means(coded: nw.LazyFrame[Any], indicators: Sequence[Indicator]) -> dict[str, float]:
    """A whole number near the mean of each MEAN indicator, to subtract before squares are summed.

    Sums of squares of large, close numbers lose their digits (Chan, Golub and LeVeque 1983); a shift near the mean
    keeps them, and a whole one keeps whole answers whole.
    """
    means = [indicator.id for indicator in indicators if indicator.statistic is Statistic.MEAN]
    if not means:
        return {}
    row = coded.select(*(nw.col(columns.value(name)).mean().alias(name) for name in means)).collect("pyarrow")
    found = {name: row.item(0, name) for name in means}
    return {name: float(round(mean)) for name, mean in found.items() if mean is not None}


def _wanted(sampling: Sampling) -> tuple[str, ...]:
    needs_moments = sampling.has_errors and not sampling.is_linearised
    return COUNTS + SUMS + (MOMENTS if needs_moments else ())


def _measures(indicator: Indicator, sampling: Sampling, shifts: Mapping[str, float]) -> list[nw.Expr]:
    """One expression per sum. A count or a total of records that speak for nobody else is never weighted.

    All as doubles: whole sums stay exact below 2**53, and no engine answers with a type wider than 64 bits.
    """
    valid = nw.col(columns.valid(indicator.id)).cast(nw.Float64)
    sums_rows = indicator.statistic in (Statistic.COUNT, Statistic.TOTAL)
    is_weighted = sampling.weighted and (sampling.inference or not sums_rows)
    w = valid * (nw.col(columns.WEIGHT) if is_weighted else nw.lit(1.0))
    y = nw.col(columns.value(indicator.id)).fill_null(0.0) - shifts.get(indicator.id, 0.0) * valid
    ready = {
        "asked": nw.col(columns.asked(indicator.id)).cast(nw.Float64),
        "valid": valid,
        "holds": nw.col(columns.holds(indicator.id)).cast(nw.Float64),
        "w": w,
        "wy": w * y,
        "ww": w * w,
        "wwy": w * w * y,
        "wwyy": w * w * y * y,
    }
    return [ready[name].alias(f"{name}__{indicator.id}") for name in _wanted(sampling)]


def _cells(
    frame: nw.DataFrame[Any],
    indicators: Sequence[Indicator],
    breakdowns: Sequence[Breakdown],
    sampling: Sampling,
    shifts: Mapping[str, float],
) -> Cells:
    codes = [_positions(frame, breakdown) for breakdown in breakdowns]
    unit, stratum, strata = _units(frame, sampling)
    order = np.lexsort((unit, *reversed(codes)))
    sums = {
        indicator.id: _sums(frame, indicator.id, order, sampling, shifts.get(indicator.id, 0.0))
        for indicator in indicators
    }
    rows = _numbers(frame, "rows").astype(np.int64)[order]
    return Cells(tuple(breakdowns), tuple(code[order] for code in codes), rows, unit[order], stratum, strata, sums)


def _positions(frame: nw.DataFrame[Any], breakdown: Breakdown) -> IntArray:
    place = {code: number for number, code in enumerate(category_codes(breakdown))}
    return np.array([place[code] for code in frame[columns.category(breakdown.id)].to_list()], dtype=np.int64)


def _units(frame: nw.DataFrame[Any], sampling: Sampling) -> tuple[IntArray, IntArray, tuple[str, ...]]:
    """Number the sampling units of the cells. A cluster code is read within its stratum."""
    if not sampling.is_linearised:
        return np.zeros(len(frame), dtype=np.int64), np.zeros(1, dtype=np.int64), ("",)
    *above, unit = (frame[name].to_list() for name in sampling.unit_columns)
    pairs = list(zip(above[0] if above else [""] * len(unit), unit, strict=True))
    ordered = sorted(set(pairs))
    strata = tuple(sorted({stratum for stratum, _ in ordered}))
    number = {pair: place for place, pair in enumerate(ordered)}
    stratum_number = {stratum: place for place, stratum in enumerate(strata)}
    units = np.array([number[pair] for pair in pairs], dtype=np.int64)
    return units, np.array([stratum_number[stratum] for stratum, _ in ordered], dtype=np.int64), strata


def _sums(frame: nw.DataFrame[Any], indicator: str, order: NDArray[np.intp], sampling: Sampling, shift: float) -> Sums:
    wanted = _wanted(sampling)

    def read(name: str) -> FloatArray:
        return _numbers(frame, f"{name}__{indicator}")[order] if name in wanted else np.zeros(len(order))

    return Sums.read(read, shift)


def _numbers(frame: nw.DataFrame[Any], name: str) -> FloatArray:
    """A column of sums as doubles; an empty table sums to nothing."""
    return np.nan_to_num(np.asarray(frame[name].to_numpy(), dtype=np.float64))
