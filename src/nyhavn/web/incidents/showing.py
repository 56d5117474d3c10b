"""What those who may read incidents are shown."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from nyhavn.framework.declared import Declared
from nyhavn.framework.incidents import IncidentKind, IncidentStep
from nyhavn.framework.roles import Role
from nyhavn.web.incidents.models import Incident
from nyhavn.web.incidents.queries import done_steps, due_of, readable_by, roles_not_for
from nyhavn.web.incidents.subjects import Desk
from nyhavn.web.incidents.words import words_of, words_of_act


class DueShown(Declared):
    """Something to be done, and until when."""

    step: IncidentStep
    at: datetime
    is_over: bool


class ActShown(Declared):
    """Something that was done. by: uuid of the account, None once it is gone."""

    step: IncidentStep
    words: str
    at: datetime
    by: UUID | None


class IncidentShown(Declared):
    """One incident. Who reported it is known to nobody. words: "" once they are destroyed."""

    uuid: UUID
    kind: IncidentKind
    words: str
    about: tuple[Role, ...]
    reported_at: datetime
    due: tuple[DueShown, ...]
    acts: tuple[ActShown, ...]
    is_closed: bool


class IncidentsShown(Declared):
    """The incidents that this account may know of, the newest first."""

    incidents: tuple[IncidentShown, ...]


def incidents_shown(desk: Desk) -> IncidentsShown:
    """Those on somebody's desk."""
    return IncidentsShown(incidents=tuple(incident_shown(one) for one in readable_by(desk.user, desk.initiative)))


def incident_shown(incident: Incident) -> IncidentShown:
    """One of them."""
    now = timezone.now()
    return IncidentShown(
        uuid=incident.uuid,
        kind=IncidentKind(incident.kind),
        words=words_of(incident),
        about=tuple(sorted(roles_not_for(incident))),
        reported_at=incident.reported_at,
        due=tuple(DueShown(step=due.step, at=due.at, is_over=due.is_over(now)) for due in due_of(incident)),
        acts=tuple(
            ActShown(
                step=IncidentStep(act.step),
                words=words_of_act(act),
                at=act.done_at,
                by=act.done_by.uuid if act.done_by else None,
            )
            for act in incident.acts.all()
        ),
        is_closed=IncidentStep.CLOSE in done_steps(incident),
    )
