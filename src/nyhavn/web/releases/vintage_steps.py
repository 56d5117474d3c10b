"""Making a vintage without hand work: one step at a time, each in one transaction, and each safe to be taken twice.

Where the plan stands is in the database alone, and the plan is held while a step is taken. So it does not matter which
worker takes it, how often, or where the one before died.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from nyhavn.framework.interests import DecidedAct
from nyhavn.framework.publication import PRODUCE_AGAIN
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.release_states import ReleaseState, ReleaseStep
from nyhavn.framework.vintages import ANOTHER_UNDER_WAY, PLAN_CHANGED
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.production.actions import change_tables
from nyhavn.web.production.models import Run, RunState, TablesPlan
from nyhavn.web.production.queries import tables_of
from nyhavn.web.production.run_actions import start_run
from nyhavn.web.production.tables import stated
from nyhavn.web.releases.actions import give_up, schedule, waive_return
from nyhavn.web.releases.candidates import REPLACED, version_of
from nyhavn.web.releases.editions import say_when_next
from nyhavn.web.releases.independence import decided
from nyhavn.web.releases.models import IN_THE_TEAM, PublicRelease, VintagePlan
from nyhavn.web.releases.publishing import GOES_BACK
from nyhavn.web.releases.standing import moved, trace
from nyhavn.web.releases.vintage_actions import disagree
from nyhavn.web.releases.vintages import (
    community_agrees,
    held_plan,
    move_on,
    reason_against,
    say_reasons,
    trace_plan,
)

AGAIN_AFTER = timedelta(days=7)  # own choice: a run that was refused is tried anew once a week, or when somebody agrees
NO_RESULT = Reason("vintage-run-ended", "The run of this vintage was stopped or failed.", "runs", "Look at the run.")
_S = ReleaseState


def advance(plan: VintagePlan) -> None:
    """Take the next step of a plan, if there is one to take now."""
    with transaction.atomic():
        found = held_plan(plan)
        if found is None:
            return
        if found.run is not None:
            _go_on(found, Run.objects.select_related("initiative").filter(uuid=found.run).first())
        if found.run is None:
            _begin(found)


def _begin(plan: VintagePlan) -> None:
    """Start the run of a vintage whose time has come; a plan that changed ends the agreement whenever that is seen."""
    is_changed = bool(plan.fingerprint) and reason_against(plan) is PLAN_CHANGED
    if not (_is_time(plan) or is_changed) or not _stands(plan):
        return
    if PublicRelease.objects.filter(name=plan.name, state__in=[_S.SCHEDULED, *IN_THE_TEAM]).exists():
        _keep(plan, ANOTHER_UNDER_WAY)
        return
    try:
        run = _started(plan)
    except Refusal as refused:
        _keep(plan, *refused.reasons)
        return
    plan.run, plan.reasons, plan.tried_at = run.uuid, [], None
    plan.save(update_fields=["run", "reasons", "tried_at"])
    trace_plan("vintage-begun", by=None, on=plan, day=plan.next_date.isoformat(), run=run.number)


def _is_time(plan: VintagePlan) -> bool:
    """Whether the day is near, and it was not tried just before."""
    is_near = timezone.localdate() >= plan.next_date - timedelta(days=settings.ANNOUNCE_DAYS)
    return is_near and (plan.tried_at is None or plan.tried_at < timezone.now() - AGAIN_AFTER)


def _stands(plan: VintagePlan) -> bool:
    """Whether the agreement stands; if not, it is said why, and a changed plan ends it."""
    reason = reason_against(plan)
    if reason is None:
        return True
    if reason is PLAN_CHANGED:
        disagree(by=None, on=plan)
        plan.refresh_from_db()
    if not (plan.reasons and plan.reasons[0]["code"] == PLAN_CHANGED.code):  # what was said first says more
        _keep(plan, reason)
    return False


def _started(plan: VintagePlan) -> Run:
    """The run, under the next version that is free. Raises Refusal; then nothing is changed."""
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(id=plan.initiative.id)
        asked = tables_of(initiative).release
        if asked is not None:
            version = version_of(initiative, asked.id, asked.version).proposed
            if version != asked.version:
                numbered = stated("release", asked.model_copy(update={"version": version}))
                change_tables(by=None, on=initiative, change=numbered)
        return start_run(by=None, on=initiative)


def _go_on(plan: VintagePlan, run: Run | None) -> None:
    """Do what follows from how far the run of this vintage, and its release, have come."""
    release = PublicRelease.objects.filter(run=run).select_related("initiative", "run").first() if run else None
    if run is not None and run.state == RunState.RUNNING:
        return
    if release is None:
        _came_to_nothing(plan, run)
    elif release.state == _S.ABANDONED:
        _was_given_up(plan, release)
    elif release.state in IN_THE_TEAM:
        _follow(plan, release)
    elif release.state != _S.SCHEDULED:
        move_on(plan, release.release_date or timezone.localdate())


def _came_to_nothing(plan: VintagePlan, run: Run | None) -> None:
    """The run gave no candidate. If somebody took something back, it is made again at once, and nobody sees why."""
    reasons = run.reasons if run is not None else []
    is_again = run is not None and (run.state == RunState.EMPTIED or PRODUCE_AGAIN in _codes(reasons))
    plan.run = None
    if not is_again:
        plan.reasons, plan.tried_at = reasons, timezone.now()
        if not reasons:
            say_reasons(plan, (NO_RESULT,))
        trace_plan("vintage-refused", by=None, on=plan, codes=_codes(plan.reasons))
    plan.save(update_fields=["run", "reasons", "tried_at"])


def _was_given_up(plan: VintagePlan, release: PublicRelease) -> None:
    """If its figures went back it is made again; if somebody gave it up or took it over, the next one follows."""
    if release.abandoned_because == GOES_BACK:
        plan.run = None
        plan.save(update_fields=["run"])
        return
    move_on(plan, plan.next_date)
    say_when_next(plan.initiative, plan.name)
    trace_plan("vintage-left-out", by=None, on=plan, was_replaced=release.abandoned_because == REPLACED)


def _follow(plan: VintagePlan, release: PublicRelease) -> None:
    """Bring a candidate as far as was agreed beforehand."""
    if not _stands(plan):
        return
    if TablesPlan.objects.filter(initiative=plan.initiative, changed_at__gt=release.run.started_at).exists():
        _make_again(plan, release)  # what was counted may not be what was agreed to
        return
    try:
        with transaction.atomic():
            _step_on(plan, release)
    except Refusal as refused:
        if PRODUCE_AGAIN in refused.codes:
            _make_again(plan, release)
        else:
            _keep(plan, *refused.reasons)


def _step_on(plan: VintagePlan, release: PublicRelease) -> None:
    """Approve, go on without the community where it agreed, announce. Raises Refusal."""
    if release.state == _S.CANDIDATE:
        _approve(plan, release)
    if release.state == _S.APPROVED and community_agrees(plan):
        waive_return(by=None, on=release, reason=plan.community_reason, agreed_by=plan.community_agreed_by)
    release.refresh_from_db()
    if release.state == _S.RETURNED:
        first = timezone.localdate() + timedelta(days=settings.ANNOUNCE_DAYS)
        schedule(by=None, on=release, day=max(plan.next_date, first))
        _keep(plan)


def _approve(plan: VintagePlan, release: PublicRelease) -> None:
    """As the second person agreed beforehand; the record says that it was so. Raises Refusal."""
    found = moved(release, ReleaseStep.APPROVE)
    check_guards(Act.APPROVE, found.initiative, by=plan.approved_by, about=found)
    found.approved_by, found.approved_at = plan.approved_by, timezone.now()
    found.save(update_fields=["state", "approved_by", "approved_at"])
    decided(found, plan.approved_by, DecidedAct.APPROVED)
    trace("release-approved", by=None, on=found, agreed_beforehand=str(plan.uuid))
    release.refresh_from_db()


def _make_again(plan: VintagePlan, release: PublicRelease) -> None:
    give_up(moved(release, ReleaseStep.ABANDON), GOES_BACK)
    trace("release-went-back", by=None, on=release)
    plan.run = None
    plan.save(update_fields=["run"])


def _keep(plan: VintagePlan, *reasons: Reason) -> None:
    say_reasons(plan, reasons)
    plan.save(update_fields=["reasons"])


def _codes(reasons: list[dict[str, str]]) -> list[str]:
    return [reason["code"] for reason in reasons]
