"""Estimates for a population from participants that chance did not draw, each with its variance.

Formulas: Chen, Li and Wu 2020 (JASA 115, 2011-2021), equations 8 to 14, for inverse propensity and doubly robust
estimates; Kim, Park, Chen and Wu 2021 (JRSS A 184, 941-963), section 4, for mass imputation. All assume that whoever
took part did so independently, with a chance above zero that depends on the declared covariates alone.

A variance has two parts: of participants (who took part) and of the reference (who was drawn into it).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.special import ndtri

from nyhavn.engine.inference.arrays import FloatArray, solved
from nyhavn.engine.inference.models import (
    Propensity,
    corrected_mean,
    fit_outcome,
    fit_propensity,
    imputed_mean,
    mean_columns,
    weighted_mean,
)
from nyhavn.engine.inference.pairs import Pair
from nyhavn.engine.inference.reference_variance import mean_variance, total_variance
from nyhavn.framework.adjustment import INTERVAL_LABEL, AdjustmentMethod, OutcomeModel, PropensityMethod

CONFIDENCE = 0.95  # the usual level of official statistics


@dataclass(frozen=True)
class AdjustedEstimate:
    """A mean or share for the population. All in the unit of the outcome; variances in its square.

    low, high: normal interval, cut to 0 and 1 for shares. participants: with a valid answer. effective_n: Kish's
    number of equally weighted ones that would be worth as much. interval_label: what the interval is, to be printed.
    """

    method: AdjustmentMethod
    value: float
    standard_error: float
    low: float
    high: float
    participants_variance: float
    reference_variance: float
    participants: int
    effective_n: float
    interval_label: str = INTERVAL_LABEL


def naive_mean(pair: Pair) -> float:
    """The mean of participants as they are. It describes them, and estimates nothing."""
    return float(pair.y.sum()) / pair.participants + pair.shift


def inverse_propensity(
    pair: Pair,
    *,
    covariates: Sequence[str] | None = None,
    propensity: PropensityMethod = PropensityMethod.LIKELIHOOD,
    known_size: bool = False,
    confidence: float = CONFIDENCE,
) -> AdjustedEstimate:
    """Mean weighted by inverse chances of taking part. covariates: of the model; None: all of the pair.

    known_size: divide by the known number in the population instead of by the sum of the weights. The variance then
    includes that of the number itself, and is usually much larger.
    """
    fitted = fit_propensity(pair, _named(pair, covariates), propensity)
    value = weighted_mean(pair, fitted, known_size=known_size)
    centre = np.full(len(pair.rows), -pair.shift if known_size else value - pair.shift)
    size = pair.size if known_size else float(fitted.weights @ pair.rows)
    first, pull = _participants_part(pair, fitted, centre, size)
    second = total_variance(pair.sample, pull) / (size if known_size else _counted(pair)) ** 2 if pair.sample else 0.0
    method = AdjustmentMethod.INVERSE_PROPENSITY
    return _estimate(method, pair, value, (first, second), fitted.weights, confidence)


def mass_imputation(
    pair: Pair,
    *,
    covariates: Sequence[str] | None = None,
    model: OutcomeModel = OutcomeModel.LINEAR,
    confidence: float = CONFIDENCE,
) -> AdjustedEstimate:
    """Mean of outcomes predicted for everybody in the reference by a model fitted to participants.

        V_A = n^-2 sum e^2 (x'c)^2,   c = (n^-1 sum m' x x')^-1 (population mean of m' x)

    The effective number is that of the weights x'c, to which mass imputation amounts.
    """
    fitted = fit_outcome(pair, _named(pair, covariates), model)
    n = pair.participants
    lift = fitted.matrix @ solved(fitted.information / n, mean_columns(pair, fitted))
    first = float(_squares(pair, fitted.predicted) @ lift**2) / n**2
    second = mean_variance(pair.sample, fitted.predicted) if pair.sample else 0.0
    method = AdjustmentMethod.MASS_IMPUTATION
    return _estimate(method, pair, imputed_mean(pair, fitted), (first, second), lift, confidence)


def doubly_robust(
    pair: Pair,
    *,
    covariates: Sequence[str] | None = None,
    outcome_covariates: Sequence[str] | None = None,
    propensity: PropensityMethod = PropensityMethod.LIKELIHOOD,
    model: OutcomeModel = OutcomeModel.LINEAR,
    known_size: bool = True,
    confidence: float = CONFIDENCE,
) -> AdjustedEstimate:
    """Mean that is unbiased if either the chances or the outcomes are modelled rightly.

    covariates, outcome_covariates: of the two models; None: all of the pair. The variance supposes that the
    chances are modelled rightly (Chen, Li and Wu 2020, theorem 2 and equation 14).
    """
    fitted = fit_propensity(pair, _named(pair, covariates), propensity)
    outcome = fit_outcome(pair, _named(pair, outcome_covariates), model)
    size = pair.size if known_size else float(fitted.weights @ pair.rows)
    missed = pair.y - pair.rows * outcome.predicted
    level = float(missed.sum() if known_size else fitted.weights @ missed) / size
    first, pull = _participants_part(pair, fitted, outcome.predicted + level, size)
    second = mean_variance(pair.sample, pull + outcome.predicted) if pair.sample else 0.0
    value = corrected_mean(pair, fitted, outcome, known_size=known_size)
    method = AdjustmentMethod.DOUBLY_ROBUST
    return _estimate(method, pair, value, (first, second), fitted.weights, confidence)


def effective_number(rows: FloatArray, weights: FloatArray) -> float:
    """Kish's effective number, (sum w)^2 / sum w^2, of rows that have these weights (Kish 1992)."""
    return float((rows @ weights) ** 2 / (rows @ weights**2))


