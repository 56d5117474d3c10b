"""Variances of linearised values over the stages of a design.

At each stage, with m units drawn of M in group h (a stratum, or a cluster at the second stage):

    v_h = (1 - m / M) * m / (m - 1) * sum over units c of (z_c - mean z_h)^2

and over two stages v = sum over strata v_h + sum over clusters (m / M of their stratum) * v_c (Sarndal, Swensson and
Wretman 1992, section 4.3; R survey svyrecvar). Without population sizes of the second stage the first stands for all
(ultimate clusters). A unit without a member of the group has z = 0 and stays in: the group's share of the sample is
random, and leaving empty units out would hide that.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nyhavn.engine.estimation.linearising import Placed
from nyhavn.engine.estimation.sums import FloatArray, IntArray
from nyhavn.engine.estimation.units import Stage, Units, members
from nyhavn.framework.precision import LonelyStratum


@dataclass(frozen=True)
class Variance:
    """Variances of figures, in the square of the figure's unit; nan where there is none.

    df: degrees of freedom. units: independent units with a valid answer. lonely: figures with answers in a group of
    which only one unit was drawn. is_full_count: whether everything there is was drawn, so that no error is left.
    """

    variance: FloatArray
    df: IntArray
    units: IntArray
    lonely: NDArray[np.bool_]
    is_full_count: bool


def variance(units: Units, values: Placed, lonely: LonelyStratum, *, conditional: bool = False) -> Variance:
    """Variances of all figures placed. conditional: given the answers of each figure (rows of one stratum only)."""
    parts, alone = _stage(units.first, values, lonely, conditional=conditional)
    found = parts.sum(axis=1)
    is_full = not units.first.correction.any()
    if units.second is not None:
        below, alone_below = _stage(units.second, values, lonely)
        within = units.first.group
        drawn = (units.first.drawn / units.first.population)[within]
        found = found + below @ drawn
        alone = np.hstack([alone, alone_below & (drawn > 0)])
        is_full = is_full and not units.second.correction.any()
    units_with_answers, df = counted(units.first, values.answers)
    touched = alone.any(axis=1) & (df >= 1)
    hidden = touched & (lonely is LonelyStratum.NO_ERROR)
    return Variance(np.where((df >= 1) & ~hidden, found, np.nan), df, units_with_answers, touched, is_full)


def unit_totals(stage: Stage, numbers: FloatArray) -> FloatArray:
    """Sums over the units of a stage: figures by units (by groups, where rows were drawn)."""
    index, size = (stage.group, len(stage.drawn)) if stage.unit is None else (stage.unit, len(stage.group))
    summed: FloatArray = numbers @ members(index, size)
    return summed


def group_totals(stage: Stage, by_unit: FloatArray) -> FloatArray:
    """Sums over the groups of a stage, from sums over its units."""
    summed: FloatArray = by_unit if stage.unit is None else by_unit @ members(stage.group, len(stage.drawn))
    return summed


def _stage(
    stage: Stage, values: Placed, lonely: LonelyStratum, *, conditional: bool = False
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """What each group of a stage adds (figures by groups), and where a figure has answers in a group of one unit."""
    z = unit_totals(stage, values.z)
    group_z = group_totals(stage, z)
    drawn = stage.drawn
    if stage.unit is None:
        spread = np.maximum(unit_totals(stage, values.squares) - group_z**2 / np.maximum(drawn, 1), 0.0)
    else:
        centred = z - (group_z / np.maximum(drawn, 1))[:, stage.group]
        spread = centred**2 @ members(stage.group, len(drawn))
    answers = group_totals(stage, unit_totals(stage, values.answers))
    with np.errstate(divide="ignore", invalid="ignore"):
        per_unit = answers / (answers - 1) if conditional else drawn / (drawn - 1)
    one = (drawn == 1) & (stage.correction > 0)
    parts = np.where(drawn > 1, spread, 0.0) * np.where(np.isfinite(per_unit), per_unit, 0.0) * stage.correction
    if one.any():
        parts[:, one] = _alone(parts, group_z, stage, one, lonely)
    return parts, (answers > 0) & one


def _alone(
    parts: FloatArray, group_z: FloatArray, stage: Stage, one: NDArray[np.bool_], lonely: LonelyStratum
) -> FloatArray:
    """What groups of one unit add under a policy (see `LonelyStratum`)."""
    if lonely is LonelyStratum.ADJUST:
        mean = group_z.sum(axis=1, keepdims=True) / stage.drawn.sum()
        adjusted: FloatArray = (group_z[:, one] - mean) ** 2 * stage.correction[one]
        return adjusted
    average = parts[:, ~one].mean(axis=1, keepdims=True) if (~one).any() else np.full((len(parts), 1), np.nan)
    return np.broadcast_to(average if lonely is LonelyStratum.AVERAGE else 0.0, (len(parts), int(one.sum())))


def counted(stage: Stage, answers: FloatArray) -> tuple[IntArray, IntArray]:
    """Units with an answer, and these less the groups with one (Korn and Graubard 1999): per figure."""
    answers = unit_totals(stage, answers)
    groups = (group_totals(stage, answers) > 0).sum(axis=1)
    units = answers.sum(axis=1) if stage.unit is None else (answers > 0).sum(axis=1)
    return units.astype(np.int64), (units - groups).astype(np.int64)
