"""The two models of an adjustment, and the point estimates made of them. All arrays are per cell of a `Pair`."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from nyhavn.engine.inference.arrays import FloatArray
from nyhavn.engine.inference.fitting import fit_calibrated, fit_likelihood, fit_linear, fit_logistic
from nyhavn.engine.inference.pairs import Pair
from nyhavn.framework.adjustment import OutcomeModel, PropensityMethod
from nyhavn.framework.refusal import refusal


@dataclass(frozen=True)
class Propensity:
    """Estimated chances of taking part. matrix: columns of the model; information: minus the Hessian."""

    method: PropensityMethod
    matrix: FloatArray
    chance: FloatArray
    information: FloatArray

    @property
    def weights(self) -> FloatArray:
        """Inverse chances: how many of the population one participant stands for."""
        return 1 / self.chance


@dataclass(frozen=True)
class Outcome:
    """Predicted outcomes, less the pair's shift. totals: population totals of the columns of `matrix`.

    slope: derivative of the prediction by the linear predictor. information: minus the Hessian.
    """

    model: OutcomeModel
    matrix: FloatArray
    totals: FloatArray
    coefficients: FloatArray
    predicted: FloatArray
    slope: FloatArray
    information: FloatArray


def fit_propensity(pair: Pair, covariates: Sequence[str], method: PropensityMethod) -> Propensity:
    """Chances of taking part, by a logit model with main effects. Raises Refusal where there is no solution.

    LIKELIHOOD needs the population by cells; CALIBRATED works from margins alone.
    """
    x = pair.matrix(covariates)
    if method is PropensityMethod.CALIBRATED:
        fit = fit_calibrated(x, pair.rows, pair.totals(covariates))
    elif pair.has_cells:
        fit = fit_likelihood(x, pair.rows, pair.population)
    else:
        raise refusal(
            "adjustment-needs-cells",
            "The likelihood needs the population by all covariates together, and only single totals are known.",
            where="adjustment.propensity",
            do="Use calibrated propensities, or a reference sample.",
        )
    return Propensity(method, x, expit(x @ fit.coefficients), fit.information)


def fit_outcome(pair: Pair, covariates: Sequence[str], model: OutcomeModel) -> Outcome:
    """Predictions of the outcome, fitted to participants."""
    x = pair.matrix(covariates)
    _check_enough(pair, x)
    totals = pair.totals(covariates)
    if model is OutcomeModel.LINEAR:
        fit = fit_linear(x, pair.rows, pair.y)
        slope = np.ones(len(pair.rows))
        return Outcome(model, x, totals, fit.coefficients, x @ fit.coefficients, slope, fit.information)
    if not pair.is_binary:
        raise refusal(
            "adjustment-not-yes-no",
            "A logistic model is for answers of yes and no, and other numbers were given.",
            where="adjustment.outcome_model",
            do="Use the linear model.",
        )
    if not pair.has_cells:
        raise refusal(
            "adjustment-needs-cells",
            "A logistic model needs the population by all covariates together, and only single totals are known.",
            where="adjustment.outcome_model",
            do="Use the linear model, or a reference sample.",
        )
    fit = fit_logistic(x, pair.rows, pair.y)
    predicted = expit(x @ fit.coefficients)
    return Outcome(model, x, totals, fit.coefficients, predicted, predicted * (1 - predicted), fit.information)


def weighted_mean(pair: Pair, propensity: Propensity, *, known_size: bool) -> float:
    """Inverse propensity estimate of the mean; divided by the known number, or by the sum of the weights (Hajek)."""
    total = float(propensity.weights @ pair.y)
    weights = float(propensity.weights @ pair.rows)
    return (total + pair.shift * weights) / pair.size if known_size else total / weights + pair.shift


def imputed_mean(pair: Pair, outcome: Outcome) -> float:
    """Mean of the predictions over the population."""
    if pair.has_cells:
        return float(pair.population @ outcome.predicted) / float(pair.population.sum()) + pair.shift
    return float(outcome.totals @ outcome.coefficients) / pair.size + pair.shift


def corrected_mean(pair: Pair, propensity: Propensity, outcome: Outcome, *, known_size: bool) -> float:
    """Doubly robust: the imputed mean, plus the weighted mean of what the predictions miss among participants."""
    missed = float(propensity.weights @ (pair.y - pair.rows * outcome.predicted))
    size = pair.size if known_size else float(propensity.weights @ pair.rows)
    return imputed_mean(pair, outcome) + missed / size


def mean_columns(pair: Pair, outcome: Outcome) -> FloatArray:
    """Population mean of the outcome model's columns, each times the slope of the prediction."""
    if pair.has_cells:
        return outcome.matrix.T @ (pair.population * outcome.slope) / float(pair.population.sum())
    return outcome.totals / pair.size


def _check_enough(pair: Pair, x: FloatArray) -> None:
    if pair.participants <= x.shape[1]:
        raise refusal(
            "adjustment-too-few",
            f"{pair.participants} participants are too few for a model with {x.shape[1]} numbers to find.",
            where="adjustment.covariate",
            do="Use fewer covariates or categories, or describe the participants.",
        )
