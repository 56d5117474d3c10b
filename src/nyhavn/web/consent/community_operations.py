"""What can be done with the consent of a community."""

from typing import Any
from uuid import UUID

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.consent import community_actions as actions
from nyhavn.web.consent import community_asks as asks
from nyhavn.web.consent.community_models import CommunityBody
from nyhavn.web.consent.community_queries import bodies
from nyhavn.web.consent.community_showing import CommunityShown, community_shown
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.pages.operations import Choices, Done, Operation, Reading, Subject


def community_home(initiative: Initiative) -> str:
    """The address of the page of the community's decisions."""
    return f"/work/initiatives/{initiative.slug}/community-decisions/"


def enter_body(user: User, right: Right, *, initiative: str, body: UUID) -> CommunityBody:
    """The body, for somebody with that right in its initiative. Raises Refusal."""
    within = enter_initiative(user, right, initiative=initiative)
    found = CommunityBody.objects.filter(initiative=within, uuid=body).select_related("initiative").first()
    if found is None:
        raise not_found("body")
    return found


BODY = Subject(
    "community-body",
    "initiatives/<slug:initiative>/community-bodies/<uuid:body>",
    enter_body,
    home=lambda on: community_home(on.initiative),
)


def _name(by: User, on: Initiative, said: asks.BodySaid) -> Done:
    made = actions.name_body(by=by, on=on, said=said)
    return Done("The body is on record. Record next what it decided.", at=community_home(on), made=made.uuid)


def _decide(by: User, on: CommunityBody, said: asks.DecisionSaid) -> Done:
    made = actions.record_decision(by=by, on=on, said=said)
    return Done("The decision is on record.", made=made.uuid)


def _end(by: User, on: CommunityBody, said: asks.BodyEnded) -> Done:
    actions.end_body(by=by, on=on, said=said)
    return Done("The last day is on record. What the body decided goes on.")


def _ended(on: Initiative) -> dict[str, Choices]:
    free = bodies(on).filter(followed_by=None).exclude(ended_on=None)
    return {"follows": tuple((str(body.uuid), body.name) for body in free)}


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "name-community-body",
        "Say who decides for the community",
        Right.RECORD_COMMUNITY_DECISION,
        INITIATIVE,
        _name,
        asks=asks.BodySaid,
        lead="A council, an assembly, a board. Its decisions stand beside what each person says, and can only add "
        "reasons against a use. What is recorded here cannot be changed.",
        button="Record it",
        choices=_ended,
    ),
    Operation(
        "record-decision",
        "Record what this body decided",
        Right.RECORD_COMMUNITY_DECISION,
        BODY,
        _decide,
        asks=asks.DecisionSaid,
        lead="It counts from its first day on. A decision cannot be changed; a later one of the same body can lift it. "
        "A yes of the body never replaces the yes of a person.",
        button="Record it",
    ),
    Operation(
        "end",
        "Say that this body has ended",
        Right.RECORD_COMMUNITY_DECISION,
        BODY,
        _end,
        asks=asks.BodyEnded,
        lead="What it decided goes on. A body that follows it can lift it.",
        button="Record it",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading(
        "community-decisions",
        "What the community decided",
        Right.SEE_WORKSPACE,
        INITIATIVE,
        CommunityShown,
        community_shown,
    ),
)
