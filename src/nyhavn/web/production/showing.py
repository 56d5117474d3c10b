"""What pages and interface show: one query behind both."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from nyhavn.exchange.bundle.content import release_from_json
from nyhavn.framework.modules import declared
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.release import Release
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.models import Job
from nyhavn.web.production.decision_queries import DeskItem, changes_elsewhere, desk, item_of, newest_judged
from nyhavn.web.production.models import FindingDecision, FoundProblem, Run, RunState
from nyhavn.web.production.planning import missing_parts
from nyhavn.web.production.queries import reasons_against, runs_of, tables_of
from nyhavn.web.production.schemas import (
    DecisionShown,
    FindingRows,
    FindingShown,
    FindingsShown,
    JobShown,
    ProtectionShown,
    ReasonShown,
    RunShown,
    RunsShown,
    TablesShown,
)
from nyhavn.web.production.why_decided import reason_of

REFERENCE_LENGTH = 8  # of a contribution, enough to tell the rows of one finding apart


def reference(contribution: UUID) -> str:
    """How people speak of a contribution; it says nothing about the person."""
    return str(contribution)[:REFERENCE_LENGTH]


def tables_shown(on: Initiative) -> TablesShown:
    """What is counted, and what stands against it."""
    tables = tables_of(on)
    try:
        against = reasons_against(on, tables)
    except Refusal as refused:
        against = refused.reasons
    return TablesShown(
        **{name: getattr(tables, name) for name in TablesShown.model_fields if hasattr(tables, name)},
        of_modules=declared((), tables.module),
        is_protection_said=tables.protection is not None,
        against=reasons_shown(against),
    )


def protection_shown(on: Initiative) -> ProtectionShown:
    """How small groups are protected, with the numbers."""
    return ProtectionShown(protection=tables_of(on).protection)


def runs_shown(on: Initiative) -> RunsShown:
    """All runs, and what the next one needs."""
    runs = tuple(run_shown(run) for run in runs_of(on))
    return RunsShown(runs=runs, missing=reasons_shown(missing_parts(on)))


def run_shown(on: Run) -> RunShown:
    """One run, with how far its work is. A run whose job gave up is shown as failed before it is settled."""
    job = Job.objects.filter(uuid=on.job).first() if on.job and on.state == RunState.RUNNING else None
    gave_up = job is not None and job.is_over
    return RunShown(
        uuid=on.uuid,
        number=on.number,
        state=RunState.FAILED if gave_up else RunState(on.state),
        started_at=on.started_at,
        finished_at=on.finished_at,
        reasons=stored_reasons(job.reasons if job and gave_up else on.reasons),
        job=job_shown(job) if job and not gave_up else None,
    )


def candidate_of(on: Run) -> Release | None:
    """The candidate that came out of a run, None if none did."""
    return release_from_json(on.release.encode()) if on.release else None


def findings_shown(on: Initiative) -> FindingsShown:
    """The steward's desk without references to contributions."""
    run = newest_judged(on)
    return FindingsShown(
        run=run.number if run else None,
        findings=tuple(finding_shown(item) for item in desk(on)),
        changes=tuple(decision_shown(decision) for decision in changes_elsewhere(on)),
    )


def finding_shown(item: DeskItem) -> FindingShown:
    """One finding on the desk."""
    found = item.finding
    return FindingShown(
        uuid=found.uuid,
        check=found.check_code,
        severity=found.severity,
        columns=tuple(found.columns),
        wording=found.wording,
        rows=found.rows,
        out_of=found.out_of,
        since=item.since,
        open=len(item.open),
        is_open=item.is_open,
        decisions=tuple(decision_shown(decision) for decision in item.decisions),
    )


def finding_rows(on: FoundProblem) -> FindingRows:
    """The contributions behind a finding."""
    named = on.contributions
    return FindingRows(contributions=named, open=item_of(on).open, is_whole=not named or len(named) == on.rows)


def column_of(decision: FindingDecision) -> str:
    """The column of the answer that a decision corrects or leaves out; "" for other decisions."""
    return decision.corrected.column if hasattr(decision, "corrected") else ""


def decision_shown(decision: FindingDecision) -> DecisionShown:
    """One decision, with its reason opened."""
    return DecisionShown(
        uuid=decision.uuid,
        decision=decision.decision,
        reason=reason_of(decision),
        contributions=len(decision.contributions),
        column=column_of(decision),
        at=decision.at,
    )


def job_shown(job: Job) -> JobShown:
    """How far the work is."""
    return JobShown(
        state=job.state,
        stage=job.stage,
        step=job.step,
        steps=job.steps,
        is_over=job.is_over,
        reasons=stored_reasons(job.reasons),
    )


def reasons_shown(reasons: Iterable[Reason]) -> tuple[ReasonShown, ...]:
    """Reasons, as people read them."""
    return tuple(ReasonShown(code=r.code, what=r.what, where=r.where, do=r.do) for r in reasons)


def stored_reasons(reasons: Iterable[Mapping[str, str]]) -> tuple[ReasonShown, ...]:
    """The same of reasons that were kept."""
    return tuple(ReasonShown.model_validate(reason) for reason in reasons)
