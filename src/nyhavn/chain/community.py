"""What bodies of the community decided, where a plan carries it: it binds the command as it binds everything else."""

from collections.abc import Iterable, Iterator
from datetime import date

from nyhavn.chain.plan import Plan
from nyhavn.framework.community_body import Matter
from nyhavn.framework.community_coding import coding_reasons, codings_of
from nyhavn.framework.community_consent import community_reasons
from nyhavn.framework.community_matters import Aim, MatterDecision, floor_of, matter_reasons, stricter
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.openness import AccessLevel, Material, access_reasons
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.release_kind import purposes_of


def with_community(plan: Plan, day: date) -> Plan:
    """The plan with the stricter of both thresholds: its own, and what the community asks for."""
    if plan.community is None:
        return plan
    threshold = stricter(plan.protection.threshold, floor_of(plan.community.about_matters(), day))
    if threshold == plan.protection.threshold:
        return plan
    return plan.model_copy(update={"protection": plan.protection.model_copy(update={"threshold": threshold})})


def check_community(plan: Plan, instrument: Instrument, day: date) -> None:
    """Raises Refusal with everything that the community has against these uses and categories."""
    _refuse(_reasons(plan, instrument, day))


def check_community_release(plan: Plan, day: date) -> None:
    """Raises Refusal where the community stands against this release. Results may be made, for it to look at."""
    if plan.community is not None:
        aim = Aim(plan.release.id, plan.release.version)
        told = plan.community.about_matters()
        _refuse((*matter_reasons(told, Matter.RELEASE, day, aim), *_too_open(plan, told, day)))


def _too_open(plan: Plan, told: Iterable[MatterDecision], day: date) -> Iterator[Reason]:
    """What the community has against the levels: as they were chosen, or open where nobody chose."""
    chosen = {one.material: one.level for one in plan.openness or ()}
    released = (Material.RESULTS, *((Material.RECORDS,) if plan.release.microdata_columns else ()))
    decisions = tuple(told)
    for material in released:
        yield from access_reasons(decisions, material, chosen.get(material, AccessLevel.OPEN), day)


def _reasons(plan: Plan, instrument: Instrument, day: date) -> Iterator[Reason]:
    if plan.community is None:
        return
    yield from community_reasons(plan.community.about_uses(), purposes_of(plan.release.kinds), day)
    yield from coding_reasons(plan.community.about_matters(), codings_of(instrument, plan.identity), day)


def _refuse(found: Iterable[Reason]) -> None:
    reasons = tuple(found)
    if reasons:
        raise Refusal(*reasons)
