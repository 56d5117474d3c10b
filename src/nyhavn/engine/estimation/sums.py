"""The sums that every figure and every error is made from, per cell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from nyhavn.engine.estimation import columns
from nyhavn.engine.estimation.measures import SUMS_OF_ROWS, Measure
from nyhavn.engine.estimation.sampling import Sampling
from nyhavn.framework.statistics import Statistic

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

ROWS = "rows"  # how many rows a cell has, valid or not
COUNTS = ("asked", "valid", "holds")
PLAIN = ("wv", "wx", "wy")
SQUARES = ("wxx", "wxy", "wyy")
MOMENTS = ("wwx", "wwy", "wwxx", "wwxy", "wwyy")


@dataclass(frozen=True)
class Sums:
    """Sums of one measure over the valid rows of each cell.

    asked, valid, holds: rows. w: the weight; y: the value less `shift`; x: what it is divided by (1 unless the measure
    is a ratio). wv: sum of w; wx, wy: of w x and w y; wxx, wxy, wyy: of w times their products (for design effects);
    the rest: the same with w^2, for variances over single rows. Zero where nobody asked for a sum.
    """

    asked: IntArray
    valid: IntArray
    holds: IntArray
    wv: FloatArray
    wx: FloatArray
    wy: FloatArray
    wxx: FloatArray
    wxy: FloatArray
    wyy: FloatArray
    wwx: FloatArray
    wwy: FloatArray
    wwxx: FloatArray
    wwxy: FloatArray
    wwyy: FloatArray
    shift: float = 0.0

    @classmethod
    def read(cls, column: Callable[[str], FloatArray], shift: float) -> "Sums":
        """Build from a function that gives each sum by its name."""
        asked, valid, holds = (column(name).astype(np.int64) for name in COUNTS)
        wv, wx, wy, wxx, wxy, wyy = (column(name) for name in PLAIN + SQUARES)
        wwx, wwy, wwxx, wwxy, wwyy = (column(name) for name in MOMENTS)
        return cls(asked, valid, holds, wv, wx, wy, wxx, wxy, wyy, wwx, wwy, wwxx, wwxy, wwyy, shift)

    def grouped(self, index: IntArray, size: int) -> "Sums":
        """The same sums over groups of cells; index: group number of each cell, below size."""
        return Sums.read(lambda name: np.bincount(index, getattr(self, name), size).astype(np.float64), self.shift)

    def reweighted(self, factor: FloatArray) -> "Sums":
        """The same rows with their weights times a factor, one per cell."""
        power = {**dict.fromkeys(COUNTS, 0), **dict.fromkeys(PLAIN + SQUARES, 1), **dict.fromkeys(MOMENTS, 2)}
        return Sums.read(lambda name: getattr(self, name) * factor ** power[name], self.shift)

    def below(self, holds: NDArray[np.bool_]) -> "Sums":
        """Sums of the share of rows in cells that hold, instead of the value: y is 1 or 0."""
        ones = {"wy": self.wx, "wyy": self.wx, "wxy": self.wx, "wwy": self.wwx, "wwyy": self.wwx, "wwxy": self.wwx}
        ones["holds"] = self.valid.astype(np.float64)
        return Sums.read(lambda name: ones[name] * holds if name in ones else getattr(self, name), 0.0)


def expressions(measure: Measure, sampling: Sampling, shift: float) -> dict[str, nw.Expr]:
    """By column name one expression per sum that has to be worked out; the rest equal one of these or are not needed.

    All as doubles: whole sums stay exact below 2**53, and no engine answers with a type wider than 64 bits. A row that
    is not valid has no value, so that whatever it is multiplied with is nothing, which no engine adds.
    """
    valid = nw.col(columns.valid(measure.source)).cast(nw.Float64)
    w = valid * nw.col(columns.WEIGHT) if is_weighted(measure, sampling) else valid
    value = nw.col(columns.value(measure.source))
    y = value - shift if shift else value
    x = nw.col(columns.base(measure.source)) if measure.statistic is Statistic.RATIO else valid
    ready = {"valid": valid, "wv": w, "wx": w * x, "wy": w * y, "wxx": w * x * x, "wxy": w * x * y, "wyy": w * y * y}
    ready |= {"wwx": w * w * x, "wwy": w * w * y}
    ready |= {"wwxx": w * w * x * x, "wwxy": w * w * x * y, "wwyy": w * w * y * y}
    if not measure.everybody:
        ready["asked"] = nw.col(columns.asked(measure.source)).cast(nw.Float64)
    if measure.statistic is Statistic.PROPORTION:
        ready["holds"] = nw.col(columns.holds(measure.source)).cast(nw.Float64)
    needed = set(sources(measure, sampling).values())
    return {summed(name, measure, sampling, shift): expr for name, expr in ready.items() if name in needed}


def summed(name: str, measure: Measure, sampling: Sampling, shift: float) -> str:
    """The column of a collapsed frame with one sum; measures of the same columns share those that are the same."""
    if name == ROWS:
        return name
    kind = "weighted" if is_weighted(measure, sampling) else "plain"
    return f"{name}__{measure.source}__{kind}__{shift:g}"


def sources(measure: Measure, sampling: Sampling) -> Mapping[str, str]:
    """Of each sum that is wanted: which worked-out sum it equals."""
    same = _same(measure, sampling)
    wanted = list(COUNTS + PLAIN)
    if sampling.has_errors:
        wanted += SQUARES
    if sampling.draws_rows:
        wanted += MOMENTS
    found = {name: _source(name, same) for name in wanted}
    if measure.statistic is not Statistic.PROPORTION:
        del found["holds"]
    return found


def is_weighted(measure: Measure, sampling: Sampling) -> bool:
    """A count or a total of records that speak for nobody else is never weighted."""
    return sampling.weighted and (sampling.inference or measure.statistic not in SUMS_OF_ROWS)


def _same(measure: Measure, sampling: Sampling) -> Mapping[str, str]:
    same: dict[str, str] = {"asked": ROWS} if measure.everybody else {}
    if measure.everybody and measure.statistic is Statistic.COUNT:
        same["valid"] = ROWS
    if measure.statistic is not Statistic.RATIO:
        same |= {"wv": "wx", "wxx": "wx", "wxy": "wy", "wwxx": "wwx", "wwxy": "wwy"}
    if measure.statistic is Statistic.PROPORTION:
        same |= {"wyy": "wy", "wwyy": "wwy"}
    if measure.statistic in (Statistic.COUNT, Statistic.QUANTILE):
        same |= {"wy": "wx", "wyy": "wx", "wwy": "wwx", "wwyy": "wwx"}
    if not is_weighted(measure, sampling):
        same |= {"wx": "valid", "wwx": "wx", "wwy": "wy", "wwyy": "wyy", "wwxx": "wxx", "wwxy": "wxy"}
        if measure.statistic is Statistic.RATIO:
            same |= {"wx": "wx", "wv": "valid"}
    return same


def _source(name: str, same: Mapping[str, str]) -> str:
    """The end of the chain of equal sums."""
    while same.get(name, name) != name:
        name = same[name]
    return name
