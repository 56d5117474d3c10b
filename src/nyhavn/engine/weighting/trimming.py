"""Trimming: no row weighs more than a multiple of the median; the excess goes to the others, and margins are re-met.

Cutting the largest weights, giving the excess back and raking again is what statistical offices do (Potter 1990;
Izrael, Battaglia and Frankel 2009). Each leads to the nearest point of a convex set in the sense of relative entropy,
so taking them in turn leads to weights that satisfy all, if there are any (Bregman 1967).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nyhavn.engine.weighting.convergence import measured
from nyhavn.engine.weighting.margins import Margin, Target, targets
from nyhavn.engine.weighting.sample import FloatArray, IntArray
from nyhavn.engine.weighting.weights import CellWeights, Trimming
from nyhavn.framework.refusal import refusal
from nyhavn.framework.weighting import MOST_ROUNDS, TOLERANCE


def trim(
    weights: CellWeights, multiple: float, *, tolerance: float = TOLERANCE, most_rounds: int = MOST_ROUNDS
) -> CellWeights:
    """Weights of which no row has more than `multiple` times the median weight of rows.

    The factor of a cell is cut until its heaviest row fits, so where initial weights differ within a cell its lighter
    rows are cut with it. Weights that met margins meet them again; design weights keep their sum. Where both is
    impossible the cut stands, and `trimming.after` says which total is missed by how much.
    The median is that of the mean weights of cells, each counted with its rows.

    Raises Refusal "weighting-trim-unfit" for weights that are not all above zero.
    """
    if weights.negative_rows:
        what = f"{weights.negative_rows} rows have weights that are not above zero; trimming would not mend them."
        do = "Calibrate with bounds, or rake."
        raise refusal("weighting-trim-unfit", what, where="[weighting], trim", do=do)
    cells = weights.cells
    median = _median(weights.final / cells.rows, cells.rows)
    cap = multiple * median / cells.largest
    wanted = weights.targets or targets(cells, (Margin((), {(): weights.total}),))
    g, rounds = _cut(weights.g, cap, cells.weight, wanted, tolerance, most_rounds)
    over = weights.g > cap
    taken = float(((weights.g - cap) * cells.weight)[over].sum()) / weights.total
    after = measured(wanted, g * cells.weight, rounds, tolerance)
    trimming = Trimming(multiple * median, median, int(cells.rows[over].sum()), taken, after)
    return replace(weights, g=g, convergence=after, trimming=trimming)


def _cut(
    g: FloatArray,
    cap: FloatArray,
    initial: FloatArray,
    wanted: Sequence[Target],
    tolerance: float,
    most_rounds: int,
) -> tuple[FloatArray, int]:
    """Cut and re-meet in turn; ends with a cut, so that no weight is above its cap."""
    g = np.minimum(g, cap)
    for done in range(1, most_rounds + 1):
        if measured(wanted, g * initial, done, tolerance).is_met:
            return g, done - 1
        for target in wanted:
            g = g * (target.totals / target.sums(g * initial))[target.number]
        g = np.minimum(g, cap)
    return g, most_rounds


def _median(values: FloatArray, rows: IntArray) -> float:
    """The value in the middle when each stands there as often as it has rows; of two middle ones the lower."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(rows[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])
