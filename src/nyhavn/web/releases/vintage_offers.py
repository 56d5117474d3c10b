"""What somebody can do now with vintages that come by themselves."""

from collections.abc import Collection
from dataclasses import dataclass

from nyhavn.framework.release_states import ReleaseState
from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.offers import DANGER, QUIET, Offer
from nyhavn.web.releases.vintage_operations import OPERATIONS, VINTAGES
from nyhavn.web.releases.vintage_showing import VintagesPlan, vintages_shown
from nyhavn.web.releases.vintages import standing_plans

TONES = {"stop": DANGER, "agree": "", "agree-not-shown": ""}


@dataclass(frozen=True)
class PlanOffered:
    """A plan and the buttons for this person."""

    plan: VintagesPlan
    steps: tuple[Offer, ...]


def plans_offered(on: Initiative, rights: Collection[Right], user: User) -> tuple[PlanOffered, ...]:
    """The plans that stand, each with what this person can do."""
    own = {plan.uuid for plan in standing_plans(on) if plan.set_by is not None and plan.set_by.id == user.id}
    return tuple(PlanOffered(plan, _steps(plan, rights, plan.uuid in own)) for plan in vintages_shown(on).vintages)


def _steps(plan: VintagesPlan, rights: Collection[Right], is_own: bool) -> tuple[Offer, ...]:
    fits = {
        "agree": not plan.is_agreed and not is_own,
        "disagree": plan.is_agreed,
        "agree-not-shown": plan.is_shown_first,
        "show-first": not plan.is_shown_first,
        "stop": True,
    }
    found = (one for one in OPERATIONS if one.on is VINTAGES and one.right in rights and fits[one.name])
    return tuple(Offer(one.name, one.title, TONES.get(one.name, QUIET)) for one in found)


def may_plan(on: PublicRelease, rights: Collection[Right]) -> bool:
    """Whether this person can let vintages of it come by themselves."""
    return on.state == ReleaseState.PUBLISHED and Right.SET_RELEASE_DATE in rights
