"""Quartiles and median distances on cells: the different numbers of a group with the rows that hold them.

Nothing is approximated and nothing is collected but the quartiles: a cell's last rank is a running sum over the cells
in the order of their numbers, and a quantile is the least number whose last rank is beyond its place.
"""

import math
from collections.abc import Sequence
from typing import Any

import narwhals as nw

from nyhavn.engine.quality.material import Material, Spread
from nyhavn.engine.quality.values import HELD, collapsed, grouped
from nyhavn.framework.checks import CHECKS

NUMBER = "_number"
_AWAY, _ALL, _PLACE, _UP_TO = "_away", "_all", "_place", "_up_to"
SPREAD = ("low", "median", "high", "mad", "least", "most", "rows")
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


def spreads_of(material: Material, columns: Sequence[str]) -> dict[str, Spread]:
    """The spread of each column that holds numbers."""
    found: dict[str, Spread] = {}
    for start in range(0, len(columns), COLUMNS_AT_ONCE):
        part = columns[start : start + COLUMNS_AT_ONCE]
        placed = [
            grouped_spreads(material, column, ()).select(nw.lit(place, dtype=nw.Int64).alias(_PLACE), *SPREAD)
            for place, column in enumerate(part)
        ]
        for row in nw.concat(placed).collect("pyarrow").to_native().to_pylist():
            figures = [math.nan if row[name] is None else float(row[name]) for name in SPREAD[:-1]]
            found[part[int(row[_PLACE])]] = Spread(*figures, rows=int(row["rows"]))
    return found


def grouped_spreads(material: Material, column: str, by: Sequence[str]) -> nw.LazyFrame[Any]:
    """One row per group that holds a number: the columns of `by` ("" for missing), and the fields of `Spread`."""
    keys = list(by) or [_ALL]
    numbers = material.answers.select(
        *(filled(name) for name in by), *([] if by else [nw.lit("").alias(_ALL)]), nw.col(column).alias(NUMBER)
    )
    cells = collapsed(numbers, [*keys, NUMBER]).with_columns(_read(material, column)).filter(~nw.col(NUMBER).is_null())
    cells = _quantiles(cells, NUMBER, keys, _QUARTILES)
    cells = cells.with_columns((nw.col(NUMBER) - nw.col("median")).abs().alias(_AWAY))
    cells = _quantiles(cells, _AWAY, keys, (("mad", 0.5),))
    cells = cells.with_columns(nw.when(~nw.col(NUMBER).is_in(SENTINELS)).then(nw.col(NUMBER)).alias("least"))
    cells = cells.with_columns(nw.col("least").alias("most"))
    counts = [nw.col(name).max() if name == "most" else nw.col(name).min() for name in SPREAD]
    return grouped(cells, keys, counts, reading=SPREAD)


def filled(name: str) -> nw.Expr:
    """A column of groups; rows without a value are a group of their own."""
    return nw.coalesce(nw.col(name), nw.lit("")).alias(name)


def _read(material: Material, column: str) -> nw.Expr:
    """The numbers of collapsed texts, which stand under another name there."""
    return material.number(column, under=NUMBER).alias(NUMBER)


def _quantiles(
    cells: nw.LazyFrame[Any], of: str, keys: Sequence[str], wanted: Sequence[tuple[str, float]]
) -> nw.LazyFrame[Any]:
    """Quantiles of each group beside its cells, between two numbers on a straight line (type 7, Hyndman and Fan)."""
    ranked = cells.with_columns(
        nw.col(HELD).cum_sum().over(*keys, order_by=[of]).cast(nw.Float64).alias(_UP_TO),
        nw.col(HELD).sum().over(*keys).cast(nw.Float64).alias("rows"),
    )
    places = {name: (nw.col("rows") - 1.0) * share for name, share in wanted}
    edged = ranked.with_columns(
        *(_least(of, nw.col(_UP_TO) > place.floor(), keys).alias(f"_{name}0") for name, place in places.items()),
        *(_least(of, nw.col(_UP_TO) > place.ceil(), keys).alias(f"_{name}1") for name, place in places.items()),
    )
    return edged.with_columns(
        *(
            (nw.col(f"_{name}0") + (place - place.floor()) * (nw.col(f"_{name}1") - nw.col(f"_{name}0"))).alias(name)
            for name, place in places.items()
        )
    )


def _least(of: str, where: nw.Expr, keys: Sequence[str]) -> nw.Expr:
    return nw.when(where).then(nw.col(of)).min().over(*keys)
