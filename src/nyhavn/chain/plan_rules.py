"""What can be refused before a single answer is read."""

from nyhavn.chain.described import check_margins
from nyhavn.chain.plan import Plan
from nyhavn.chain.weighting import check_weights, is_adjusted
from nyhavn.framework import basis
from nyhavn.framework.consent import check_notices
from nyhavn.framework.design import check_population, check_target
from nyhavn.framework.identity import mapping_reasons
from nyhavn.framework.initiative_types import Unit, initiative_type
from nyhavn.framework.quality_records import check_approached
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.threshold import check_threshold


def unit_of(plan: Plan) -> Unit:
    """What one contribution stands for."""
    return initiative_type(plan.initiative.type).unit


def concerns_persons(plan: Plan) -> bool:
    """Whether the contributions are about persons, living or dead."""
    return basis.concerns_persons(plan.basis, unit_of(plan))


def protects_persons(plan: Plan) -> bool:
    """Whether figures rest on persons, so that small ones are hidden."""
    return plan.protection.threshold > 1 and concerns_persons(plan)


def check_plan(plan: Plan) -> None:
    """Raises Refusal for a basis, target, threshold, mapping or reference that contradicts itself."""
    basis.check_basis(plan.basis, of_persons=unit_of(plan).is_of_persons)
    check_population(plan.design)
    check_target(plan.design, adjusted=is_adjusted(plan))
    check_weights(plan)
    check_threshold(plan.protection.threshold, concerns_persons=concerns_persons(plan))
    check_approached(plan.method.approached)
    check_margins(plan.reference, plan.breakdowns)
    check_notices(plan.consent.notice if plan.consent else ())
    reasons = mapping_reasons(plan.breakdown, plan.identity)
    if reasons:
        raise Refusal(*reasons)
