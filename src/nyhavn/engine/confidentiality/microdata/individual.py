"""The individual risk: how likely it is that a row is found in a register of the population by its keys.

Benedetti and Franconi (1998); Franconi and Polettini, Privacy in Statistical Databases 2004, LNCS 3050, 262-272. Given
that fk rows of the sample agree, the number who agree in the population is negative binomial; the risk is the mean of
1 / that number. With pk = fk / Fk it is

    r = pk^fk / fk * 2F1(fk, fk; fk + 1; 1 - pk) = pk / fk * 2F1(1, 1; fk + 1; 1 - pk)

where the second form (Euler's transformation) neither overflows nor loses digits.
"""

from enum import StrEnum

import numpy as np
from scipy.special import hyp2f1

from nyhavn.engine.confidentiality.microdata.cells import KeyCells
from nyhavn.engine.confidentiality.microdata.frequencies import Frequencies
from nyhavn.engine.confidentiality.microdata.numbering import Floats

_MANY = (
    30  # from so many on, each term of the series is less than half of the one before, until nothing is left of them
)
_TERMS = 80
_CLOSED = 1e-3  # the share below which 1 - pk has lost digits that the closed form for fk = 1 still has


class RiskMethod(StrEnum):
    """EXACT: the formula. APPROXIMATE: pk / (fk - (1 - pk)) for three and more, as sdcMicro does unless asked."""

    EXACT = "exact"
    APPROXIMATE = "approximate"


def individual_risk(found: Frequencies, method: RiskMethod = RiskMethod.EXACT) -> Floats:
    """The risk of each cell's rows, above 0 and at most 1.

    Where the sample is the population (Fk = fk) it is 1 / fk. There cannot be fewer in the population than in the
    sample, so a smaller Fk counts as fk.
    """
    fk = found.sample.astype(np.float64)
    pk = np.minimum(fk / found.population, 1.0)
    is_rough = (fk > 2) & (method is RiskMethod.APPROXIMATE)
    risk = pk / fk * _factor(fk, pk)
    rough = pk / (fk - (1.0 - pk))
    return np.asarray(np.where(pk == 1.0, 1.0 / fk, np.where(is_rough, rough, risk)), dtype=np.float64)


def _factor(fk: Floats, pk: Floats) -> Floats:
    """2F1(1, 1; fk + 1; 1 - pk): by its series where fk is large (SciPy's overflows there), closed for fk = 1."""
    factor = np.ones(len(fk))
    many, single = fk >= _MANY, (fk == 1) & (pk < _CLOSED)
    few = ~many & ~single
    factor[many] = _series(fk[many], 1.0 - pk[many])
    factor[single] = -np.log(pk[single]) / (1.0 - pk[single])
    factor[few] = hyp2f1(1.0, 1.0, fk[few] + 1.0, 1.0 - pk[few])
    return factor


def _series(fk: Floats, q: Floats) -> Floats:
    """Sum over n of n! q^n / ((fk + 1) (fk + 2) ... (fk + n))."""
    total, term = np.zeros(len(fk)), np.ones(len(fk))
    for n in range(_TERMS):
        total += term
        term *= (n + 1) * q / (fk + 1 + n)
    return total


def expected_reidentifications(cells: KeyCells, risk: Floats) -> float:
    """How many rows are expected to be found: the sum of the risks of all rows."""
    return float((risk * cells.rows).sum())
