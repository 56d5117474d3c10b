"""Collapse: from rows on the data engine to sums per cell in NumPy.

A cell is one combination of categories (and of sampling unit and calibration cell, where variances need them). The data
engine reads the rows once per set of breakdowns and returns a few sums for all measures together; everything after
works on cells, so its cost depends on the number of groups and not on the number of people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np

from nyhavn.engine.estimation import columns
from nyhavn.engine.estimation.calibration import Auxiliaries, auxiliaries, check_even
from nyhavn.engine.estimation.measures import Domain, Measure, code_of
from nyhavn.engine.estimation.replicating import ReplicateColumns
from nyhavn.engine.estimation.sampling import Sampling
from nyhavn.engine.estimation.sums import ROWS, FloatArray, IntArray, Sums, expressions, is_weighted, sources, summed
from nyhavn.engine.estimation.units import LARGEST, SMALLEST, Units, find_units, numbered
from nyhavn.framework.refusal import refusal
from nyhavn.framework.statistics import NOT_STATED, Statistic

ALL, ALL_SQUARES, ALL_INITIAL = "weight", "weight_squared", "initial"  # sums over every row of a cell
ALL_INITIAL_SQUARES, ALL_PRODUCTS = "initial_squared", "weight_times_initial"


@dataclass(frozen=True)
class Replicated:
    """Sums of one measure with each replicate weight: cells by replicates."""

    wx: FloatArray
    wy: FloatArray


@dataclass(frozen=True)
class Cells:
    """All cells of one set of domains, in the order of their codes.

    codes: per domain the position of each cell's code. rows: rows per cell; weight, squares: sums over all of them of
    the weight and its square. units: where the rows were drawn. auxiliaries: of calibrated weights. value: number of a
    quantile, nan in others.
    """

    domains: tuple[Domain, ...]
    codes: tuple[IntArray, ...]
    rows: IntArray
    weight: FloatArray
    squares: FloatArray
    units: Units
    auxiliaries: Auxiliaries | None
    sums: Mapping[str, Sums]
    replicated: Mapping[str, Replicated]
    value: FloatArray

    def groups(self, kept: Sequence[str]) -> tuple[IntArray, tuple[int, ...]]:
        """Number the groups that remain when only the kept domains are crossed: number per cell, and the shape."""
        position = {domain.id: place for place, domain in enumerate(self.domains)}
        places = [position[name] for name in kept]
        shape = tuple(len(self.domains[place].codes) for place in places)
        if not places:
            return np.zeros(len(self.rows), dtype=np.int64), ()
        return np.ravel_multi_index([self.codes[place] for place in places], shape).astype(np.int64), shape


def collapse(
    coded: nw.LazyFrame[Any],
    measures: Sequence[Measure],
    domains: Sequence[Domain],
    sampling: Sampling,
    shifts: Mapping[str, float],
) -> Cells:
    """Sum all measures over the cross of the domains (and the sampling units), in one pass over the rows.

    A quantile is collapsed by itself: its value is one more key.
    """
    by_value = [columns.value(item.source) for item in measures if item.statistic is Statistic.QUANTILE][:1]
    keys = [columns.category(domain.id) for domain in domains] + list(sampling.margin_columns)
    keys += [*sampling.unit_columns, *by_value]
    sums = _whole(sampling)
    for item in measures:
        shift = shifts.get(item.id, 0.0)
        sums |= expressions(item, sampling, shift) | _replicates(item, sampling, shift)
    sizes = sampling.size_columns
    # Beside the columns that are there: constants alone would make a frame of one row.
    prepared = coded.with_columns(*(expr.alias(name) for name, expr in sums.items())) if sums else coded
    totals = [nw.len().alias(ROWS), *(nw.col(name).sum() for name in sums)]
    totals += [nw.col(name).min().alias(f"{SMALLEST}{name}") for name in sizes]
    totals += [nw.col(name).max().alias(f"{LARGEST}{name}") for name in sizes]
    frame = prepared.group_by(*keys).agg(*totals) if keys else prepared.select(*totals)
    collected = frame.collect("pyarrow")  # sorted, so that sums of doubles are the same in every run
    return _cells(collected.sort(*keys) if keys else collected, measures, domains, sampling, shifts)


def rough_means(coded: nw.LazyFrame[Any], measures: Sequence[Measure]) -> dict[str, float]:
    """A whole number near the mean of each mean, to subtract before squares are summed.

    Sums of squares of large, close numbers lose their digits (Chan, Golub and LeVeque 1983); a shift near the mean
    keeps them, and a whole one keeps whole answers whole.
    """
    means = {item.id: columns.value(item.source) for item in measures if item.statistic is Statistic.MEAN}
    if not means:
        return {}
    row = coded.select(*(nw.col(column).mean().alias(name) for name, column in means.items())).collect("pyarrow")
    found = {name: row.item(0, name) for name in means}
    return {name: float(round(mean)) for name, mean in found.items() if mean is not None}


def _whole(sampling: Sampling) -> dict[str, nw.Expr]:
    """Sums over all rows of a cell, valid or not: what a calibration and a total of everybody have to know."""
    if not sampling.has_errors:
        return {}
    weight = nw.col(columns.WEIGHT) if sampling.weighted else nw.lit(1.0)
    sums = {ALL: weight, ALL_SQUARES: weight * weight}
    if sampling.calibration is not None and sampling.calibration.initial:
        initial = nw.col(columns.INITIAL)
        sums |= {ALL_INITIAL: initial, ALL_INITIAL_SQUARES: initial * initial, ALL_PRODUCTS: weight * initial}
    return sums


def _replicates(item: Measure, sampling: Sampling, shift: float) -> dict[str, nw.Expr]:
    """Two sums per column of replicate weights."""
    if not (sampling.has_errors and isinstance(sampling.replicates, ReplicateColumns)):
        return {}
    valid = nw.col(columns.valid(item.source)).cast(nw.Float64)
    y = nw.col(columns.value(item.source)) - shift
    x = nw.col(columns.base(item.source)) if item.statistic is Statistic.RATIO else valid
    made = {}
    for number in range(len(sampling.replicates.columns)):
        weight = nw.col(columns.replicate(number))
        made[_replicate("wx", number, item)] = weight * x
        made[_replicate("wy", number, item)] = weight * y
    return made


def _replicate(name: str, number: int, item: Measure) -> str:
    return f"{name}_{number}__{item.id}"


def _cells(
    frame: nw.DataFrame[Any],
    measures: Sequence[Measure],
    domains: Sequence[Domain],
    sampling: Sampling,
    shifts: Mapping[str, float],
) -> Cells:
    found_domains, codes = _positions(frame, domains)
    rows = _numbers(frame, ROWS).astype(np.int64)
    ones = rows.astype(np.float64)
    weight, squares = (_numbers(frame, name) if sampling.has_errors else ones for name in (ALL, ALL_SQUARES))
    categories, calibrated = _calibration_cells(frame, sampling)
    factor = _factors(categories, sampling)[calibrated]
    found = _auxiliaries(frame, categories, calibrated, weight, weight * factor, sampling)
    units = find_units(frame, rows, calibrated, sampling)
    sums = {item.id: _sums(frame, item, sampling, shifts.get(item.id, 0.0)) for item in measures}
    if (factor != 1).any():
        moved = [item.id for item in measures if is_weighted(item, sampling)]
        sums |= {name: sums[name].reweighted(factor) for name in moved}
    replicated = {item.id: _replicated(frame, item, sampling) for item in measures}
    values = [columns.value(item.source) for item in measures if item.statistic is Statistic.QUANTILE]
    value = np.asarray(frame[values[0]].to_numpy(), dtype=np.float64) if values else np.full(len(rows), np.nan)
    return Cells(
        found_domains, codes, rows, weight * factor, squares * factor**2, units, found, sums, replicated, value
    )


def _auxiliaries(
    frame: nw.DataFrame[Any],
    categories: Sequence[tuple[str, ...]],
    calibrated: IntArray,
    weight: FloatArray,
    final: FloatArray,
    sampling: Sampling,
) -> Auxiliaries | None:
    """The calibration cells of a variance; weight, final: sums of the frame's weight and of the final one per cell."""
    if sampling.calibration is None or not sampling.has_errors:
        return None
    stated = bool(sampling.calibration.initial)
    initial = _numbers(frame, ALL_INITIAL) if stated else weight
    before, after = (np.bincount(calibrated, each, len(categories)).astype(np.float64) for each in (initial, final))
    found = auxiliaries(sampling.calibration, categories, after, before)
    if stated:
        squares, products = _numbers(frame, ALL_SQUARES), _numbers(frame, ALL_PRODUCTS)
        check_even(found.g[calibrated], squares, products, _numbers(frame, ALL_INITIAL_SQUARES))
    return found


