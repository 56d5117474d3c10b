"""What can be done about openness."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from nyhavn.exchange.licences import OPEN_LICENCES
from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.openness import actions, asks
from nyhavn.web.openness.models import AccessRequest
from nyhavn.web.openness.showing import (
    AccessRequestsShown,
    OpennessShown,
    openness_shown,
    requests_shown,
)
from nyhavn.web.pages.operations import Done, Operation, Reading, Subject


def enter_request(user: User, right: Right, *, initiative: str, asked: UUID) -> AccessRequest:
    """The request, for somebody with that right in its initiative. Raises Refusal."""
    within = enter_initiative(user, right, initiative=initiative)
    found = AccessRequest.objects.filter(initiative=within, uuid=asked).select_related("initiative").first()
    if found is None:
        raise not_found("request")
    return found


def openness_home(on: Initiative) -> str:
    """The address of the page."""
    return f"/work/initiatives/{on.slug}/openness/"


def requests_home(on: Initiative) -> str:
    """The address of the page of requests."""
    return f"/work/initiatives/{on.slug}/openness/requests/"


REQUEST = Subject(
    "access-request",
    "initiatives/<slug:initiative>/access-requests/<uuid:asked>",
    enter_request,
    home=lambda on: requests_home(on.initiative),
)


def _choose(by: User, on: Initiative, said: asks.OpennessSaid) -> Done:
    made = actions.choose(by=by, on=on, said=said)
    return Done("It is chosen, and holds from now on.", at=openness_home(on), made=made.uuid)


def _grant(by: User, on: AccessRequest, said: asks.AccessGranted) -> Done:
    actions.grant(by=by, on=on, said=said)
    return Done("They may read until that day. The community sees whenever somebody from outside looks.")


def _refuse(by: User, on: AccessRequest, said: asks.AccessRefused) -> Done:
    actions.refuse(by=by, on=on, said=said)
    return Done("They read your reason, and how to ask again.")


def _end(by: User, on: AccessRequest, said: asks.AccessEnded) -> Done:
    actions.end(by=by, on=on, said=said)
    return Done("From now on they read no more.")


def _start(on: Initiative) -> Mapping[str, Any]:
    return {"licence": next(iter(sorted(OPEN_LICENCES & {"CC-BY-4.0"})))}


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "choose-openness",
        "Choose how open it is",
        Right.CHOOSE_OPENNESS,
        INITIATIVE,
        _choose,
        asks=asks.OpennessSaid,
        lead="Choose it together with the community. To keep something closed, or for the community only, is as good a "
        "choice as to open it. What a body of the community decided in a meeting binds.",
        button="Choose it",
        current=_start,
    ),
    Operation(
        "grant",
        "Let them read until a day",
        Right.DECIDE_ACCESS,
        REQUEST,
        _grant,
        asks=asks.AccessGranted,
        lead="Every look of theirs is on record, and the community sees it. Access ends by itself.",
        button="Let them read",
    ),
    Operation(
        "refuse",
        "Say no",
        Right.DECIDE_ACCESS,
        REQUEST,
        _refuse,
        asks=asks.AccessRefused,
        lead="Whoever asked reads why, and how to ask again.",
        button="Say no",
    ),
    Operation(
        "end",
        "End the access now",
        Right.DECIDE_ACCESS,
        REQUEST,
        _end,
        asks=asks.AccessEnded,
        lead="What was read cannot be taken back.",
        button="End it",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading("openness", "How open it is", Right.SEE_WORKSPACE, INITIATIVE, OpennessShown, openness_shown),
    Reading(
        "access-requests",
        "Who asked to read what is not open",
        Right.DECIDE_ACCESS,
        INITIATIVE,
        AccessRequestsShown,
        requests_shown,
    ),
)
