"""[method] of an order for tables: hiding, or one of the kinds of noise, each with the parameters that it needs.

What each kind cannot do is refused in `framework.table_method_check`. Documented in docs/reference/table-order.md.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.noise_policy import (
    CellKeyPolicy,
    Measure,
    PrivacyBudget,
    RoundingPolicy,
    SumKeyPolicy,
    privacy_budget,
    rounding_policy,
)


class Suppression(Declared):
    """What would give somebody away is hidden, and whatever would tell it. The policy says what that is."""

    kind: Literal["suppression"] = "suppression"


class CellKey(Declared):
    """Noise by cell keys. id: the column of the contributions' ids, from which their keys are made. Its noise is
    restricted.

    counts, sums: how much noise; None: the published default. p_table: a file with an office's own table of
    perturbations, instead of counts.
    """

    kind: Literal["cell-key"]
    id: str = Field(min_length=1)
    counts: CellKeyPolicy | None = None
    p_table: str = ""
    sums: SumKeyPolicy | None = None


class RandomRounding(RoundingPolicy):
    """Each count to a multiple of the base next to it, by chance. id: as for cell keys, which draw."""

    kind: Literal["random-rounding"]
    id: str = Field(min_length=1)
    base: int = Field(default=rounding_policy().base, ge=2, le=1_000)


class ControlledRounding(RoundingPolicy):
    """Each count to a multiple of the base, so that all totals add up. Nothing is drawn."""

    kind: Literal["controlled-rounding"]
    base: int = Field(default=rounding_policy().base, ge=2, le=1_000)


class PrivateTerms(Declared):
    """Of one table under differential privacy. id: of the table. low, high: whole numbers to which the values of a sum
    are moved. contributions: of one person, at most, in this table; None: as in all. share: of the price.
    """

    id: str
    low: int | None = None
    high: int | None = None
    contributions: int | None = Field(default=None, ge=1)
    share: int = Field(default=1, ge=1)


class DifferentialPrivacy(Declared):
    """Noise with a proof. dataset: the data that the budget is for. release: the same one gets the same numbers.

    epsilon, rho: the price of all tables together, one of the two: discrete Laplace noise, or discrete Gaussian.
    budget: of the data set, for ever. contributions: of one person, at most, in all tables together. table: what single
    tables need. Public, all but the release.
    """

    kind: Literal["differential-privacy"]
    dataset: str = Field(min_length=1)
    release: str = Field(min_length=1)
    epsilon: Decimal | None = Field(default=None, gt=0)
    rho: Decimal | None = Field(default=None, gt=0)
    budget: PrivacyBudget = privacy_budget()
    contributions: int = Field(ge=1)
    table: tuple[PrivateTerms, ...] = ()

    @property
    def price(self) -> tuple[Measure, Decimal]:
        """What the tables cost. Raises ValueError where neither or both were said: `check_method` refuses that."""
        match self.epsilon, self.rho:
            case Decimal() as epsilon, None:
                return Measure.EPSILON, epsilon
            case None, Decimal() as rho:
                return Measure.RHO, rho
        raise ValueError("one of epsilon and rho")

    @property
    def terms(self) -> Mapping[str, PrivateTerms]:
        """What was said of single tables, by table."""
        return {terms.id: terms for terms in self.table}


Rounding = RandomRounding | ControlledRounding
Keyed = CellKey | RandomRounding
Noisy = CellKey | RandomRounding | ControlledRounding | DifferentialPrivacy
Method = Annotated[Suppression | Noisy, Field(discriminator="kind")]
