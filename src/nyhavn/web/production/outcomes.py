"""The ends of a run, each written in one transaction together with the end of its job."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from pydantic import TypeAdapter

from nyhavn.chain.over_time import book_bytes
from nyhavn.chain.plan import Plan
from nyhavn.chain.plan_text import plan_text
from nyhavn.chain.production import Prepared
from nyhavn.chain.restricted import Restricted
from nyhavn.exchange.bundle.content import release_json
from nyhavn.framework.findings import Finding
from nyhavn.framework.refusal import Reason
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.collection.material import Used
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.jobs.models import Job, JobState
from nyhavn.web.production.candidates import hand_over
from nyhavn.web.production.models import FindingContribution, FoundProblem, Run, RunState
from nyhavn.web.production.run_uses import WRITTEN_AT_ONCE, check_still_there, forget_uses, note_uses

_RESTRICTED = TypeAdapter(Restricted)
ENDED = (JobState.DONE, JobState.REFUSED, JobState.FAILED)


class RunOver(Exception):
    """The run is over already: somebody stopped it. Nothing more is written for it."""


@dataclass(frozen=True)
class Outcome:
    """What came out of a run. rows: the contributions behind the rows of its material, in order.

    changing: decisions that change something and stood when it began.
    """

    plan: Plan
    rows: Sequence[Used]
    prepared: Prepared
    changing: frozenset[UUID] = frozenset()


def end_judged(run: Run, outcome: Outcome, lease: Lease) -> None:
    """A candidate came out: keep it with findings and ids of contributions. Raises LostLease, RunOver, Refusal."""
    prepared = outcome.prepared
    note_uses(run, [outcome.rows[number - 1] for number in prepared.used_rows], lease)
    with transaction.atomic():
        ended = _locked(run)
        check_guards(Act.PRODUCE, ended.initiative, about=ended)  # a stop may have come while it was computed
        ended.state, ended.finished_at = RunState.JUDGED, timezone.now()
        ended.plan = plan_text(outcome.plan)
        ended.release = release_json(prepared.release).decode()
        ended.restricted = _RESTRICTED.dump_python(_without_answers(prepared.restricted), mode="json")
        ended.register = book_bytes(prepared.book).decode() if prepared.book else ""
        ended.decisions = sorted(str(one) for one in outcome.changing)
        ended.save()
        _keep_findings(ended, prepared.restricted.findings, outcome.rows)
        facts = {"number": ended.number, "findings": len(prepared.restricted.findings)}
        record("run-judged", by=None, kind="run", on=ended.uuid, scope=ended.initiative.uuid, facts=facts)
        hand_over(ended, prepared)
        check_still_there(ended)  # last: a withdrawal that commits meanwhile may find the run before its candidate
        lease.done()


def _without_answers(restricted: Restricted) -> Restricted:
    """Findings and the register stand by themselves, and a cleaning log holds answers: those stay in the vault."""
    return replace(restricted, findings=(), applied=None, book=None)


def end_refused(run: Run, reasons: Sequence[Reason], lease: Lease) -> None:
    """It was refused: keep the reasons, in the order of what to do next. The job itself is done. Raises LostLease."""
    forget_uses(run)
    with transaction.atomic():
        ended = _locked(run)
        ended.state, ended.finished_at, ended.reasons = RunState.REFUSED, timezone.now(), _as_json(reasons)
        ended.save(update_fields=["state", "finished_at", "reasons"])
        facts: dict[str, Fact] = {"number": ended.number, "codes": [reason.code for reason in reasons]}
        record("run-refused", by=None, kind="run", on=ended.uuid, scope=ended.initiative.uuid, facts=facts)
        lease.done()


def settle(runs: QuerySet[Run]) -> None:
    """End those whose job ended without a result, with the reasons of the job."""
    for run in runs.filter(state=RunState.RUNNING).select_related("initiative"):
        job = Job.objects.filter(uuid=run.job).first() if run.job else None
        if job is None or job.state in ENDED:
            _end_failed(run, job.reasons if job else [])


def _end_failed(run: Run, reasons: list[dict[str, str]]) -> None:
    with transaction.atomic():
        values = {"state": RunState.FAILED, "finished_at": timezone.now(), "reasons": reasons}
        if Run.objects.filter(id=run.id, state=RunState.RUNNING).update(**values):
            facts = {"number": run.number}
            record("run-failed", by=None, kind="run", on=run.uuid, scope=run.initiative.uuid, facts=facts)
    forget_uses(run)


def _locked(run: Run) -> Run:
    """The run, held until the end of the transaction. Raises RunOver if it is not running any more."""
    held = Run.objects.select_for_update(of=("self",)).select_related("initiative")
    found = held.filter(id=run.id, state=RunState.RUNNING).first()
    if found is None:
        raise RunOver
    return found


def _keep_findings(run: Run, findings: Sequence[Finding], rows: Sequence[Used]) -> None:
    """The findings, with contributions in the place of row numbers."""
    made = FoundProblem.objects.bulk_create(_found(run, finding) for finding in findings)
    FindingContribution.objects.bulk_create(
        (
            FindingContribution(finding=kept, contribution=rows[number - 1].uuid)
            for kept, finding in zip(made, findings, strict=True)
            for number in dict.fromkeys(finding.row_numbers)
        ),
        batch_size=WRITTEN_AT_ONCE,
    )


def _found(run: Run, finding: Finding) -> FoundProblem:
    return FoundProblem(
        run=run,
        key=key_of(finding),
        check_code=finding.check,
        severity=finding.severity.value,
        columns=list(finding.columns),
        rows=finding.rows,
        out_of=finding.out_of,
        wording=finding.wording,
        named=len(set(finding.row_numbers)),
    )


def key_of(finding: Finding) -> str:
    """The same for the same finding in every run: SHA-256 of check, columns and wording, which hold no answer."""
    said = json.dumps([finding.check, list(finding.columns), finding.wording], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _as_json(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    return [{"code": r.code, "what": r.what, "where": r.where, "do": r.do} for r in reasons]
