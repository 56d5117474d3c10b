"""Whether the contributions that a run used may still be used, and the records that go with a release."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.utils import timezone

from nyhavn.chain.plan import Plan
from nyhavn.chain.plan_file import validated
from nyhavn.chain.production import Step, prepare_release
from nyhavn.exchange.bundle.microdata import Microdata
from nyhavn.framework.basis import BasisKind
from nyhavn.framework.publication import produce_again, still_covers
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.release_kind import purposes_of
from nyhavn.web.collection.material import Used
from nyhavn.web.collection.models import Contribution
from nyhavn.web.collection.queries import material, taking_part
from nyhavn.web.community.queries import floor_in
from nyhavn.web.consent.community_queries import community_against
from nyhavn.web.consent.queries import consent_records, plan_notices
from nyhavn.web.consent.third_persons import silenced_since
from nyhavn.web.instruments.models import Questionnaire
from nyhavn.web.production.cleaning import cleanable
from nyhavn.web.production.decision_queries import changing_decisions
from nyhavn.web.production.models import Run, RunState
from nyhavn.web.production.planning import inputs_from

READ_AT_ONCE = 5_000


def reasons_to_produce_again(run: Run) -> tuple[Reason, ...]:
    """Why results of this run may not go out any more; empty if they may.

    Every contribution it used must still take part, say what it said, and be covered by what the person agreed to, and
    what was decided about answers must be what it carried out. The community may stand against the whole: that is said
    openly, because it is about nobody, and producing again would not mend it.
    """
    if run.state == RunState.EMPTIED:
        return (produce_again(),)
    against = community_against(run.initiative, purposes_of(plan_behind(run).release.kinds), timezone.localdate())
    if against:
        return against
    if _below_what_is_asked(run):
        return (produce_again(),)
    used = used_of(run)
    days = dict(_days(run, used))
    if len(days) < len(used) or not all(_covered(run, days)) or not _as_decided(run) or _silenced(run, days):
        return (produce_again(),)
    return ()


def _below_what_is_asked(run: Run) -> bool:
    """Whether the community has asked for stricter protection since; that is decided by nobody else."""
    floor = floor_in(run.initiative, timezone.localdate())
    return floor is not None and plan_behind(run).protection.threshold < floor


def _silenced(run: Run, days: dict[UUID, date]) -> bool:
    """Whether somebody whom a contributor described said no since the run began."""
    return silenced_since(run.initiative, days, run.started_at)


def _as_decided(run: Run) -> bool:
    """Whether the decisions that change something are those that the run carried out."""
    return changing_decisions(run.initiative) == frozenset(UUID(one) for one in run.decisions)


def used_of(run: Run) -> frozenset[Used]:
    """The contributions behind a run, with the version of their answers."""
    rows = run.uses.order_by().values_list("contribution", "version").iterator(chunk_size=READ_AT_ONCE)
    return frozenset(Used(contribution, version) for contribution, version in rows)


def _days(run: Run, used: frozenset[Used]) -> Iterator[tuple[UUID, date]]:
    """Those that still take part unchanged, with the day on which they were made."""
    rows = taking_part(run.initiative).values_list("uuid", "version", "contributed_on")
    for uuid, version, day in rows.iterator(chunk_size=READ_AT_ONCE):
        if Used(uuid, version) in used:
            yield uuid, day


def _covered(run: Run, days: dict[UUID, date]) -> Iterator[bool]:
    """For each contribution whether consent still covers what is released; decided as the run decided it."""
    plan = plan_behind(run)
    if plan.consent is None or BasisKind.CONSENT_RECORD_PER_PERSON not in (plan.basis.kind, *plan.basis.also):
        return
    governs = plan.basis.kind is BasisKind.CONSENT_RECORD_PER_PERSON
    purposes = purposes_of(plan.release.kinds)
    notices, standing = plan_notices(run.initiative), consent_records(run.initiative)
    for uuid, day in days.items():
        said = standing.get(uuid)
        if said is None:
            yield not governs
        else:
            yield still_covers(said.record(day, notices), notices, purposes, governs=governs)


def plan_behind(run: Run) -> Plan:
    """The plan of a run that came to a result."""
    return validated(Plan, tomllib.loads(run.plan), name="plan.toml")


def records_of(run: Run, step: Step) -> Microdata | None:
    """The records that go with the release, where its plan names any; made anew, because no run keeps answers.

    Raises Refusal "release-produce-again" if they are no longer what the run saw.
    """
    plan = plan_behind(run)
    if not plan.release.microdata_columns:
        return None
    used = used_of(run)
    found = material(run.initiative, questionnaire=questionnaire_behind(run))
    rows = [number for number, one in enumerate(found.contributions) if one in used]
    if len(rows) < len(used) or not _as_decided(run):
        raise Refusal(produce_again())
    kept = tuple(found.contributions[number] for number in rows)
    same = replace(found, table=found.table.take(rows), contributions=kept)
    log = None
    if plan.cleaning is not None:
        same, log = cleanable(run.initiative, same, key=plan.cleaning.key)
    return prepare_release(
        plan, inputs_from(plan, same, log), before=None, today=timezone.localdate(), step=step
    ).microdata


def questionnaire_behind(run: Run) -> Questionnaire:
    """The version of the questionnaire under which they came in. Raises Refusal if nobody is left."""
    left = Contribution.objects.filter(uuid__in=run.uses.order_by().values("contribution"))
    one = left.select_related("collection__questionnaire").first()
    if one is None:
        raise Refusal(produce_again())
    return one.collection.questionnaire
