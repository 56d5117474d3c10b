"""Fitting of models on cells, by Newton's method with step halving.

Every criterion here is convex, so there is one optimum or none. None means separation: some participants could only be
explained by a chance of 0 or 1. That is refused, never papered over by a bound.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, log_expit

from nyhavn.engine.inference.arrays import FloatArray, IntArray, solved
from nyhavn.framework.refusal import Refusal, refusal

MOST_STEPS = 60  # Newton needs about ten where an optimum exists
MOST_HALVINGS = 30
SMALLEST_STEP = 1e-10  # of the linear predictor: estimates then agree to about as many digits
LARGEST_PREDICTOR = 18.0  # a chance within 2e-8 of 0 or 1 is no chance that data can show


@dataclass(frozen=True)
class Fit:
    """A fitted model. coefficients: one per column. information: minus the Hessian (columns by columns)."""

    coefficients: FloatArray
    information: FloatArray


Curve = tuple[float, FloatArray, FloatArray]  # the criterion to minimise, its gradient, its Hessian


def fit_likelihood(x: FloatArray, rows: IntArray, population: FloatArray) -> Fit:
    """Logit propensities by maximum pseudo-likelihood (Chen, Li and Wu 2020, equation 5 and the score below it).

    Maximises sum over participants of x'b less sum over the population of log(1 + exp(x'b)). rows, population:
    participants and weighted count per cell.
    """

    def curve(b: FloatArray) -> Curve:
        eta = x @ b
        chance = expit(eta)
        value = float(-population @ log_expit(-eta) - rows @ eta)
        slope = x.T @ (population * chance - rows)
        return value, slope, x.T @ (x * (population * chance * (1 - chance))[:, None])

    start = _start(x, float(rows.sum()) / float(population.sum()))
    return _newton(curve, x[(rows > 0) | (population > 0)], start, _separated("adjustment-propensity-separated"))


def fit_calibrated(x: FloatArray, rows: IntArray, totals: FloatArray) -> Fit:
    """Logit propensities whose inverse weights reproduce totals: sum over participants of x / chance = totals.

    Estimating equations of Chen, Li and Wu 2020, section 3.2, with h(x) = x / chance; the gradient of the convex
    function sum of exp(-x'b) over participants plus b'(totals - sum of x).
    """
    here = rows > 0
    x, rows = x[here], rows[here]
    missing = totals - x.T @ rows

    def curve(b: FloatArray) -> Curve:
        odds = np.exp(-(x @ b)) * rows
        return float(odds.sum() + b @ missing), missing - x.T @ odds, x.T @ (x * odds[:, None])

    start = _start(x, float(rows.sum()) / float(totals[0]))
    return _newton(curve, x, start, _separated("adjustment-totals-not-reached"))


def fit_linear(x: FloatArray, rows: IntArray, y: FloatArray) -> Fit:
    """Least squares of the outcome over participants; y: sums per cell. information: X'X."""
    _check_rank(x[rows > 0])
    gram = x.T @ (x * rows[:, None])
    return Fit(solved(gram, x.T @ y), gram)


def fit_logistic(x: FloatArray, rows: IntArray, y: FloatArray) -> Fit:
    """Maximum likelihood of a logistic model of answers 0 and 1; y: number of ones per cell."""
    here = rows > 0
    x, rows, y = x[here], rows[here], y[here]

    def curve(b: FloatArray) -> Curve:
        eta = x @ b
        chance = expit(eta)
        value = float(-(y @ eta) - rows @ log_expit(-eta))
        return value, x.T @ (rows * chance - y), x.T @ (x * (rows * chance * (1 - chance))[:, None])

    share = float(np.clip(y.sum() / rows.sum(), 1e-6, 1 - 1e-6))
    return _newton(curve, x, _start(x, share), _separated("adjustment-outcome-separated"))


def _start(x: FloatArray, share: float) -> FloatArray:
    start = np.zeros(x.shape[1])
    share = min(max(share, 1e-6), 1 - 1e-6)
    start[0] = np.log(share / (1 - share))
    return start


def _newton(curve: Callable[[FloatArray], Curve], support: FloatArray, start: FloatArray, failed: Refusal) -> Fit:
    """The optimum; `failed` is raised where there is none. support: rows of the model that carry data."""
    _check_rank(support)
    b = start
    value, slope, hessian = curve(b)
    for _ in range(MOST_STEPS):
        try:
            step = solved(hessian, -slope)
        except np.linalg.LinAlgError:
            raise failed from None
        moved = float(np.abs(support @ step).max())
        b, value, slope, hessian = _descend(curve, b, step, value)
        if float(np.abs(support @ b).max()) > LARGEST_PREDICTOR:
            raise failed
        if moved < SMALLEST_STEP:
            return Fit(b, hessian)
    raise failed


def _descend(
    curve: Callable[[FloatArray], Curve], b: FloatArray, step: FloatArray, value: float
) -> tuple[FloatArray, float, FloatArray, FloatArray]:
    """The step, halved until the criterion does not rise by more than its own rounding."""
    slack = 1e-12 * (1 + abs(value))
    for halvings in range(MOST_HALVINGS):
        candidate = b + step / 2**halvings
        with np.errstate(over="ignore", invalid="ignore"):
            found, slope, hessian = curve(candidate)
        if found <= value + slack:
            break
    return candidate, found, slope, hessian


def _check_rank(support: FloatArray) -> None:
    if support.shape[0] < support.shape[1] or np.linalg.matrix_rank(support) < support.shape[1]:
        raise refusal(
            "adjustment-covariates-collinear",
            "Among the participants the covariates can't be told apart: one of them follows from the others.",
            where="adjustment.covariate",
            do="Leave out a covariate, or put categories together.",
        )


_SENTENCES = {
    "adjustment-propensity-separated": (
        "Some groups of the population have as many participants as members, or next to none, "
        "so no chance of taking part can be estimated.",
        "Put categories together, leave out a covariate, or check that weights count people and not shares.",
    ),
    "adjustment-totals-not-reached": (
        "No weights of one or more can make the participants add up to the population's totals.",
        "Put categories together, leave out a covariate, or check that the totals are of the same population.",
    ),
    "adjustment-outcome-separated": (
        "In some groups all participants gave the same answer, so the logistic model has no solution.",
        "Put categories together, or use the linear model.",
    ),
}


def _separated(code: str) -> Refusal:
    what, do = _SENTENCES[code]
    return refusal(code, what, where="adjustment.covariate", do=do)
