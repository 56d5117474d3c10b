"""Reading who decides for a community, and what stands by it."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from nyhavn.framework import community_consent
from nyhavn.framework.community_consent import CommunityStep, community_reasons
from nyhavn.framework.community_standing import meeting_reasons
from nyhavn.framework.consent import Purpose
from nyhavn.framework.refusal import Reason
from nyhavn.web.consent.community_asks import DecisionSaid
from nyhavn.web.consent.community_models import CommunityBody
from nyhavn.web.consent.community_models import CommunityDecision as Stored
from nyhavn.web.initiatives.models import Initiative


def bodies(initiative: Initiative) -> QuerySet[CommunityBody]:
    """All bodies that speak or spoke for the community, the newest first, with their decisions."""
    return CommunityBody.objects.filter(initiative=initiative).prefetch_related("decisions").order_by("-id")


def community_decisions(initiative: Initiative) -> tuple[community_consent.CommunityDecision, ...]:
    """Everything that was decided, in the order in which it was recorded. A body speaks for those it follows."""
    lines = lines_of(initiative)
    stored = Stored.objects.filter(body__initiative=initiative).order_by("id")
    return tuple(_value(one, lines[one.body_id]) for one in stored)


def community_against(initiative: Initiative, purposes: Iterable[Purpose], day: date) -> tuple[Reason, ...]:
    """What the community has against these uses on that day; empty if nothing."""
    return community_reasons(community_decisions(initiative), purposes, day)


def alone_against(body: CommunityBody, said: DecisionSaid) -> tuple[Reason, ...]:
    """Why this body cannot decide that without a meeting; empty if it can."""
    purposes = frozenset(said.purposes)
    new = community_consent.CommunityDecision(
        body=lines_of(body.initiative)[body.id],
        step=said.step,
        purposes=purposes,
        recipients=frozenset(_codes(said.recipients)),
        starts_on=said.starts_on,
        ends_on=said.ends_on,
        at=timezone.now(),
    )
    return meeting_reasons((one for one in community_decisions(body.initiative) if one.purposes & purposes), new)


def lines_of(initiative: Initiative) -> dict[int, UUID]:
    """For each body the first one of its line: a body takes the place of the one it follows."""
    known = {body.id: body for body in CommunityBody.objects.filter(initiative=initiative).order_by("id")}
    lines: dict[int, UUID] = {}
    for number, body in known.items():  # a body is recorded after the one it follows
        lines[number] = lines[body.follows_id] if body.follows_id is not None else body.uuid
    return lines


def _value(stored: Stored, line: UUID) -> community_consent.CommunityDecision:
    return community_consent.CommunityDecision(
        body=line,
        step=CommunityStep(stored.step),
        purposes=frozenset(Purpose(purpose) for purpose in stored.purposes),
        recipients=frozenset(_codes(stored.recipients)),
        starts_on=stored.starts_on,
        ends_on=stored.ends_on,
        at=stored.created_at,
        in_meeting=stored.decided_in is not None,
    )


def _codes(recipients: Sequence[str]) -> Iterable[str]:
    return (code.strip().casefold() for code in recipients if code.strip())
