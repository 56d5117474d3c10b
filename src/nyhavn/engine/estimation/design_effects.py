"""Design effects and effective numbers of answers, beside a simple random sample of as many answers.

    deff = v / v_srs        effective n = n / deff

For a mean or a ratio v_srs = sum(w (y - R x)^2) / (n * sum(w) * mean(x)^2), with replacement, which is p (1 - p) / n
for a proportion (Kish 1965, Survey Sampling, section 8.2; Parker et al. 2017 for the effective number). For a total it
is N^2 / n times the variance of w-weighted values over all rows, those outside the group being 0.
"""

from dataclasses import dataclass

import numpy as np

from nyhavn.engine.estimation.cells import Cells
from nyhavn.engine.estimation.sums import FloatArray, Sums


@dataclass(frozen=True)
class DesignEffects:
    """Per group: variance relative to simple random sampling, and the effective number of answers; nan: none."""

    deff: FloatArray
    effective: FloatArray


def design_effects(cells: Cells, group: Sums, variance: FloatArray, *, is_ratio: bool) -> DesignEffects:
    """Design effects of every group. variance: in the square of the figure's unit."""
    n = group.valid.astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        if is_ratio:
            ratio = group.wy / group.wx
            squares = np.maximum(group.wyy - 2 * ratio * group.wxy + ratio**2 * group.wxx, 0.0)
            simple = squares * group.wv / (n * group.wx**2)
        else:
            everybody, rows = cells.weight.sum(), float(cells.rows.sum())
            simple = everybody / rows * np.maximum(group.wyy - group.wy**2 / everybody, 0.0)
        deff = np.where(simple > 0, variance / simple, np.nan)
        return DesignEffects(deff, np.where(deff > 0, n / deff, np.nan))
