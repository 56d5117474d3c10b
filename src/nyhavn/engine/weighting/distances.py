"""Distances between final and initial weights, as the function F that turns x'lambda into a factor g.

Deville and Sarndal (1992, JASA 87, 376-382, table 1): minimising a distance between the final weights w and the initial
weights d under the margins gives w = d F(x'lambda), with F(0) = F'(0) = 1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from nyhavn.engine.weighting.sample import FloatArray
from nyhavn.framework.weighting import Bounds


@dataclass(frozen=True)
class Distance:
    """One distance: its name, F and F'."""

    name: str
    factor: Callable[[FloatArray], FloatArray]
    slope: Callable[[FloatArray], FloatArray]


LINEAR = Distance("linear", lambda u: 1 + u, np.ones_like)  # case 1: chi-square; the regression estimator
EXPONENTIAL = Distance("exponential", np.exp, np.exp)  # case 2: relative entropy; raking


def truncated_linear(bounds: Bounds) -> Distance:
    """Case 7: linear, cut at the bounds."""
    low, high = bounds.low, bounds.high

    def slope(u: FloatArray) -> FloatArray:
        return ((low < 1 + u) & (1 + u < high)).astype(np.float64)

    return Distance("truncated linear", lambda u: np.clip(1 + u, low, high), slope)


def logit(bounds: Bounds) -> Distance:
    """Case 6: strictly between the bounds L and U.

    F(u) = (L (U - 1) + U (1 - L) exp(A u)) / (U - 1 + (1 - L) exp(A u)) with A = (U - L) / ((1 - L) (U - 1)), written
    with the logistic function so that a large u cannot overflow.
    """
    low, high = bounds.low, bounds.high
    steepness = (high - low) / ((1 - low) * (high - 1))
    start = np.log((1 - low) / (high - 1))

    def share(u: FloatArray) -> FloatArray:
        return np.asarray(expit(steepness * u + start), dtype=np.float64)

    return Distance(
        "logit",
        lambda u: low + (high - low) * share(u),
        lambda u: steepness * (high - low) * share(u) * (1 - share(u)),
    )
