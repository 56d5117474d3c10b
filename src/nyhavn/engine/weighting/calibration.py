"""Calibration: the weights closest to the initial ones that meet all margins, by Newton's method on cells."""

from collections.abc import Sequence

import numpy as np
from scipy.linalg import lstsq
from scipy.sparse import csr_array, diags_array

from nyhavn.engine.weighting.calibrated import indicators
from nyhavn.engine.weighting.convergence import check_converged, measured
from nyhavn.engine.weighting.distances import Distance
from nyhavn.engine.weighting.margins import Margin, targets
from nyhavn.engine.weighting.sample import FloatArray, SampleCells
from nyhavn.engine.weighting.weights import CellWeights
from nyhavn.framework.weighting import TOLERANCE

MOST_STEPS = 100  # of Newton; quadratic where a solution exists, so one that needs more does not exist
MOST_HALVINGS = 40  # of one step: down to a trillionth of it
RANK = 1e-12  # relative singular value below which a column counts as a sum of others (each margin adds up to 1)


def calibrate(
    cells: SampleCells,
    margins: Sequence[Margin],
    distance: Distance,
    *,
    tolerance: float = TOLERANCE,
    most_steps: int = MOST_STEPS,
) -> CellWeights:
    """Weights w = d F(x'lambda) that meet every margin (Deville and Sarndal 1992), x: indicators of its categories.

    The factor is the same for all rows of a cell, whatever their initial weights, so cells are enough. Raises Refusal:
    those of `check_margins`, and weighting-not-converged where bounds leave no room.
    """
    wanted = targets(cells, margins)
    auxiliaries = indicators([target.number for target in wanted])
    totals = np.concatenate([target.totals for target in wanted])
    g, steps = _newton(cells.weight, auxiliaries, totals, distance, tolerance, most_steps)
    convergence = measured(wanted, g * cells.weight, steps, tolerance)
    check_converged(convergence, do="Set the bounds wider, if there are any.")
    return CellWeights(cells, g, wanted, distance.name, convergence)


def _newton(
    initial: FloatArray,
    auxiliaries: csr_array,
    totals: FloatArray,
    distance: Distance,
    tolerance: float,
    most_steps: int,
) -> tuple[FloatArray, int]:
    """Factor per cell and the steps taken. The system is singular by nature; the least-norm step is as good as any."""
    u = np.zeros(len(initial))
    g = distance.factor(u)
    missing = totals - auxiliaries.T @ (initial * g)
    for step in range(1, most_steps + 1):
        if _error(missing, totals) <= tolerance:
            return g, step - 1
        slopes = diags_array(initial * distance.slope(u))
        jacobian = (auxiliaries.T @ slopes @ auxiliaries).toarray()
        direction = auxiliaries @ lstsq(jacobian, missing, cond=RANK, check_finite=False)[0]
        length, before = 1.0, _error(missing, totals)
        for _ in range(MOST_HALVINGS):
            with np.errstate(over="ignore", invalid="ignore"):
                g = distance.factor(u + length * direction)
                missing = totals - auxiliaries.T @ (initial * g)
            if _error(missing, totals) < before:
                break
            length /= 2
        else:
            return distance.factor(u), step
        u = u + length * direction
    return g, most_steps


def _error(missing: FloatArray, totals: FloatArray) -> float:
    """Largest relative error; infinite where a sum overflowed."""
    error = float(np.abs(missing / totals).max())
    return error if np.isfinite(error) else np.inf
