"""Vintages as the people of a cast plan and agree to them, and hours and days that pass."""

from itertools import count

from nyhavn.framework.roles import Role
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.releases.models import PublicRelease, VintagePlan
from nyhavn.web.releases.vintage_actions import agree, agree_not_shown, plan_vintages
from nyhavn.web.releases.vintage_asks import VintagesPlanned
from nyhavn.web.releases.vintage_jobs import DUE
from web.cast import Cast
from web.publishing import in_days, its_day_comes, work

HOURS = count()


def planned(village: Cast, release: PublicRelease, *, days: int = 1, every_months: int = 3) -> VintagePlan:
    said = VintagesPlanned(every_months=every_months, first_date=in_days(days))
    return plan_vintages(by=village[Role.COORDINATOR], on=release, said=said)


def agreed(village: Cast, release: PublicRelease, *, days: int = 1, every_months: int = 3) -> VintagePlan:
    """Planned, agreed to by the approver, and not to be shown first."""
    made = planned(village, release, days=days, every_months=every_months)
    agree(by=village[Role.APPROVER], on=made)
    agree_not_shown(by=village[Role.BOARD_MEMBER], on=made, reason="The same tables as last time.")
    return again(made)


def an_hour_passes() -> None:
    """The scheduler writes the job of this hour, and a worker does everything that follows."""
    enqueue(DUE, key=f"hour {next(HOURS)}")
    work()


def announced(village: Cast) -> PublicRelease:
    return PublicRelease.objects.get(initiative=village.initiative, state="scheduled")


def the_day_comes(village: Cast) -> PublicRelease:
    """The day of the vintage that is announced."""
    found = announced(village)
    its_day_comes(found)
    work()
    found.refresh_from_db()
    return found


def again(plan: VintagePlan) -> VintagePlan:
    return VintagePlan.objects.select_related("initiative").get(id=plan.id)
