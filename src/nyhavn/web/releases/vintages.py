"""Plans of vintages: what exactly was agreed to, whether that stands, and which vintage comes next."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from nyhavn.framework.refusal import Reason
from nyhavn.framework.roles import Right
from nyhavn.framework.vintages import AGREE_FIRST, PLAN_CHANGED, vintage_after
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.initiatives.access import rights_in
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.queries import design_of
from nyhavn.web.production.queries import questionnaire_of, tables_of
from nyhavn.web.releases.models import PublicRelease, VintagePlan


def fingerprint_of(initiative: Initiative) -> str:
    """SHA-256 of what is agreed to: all that the tables say, but for the version; the questionnaire; who is asked."""
    tables = tables_of(initiative)
    if tables.release is not None:
        tables = tables.model_copy(update={"release": tables.release.model_copy(update={"version": ""})})
    questionnaire, design = questionnaire_of(initiative), design_of(initiative)
    content = [
        tables.model_dump(mode="json"),
        questionnaire.sha256 if questionnaire else "",
        design.model_dump(mode="json") if design else None,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode("utf-8")).hexdigest()


def reason_against(plan: VintagePlan) -> Reason | None:
    """Why nothing may come by itself under this plan; None where the agreement stands.

    Whoever agreed must still have the role: what somebody said who has left binds nobody.
    """
    if not plan.fingerprint or not _still_may(plan.approved_by, plan.initiative, Right.APPROVE_RELEASE):
        return AGREE_FIRST
    return None if plan.fingerprint == fingerprint_of(plan.initiative) else PLAN_CHANGED


def community_agrees(plan: VintagePlan) -> bool:
    """Whether the results of a vintage need not be shown first."""
    return bool(plan.community_reason) and _still_may(
        plan.community_agreed_by, plan.initiative, Right.RECORD_COMMUNITY_VIEW
    )


def _still_may(user: User | None, initiative: Initiative, right: Right) -> bool:
    return user is not None and user.is_active and right in rights_in(user, initiative)


def held_plan(plan: VintagePlan) -> VintagePlan | None:
    """The plan as it stands now, held until the end of the transaction; None if it has ended."""
    found = VintagePlan.objects.select_for_update(of=("self",)).filter(id=plan.id, ended_at=None)
    return found.select_related("initiative", "set_by", "approved_by", "community_agreed_by").first()


def standing_plans(initiative: Initiative) -> tuple[VintagePlan, ...]:
    """The plans of an initiative that have not ended."""
    found = VintagePlan.objects.filter(initiative=initiative, ended_at=None)
    return tuple(found.select_related("initiative", "set_by", "approved_by", "community_agreed_by"))


def trace_plan(action: str, *, by: User | None, on: VintagePlan, **facts: Fact) -> None:
    """The record of what was done with a plan: codes, days and numbers."""
    told: dict[str, Fact] = {"release": on.name, **facts}
    record(action, by=by, kind="vintages", on=on.uuid, scope=on.initiative.uuid, facts=told)


def say_reasons(plan: VintagePlan, reasons: Iterable[Reason]) -> None:
    """Keep why the next vintage does not come, for those who can mend it."""
    plan.reasons = [{"code": r.code, "what": r.what, "where": r.where, "do": r.do} for r in reasons]


def move_on(plan: VintagePlan, after: date) -> None:
    """The vintage that was to come is over with; the next one is the first of the series after a day."""
    plan.next_date = vintage_after(plan.first_date, plan.every_months, max(after, plan.next_date))
    plan.run, plan.reasons, plan.tried_at = None, [], None
    plan.save(update_fields=["next_date", "run", "reasons", "tried_at"])


def vintage_is_out(release: PublicRelease) -> None:
    """If it is a vintage: the next one is on its turn. Call it in the transaction of the publication."""
    made = VintagePlan.objects.filter(initiative=release.initiative, run=release.run.uuid).first()
    plan = held_plan(made) if made is not None else None
    if plan is not None:
        move_on(plan, release.release_date or timezone.localdate())
        trace_plan("vintage-published", by=None, on=plan, version=release.version, next=plan.next_date.isoformat())
