"""Finding incidents as somebody: those it is about do not learn that they are there."""

from dataclasses import dataclass
from uuid import UUID

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.incidents.models import Incident
from nyhavn.web.incidents.queries import readable_by
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.operations import Subject


@dataclass(frozen=True)
class Desk:
    """What one person may read of an initiative's incidents."""

    initiative: Initiative
    user: User


def incidents_home(initiative: Initiative) -> str:
    """The address of the incidents."""
    return f"/work/initiatives/{initiative.slug}/incidents/"


def enter_desk(user: User, right: Right, *, initiative: str) -> Desk:
    """Somebody's own view of the incidents. Raises Refusal."""
    return Desk(enter_initiative(user, right, initiative=initiative), user)


def enter_incident(user: User, right: Right, *, initiative: str, incident: UUID) -> Incident:
    """The incident, for somebody with that right whom it is not about. Raises Refusal, the same as if it were not."""
    within = enter_initiative(user, right, initiative=initiative)
    found = next((one for one in readable_by(user, within) if one.uuid == incident), None)
    if found is None:
        raise not_found("incident")
    return found


DESK = Subject(
    "incidents", "initiatives/<slug:initiative>/incidents", enter_desk, home=lambda on: incidents_home(on.initiative)
)
INCIDENT = Subject(
    "incident",
    "initiatives/<slug:initiative>/incidents/<uuid:incident>",
    enter_incident,
    home=lambda on: incidents_home(on.initiative),
)
