"""Weights for people whom chance did not choose: one over their estimated chance of taking part, on cells.

Chances come from calibrated estimating equations (Chen, Li and Wu 2020, equation 9 with h(x) = x / chance), so the
weights reproduce the totals of every covariate. A weighted mean is then also the doubly robust estimate with a linear
model of the outcome on the same covariates: its correction term is zero. So one set of weights serves every table.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import numpy as np

from nyhavn.engine.estimation import columns
from nyhavn.engine.inference import (
    Pair,
    ParticipantCells,
    PopulationMargins,
    Representativity,
    Sensitivity,
    pair,
    representativity,
    sensitivity,
)
from nyhavn.engine.inference.models import fit_propensity
from nyhavn.engine.weighting import CellWeights, Margin, SampleCells
from nyhavn.engine.weighting.convergence import measured
from nyhavn.engine.weighting.margins import targets
from nyhavn.engine.weighting.sample import FloatArray
from nyhavn.framework.adjustment import Adjustment, AdjustmentFound, AdjustmentMethod, PropensityMethod
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.statistics import Indicator, Statistic

TOLERANCE = 1e-6  # relative; the margins follow from the equations, this only proves that they were solved
SENSITIVE = (Statistic.PROPORTION, Statistic.MEAN)


@dataclass(frozen=True)
class Adjusted:
    """The participants beside the population. left_out: weight per cell of `both` without each covariate in turn."""

    both: Pair
    weight: FloatArray
    left_out: dict[str, FloatArray]
    compared: Representativity
    found: AdjustmentFound


@dataclass(frozen=True)
class Moved:
    """How far one indicator's total could move. naive: the figure of participants as they are; all in its unit."""

    indicator: str
    naive: float
    value: float
    sensitivity: Sensitivity


def adjusted_weights(
    cells: SampleCells, margins: Sequence[Margin], adjustment: Adjustment
) -> tuple[CellWeights, Adjusted]:
    """Weights per cell, and what decides whether figures made with them may be called estimates.

    Expects what passed `check_adjustable`. Raises Refusal: those of `engine.inference`.
    """
    covariates = [covariate.breakdown for covariate in adjustment.covariate]
    known = {margin.variables: margin for margin in margins}
    used = [known[(name,)] for name in covariates]
    reference = PopulationMargins({m.variables[0]: {key[0]: total for key, total in m.totals.items()} for m in used})
    number, named = cells.groups(covariates)
    rows = np.bincount(number, cells.rows, len(named)).astype(np.float64)
    both = pair(_participants(covariates, named, rows), reference)
    fitted = fit_propensity(both, covariates, PropensityMethod.CALIBRATED)
    place = {codes: at for at, codes in enumerate(both.categories)}
    g = np.array([fitted.weights[place[codes]] for codes in named])[number]
    laid = targets(cells, used)
    method = AdjustmentMethod.INVERSE_PROPENSITY.value
    weights = CellWeights(cells, g, laid, method, measured(laid, g * cells.weight, 1, TOLERANCE))
    compared = representativity(both, fitted)
    found = AdjustmentFound(
        compared.population_covered,
        weights.effective_n,
        compared.smallest_category,
        compared.difference_before,
        compared.difference_after,
    )
    return weights, Adjusted(both, fitted.weights, _left_out(both, covariates), compared, found)


def moved(coded: nw.LazyFrame[Any], indicators: Sequence[Indicator], adjusted: Adjusted) -> tuple[Moved, ...]:
    """The range of each share and mean in total; coded: rows with the categories of the covariates and the sums."""
    kept = [indicator for indicator in indicators if indicator.statistic in SENSITIVE]
    if not kept:
        return ()
    keys = [columns.category(name) for name in adjusted.both.covariates]
    parts = [expr for indicator in kept for expr in _parts(indicator.id)]
    names = [f"{part}__{indicator.id}" for indicator in kept for part in ("n", "y", "yy")]
    sums = coded.select(*keys, *parts).group_by(*keys).agg(*(nw.col(name).sum() for name in names)).collect("pyarrow")
    place = {codes: at for at, codes in enumerate(adjusted.both.categories)}
    order = [place[codes] for codes in zip(*(sums[key].to_list() for key in keys), strict=True)]
    found = (_moved(indicator, _columns_of(sums, indicator.id, order, len(place)), adjusted) for indicator in kept)
    return tuple(one for one in found if one is not None)


