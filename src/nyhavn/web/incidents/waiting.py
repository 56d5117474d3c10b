"""What waits for somebody who may act on harm that was reported."""

from collections.abc import Iterator

from nyhavn.framework.roles import Right, roles_with
from nyhavn.web.accounts.models import User
from nyhavn.web.incidents.queries import due_of, readable_by
from nyhavn.web.incidents.subjects import incidents_home
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.waiting import Waiting, add_waiting

TITLE = "Something was reported and waits for you"


def incidents_waiting(user: User) -> Iterator[Waiting]:
    """Incidents about which something is still to be done."""
    may = [role.value for role in roles_with(Right.ACT_ON_INCIDENTS)]
    for initiative in Initiative.objects.filter(roles__user=user, roles__role__in=may).distinct():
        for incident in readable_by(user, initiative):
            if due_of(incident):
                yield Waiting(TITLE, initiative.title, incidents_home(initiative), incident.reported_at)


add_waiting(incidents_waiting)