def _calibration_cells(frame: nw.DataFrame[Any], sampling: Sampling) -> tuple[list[tuple[str, ...]], IntArray]:
    """The different calibration cells, and the number of each cell's."""
    names = sampling.margin_columns
    if not names or not len(frame):
        return [()], np.zeros(len(frame), dtype=np.int64)
    texts = ([code_of(value) for value in frame[name].to_list()] for name in names)
    return numbered(list(zip(*texts, strict=True)))


def _factors(categories: Sequence[tuple[str, ...]], sampling: Sampling) -> FloatArray:
    """Final / initial weight of each calibration cell; 1 where the frame holds the final weight."""
    factors = sampling.calibration.factors if sampling.calibration else None
    if factors is None:
        return np.ones(len(categories))
    if any(category not in factors for category in categories):
        raise refusal(
            "calibration-cell-unknown",
            "Some rows are in a group for which the calibration has no weight.",
            where="design, calibration",
            do="Use the sample that was calibrated.",
        )
    return np.array([factors[category] for category in categories])


def _positions(frame: nw.DataFrame[Any], domains: Sequence[Domain]) -> tuple[tuple[Domain, ...], tuple[IntArray, ...]]:
    """The domains with all their codes, and the position of each cell's code in each."""
    found, positions = [], []
    for domain in domains:
        stated = frame[columns.category(domain.id)].to_list()
        texts = [code_of(value) for value in stated] if not domain.codes else stated
        codes = domain.codes or _occurring(stated)
        place = {code: number for number, code in enumerate(codes)}
        found.append(Domain(domain.id, codes))
        positions.append(np.array([place[text] for text in texts], dtype=np.int64))
    return tuple(found), tuple(positions)


