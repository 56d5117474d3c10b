"""The job of a comparison: compute outside of transactions, write once at the end."""

from nyhavn.chain.remedies import compare
from nyhavn.framework.refusal import OutsideFault, Refusal
from nyhavn.web.collection.queries import material
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.production.candidates import previous_of
from nyhavn.web.production.cleaning import cleanable
from nyhavn.web.production.models import RemedyComparison, Run
from nyhavn.web.production.over_time import over_time_for
from nyhavn.web.production.planning import inputs_from, plan_of
from nyhavn.web.production.remedies import Compared
from nyhavn.web.production.remedy_actions import COMPARE, ComparisonOver, end_compared, end_not_compared


@handles(COMPARE)
def compare_for_run(lease: Lease) -> None:
    """Carry out one comparison. A comparison that is begun again begins from nothing."""
    made = RemedyComparison.objects.select_related("run__initiative").filter(job=lease.job.uuid).first()
    try:
        if made is not None:
            _carry_out(made.run, lease)
    except ComparisonOver:
        lease.done()


def _carry_out(run: Run, lease: Lease) -> None:
    try:
        end_compared(run, _compared(run, lease), lease)
    except OutsideFault:
        raise
    except Refusal as refused:
        end_not_compared(run, refused.reasons, lease)


def _compared(run: Run, lease: Lease) -> Compared:
    """With the tables and contributions of today: what was withdrawn since the run takes no part."""
    lease.progress("Opening the contributions", 0, 1)
    found, log = cleanable(run.initiative, material(run.initiative))
    plan = plan_of(run.initiative, found, log)
    inputs = inputs_from(plan, found, log)
    before = previous_of(run.initiative, plan.release.id)
    over_time = over_time_for(run.initiative, plan, before)
    if over_time is not None and over_time.book is not None:  # numbers wait instead of being refused
        before = None
    return Compared(compare(plan, inputs, before, lease.progress), plan.breakdowns)
