"""Planning vintages, agreeing to them beforehand, and ending that."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from nyhavn.framework import publication
from nyhavn.framework.refusal import refusal
from nyhavn.framework.release_states import ReleaseState
from nyhavn.framework.vintages import check_agrees_for_another
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.production.queries import tables_of
from nyhavn.web.releases.editions import say_when_next, standing_plan
from nyhavn.web.releases.models import PublicRelease, VintagePlan
from nyhavn.web.releases.standing import held
from nyhavn.web.releases.vintage_asks import VintagesPlanned
from nyhavn.web.releases.vintage_models import VintageEnd
from nyhavn.web.releases.vintages import fingerprint_of, held_plan, trace_plan

_AGREED = ("fingerprint", "approved_by", "approved_at")
_NOT_SHOWN = ("community_reason", "community_agreed_by", "community_agreed_at")


@transaction.atomic
def plan_vintages(*, by: User, on: PublicRelease, said: VintagesPlanned) -> VintagePlan:
    """A new vintage of a published release every so many months; a plan that stood before ends.

    Nothing comes before somebody else agrees. Raises Refusal: vintage-not-of-this, vintage-with-records,
    release-date-too-soon.
    """
    Initiative.objects.select_for_update().get(id=on.initiative.id)
    release = held(on)
    _check_has_vintages(release)
    check_guards(Act.ANNOUNCE, release.initiative, by=by, about=release)
    publication.check_release_date(said.first_date, timezone.localdate(), settings.ANNOUNCE_DAYS)
    before = standing_plan(release.initiative, release.name)
    if before is not None:
        _end(before, VintageEnd.REPLACED)
    made = VintagePlan.objects.create(
        initiative=release.initiative,
        name=release.name,
        every_months=said.every_months,
        first_date=said.first_date,
        next_date=said.first_date,
        set_by=by,
    )
    say_when_next(made.initiative, made.name)
    first = made.first_date.isoformat()
    trace_plan("vintages-planned", by=by, on=made, every_months=made.every_months, first=first)
    return made


def _check_has_vintages(release: PublicRelease) -> None:
    """Raises Refusal: vintage-not-of-this, vintage-with-records."""
    asked = tables_of(release.initiative).release
    if release.state != ReleaseState.PUBLISHED or asked is None or asked.id != release.name:
        what = "Vintages are made of the newest published version, with the tables as they are now."
        do = "Publish the release first, under the name that stands where you say what is released."
        raise refusal("vintage-not-of-this", what, where="release", do=do)
    if asked.microdata_columns:
        what = "Single records go with this release. Each file of records is looked at by people before it goes out."
        do = "Publish each version by hand, or take the records out of the tables."
        raise refusal("vintage-with-records", what, where="release", do=do)


@transaction.atomic
def agree(*, by: User, on: VintagePlan) -> None:
    """A second person agrees beforehand to vintages of the tables as they are now. Raises Refusal."""
    plan = _standing(on)
    check_agrees_for_another(by.uuid, plan.set_by.uuid if plan.set_by else None)
    check_guards(Act.APPROVE, plan.initiative, by=by, about=plan)
    plan.fingerprint, plan.approved_by, plan.approved_at = fingerprint_of(plan.initiative), by, timezone.now()
    plan.reasons, plan.tried_at = [], None
    plan.save(update_fields=[*_AGREED, "reasons", "tried_at"])
    say_when_next(plan.initiative, plan.name)
    trace_plan("vintages-agreed", by=by, on=plan)


@transaction.atomic
def disagree(*, by: User | None, on: VintagePlan) -> None:
    """Nobody agrees any more; nothing comes by itself until somebody does. by: None if the tables changed."""
    plan = _standing(on)
    plan.fingerprint, plan.approved_by, plan.approved_at = "", None, None
    plan.save(update_fields=_AGREED)
    say_when_next(plan.initiative, plan.name)
    trace_plan("vintages-not-agreed-any-more", by=by, on=plan)


@transaction.atomic
def agree_not_shown(*, by: User, on: VintagePlan, reason: str) -> None:
    """The community need not see the vintages first; everybody reads why. Raises Refusal "vintages-over"."""
    plan = _standing(on)
    check_guards(Act.RECORD_VIEW, plan.initiative, by=by, about=plan)
    plan.community_reason, plan.community_agreed_by, plan.community_agreed_at = reason, by, timezone.now()
    plan.save(update_fields=_NOT_SHOWN)
    trace_plan("vintages-not-shown-first", by=by, on=plan)


@transaction.atomic
def show_first(*, by: User, on: VintagePlan) -> None:
    """The community sees each vintage first, from now on. Raises Refusal "vintages-over"."""
    plan = _standing(on)
    plan.community_reason, plan.community_agreed_by, plan.community_agreed_at = "", None, None
    plan.save(update_fields=_NOT_SHOWN)
    trace_plan("vintages-shown-first", by=by, on=plan)


@transaction.atomic
def stop_vintages(*, by: User, on: VintagePlan) -> None:
    """No further vintage comes by itself. What is announced already stays announced. Raises Refusal."""
    plan = _standing(on)
    _end(plan, VintageEnd.STOPPED)
    say_when_next(plan.initiative, plan.name)
    trace_plan("vintages-stopped", by=by, on=plan)


def _end(plan: VintagePlan, because: VintageEnd) -> None:
    plan.ended_at, plan.ended_because = timezone.now(), because
    plan.save(update_fields=["ended_at", "ended_because"])


def _standing(plan: VintagePlan) -> VintagePlan:
    """The held plan. Raises Refusal "vintages-over"."""
    found = held_plan(plan)
    if found is None:
        what = "This plan of vintages has ended."
        raise refusal("vintages-over", what, where="vintages", do="Plan new ones, if there should be any.")
    return found
