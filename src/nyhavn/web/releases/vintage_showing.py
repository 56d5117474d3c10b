"""What pages and interface show of vintages that come by themselves."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Reason
from nyhavn.framework.roles import Right, Role, rights_of
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.waiting import Waiting
from nyhavn.web.production.schemas import ReasonShown
from nyhavn.web.releases.models import VintagePlan
from nyhavn.web.releases.subjects import releases_home
from nyhavn.web.releases.vintages import community_agrees, reason_against, standing_plans


class VintagesPlan(Declared):
    """One plan. is_agreed: a second person agrees to the tables as they are now. reasons: why none comes."""

    uuid: UUID
    name: str
    every_months: int
    next_date: date
    is_agreed: bool
    approved_at: datetime | None
    is_shown_first: bool
    community_reason: str
    is_being_made: bool
    reasons: tuple[ReasonShown, ...]


class VintagesShown(Declared):
    """The plans of an initiative that stand."""

    vintages: tuple[VintagesPlan, ...]


def vintages_shown(on: Initiative) -> VintagesShown:
    """The plans that stand."""
    return VintagesShown(vintages=tuple(_shown(plan) for plan in standing_plans(on)))


def _shown(plan: VintagePlan) -> VintagesPlan:
    against = reason_against(plan)
    kept = tuple(ReasonShown.model_validate(reason) for reason in plan.reasons)
    now = (_reason(against),) if against is not None else ()
    return VintagesPlan(
        uuid=plan.uuid,
        name=plan.name,
        every_months=plan.every_months,
        next_date=plan.next_date,
        is_agreed=against is None,
        approved_at=plan.approved_at if against is None else None,
        is_shown_first=not community_agrees(plan),
        community_reason=plan.community_reason,
        is_being_made=plan.run is not None,
        reasons=kept or now,
    )


def _reason(reason: Reason) -> ReasonShown:
    return ReasonShown(code=reason.code, what=reason.what, where=reason.where, do=reason.do)


def vintages_waiting(user: User) -> Iterator[Waiting]:
    """Vintages that this person can agree to, or whose tables they can mend."""
    found = VintagePlan.objects.filter(initiative__roles__user=user, ended_at=None).distinct()
    for plan in found.select_related("initiative", "set_by", "approved_by").order_by("id"):
        roles = plan.initiative.roles.filter(user=user).values_list("role", flat=True)
        rights = rights_of(Role(role) for role in roles)
        is_other = plan.set_by is None or plan.set_by.id != user.id
        title, where = "", releases_home(plan.initiative)
        if Right.APPROVE_RELEASE in rights and is_other and reason_against(plan) is not None:
            title = "New vintages wait for your agreement"
        elif Right.PRODUCE in rights and plan.reasons:
            title = "A vintage does not come by itself. Look at the reasons"
        if title:
            yield Waiting(title, plan.initiative.title, where, plan.tried_at or plan.set_at)
