"""Replicates on units and cells: which weight each unit has in each replicate, and what their differences say.

Units are those of the first stage, so a replicate costs one number per unit and figure, however many rows there are.
Finite populations: jackknife squares are multiplied by 1 - f of the stratum; in the other methods the distance of each
factor from 1 is multiplied by its root (Rao and Wu 1988, Journal of the American Statistical Association 83, 231-241).
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import hadamard

from nyhavn.engine.estimation.cells import Cells
from nyhavn.engine.estimation.replicating import MadeReplicates
from nyhavn.engine.estimation.sampling import Sampling
from nyhavn.engine.estimation.sums import FloatArray
from nyhavn.engine.estimation.units import Units
from nyhavn.framework.precision import LonelyStratum, Replication
from nyhavn.framework.refusal import refusal

MOST_REPLICATES = 5_000  # a factor per unit and replicate is kept: 5,000 of each are 200 MB

WHERE = "design, replicates"


@dataclass(frozen=True)
class Factors:
    """What the weight of each place is multiplied by (places by replicates), and the scale of each replicate."""

    factor: FloatArray
    scale: FloatArray


def make_factors(cells: Cells, made: MadeReplicates, sampling: Sampling) -> Factors:
    """The replicates of a collapsed sample. Raises Refusal where the design does not allow the method."""
    units = cells.units
    unit = units.first.unit
    if unit is None:
        what = "Replicates leave out whole units, and the design names no column that tells units apart."
        raise refusal("replicates-need-units", what, where=WHERE, do="Name the column of clusters, or of the rows.")
    by_unit, scale = _by_unit(units, made, sampling.lonely)
    factor = by_unit[unit]
    return Factors(factor * _recalibrated(cells, factor) if cells.auxiliaries is not None else factor, scale)


def replicate_variance(value: FloatArray, replicates: FloatArray, scale: FloatArray) -> FloatArray:
    """Variance of each figure from its replicates (figures by replicates).

    A replicate in which a group has no rows has no value; the others then stand for it.
    """
    known = np.isfinite(replicates)
    squares = np.where(known, (replicates - value[:, None]) ** 2, 0.0) @ scale
    with np.errstate(divide="ignore", invalid="ignore"):
        found: FloatArray = squares * scale.sum() / (known @ scale)
    return found


def _by_unit(units: Units, made: MadeReplicates, lonely: LonelyStratum) -> tuple[FloatArray, FloatArray]:
    if made.method is Replication.JK1 and len(units.strata) > 1:
        what = "JK1 is for samples without strata, and this design has some."
        raise refusal("replicates-wrong", what, where=WHERE, do="Use JKn.")
    if made.method is Replication.BRR:
        return _balanced(units, made.fay)
    if (units.first.drawn == 1).any() and lonely is not LonelyStratum.CERTAINTY:
        what = f"Only one unit was drawn in some strata, and {made.method} needs two."
        do = "Join these strata with others, or declare that their units were certain to be drawn."
        raise refusal("replicates-wrong", what, where=WHERE, do=do)
    if made.method is Replication.BOOTSTRAP:
        return _bootstrapped(units, made)
    return _jackknifed(units)


def _jackknifed(units: Units) -> tuple[FloatArray, FloatArray]:
    """Each unit left out once, the others of its stratum standing for it (JK1: all are of one stratum)."""
    stratum, drawn = units.first.group, units.first.drawn
    left_out = np.flatnonzero(drawn[stratum] > 1)
    if len(left_out) > MOST_REPLICATES:
        what = f"A jackknife of {len(left_out)} units needs as many replicates; {MOST_REPLICATES} is the most."
        raise refusal("replicates-wrong", what, where=WHERE, do="Use bootstrap replicates, or no replicates at all.")
    n = drawn[stratum][left_out]
    same = stratum[:, None] == stratum[left_out][None, :]
    factor = np.where(same, n / (n - 1), 1.0)
    factor[left_out, np.arange(len(left_out))] = 0.0
    return factor, (n - 1) / n * units.first.correction[stratum][left_out]


def _balanced(units: Units, fay: float) -> tuple[FloatArray, FloatArray]:
    """One unit of each pair counts 2 - rho, the other rho, in an orthogonal order of plus and minus."""
    if (units.first.drawn != 2).any():
        what = "Balanced repeated replication needs exactly two units in every stratum."
        raise refusal("replicates-wrong", what, where=WHERE, do="Use JKn or bootstrap replicates.")
    strata = len(units.strata)
    count = 1 << strata.bit_length()  # the next power of two above the strata: one column per stratum, none constant
    if count > MOST_REPLICATES:
        what = f"{strata} strata need {count} balanced replicates; {MOST_REPLICATES} is the most."
        raise refusal("replicates-wrong", what, where=WHERE, do="Use bootstrap replicates.")
    signs = np.asarray(hadamard(count), dtype=np.float64)[:, 1 : strata + 1].T
    first_of_pair = np.zeros(len(units.names), dtype=bool)
    first_of_pair[np.unique(units.first.group, return_index=True)[1]] = True
    side = np.where(first_of_pair, 1.0, -1.0) * np.sqrt(units.first.correction)[units.first.group]
    factor = 1 + (1 - fay) * side[:, None] * signs[units.first.group]
    return factor, np.full(count, 1 / (count * (1 - fay) ** 2))


def _bootstrapped(units: Units, made: MadeReplicates) -> tuple[FloatArray, FloatArray]:
    """n - 1 of the n units of each stratum drawn again with replacement, rescaled (Rao and Wu 1988)."""
    draw = np.random.default_rng(made.seed)
    factor = np.ones((len(units.names), made.number))
    for stratum, (n, correction) in enumerate(zip(units.first.drawn, units.first.correction, strict=True)):
        if n > 1:
            members = np.flatnonzero(units.first.group == stratum)
            times = draw.multinomial(n - 1, np.full(n, 1 / n), size=made.number).T
            factor[members] = 1 + np.sqrt(correction) * (times * n / (n - 1) - 1)
    return factor, np.full(made.number, 1 / made.number)


def _recalibrated(cells: Cells, factor: FloatArray) -> FloatArray:
    """What each replicate's weights are multiplied by to meet the margins again: places by replicates.

    One linear step from the final weights, which every calibration comes to in large samples (Deville and Sarndal
    1992, section 3) and which leaves the weights of the full sample as they are.
    """
    if cells.auxiliaries is None:
        return np.ones_like(factor)
    x, units = cells.auxiliaries.x, cells.units
    weight = np.bincount(units.place, cells.weight, units.places)
    met = x.T @ cells.auxiliaries.weight
    moved = np.ones_like(factor)
    for replicate in range(factor.shape[1]):
        by_cell = np.bincount(units.calibrated, weight * factor[:, replicate], len(x))
        slope = np.linalg.pinv(x.T @ (by_cell[:, None] * x), hermitian=True) @ (met - x.T @ by_cell)
        moved[:, replicate] = (1 + x @ slope)[units.calibrated]
    return moved
