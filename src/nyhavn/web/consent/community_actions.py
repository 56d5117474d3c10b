"""Recording who decides for a community, and what was decided. Nothing of it is ever changed."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.community_consent import check_body_decides
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.consent.community_asks import BodyEnded, BodySaid, DecisionSaid
from nyhavn.web.consent.community_models import CommunityBody, CommunityDecision
from nyhavn.web.consent.community_queries import alone_against
from nyhavn.web.initiatives.models import Initiative


def name_body(*, by: User, on: Initiative, said: BodySaid) -> CommunityBody:
    """Record a body that speaks for the community. Raises Refusal."""
    with transaction.atomic():
        Initiative.objects.select_for_update().get(id=on.id)
        if CommunityBody.objects.filter(initiative=on, name=said.name).exists():
            do = "Use the body that is there, or add what tells the two apart."
            raise refusal("community-body-already-there", "There is a body of this name.", where="name", do=do)
        made = CommunityBody.objects.create(
            initiative=on,
            name=said.name,
            mandate=said.mandate,
            decides_how=said.decides_how,
            mandate_from=said.mandate_from,
            follows=_followed(on, said.follows),
        )
        _record("community-body-named", by, made)
    return made


def _followed(initiative: Initiative, uuid: str) -> CommunityBody | None:
    """The body whose place another one takes: one that has ended, and that nobody follows yet."""
    if not uuid:
        return None
    free = CommunityBody.objects.filter(initiative=initiative, followed_by=None).exclude(ended_on=None)
    found = next((body for body in free if str(body.uuid) == uuid), None)
    if found is None:
        what = "Only a body that has ended, and that no other follows, can be followed."
        do = "Say first that it ended, or leave this empty."
        raise refusal("community-body-not-ended", what, where="follows", do=do)
    return found


def end_body(*, by: User, on: CommunityBody, said: BodyEnded) -> None:
    """Record its last day. What it decided goes on. Raises Refusal."""
    with transaction.atomic():
        body = CommunityBody.objects.select_for_update(of=("self",)).get(id=on.id)
        if body.ended_on is not None:
            do = "Nothing needs to be done."
            raise refusal("community-body-already-ended", "The end of this body is on record already.", do=do)
        check_body_decides(said.ended_on, body.mandate_from, None, timezone.localdate())
        body.ended_on = said.ended_on
        body.save(update_fields=["ended_on"])
        _record("community-body-ended", by, body, {"on": said.ended_on.isoformat()})


def record_decision(
    *, by: User, on: CommunityBody, said: DecisionSaid, decided_in: UUID | None = None
) -> CommunityDecision:
    """Record what a body decided. decided_in: the item of a meeting with a quorum; None without one. Raises Refusal."""
    with transaction.atomic():
        body = CommunityBody.objects.select_for_update(of=("self",)).get(id=on.id)
        check_body_decides(said.decided_on, body.mandate_from, body.ended_on, timezone.localdate())
        purposes = sorted({purpose.value for purpose in said.purposes})
        reasons = alone_against(body, said) if decided_in is None else ()
        if reasons:
            raise Refusal(*reasons)
        made = CommunityDecision.objects.create(
            body=body,
            step=said.step.value,
            purposes=purposes,
            recipients=sorted({code.strip().casefold() for code in said.recipients if code.strip()}),
            starts_on=said.starts_on,
            ends_on=said.ends_on,
            decided_on=said.decided_on,
            minutes=said.minutes,
            decided_in=decided_in,
            recorded_by=by,
        )
        facts: dict[str, Fact] = {"step": made.step, "purposes": purposes}
        if decided_in is not None:
            facts["meeting"] = True
        _record("community-decision-recorded", by, body, facts)
    return made


def _record(action: str, by: User, body: CommunityBody, facts: Mapping[str, Fact] | None = None) -> None:
    record(action, by=by, kind="community-body", on=body.uuid, scope=body.initiative.uuid, facts=facts)
