"""The jobs of vintages: every hour the plans with something to do, and one step of a plan at a time."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from nyhavn.chain.production import Prepared
from nyhavn.framework.vintages import PLAN_CHANGED
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.production.models import Run
from nyhavn.web.releases.models import VintagePlan
from nyhavn.web.releases.vintage_steps import advance
from nyhavn.web.releases.vintages import reason_against

DUE, STEP = "vintages-due", "vintage-step"


@handles(DUE, every=timedelta(hours=1))
def vintages_due(lease: Lease) -> None:
    """Write a job for each plan that has something to do. Two of these write it once."""
    near = timezone.localdate() + timedelta(days=settings.ANNOUNCE_DAYS)
    standing = VintagePlan.objects.filter(ended_at=None).select_related("initiative", "approved_by")
    due = Q(run__isnull=False) | Q(next_date__lte=near)
    found = {plan.id: plan for plan in standing.filter(due)}
    agreed = standing.exclude(due).exclude(fingerprint="")
    found |= {plan.id: plan for plan in agreed if reason_against(plan) is PLAN_CHANGED}
    for plan in found.values():
        _enqueue(plan, lease.job.key)


@handles(STEP)
def vintage_step(lease: Lease) -> None:
    """Take the next step of one plan."""
    advance(VintagePlan.objects.get(uuid=str(lease.job.on)))


def follow_candidate(run: Run, prepared: Prepared) -> None:
    """If a candidate is that of a vintage, go on with it. Call it in the transaction that ends the run."""
    for plan in VintagePlan.objects.filter(initiative=run.initiative, run=run.uuid, ended_at=None):
        _enqueue(plan, f"{run.uuid}")


def _enqueue(plan: VintagePlan, occasion: str) -> None:
    key = f"{plan.uuid}:{plan.next_date.isoformat()}:{occasion}"
    enqueue(STEP, scope=plan.initiative.uuid, on=plan.uuid, key=key)
