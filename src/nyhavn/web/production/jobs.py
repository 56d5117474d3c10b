"""The job of a production run: compute outside of transactions, write everything in one at the end."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nyhavn.chain.production import prepare_release
from nyhavn.framework.refusal import OutsideFault, Refusal
from nyhavn.web.collection.queries import material
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.production.candidates import previous_of
from nyhavn.web.production.cleaning import cleanable
from nyhavn.web.production.decision_queries import changing_decisions
from nyhavn.web.production.handovers import REMIND, remind
from nyhavn.web.production.models import Run, RunState
from nyhavn.web.production.outcomes import Outcome, RunOver, end_judged, end_refused, settle
from nyhavn.web.production.over_time import over_time_for
from nyhavn.web.production.planning import inputs_from, plan_of
from nyhavn.web.production.run_actions import PRODUCE
from nyhavn.web.production.run_uses import forget_uses

SETTLE = "production-settle"


@handles(PRODUCE)
def produce(lease: Lease) -> None:
    """Carry out one run. Nothing is written before its end, so a run that is begun again begins from nothing."""
    run = Run.objects.select_related("initiative").get(job=lease.job.uuid)
    try:
        _carry_out(run, lease)
    except RunOver:
        forget_uses(run)
        lease.done()


def _carry_out(run: Run, lease: Lease) -> None:
    try:
        _check_running(run)
        end_judged(run, _outcome(run, _step(run, lease)), lease)
    except OutsideFault:
        raise
    except Refusal as refused:
        end_refused(run, refused.reasons, lease)


@handles(SETTLE, every=timedelta(minutes=1))
def settle_runs(lease: Lease) -> None:
    """End the runs whose job gave up, so that another one may begin."""
    settle(Run.objects.all())


@handles(REMIND)
def remind_of_handover(lease: Lease) -> None:
    """Ask once more for a file with answers that somebody took out and did not delete."""
    with transaction.atomic():
        remind(UUID(str(lease.job.on)))
        lease.done()


def _outcome(run: Run, step: Callable[[str, int, int], None]) -> Outcome:
    """What comes out of a run. Raises Refusal, RunOver, LostLease, OutsideFault."""
    step("Opening the contributions", 0, 1)
    check_guards(Act.PRODUCE, run.initiative, about=run)
    changing = changing_decisions(run.initiative)
    found, log = cleanable(run.initiative, material(run.initiative))
    plan = plan_of(run.initiative, found, log)
    inputs = inputs_from(plan, found, log)
    step("Opening the contributions", 1, 1)
    before = previous_of(run.initiative, plan.release.id)
    over_time = over_time_for(run.initiative, plan, before)
    today = timezone.localdate()
    prepared = prepare_release(plan, inputs, before=before, over_time=over_time, today=today, step=step)
    return Outcome(plan, found.contributions, prepared, changing)


def _step(run: Run, lease: Lease) -> Callable[[str, int, int], None]:
    """Tells people how far it is, keeps the lease, and notices when somebody stopped the run."""

    def step(stage: str, done: int, of: int) -> None:
        lease.progress(stage, done, of)
        _check_running(run)

    return step


def _check_running(run: Run) -> None:
    if not Run.objects.filter(id=run.id, state=RunState.RUNNING).exists():
        raise RunOver