def _occurring(values: Sequence[Any]) -> tuple[str, ...]:
    """The codes that occur: numbers in order of size, texts by letters, not stated at the end."""
    different = {value for value in values if code_of(value) != NOT_STATED}
    codes = tuple(dict.fromkeys(code_of(value) for value in sorted(different)))
    return codes + ((NOT_STATED,) if any(code_of(value) == NOT_STATED for value in values) else ())


def _sums(frame: nw.DataFrame[Any], item: Measure, sampling: Sampling, shift: float) -> Sums:
    source = sources(item, sampling)
    there = {name: _numbers(frame, summed(name, item, sampling, shift)) for name in set(source.values())}
    nothing = np.zeros(len(frame))
    return Sums.read(lambda name: there[source[name]] if name in source else nothing, shift)


def _replicated(frame: nw.DataFrame[Any], item: Measure, sampling: Sampling) -> Replicated:
    given = isinstance(sampling.replicates, ReplicateColumns) and sampling.has_errors
    count = len(sampling.replicates.columns) if given and isinstance(sampling.replicates, ReplicateColumns) else 0
    wx, wy = (
        np.stack([_numbers(frame, _replicate(name, number, item)) for number in range(count)], axis=1)
        if count
        else np.zeros((len(frame), 0))
        for name in ("wx", "wy")
    )
    return Replicated(wx, wy)


def _numbers(frame: nw.DataFrame[Any], name: str) -> FloatArray:
    """A column of sums as doubles; an empty table sums to nothing."""
    return np.nan_to_num(np.asarray(frame[name].to_numpy(), dtype=np.float64))
