"""What waits for somebody who may act on complaints."""

from collections.abc import Iterator

from nyhavn.framework.roles import Right, roles_with
from nyhavn.web.accounts.models import User
from nyhavn.web.complaints.queries import history_of, readable_by
from nyhavn.web.complaints.subjects import complaints_home
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.waiting import Waiting, add_waiting

TITLE = "Something came in and waits for you"


def complaints_waiting(user: User) -> Iterator[Waiting]:
    """Complaints about which something is still to be done."""
    may = [role.value for role in roles_with(Right.ANSWER_COMPLAINTS)]
    for initiative in Initiative.objects.filter(roles__user=user, roles__role__in=may).distinct():
        for complaint in readable_by(user, initiative):
            if history_of(complaint).due():
                yield Waiting(TITLE, initiative.title, complaints_home(initiative), complaint.received_at)


add_waiting(complaints_waiting)
