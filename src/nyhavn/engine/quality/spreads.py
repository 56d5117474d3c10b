"""Quartiles and median distances, of whole columns and of groups. Nothing is approximated.

A whole column is collapsed to cells, its different numbers with the rows that hold them: a cell's last rank is a
running sum over the cells in the order of their numbers, and a quantile is the least number whose last rank is beyond
its place, so that no engine holds all numbers. Groups are small, and the engine's own exact quantiles do.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import narwhals as nw

from nyhavn.engine.quality.material import Material, Spread
from nyhavn.engine.quality.values import HELD, collapsed, grouped
from nyhavn.framework.checks import CHECKS

NUMBER = "_number"
_AWAY, _ALL, _PLACE, _UP_TO = "_away", "_all", "_place", "_up_to"
SENTINELS = [float(number) for number in str(CHECKS.kind["sentinel-number"].parameter["numbers"].default).split()]
_QUARTILES = (("low", 0.25), ("median", 0.5), ("high", 0.75))
COLUMNS_AT_ONCE = 30
NORMAL_MAD = 1.4826  # the median distance of a normal variable times this is its standard deviation (Leys et al. 2013)


def limits(spread: Spread, method: str, k: float) -> tuple[float, float]:
    """Below and above which a number is far out: Tukey's fences, or k robust standard deviations around the median."""
    if method == "mad":
        reach = k * NORMAL_MAD * spread.mad
        return spread.median - reach, spread.median + reach
    reach = k * (spread.high - spread.low)
    return spread.low - reach, spread.high + reach


def width(spread: Spread, method: str) -> float:
    """The measure of spread of a method; 0 where no limit can be drawn, because half of the numbers are the same."""
    return spread.mad if method == "mad" else spread.high - spread.low


def spreads_of(material: Material, columns: Sequence[str], *, by_mad: Collection[str]) -> dict[str, Spread]:
    """The spread of each column that holds numbers. by_mad: the columns of which the median distance is wanted."""
    cells = {column: _cells(material, column) for column in columns}
    told = _collected({column: _of_numbers(each) for column, each in cells.items()})
    away = {
        column: cells[column].with_columns((nw.col(NUMBER) - told[column]["median"]).abs().alias(_AWAY))
        for column in by_mad
        if column in told
    }
    distances = _collected({column: _quantiles(each, _AWAY, (("mad", 0.5),)) for column, each in away.items()})
    return {
        column: Spread(
            low=figures["low"], median=figures["median"], high=figures["high"], least=figures["least"],
            most=figures["most"], mad=distances.get(column, {}).get("mad", math.nan), rows=int(figures["rows"]),
        )
        for column, figures in told.items()
    }  # fmt: skip


def _cells(material: Material, column: str) -> nw.LazyFrame[Any]:
    """The different texts of a column that are numbers, with the rows that hold them."""
    texts = collapsed(material.answers.select(nw.col(column).alias(NUMBER)), [NUMBER])
    read = material.number(column, under=NUMBER).alias(NUMBER)
    return texts.select(nw.lit("").alias(_ALL), read, HELD).filter(~nw.col(NUMBER).is_null())


def _of_numbers(cells: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """One row: the quartiles, and the least and the greatest number that is no sentinel."""
    known = nw.when(~nw.col(NUMBER).is_in(SENTINELS)).then(nw.col(NUMBER))
    told = cells.with_columns(known.alias("least"), known.alias("most"))
    return _quantiles(told, NUMBER, _QUARTILES, least=nw.col("least").min(), most=nw.col("most").max())


def _collected(frames: Mapping[str, nw.LazyFrame[Any]]) -> dict[str, dict[str, float]]:
    """The one row of each frame, by name; a frame without a row is left out."""
    found: dict[str, dict[str, float]] = {}
    names = list(frames)
    for start in range(0, len(names), COLUMNS_AT_ONCE):
        part = names[start : start + COLUMNS_AT_ONCE]
        placed = [
            frames[name].with_columns(nw.lit(place).cast(nw.Int64).alias(_PLACE)) for place, name in enumerate(part)
        ]
        for row in nw.concat(placed).collect("pyarrow").to_native().to_pylist():
            name = part[int(row.pop(_PLACE))]
            found[name] = {key: math.nan if value is None else float(value) for key, value in row.items()}
    return found


def grouped_spreads(numbers: nw.LazyFrame[Any], by: Sequence[str], number: str) -> nw.LazyFrame[Any]:
    """One row per group: the columns of `by`, and low, median, high, mad and rows of `Spread`.

    numbers: the column `number` without missing ones, beside those of `by`, which miss nothing.
    """
    quartiles = [nw.col(number).quantile(share, "linear").alias(name) for name, share in _QUARTILES]
    spreads = grouped(numbers, by, [*quartiles, nw.len().alias("rows")], reading=[number])
    beside = numbers.join(spreads.select(*by, "median"), on=list(by), how="inner")
    away = beside.with_columns((nw.col(number) - nw.col("median")).abs().alias(_AWAY))
    return spreads.join(grouped(away, by, [nw.col(_AWAY).median().alias("mad")], reading=[_AWAY]), on=list(by))


def filled(name: str) -> nw.Expr:
    """A column of groups; rows without a value are a group of their own."""
    return nw.coalesce(nw.col(name), nw.lit("")).alias(name)


def _quantiles(
    cells: nw.LazyFrame[Any], of: str, wanted: Sequence[tuple[str, float]], **beside: nw.Expr
) -> nw.LazyFrame[Any]:
    """One row with quantiles, between two numbers on a straight line (type 7, Hyndman and Fan), and `rows`; no row if
    there are no cells. beside: further sums over the cells.
    """
    ranked = cells.with_columns(
        nw.col(HELD).cum_sum().over(_ALL, order_by=[of]).cast(nw.Float64).alias(_UP_TO),
        nw.col(HELD).sum().over(_ALL).cast(nw.Float64).alias("rows"),
    )
    places = {name: (nw.col("rows") - 1.0) * share for name, share in wanted}
    lower = {f"_{name}0": _at(of, nw.col(_UP_TO) > place.floor()) for name, place in places.items()}
    upper = {f"_{name}1": _at(of, nw.col(_UP_TO) > place.ceil()) for name, place in places.items()}
    least = [nw.col(name).min() for name in ("rows", *lower, *upper)]
    further = [each.alias(name) for name, each in beside.items()]
    sums = ranked.with_columns(**lower, **upper).group_by(_ALL).agg(*least, *further)
    between = {
        name: nw.col(f"_{name}0") + (place - place.floor()) * (nw.col(f"_{name}1") - nw.col(f"_{name}0"))
        for name, place in places.items()
    }
    return sums.select("rows", *beside, **between)


def _at(of: str, where: nw.Expr) -> nw.Expr:
    return nw.when(where).then(nw.col(of))
