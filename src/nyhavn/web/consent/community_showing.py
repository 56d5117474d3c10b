"""What pages and interface show of the community's decisions."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from nyhavn.framework.community_consent import CommunityStanding, CommunityStep, community_stands
from nyhavn.framework.consent import Purpose
from nyhavn.framework.declared import Declared
from nyhavn.web.consent.community_models import CommunityBody, CommunityDecision
from nyhavn.web.consent.community_queries import bodies, community_decisions
from nyhavn.web.initiatives.models import Initiative


class DecisionShown(Declared):
    """One decision, as it is on record. recipients: codes, empty for whoever it goes to.

    decided_in: the item of a meeting with a quorum; None for a decision without a meeting.
    """

    uuid: UUID
    step: CommunityStep
    purposes: tuple[Purpose, ...]
    recipients: tuple[str, ...]
    starts_on: date
    ends_on: date | None
    decided_on: date
    minutes: str
    decided_in: UUID | None


class BodyShown(Declared):
    """A body that speaks for the community, with its decisions, the newest first. follows: name of a body, or ""."""

    uuid: UUID
    name: str
    mandate: str
    decides_how: str
    mandate_from: date
    ended_on: date | None
    follows: str
    decisions: tuple[DecisionShown, ...]


class StoppedShown(Declared):
    """A use against which the community stands today."""

    purpose: Purpose
    standing: CommunityStanding


class CommunityShown(Declared):
    """Who decides for the community, what was decided, and against which uses it stands today."""

    bodies: tuple[BodyShown, ...]
    stopped: tuple[StoppedShown, ...]


def community_shown(initiative: Initiative) -> CommunityShown:
    """Everything of one initiative."""
    decisions, today = community_decisions(initiative), timezone.localdate()
    found = ((purpose, community_stands(decisions, purpose, today)) for purpose in Purpose)
    stopped = tuple(StoppedShown(purpose=purpose, standing=against) for purpose, against in found if against)
    return CommunityShown(bodies=tuple(_body(body) for body in bodies(initiative)), stopped=stopped)


def _body(body: CommunityBody) -> BodyShown:
    return BodyShown(
        uuid=body.uuid,
        name=body.name,
        mandate=body.mandate,
        decides_how=body.decides_how,
        mandate_from=body.mandate_from,
        ended_on=body.ended_on,
        follows=body.follows.name if body.follows else "",
        decisions=tuple(_decision(one) for one in reversed(body.decisions.all())),
    )


def _decision(one: CommunityDecision) -> DecisionShown:
    return DecisionShown(
        uuid=one.uuid,
        step=CommunityStep(one.step),
        purposes=tuple(Purpose(purpose) for purpose in one.purposes),
        recipients=tuple(one.recipients),
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        decided_on=one.decided_on,
        minutes=one.minutes,
        decided_in=one.decided_in,
    )
