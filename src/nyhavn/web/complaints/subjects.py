"""Finding complaints as somebody: those it is about do not learn that they are there."""

from dataclasses import dataclass
from uuid import UUID

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.complaints.models import Complaint
from nyhavn.web.complaints.queries import readable_by
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.operations import Subject


@dataclass(frozen=True)
class ComplaintDesk:
    """What one person may read of an initiative's complaints."""

    initiative: Initiative
    user: User


def complaints_home(initiative: Initiative) -> str:
    """The address of the complaints."""
    return f"/work/initiatives/{initiative.slug}/complaints/"


def enter_desk(user: User, right: Right, *, initiative: str) -> ComplaintDesk:
    """Somebody's own view of the complaints. Raises Refusal."""
    return ComplaintDesk(enter_initiative(user, right, initiative=initiative), user)


def enter_complaint(user: User, right: Right, *, initiative: str, complaint: UUID) -> Complaint:
    """The complaint, for somebody with that right whom it is not about. Raises Refusal, the same as if it were not."""
    within = enter_initiative(user, right, initiative=initiative)
    found = next((one for one in readable_by(user, within) if one.uuid == complaint), None)
    if found is None:
        raise not_found("complaint")
    return found


DESK = Subject(
    "complaints", "initiatives/<slug:initiative>/complaints", enter_desk, home=lambda on: complaints_home(on.initiative)
)
COMPLAINT = Subject(
    "complaint",
    "initiatives/<slug:initiative>/complaints/<uuid:complaint>",
    enter_complaint,
    home=lambda on: complaints_home(on.initiative),
)
