"""Reporting harm, and recording what was done about it. Nobody changes or removes what somebody reported.

What is done stands in the record of the whole site and not in that of the initiative, which those it is about may read.
Who reported it stands in neither.
"""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from nyhavn.framework.incidents import IncidentKind, IncidentStep, check_step
from nyhavn.web.accounts.mail import SOMETHING_WAITS, send
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import record
from nyhavn.web.incidents.asks import IncidentSaid
from nyhavn.web.incidents.models import Incident, IncidentAct
from nyhavn.web.incidents.queries import done_steps, who_acts, who_finds_somebody
from nyhavn.web.incidents.words import seal_act, seal_words
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.initiatives.models import Initiative

KIND = "incident"
BODY = "Something was reported in an initiative that you work in, and waits for you:\n\n{address}\n"
NOBODY_BODY = (
    "Something was reported in an initiative on your site, and nobody there may act on it. Ask that somebody from "
    "outside is given a role in it:\n\n{address}\n"
)


@transaction.atomic
def report_incident(*, on: Initiative, said: IncidentSaid) -> Incident:
    """Report harm. There is no `by`: who it was is not kept. Whoever may act is told at once.

    Raises Refusal only where the workspace leaves or left: nobody could act on it here.
    """
    check_guards(Act.SPEAK_UP, on)
    made = Incident(
        initiative=on,
        kind=said.kind.value,
        about=sorted({role.value for role in said.about}),
        reported_at=timezone.now(),
    )
    seal_words(made, said.words)
    made.save(force_insert=True)
    record("incident-reported", by=None, kind=KIND, on=made.uuid)
    tell(made)
    return made


@transaction.atomic
def act_on(*, by: User, on: Incident, step: IncidentStep, words: str) -> IncidentAct:
    """Record what was done. Raises Refusal: incident-closed, incident-step-done, incident-not-answered."""
    incident = Incident.objects.select_for_update(of=("self",)).select_related("initiative", "epoch").get(id=on.id)
    check_step(IncidentKind(incident.kind), step, done_steps(incident))
    act = IncidentAct(incident=incident, step=step.value, done_by=by)
    seal_act(act, words)
    act.save(force_insert=True)
    record(f"incident-{step.value}", by=by, kind=KIND, on=incident.uuid)
    return act


def tell(incident: Incident) -> None:
    """Write to those who can act. The mail says nothing of what it is."""
    address = f"{settings.SITE_ADDRESS}/work/initiatives/{incident.initiative.slug}/incidents/"
    people = who_acts(incident)
    for user in people or who_finds_somebody(incident):
        body = BODY if people else NOBODY_BODY
        send(user.email, SOMETHING_WAITS, body.format(address=address))
