"""How much noise, and how much privacy may be spent: numbers of policy, with their sources, and what is refused."""

import math
from decimal import Decimal
from enum import StrEnum

from pydantic import Field, field_validator

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import refusal
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary

# A share is drawn between these multiples of it, evenly. Own choice: never nothing, and 1 on average.
SMALLEST_FACTOR, LARGEST_FACTOR = 0.5, 1.5


class CellKeyPolicy(Declared):
    """The noise of the cell key method. Restricted.

    most: the largest change of a count. variance: of the change. absent: no published count is 1 up to this number; 0:
    all counts may be published.
    """

    most: int = Field(ge=1, le=100)
    variance: float = Field(gt=0)
    absent: int = Field(ge=0, le=50)


class SumKeyPolicy(Declared):
    """The noise of sums by cell keys. Restricted.

    shares: of the largest contributions, the largest first. Their sum stays so small that a sum of contributions above
    zero stays above zero.
    """

    shares: tuple[float, ...] = Field(min_length=1, max_length=10)

    @field_validator("shares")
    @classmethod
    def _small(cls, shares: tuple[float, ...]) -> tuple[float, ...]:
        if min(shares) <= 0 or sum(shares) * LARGEST_FACTOR >= 1:
            raise ValueError(f"every share must be above 0, and all together below {1 / LARGEST_FACTOR:.3f}")
        return shares


class RoundingPolicy(Declared):
    """base: published numbers are multiples of it. Public, for everybody sees it."""

    base: int = Field(ge=2, le=1_000)


class Measure(StrEnum):
    """What a privacy budget is counted in: pure differential privacy, or zero-concentrated."""

    EPSILON = "epsilon"
    RHO = "rho"


class PrivacyBudget(Declared):
    """What a data set may spend, all its releases together. Public."""

    measure: Measure = Measure.EPSILON
    amount: Decimal = Field(gt=0)


class SourcedCellKeys(CellKeyPolicy):
    """The default, with its source."""

    source: str


class SourcedSumKeys(SumKeyPolicy):
    """The default, with its source."""

    source: str


class SourcedRounding(RoundingPolicy):
    """The default, with its source."""

    source: str


class SourcedPrivacy(Declared):
    """epsilon: the default budget of a data set. largest_epsilon: no budget is larger. delta: see epsilon_of."""

    source: str
    epsilon: Decimal = Field(gt=0)
    largest_epsilon: Decimal = Field(gt=0)
    delta: float = Field(gt=0, lt=1)


class NoisePolicies(Vocabulary):
    """The numbers that hold where an initiative says nothing."""

    cell_keys: SourcedCellKeys
    sum_keys: SourcedSumKeys
    rounding: SourcedRounding
    privacy: SourcedPrivacy


NOISE = read_vocabulary(NoisePolicies, "noise")


def cell_key_policy() -> CellKeyPolicy:
    """The published default."""
    return CellKeyPolicy(most=NOISE.cell_keys.most, variance=NOISE.cell_keys.variance, absent=NOISE.cell_keys.absent)


def sum_key_policy() -> SumKeyPolicy:
    """The published default."""
    return SumKeyPolicy(shares=NOISE.sum_keys.shares)


def rounding_policy() -> RoundingPolicy:
    """The published default."""
    return RoundingPolicy(base=NOISE.rounding.base)


def privacy_budget() -> PrivacyBudget:
    """The default budget of a data set."""
    return PrivacyBudget(amount=NOISE.privacy.epsilon)


def epsilon_of(rho: float, delta: float) -> float:
    """The epsilon of rho-zCDP at delta: rho + 2 sqrt(rho log(1/delta)). Bun and Steinke 2016, proposition 1.3."""
    return rho + 2 * math.sqrt(rho * math.log(1 / delta))


def rho_of(epsilon: Decimal) -> Decimal:
    """What epsilon-differential privacy costs in rho: epsilon^2 / 2. Bun and Steinke 2016, proposition 1.4."""
    return epsilon * epsilon / 2


def check_privacy_budget(budget: PrivacyBudget) -> None:
    """Raises Refusal "privacy-budget-too-large" for more than the largest epsilon."""
    largest, delta = NOISE.privacy.largest_epsilon, NOISE.privacy.delta
    pure = budget.measure is Measure.EPSILON
    epsilon = float(budget.amount) if pure else epsilon_of(float(budget.amount), delta)
    too_large = budget.amount > largest if pure else epsilon > float(largest)
    if too_large:
        read = "" if pure else f", which is an epsilon of {epsilon:.3g} at delta {delta:g}"
        what = f"The budget is {budget.measure} {budget.amount}{read}; an epsilon of {largest} is the most."
        do = "Choose a smaller budget, and ask fewer questions of the data."
        raise refusal("privacy-budget-too-large", what, where="privacy budget", do=do)
