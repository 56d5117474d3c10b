"""Variances that come from drawing the reference sample, of sums and means of a number known per cell.

Units drawn with replacement within strata (ultimate clusters), no finite population correction: the cautious side, and
what R survey's svyrecvar and svymean compute for a design without one (Woodruff 1971; Wolter 2007, chapter 6).
"""

import numpy as np

from nyhavn.engine.inference.arrays import FloatArray, IntArray, summed
from nyhavn.engine.inference.reference import ReferenceSample
from nyhavn.framework.refusal import refusal


def total_variance(sample: ReferenceSample, z: FloatArray) -> float:
    """Variance of the weighted sum of z; z: one number per cell. In the square of z's unit times people.

    v = sum over strata h of m_h / (m_h - 1) * sum over units c of (t_hc - mean t_h)^2,   t = sum of w z in the unit
    """
    values = sample.weight * z[sample.cell]
    if len(sample.cluster):
        units = int(sample.cluster.max()) + 1
        sums = summed(sample.cluster, sample.rows * values, units)
        stratum = np.zeros(units, dtype=np.int64)
        stratum[sample.cluster] = sample.stratum
        return _spread(sums, np.ones(units), stratum, sample.strata)
    return _spread(values, sample.rows.astype(np.float64), sample.stratum, sample.strata)


def mean_variance(sample: ReferenceSample, z: FloatArray) -> float:
    """Variance of the weighted mean of z, linearised as a ratio: the number in the population is estimated, too."""
    weights = sample.cell_weights
    size = float(weights.sum())
    mean = float(weights @ z) / size
    return total_variance(sample, (z - mean) / size)


def _spread(values: FloatArray, times: FloatArray, stratum: IntArray, strata: tuple[str, ...]) -> float:
    """values: t of a unit; times: how many units have it."""
    size = len(strata)
    units = summed(stratum, times, size)
    lonely = [name for name, count in zip(strata, units.tolist(), strict=True) if count < 2]
    if lonely:
        raise refusal(
            "adjustment-reference-lonely",
            f"{len(lonely)} strata of the reference hold a single unit, which shows no spread to measure.",
            where=", ".join(lonely[:3]),
            do="Put neighbouring strata together, as the makers of the reference advise.",
        )
    mean = summed(stratum, times * values, size) / units
    squares = summed(stratum, times * (values - mean[stratum]) ** 2, size)
    return float((units / (units - 1)) @ squares)