def _participants_part(pair: Pair, fitted: Propensity, centre: FloatArray, size: float) -> tuple[float, FloatArray]:
    """The part of participants of the variance, and per cell what the reference adds through the fitted chances.

    With r = y - centre, p the chance and b = (information)^-1 sum of (1 - p) / p r x:

        likelihood:  N^-2 sum (1 - p) (r / p - x'b)^2,      pull p x'b
        calibrated:  N^-2 sum (1 - p) ((r - x'b) / p)^2,    pull x'b
    """
    x, p = fitted.matrix, fitted.chance
    b = solved(fitted.information, x.T @ ((1 - p) / p * (pair.y - pair.rows * centre)))
    is_calibrated = fitted.method is PropensityMethod.CALIBRATED
    pull = x @ b if is_calibrated else p * (x @ b)
    variance = float(((1 - p) / p**2) @ _squares(pair, centre + pull)) / size**2
    return variance, pull


def _squares(pair: Pair, centre: FloatArray) -> FloatArray:
    """Sum of (y - centre)^2 over the participants of each cell."""
    return np.maximum(pair.yy - 2 * centre * pair.y + pair.rows * centre**2, 0.0)


def _named(pair: Pair, covariates: Sequence[str] | None) -> Sequence[str]:
    return pair.covariates if covariates is None else covariates


def _counted(pair: Pair) -> float:
    """The number in the population that the reference's own weights add up to."""
    return float(pair.population.sum()) if pair.has_cells else pair.size


def _estimate(
    method: AdjustmentMethod,
    pair: Pair,
    value: float,
    parts: tuple[float, float],
    weights: FloatArray,
    confidence: float,
) -> AdjustedEstimate:
    error = sqrt(sum(parts))
    reach = float(ndtri(1 - (1 - confidence) / 2)) * error
    low, high = value - reach, value + reach
    if pair.is_binary:
        low, high = max(low, 0.0), min(high, 1.0)
    effective = effective_number(pair.rows.astype(np.float64), weights)
    return AdjustedEstimate(method, value, error, low, high, *parts, pair.participants, effective)
