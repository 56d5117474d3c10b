"""Appealing to a body outside both sides, and deciding."""

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.fitness.workflow import AppealEnd, Step, check_appeal, check_appeal_open
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import record
from nyhavn.web.fitness.asks import AppealDecided, AppealSaid
from nyhavn.web.fitness.models import Appeal, IssuedVerdict
from nyhavn.web.fitness.queries import newest_verdict
from nyhavn.web.fitness.requests import acted_on, move
from nyhavn.web.fitness.sides import bodies_for, check_may_decide
from nyhavn.web.fitness.telling import tell_body, tell_office, tell_producer

KIND = "appeal"


@transaction.atomic
def appeal(*, by: User, on: IssuedVerdict, said: AppealSaid) -> Appeal:
    """Ask a body outside to decide. Raises Refusal: appeal-not-outside, appeal-already-open, appeal-of-replaced."""
    held = acted_on(on.assessment, by)
    body = next((one for one in bodies_for(held) if one.slug == said.body), None)
    newest = newest_verdict(held, on.purpose)
    check_appeal(
        body_is_outside=body is not None,
        is_open=on.appeals.filter(end="").exists(),
        is_newest=newest is not None and newest.id == on.id,
    )
    if body is None:
        raise ValueError("who decides was checked")
    made = Appeal.objects.create(verdict=on, body=body, because=said.because, appealed_by=by)
    record("verdict-appealed", by=by, kind=KIND, on=made.uuid, scope=held.release.initiative.uuid)
    tell_body(made)
    tell_office(held)
    return made


@transaction.atomic
def decide_appeal(*, by: User, on: Appeal, said: AppealDecided) -> None:
    """Decide it, with reasons. Sent back, the office judges again. Raises Refusal: appeal-by-concerned ..."""
    held = acted_on(on.verdict.assessment, by)
    found = (
        Appeal.objects.select_for_update(of=("self",))
        .select_related("body", "verdict__assessment__office")
        .get(id=on.id)
    )
    check_may_decide(by, found)
    check_appeal_open(is_decided=bool(found.end))
    found.end, found.reasons, found.decided_by, found.decided_at = said.end.value, said.reasons, by, timezone.now()
    found.save(update_fields=["end", "reasons", "decided_by", "decided_at"])
    if said.end is AppealEnd.SENT_BACK:
        move(held, Step.SEND_BACK)
    facts = {"end": said.end.value}
    for scope in (found.body.uuid, held.release.initiative.uuid, held.office.uuid):
        record("appeal-decided", by=by, kind=KIND, on=found.uuid, scope=scope, facts=facts)
    tell_office(held)
    tell_producer(held)
