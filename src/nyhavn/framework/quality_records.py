"""What a quality report is worked out from: the release as everybody sees it, and the little that is not in it.

Figures about people are worked out from what is published already, as far as they can be: what comes of public numbers
gives nobody away. The rest here is exact and restricted, and passes a rule of its own before it is said.
"""

from dataclasses import dataclass
from datetime import date

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import refusal
from nyhavn.framework.release import Release


@dataclass(frozen=True)
class WeightSpread:
    """How unlike the weights are. design_effect: Kish's, at least 1.

    small_groups: how many groups of contributions with the same weight have fewer than the threshold.
    """

    design_effect: float
    small_groups: int


@dataclass(frozen=True)
class ComparedForAdjustment:
    """What an adjustment found out about who takes part, beside the population.

    difference_before, difference_after: the largest standardised difference without and with weights; covariate: where
    it is largest without, in the release's words. r_indicator: None where no chances were estimated.
    population_covered: share of the population in crossed groups with a contribution; None where only margins are
    known. smallest_category, smallest_cell: contributions in the smallest category of a covariate, and in the smallest
    crossed group that has any.
    """

    difference_before: float
    difference_after: float | None
    covariate: str
    r_indicator: float | None
    population_covered: float | None
    smallest_category: int
    smallest_cell: int


class Approached(Declared):
    """Units that were asked to take part, and those of them that gave no contribution, for whatever reason."""

    units: int = Field(gt=0)
    without: int = Field(ge=0)


def check_approached(approached: Approached | None) -> None:
    """Raises Refusal "approached-contradict" where more gave no contribution than were asked."""
    if approached is not None and approached.without > approached.units:
        what = "More units gave no contribution than were asked to take part."
        raise refusal("approached-contradict", what, where="[method.approached]", do="Correct one of the two numbers.")


@dataclass(frozen=True)
class QualityRecords:
    """Everything the figures are worked out from.

    release: without its quality report. indicators: ids of those that the plan asks for; one that counts contributions
    for the comparison with a reference may stand beside them. before: the release before, None if none was given or it
    cannot be read; had_before: whether one was given. answered: for each finding of the release, in order, whether it
    was decided about. threshold: smallest count that may be shown, 1 where no persons are concerned.
    collected_questions: those put to people, with a column. keys: whether keys were declared that should tell
    contributions apart. formats: of the published files. announced, returned: as in `QualityReport`.
    """

    release: Release
    indicators: frozenset[str]
    threshold: int
    collected_questions: int
    formats: tuple[str, ...]
    licence_is_open: bool | None
    answered: tuple[bool, ...]
    keys: bool
    before: Release | None = None
    had_before: bool = False
    announced: date | None = None
    returned: date | None = None
    weights: WeightSpread | None = None
    compared: ComparedForAdjustment | None = None
    approached: Approached | None = None