def check_adjustable(margins: Sequence[Margin], adjustment: Adjustment) -> None:
    """Raises Refusal: adjustment-method-not-for-tables, adjustment-covariate-without-totals."""
    reasons = []
    known = {margin.variables for margin in margins}
    is_served = adjustment.propensity is PropensityMethod.CALIBRATED and (
        adjustment.method is not AdjustmentMethod.MASS_IMPUTATION
    )
    if not is_served:
        what = "Tables by groups need weights that meet the totals of the population, and this method gives none."
        do = 'Choose propensity = "calibrated" with inverse-propensity or doubly-robust; for tables they are the same.'
        reasons.append(Reason("adjustment-method-not-for-tables", what, "[adjustment]", do))
    for covariate in adjustment.covariate:
        if (covariate.breakdown,) not in known:
            what = f"The reference has no totals by {covariate.breakdown}."
            do = "Add them to [reference], or leave the covariate out."
            reasons.append(Reason("adjustment-covariate-without-totals", what, "[adjustment]", do))
    if reasons:
        raise Refusal(*reasons)


def _participants(covariates: Sequence[str], named: Sequence[tuple[str, ...]], rows: FloatArray) -> ParticipantCells:
    """All participants, in sorted cells; the outcome is 1 for everybody, for only chances are asked of these."""
    order = sorted(range(len(named)), key=named.__getitem__)
    counts = rows[order]
    categories = tuple(named[place] for place in order)
    return ParticipantCells(tuple(covariates), categories, counts.astype(np.int64), counts, counts, is_binary=True)


def _left_out(both: Pair, covariates: Sequence[str]) -> dict[str, FloatArray]:
    found = {}
    for name in covariates:
        others = [other for other in covariates if other != name]
        found[name] = fit_propensity(both, others, PropensityMethod.CALIBRATED).weights
    return found


def _parts(indicator: str) -> list[nw.Expr]:
    valid = nw.col(columns.valid(indicator)).cast(nw.Float64)
    value = nw.col(columns.value(indicator)).fill_null(0.0)
    return [
        valid.alias(f"n__{indicator}"),
        (valid * value).alias(f"y__{indicator}"),
        (valid * value * value).alias(f"yy__{indicator}"),
    ]


def _columns_of(
    sums: nw.DataFrame[Any], indicator: str, order: Sequence[int], size: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Per cell of the pair: valid rows, and sums of their value and its square."""
    read = []
    for part in ("n", "y", "yy"):
        column = np.zeros(size)
        column[list(order)] = np.nan_to_num(np.asarray(sums[f"{part}__{indicator}"].to_numpy(), dtype=np.float64))
        read.append(column)
    return read[0], read[1], read[2]


def _moved(indicator: Indicator, sums: tuple[FloatArray, FloatArray, FloatArray], adjusted: Adjusted) -> Moved | None:
    """None where nobody has a valid answer."""
    n, y, yy = sums
    if not n.sum():
        return None
    value = _mean(adjusted.weight, n, y)
    is_share = indicator.statistic is Statistic.PROPORTION
    size = float(adjusted.weight @ n)
    both = replace(adjusted.both, rows=n.astype(np.int64), y=y, yy=yy, is_binary=is_share, size=size)

    def without(_: Pair, covariates: Sequence[str]) -> float:
        (gone,) = set(adjusted.both.covariates) - set(covariates)
        return _mean(adjusted.left_out[gone], n, y)

    effective = float((n @ adjusted.weight) ** 2 / (n @ adjusted.weight**2))
    ranged = sensitivity(both, without, value, effective_n=effective)
    return Moved(indicator.id, float(y.sum() / n.sum()), value, ranged)


def _mean(weight: FloatArray, n: FloatArray, y: FloatArray) -> float:
    return float(weight @ y) / float(weight @ n)
