"""Confidence intervals of groups.

Means and totals: estimate plus and minus Student's t times the standard error. Proportions: the interval of Korn and
Graubard (1998, Survey Methodology 24, 193-201), that is Clopper and Pearson's exact interval on the effective number
of answers p (1 - p) / v, adjusted by (t of n - 1 / t of df)^2. It stays within 0 and 1, is wider rather than too
narrow where groups are small, and is what the US National Center for Health Statistics asks of published proportions
(Parker et al. 2017). R survey: svyciprop(method="beta").

Where everybody or nobody holds, no variance can be estimated. The effective number is then the number of independent
units: all answers where rows were drawn, clusters where clusters were drawn (as if everybody in a cluster answered
alike, the worst case).
"""

import numpy as np
from scipy.special import betaincinv, ndtri, stdtrit

from nyhavn.engine.estimation.sums import FloatArray, IntArray

Bounds = tuple[FloatArray, FloatArray]


def student(value: FloatArray, standard_error: FloatArray, df: IntArray, confidence: float) -> Bounds:
    """Interval of means and totals; nan where there is no standard error."""
    reach = t_quantile(df, confidence) * standard_error
    return value - reach, value + reach


def korn_graubard(
    share: FloatArray, variance: FloatArray, n: IntArray, df: IntArray, units: IntArray, confidence: float, *, cap: bool
) -> Bounds:
    """Interval of proportions; nan where neither a variance nor a share of 0 or 1 allows one.

    cap: an effective number above the number of answers is cut to it (Parker et al. 2017). Not where a finite
    population correction was applied, which may rightly make it larger.
    """
    effective = _effective(share, variance, n, df, units, confidence, cap=cap)
    hits = share * effective
    tail = (1 - confidence) / 2
    low = np.where(hits <= 0, 0.0, betaincinv(np.maximum(hits, 1e-300), effective - hits + 1, tail))
    high = np.where(share >= 1, 1.0, betaincinv(hits + 1, np.maximum(effective - hits, 1e-300), 1 - tail))
    known = np.isfinite(effective)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def wilson(
    share: FloatArray, variance: FloatArray, n: IntArray, df: IntArray, units: IntArray, confidence: float, *, cap: bool
) -> Bounds:
    """Wilson's score interval on the effective number of answers; the same arguments and the same gaps.

    Wilson (1927, Journal of the American Statistical Association 22, 209-212), with the effective number of answers in
    place of n (Franco, Little, Louis and Slud 2019, Journal of Survey Statistics and Methodology 7, 334-364).
    """
    effective = _effective(share, variance, n, df, units, confidence, cap=cap)
    z = ndtri(1 - (1 - confidence) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = (share + z**2 / (2 * effective)) / (1 + z**2 / effective)
        reach = z / (1 + z**2 / effective) * np.sqrt(share * (1 - share) / effective + z**2 / (4 * effective**2))
    low = np.where(share <= 0, 0.0, np.maximum(centre - reach, 0.0))
    high = np.where(share >= 1, 1.0, np.minimum(centre + reach, 1.0))
    known = np.isfinite(effective)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def _effective(
    share: FloatArray, variance: FloatArray, n: IntArray, df: IntArray, units: IntArray, confidence: float, *, cap: bool
) -> FloatArray:
    """The effective number of answers of a proportion, adjusted for the degrees of freedom; nan where there is none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        effective = share * (1 - share) / variance * (t_quantile(n - 1, confidence) / t_quantile(df, confidence)) ** 2
    effective = np.minimum(effective, n) if cap else effective
    is_edge = ((share == 0) | (share == 1)) & (df >= 1)
    return np.where(is_edge, units, effective)


def t_quantile(df: IntArray, confidence: float) -> FloatArray:
    """Two-sided quantile of Student's t; nan without degrees of freedom."""
    quantile = stdtrit(np.maximum(df, 1).astype(np.float64), 1 - (1 - confidence) / 2)
    return np.where(df >= 1, quantile, np.nan)
