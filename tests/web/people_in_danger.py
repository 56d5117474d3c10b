"""Dangers, those who sign for them from outside, and stops, for tests of any folder."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.incidents.actions import report_incident
from nyhavn.web.incidents.asks import IncidentSaid
from nyhavn.web.incidents.models import Incident
from nyhavn.web.initiatives.models import RoleAssignment
from nyhavn.web.safety import actions, freezing
from nyhavn.web.safety.asks import FreezeSaid, RiskSaid, SignatureSaid
from nyhavn.web.safety.models import Freeze, Risk
from nyhavn.web.safety.queries import newest
from web.cast import Cast, person

WORDS = "The man from the mill stood at the door and asked for my name."


def outsider(village: Cast, name: str = "Orla", role: Role = Role.OBSERVER) -> User:
    """Somebody with a role who belongs to another house."""
    made = person(name, "elsewhere.example")
    RoleAssignment.objects.create(initiative=village.initiative, user=made, role=role.value)
    return made


def risk_said(village: Cast, *, severity: str = "grave", likelihood: str = "possible", days: int = 30) -> RiskSaid:
    return RiskSaid.model_validate(
        {
            "harm": "Somebody is beaten for having answered.",
            "at_risk": "person",
            "likelihood": likelihood,
            "severity": severity,
            "mitigation": "Answers are given in the school, not at home.",
            "owner": str(village[Role.STEWARD].uuid),
            "review_date": timezone.localdate() + timedelta(days=days),
        }
    )


def risk(village: Cast, **said: Any) -> Risk:
    """A danger that the coordinator wrote down; a high one if nothing else is said."""
    return actions.write_risk(by=village[Role.COORDINATOR], on=village.initiative, said=risk_said(village, **said))


def written_anew(village: Cast, on: Risk, **said: Any) -> None:
    actions.rewrite_risk(by=village[Role.COORDINATOR], on=on, said=risk_said(village, **said))


def signed(on: Risk, by: User, *, agrees: str = "yes", publicity: str = "not") -> None:
    number = newest(Risk.objects.get(id=on.id)).number
    said = SignatureSaid.model_validate(
        {"number": number, "agrees": agrees, "reason": "I asked the women.", "publicity": publicity}
    )
    actions.sign_risk(by=by, on=on, said=said)


def frozen(village: Cast, role: Role = Role.ENUMERATOR, **said: Any) -> Freeze:
    return freezing.freeze(by=village[role], on=village.initiative, said=FreezeSaid.model_validate(said))


def reported(village: Cast, *, kind: str = "threat", about: tuple[Role, ...] = ()) -> Incident:
    said = IncidentSaid.model_validate({"kind": kind, "words": WORDS, "about": about})
    return report_incident(on=village.initiative, said=said)
