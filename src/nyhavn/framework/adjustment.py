"""The adjustment of a sample that chance did not draw, and when its result may be called an estimate.

A model can make participants stand for a population only as far as what is measured explains who took part. So a
figure is called an estimate only if covariates are declared, each tied to selection and to the outcome in words and
measured alike in the reference, if participants overlap with the population, and if the effective number is known.
Otherwise the figure describes participants.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.design import Design, Target, is_adjustable, is_probability, limits
from nyhavn.framework.refusal import Reason
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary

INTERVAL_LABEL = "model-based; it does not include selection bias from what was not measured"
UNMEASURED = "Who took part may also depend on things that nobody measured. No method can correct for these."


class AdjustmentMethod(StrEnum):
    """How participants are made to stand for the population."""

    INVERSE_PROPENSITY = "inverse-propensity"
    MASS_IMPUTATION = "mass-imputation"
    DOUBLY_ROBUST = "doubly-robust"


class PropensityMethod(StrEnum):
    """How the chances of taking part are estimated (Chen, Li and Wu 2020).

    LIKELIHOOD: maximum pseudo-likelihood; with a logit the same as estimating equations with h(x) = x.
    CALIBRATED: estimating equations with h(x) = x / chance, so that weights reproduce the population's totals.
    """

    LIKELIHOOD = "likelihood"
    CALIBRATED = "calibrated"


class OutcomeModel(StrEnum):
    """How the outcome is predicted from the covariates. LOGISTIC: for answers of yes and no only."""

    LINEAR = "linear"
    LOGISTIC = "logistic"


class Covariate(Declared):
    """Something known of participants and of the reference. breakdown: its id. The rest in plain words.

    selection: why it says something about who takes part. outcome: why it says something about what is estimated.
    measured: how both sides were asked, and why the answers mean the same.
    """

    breakdown: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    selection: str = ""
    outcome: str = ""
    measured: str = ""


class ReferenceSource(Declared):
    """The reference: who made it, for when, and which of its columns hold weight, strata and clusters ("": none)."""

    source: str
    reference_date: date | None = None
    weights: str = ""
    strata: str = ""
    cluster: str = ""


class Adjustment(Declared):
    """The plan's section on adjustment.

    population_size: where it is known better than from the reference's weights. Weighted sums of participants are then
    divided by it; without it an inverse propensity estimate divides by the sum of its weights (Hajek).
    replicates, seed: of the bootstrap; 0 replicates: analytic variances.
    """

    method: AdjustmentMethod = AdjustmentMethod.DOUBLY_ROBUST
    propensity: PropensityMethod = PropensityMethod.LIKELIHOOD
    outcome_model: OutcomeModel = OutcomeModel.LINEAR
    covariate: tuple[Covariate, ...] = ()
    reference: ReferenceSource | None = None
    population_size: int | None = Field(default=None, ge=1)
    replicates: int = Field(default=0, ge=0, le=10_000)
    seed: int = Field(default=1, ge=0)


class FloorId(StrEnum):
    """The floors of the policy."""

    POPULATION_COVERED = "population-covered"
    EFFECTIVE_N = "effective-n"
    SMALLEST_CATEGORY = "smallest-category"
    DIFFERENCE_AFTER = "difference-after"
    STATED_DEFECT = "stated-defect"


class Floor(Declared):
    """One number of the policy, with its date and source."""

    id: FloorId
    value: float
    unit: str
    date: date
    source: str


class AdjustmentPolicy(Vocabulary):
    """The numbers that decide whether a figure may be called an estimate."""

    floor: tuple[Floor, ...]

    def value(self, floor: FloorId) -> float:
        """The number of one floor."""
        return next(entry.value for entry in self.floor if entry.id is floor)


ADJUSTMENT_POLICY = read_vocabulary(AdjustmentPolicy, "adjustment")


@dataclass(frozen=True)
class AdjustmentFound:
    """What the data showed, as far as the policy asks.

    population_covered: share of the population in cells with at least one participant; None where only margins of
    the population are known. effective_n: participants in effect, after weighting. smallest_category: participants
    in the smallest category of any covariate. difference_before, difference_after: the largest standardised
    difference between participants and population, without and with weights; None where nothing is weighted.
    """

    population_covered: float | None
    effective_n: float | None
    smallest_category: int
    difference_before: float
    difference_after: float | None


def may_be_called_estimate(
    design: Design,
    adjustment: Adjustment | None,
    found: AdjustmentFound | None,
    *,
    policy: AdjustmentPolicy = ADJUSTMENT_POLICY,
) -> tuple[Reason, ...]:
    """Why an adjusted figure may not be called an estimate for the population; empty if it may.

    found: what the data showed; None before anything was computed, which is a reason by itself.
    """
    return tuple(_reasons(design, adjustment, found, policy))


def adjusted_target(design: Design, adjustment: Adjustment | None, found: AdjustmentFound | None) -> Target:
    """Of whom an adjusted figure speaks: the population if it may be called an estimate, otherwise participants."""
    return Target.PARTICIPANTS if may_be_called_estimate(design, adjustment, found) else Target.POPULATION


def limits_statement(
    design: Design, adjustment: Adjustment | None = None, found: AdjustmentFound | None = None
) -> tuple[str, ...]:
    """What the figures do not allow one to claim, in plain sentences that are printed with them.

    Without an adjustment: what selection and target imply. With one that holds: on what the estimate rests and what
    its interval leaves out. With one that does not hold: why the figures describe participants.
    """
    if adjustment is None:
        return limits(design)
    reasons = may_be_called_estimate(design, adjustment, found)
    if not reasons:
        return tuple(_held(adjustment))
    described = design.model_copy(update={"target": Target.PARTICIPANTS}) if _is_population(design) else design
    return limits(described) + tuple(f"Not called an estimate: {reason.what}" for reason in reasons)


def _is_population(design: Design) -> bool:
    return design.target is Target.POPULATION and not is_probability(design.selection)


def _held(adjustment: Adjustment) -> Iterator[str]:
    names = ", ".join(covariate.breakdown for covariate in adjustment.covariate)
    source = adjustment.reference.source if adjustment.reference else ""
    yield f"Participants were not drawn by chance. The figures are estimated with a model from {names}."
    yield f"The population is known from: {source}."
    yield UNMEASURED
    yield f"The interval is {INTERVAL_LABEL}."


def _reasons(
    design: Design, adjustment: Adjustment | None, found: AdjustmentFound | None, policy: AdjustmentPolicy
) -> Iterator[Reason]:
    if not is_adjustable(design.selection):
        what = f"A sample of this selection ({design.selection}) is not adjusted by this method."
        do = "Let the figures describe those who took part, or follow the rules of that selection."
        yield Reason("adjustment-not-for-selection", what, "design", do)
    if design.target in (Target.DOCUMENTED_EVENTS, Target.ENUMERATED_UNITS):
        what = f"Figures about {design.target.replace('-', ' ')} are no figures about a population."
        yield Reason("adjustment-not-for-target", what, "design", "Set the target to participants, or do not adjust.")
    if adjustment is None:
        what = "No adjustment is declared, so the figures describe participants."
        yield Reason("adjustment-missing", what, "adjustment", "Declare covariates and a reference, or leave it so.")
        return
    yield from _declared(adjustment)
    if found is None:
        what = "It is not known how far participants overlap with the population."
        do = "Compare participants with the reference first."
        yield Reason("adjustment-not-compared", what, "adjustment", do)
        return
    yield from _below_floors(found, policy)


def _declared(adjustment: Adjustment) -> Iterator[Reason]:
    if not adjustment.covariate:
        what = "No covariate is declared, so nothing explains who took part."
        do = "Declare what is known of participants and of the population."
        yield Reason("adjustment-no-covariates", what, "adjustment.covariate", do)
    if adjustment.reference is None or not adjustment.reference.source:
        what = "It is not said from where the population is known."
        yield Reason("adjustment-no-reference", what, "adjustment.reference", "Name the reference and its date.")
    for covariate in adjustment.covariate:
        words = {
            "selection": covariate.selection,
            "outcome": covariate.outcome,
            "measured": covariate.measured,
        }
        for part in (part for part, said in words.items() if not said):
            where = f"adjustment.covariate {covariate.breakdown}"
            yield Reason("adjustment-covariate-unexplained", _UNEXPLAINED[part], where, f"Say it under “{part}”.")


_UNEXPLAINED = {
    "selection": "It is not said what this covariate has to do with who takes part.",
    "outcome": "It is not said what this covariate has to do with what is estimated.",
    "measured": "It is not said how this covariate was measured alike on both sides.",
}


def _below_floors(found: AdjustmentFound, policy: AdjustmentPolicy) -> Iterator[Reason]:
    floor = policy.value
    covered = found.population_covered
    if covered is not None and covered < floor(FloorId.POPULATION_COVERED):
        what = f"{_percent(1 - covered)} of the population are like nobody who took part."
        do = f"At most {_percent(1 - floor(FloorId.POPULATION_COVERED))} may be. Use fewer or wider categories."
        yield Reason("adjustment-overlap-too-small", what, FloorId.POPULATION_COVERED, do)
    if found.effective_n is None:
        what = "The effective number of participants is not reported."
        yield Reason("adjustment-effective-n-missing", what, FloorId.EFFECTIVE_N, "Report it beside the figure.")
    elif found.effective_n < floor(FloorId.EFFECTIVE_N):
        # The number itself is small and stands in no sentence: `what` is printed with the figures.
        what = "After weighting, too few participants are left in effect."
        do = f"They must be worth {floor(FloorId.EFFECTIVE_N):.0f} equal ones. Ask more people of small groups."
        yield Reason("adjustment-effective-n-too-small", what, FloorId.EFFECTIVE_N, do)
    if found.smallest_category < floor(FloorId.SMALLEST_CATEGORY):
        what = "A category of a covariate has too few participants to stand for that part of the population."
        do = f"At least {floor(FloorId.SMALLEST_CATEGORY):.0f} are needed in each. Put categories together if agreed."
        yield Reason("adjustment-category-too-small", what, FloorId.SMALLEST_CATEGORY, do)
    after = found.difference_after
    if after is not None and after > floor(FloorId.DIFFERENCE_AFTER):
        what = f"After weighting, participants still differ from the population (standardised difference {after:.2f})."
        do = f"At most {floor(FloorId.DIFFERENCE_AFTER):g} is accepted. Use calibrated propensities."
        yield Reason("adjustment-not-balanced", what, FloorId.DIFFERENCE_AFTER, do)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
