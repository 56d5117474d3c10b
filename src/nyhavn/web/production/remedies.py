"""Comparing other choices of tables for a run: whether it may be done, and how what came out is kept."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from nyhavn.chain.remedies import ABOUT_TABLES, Comparison
from nyhavn.framework.refusal import refusal
from nyhavn.framework.statistics import Breakdown
from nyhavn.web.jobs.models import Job
from nyhavn.web.production.models import RemedyComparison, Run, RunState

WHERE = "runs"


@dataclass(frozen=True)
class Compared:
    """A comparison, with the breakdowns that its groups are named by."""

    comparison: Comparison
    breakdowns: tuple[Breakdown, ...]


COMPARED = TypeAdapter(Compared)


def check_comparable(run: Run) -> None:
    """Raises Refusal "comparison-out-of-turn" unless it is the newest run, and other tables may change how it ended."""
    if run.initiative.runs.filter(number__gt=run.number).exists():
        what = "There is a newer run. What is compared are the tables and contributions of today."
        raise refusal("comparison-out-of-turn", what, where=WHERE, do="Compare at the newest run.")
    codes = {reason["code"] for reason in run.reasons}
    if run.state == RunState.JUDGED or (run.state == RunState.REFUSED and codes & ABOUT_TABLES):
        return
    what = "This run did not end in a way that other tables would change."
    raise refusal("comparison-out-of-turn", what, where=WHERE, do="Mend what the run says, then start another one.")


def comparison_of(run: Run) -> RemedyComparison | None:
    """The comparison that was asked for at a run, None if nobody did."""
    return RemedyComparison.objects.filter(run=run).first()


def job_of(comparison: RemedyComparison) -> Job | None:
    """The job of a comparison, None if it is gone."""
    return Job.objects.filter(uuid=comparison.job).first()


def is_going(comparison: RemedyComparison) -> bool:
    """Whether something may still come of it."""
    job = job_of(comparison)
    return comparison.finished_at is None and job is not None and not job.is_over
