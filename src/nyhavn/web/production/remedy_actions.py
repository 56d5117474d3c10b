"""Asking for a comparison of remedies, and its ends; each is written in one transaction with the end of its job."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.production.models import RemedyComparison, Run
from nyhavn.web.production.planning import missing_parts
from nyhavn.web.production.remedies import COMPARED, Compared, check_comparable, comparison_of, is_going

COMPARE = "production-compare-remedies"


class ComparisonOver(Exception):
    """The comparison is over, or another job makes it. Nothing more is written for it."""


def compare_remedies(*, by: User, on: Run) -> RemedyComparison:
    """Ask for it. What is under way or was found stands; only what came to nothing is begun again.

    Raises Refusal: "comparison-out-of-turn", or everything that a run would miss.
    """
    with transaction.atomic():
        Initiative.objects.select_for_update().get(id=on.initiative.id)
        known = comparison_of(on)
        if known is not None and (known.found is not None or is_going(known)):
            return known
        check_comparable(on)
        missing = missing_parts(on.initiative)
        if missing:
            raise Refusal(*missing)
        job = enqueue(COMPARE, scope=on.initiative.uuid, on=on.uuid)
        values = {"job": job.uuid, "started_by": by, "reasons": [], "finished_at": None}
        made, _ = RemedyComparison.objects.update_or_create(run=on, defaults=values)
        _record("remedies-asked-for", by, on)
    return made


def end_compared(run: Run, compared: Compared, lease: Lease) -> None:
    """It is there. Raises LostLease, ComparisonOver."""
    with transaction.atomic():
        ended = _locked(run, lease)
        ended.found, ended.finished_at = COMPARED.dump_python(compared, mode="json"), timezone.now()
        ended.save()
        tried = compared.comparison.tried
        passing = sum(not one.reasons for one in tried)
        _record("remedies-compared", None, run, tried=len(tried), passing=passing)
        lease.done()


def end_not_compared(run: Run, reasons: Iterable[Reason], lease: Lease) -> None:
    """There is nothing to compare, for these reasons. Raises LostLease, ComparisonOver."""
    with transaction.atomic():
        ended = _locked(run, lease)
        said = [{"code": r.code, "what": r.what, "where": r.where, "do": r.do} for r in reasons]
        ended.reasons, ended.finished_at = said, timezone.now()
        ended.save()
        _record("remedies-not-compared", None, run, codes=[reason["code"] for reason in said])
        lease.done()


def _record(action: str, by: User | None, run: Run, **facts: Fact) -> None:
    record(action, by=by, kind="run", on=run.uuid, scope=run.initiative.uuid, facts={"number": run.number, **facts})


def _locked(run: Run, lease: Lease) -> RemedyComparison:
    """The comparison that this job makes, held until the end of the transaction."""
    waiting = RemedyComparison.objects.select_for_update().filter(run=run, job=lease.job.uuid, finished_at=None)
    found = waiting.first()
    if found is None:
        raise ComparisonOver
    return found
