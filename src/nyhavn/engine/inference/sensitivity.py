"""How far an adjusted figure could move if something that was not measured mattered as well.

Two ranges, printed beside every estimate; neither is an interval of confidence:

- As strong as the strongest measured one: the estimate is made again without each covariate in turn. The largest move
  is put on both sides. Comparing what is unmeasured with what is measured follows Hosman, Hansen and Holland 2010
  (Annals of Applied Statistics 4, 849-870) and Cinelli and Hazlett 2020 (JRSS B 82, 39-67).
- A stated data defect: what a correlation of a stated size between taking part and the answer would do, after weights
  (Meng 2018; its size is a value of the policy).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

from nyhavn.engine.inference.data_defect import checked_fraction, defect_bias
from nyhavn.engine.inference.pairs import Pair
from nyhavn.framework.adjustment import ADJUSTMENT_POLICY, AdjustmentPolicy, FloorId

Estimator = Callable[[Pair, Sequence[str]], float]


@dataclass(frozen=True)
class Range:
    """Two values in the unit of the outcome, cut to 0 and 1 for shares."""

    low: float
    high: float


@dataclass(frozen=True)
class Sensitivity:
    """left_out: per covariate the estimate without it. strongest: the covariate whose absence moves it most.

    as_strong: range if something unmeasured moved the estimate as much. defect: the stated correlation; by_defect:
    the range it gives. words: both in plain sentences, to be printed beside the estimate.
    """

    left_out: tuple[tuple[str, float], ...]
    strongest: str
    as_strong: Range
    defect: float
    by_defect: Range
    words: tuple[str, ...]


def sensitivity(
    pair: Pair,
    estimator: Estimator,
    value: float,
    *,
    effective_n: float,
    policy: AdjustmentPolicy = ADJUSTMENT_POLICY,
) -> Sensitivity:
    """Both ranges around an estimate. estimator: the point estimate of a pair with the covariates named.

    effective_n: Kish's, from which the variation of the weights follows (n / n_eff = 1 + CV^2).
    """
    left_out = tuple(
        (name, estimator(pair, tuple(other for other in pair.covariates if other != name))) for name in pair.covariates
    )
    strongest, without = max(left_out, key=lambda entry: abs(entry[1] - value))
    as_strong = _range(pair, value, abs(without - value))
    defect = policy.value(FloorId.STATED_DEFECT)
    by_defect = _range(pair, value, _reach(pair, value, defect, effective_n))
    words = (
        f"If something that was not measured mattered as much as “{strongest}”, the figure could lie anywhere "
        f"between {as_strong.low:.3g} and {as_strong.high:.3g}.",
        f"If taking part still went along with the answer by a correlation of {defect:g}, it could lie anywhere "
        f"between {by_defect.low:.3g} and {by_defect.high:.3g}.",
    )
    return Sensitivity(left_out, strongest, as_strong, defect, by_defect, words)


def _reach(pair: Pair, value: float, defect: float, effective_n: float) -> float:
    fraction = checked_fraction(pair.participants, pair.size)
    variation = sqrt(max(pair.participants / effective_n - 1, 0.0))
    return defect_bias(defect, fraction=fraction, spread=_spread(pair, value), variation=variation)


def _spread(pair: Pair, value: float) -> float:
    """Standard deviation of the outcome: of a share with that value, otherwise among participants."""
    if pair.is_binary:
        return sqrt(max(value * (1 - value), 0.0))
    mean = float(pair.y.sum()) / pair.participants
    return sqrt(max(float(pair.yy.sum()) / pair.participants - mean**2, 0.0))


def _range(pair: Pair, value: float, reach: float) -> Range:
    low, high = value - reach, value + reach
    return Range(max(low, 0.0), min(high, 1.0)) if pair.is_binary else Range(low, high)
