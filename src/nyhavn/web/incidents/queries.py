"""Who may know of an incident, what is still to be done, and whom to tell."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Prefetch

from nyhavn.framework.incidents import Due, IncidentKind, IncidentStep, due_steps, may_read
from nyhavn.framework.roles import Right, Role, rights_of, roles_with
from nyhavn.web.accounts.models import User
from nyhavn.web.incidents.models import Incident, IncidentAct
from nyhavn.web.initiatives.access import roles_in
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.people_queries import roles_lost


def roles_not_for(incident: Incident) -> frozenset[Role]:
    """Roles of those whom it is about."""
    return frozenset(Role(code) for code in incident.about)


def readable_by(user: User, initiative: Initiative) -> tuple[Incident, ...]:
    """The incidents that somebody may know of, the newest first."""
    roles = roles_in(user, initiative)
    if Right.READ_INCIDENTS not in rights_of(roles):
        return ()
    lost = roles_lost(user, initiative)
    acts = Prefetch("acts", IncidentAct.objects.select_related("done_by").order_by("id"))
    found = Incident.objects.filter(initiative=initiative).select_related("initiative", "epoch").prefetch_related(acts)
    return tuple(one for one in found if _may_know(roles, lost, one))


def _may_know(roles: Collection[Role], lost: Collection[tuple[datetime, Role]], incident: Incident) -> bool:
    """Whether it is not about somebody, also in a role that they gave up since: nobody leaves a role to read it."""
    since = {role for at, role in lost if at >= incident.reported_at}
    return may_read({*roles, *since}, roles_not_for(incident))


def done_steps(incident: Incident) -> frozenset[IncidentStep]:
    """What was done about it."""
    return frozenset(IncidentStep(act.step) for act in incident.acts.all())


def due_of(incident: Incident) -> tuple[Due, ...]:
    """What is still to be done about it, and until when."""
    return due_steps(IncidentKind(incident.kind), incident.reported_at, done_steps(incident))


def who_acts(incident: Incident) -> tuple[User, ...]:
    """Those who are told of it because they may read it."""
    may = [role.value for role in roles_with(Right.READ_INCIDENTS)]
    people = User.objects.filter(roles__initiative=incident.initiative, roles__role__in=may, is_active=True).distinct()
    return tuple(user for user in people if _is_for(user, incident))


def who_finds_somebody(incident: Incident) -> tuple[User, ...]:
    """Those who run the site, where nobody may read it. Not those it is about: they would learn that it is there."""
    operators = User.objects.filter(is_operator=True, is_active=True)
    return tuple(user for user in operators if _is_for(user, incident))


def _is_for(user: User, incident: Incident) -> bool:
    of = incident.initiative
    return _may_know(roles_in(user, of), roles_lost(user, of), incident)
