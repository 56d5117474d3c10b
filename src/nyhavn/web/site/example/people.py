"""The invented people of the example: how they come in, and what they are in it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from nyhavn.framework.interests import OwnInterest
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.invitations import invite_operator, join
from nyhavn.web.accounts.models import Invitation, User
from nyhavn.web.site.example.hands import do

ORGANISATION = "meridian-federation"
NAME = "Meridian Federation of Organisations of Persons with Disabilities"
OPERATOR, COORDINATOR = "olga@meridian.example", "carmen@meridian.example"
# "meridian.example" can belong to nobody (RFC 2606), so no mail of the example reaches anybody.
TEAM: Mapping[Role, tuple[str, str]] = {
    Role.STEWARD: ("sipho@meridian.example", "Sipho Dlamini"),
    Role.ENUMERATOR: ("elena@meridian.example", "Elena Petrova"),
    Role.APPROVER: ("aino@meridian.example", "Aino Lehto"),
    Role.BOARD_MEMBER: ("boris@meridian.example", "Boris Anders"),
    Role.OBSERVER: ("omar@meridian.example", "Omar Haddad"),
}


@dataclass(frozen=True)
class People:
    """Everybody in the example, all with one password, which is kept nowhere."""

    operator: User
    coordinator: User
    team: Mapping[Role, User]
    password: str

    def __getitem__(self, role: Role) -> User:
        return self.coordinator if role is Role.COORDINATOR else self.team[role]


def come_in() -> People:
    """The operator lets an organisation in; its administrator invites the others."""
    password = f"harbour {secrets.token_urlsafe(12)}"
    invite_operator(email=OPERATOR)
    operator = joined(OPERATOR, "Olga Marin", password)
    new = {"slug": ORGANISATION, "name": NAME, "kind": "civil-society", "admin": COORDINATOR}
    do(operator, "site.create-organisation", new)
    coordinator = joined(COORDINATOR, "Carmen Ruiz", password)
    team = {}
    for role, (email, name) in TEAM.items():
        do(coordinator, "organisation.invite", {"email": email}, organisation=ORGANISATION)
        team[role] = joined(email, name, password)
    return People(operator, coordinator, team, password)


def take_role_from_outside(people: People, initiative: str, role: Role, email: str, name: str) -> User:
    """Somebody of no organisation here, who is invited by mail and takes the role with the link."""
    said = {"email": email, "role": role.value}
    do(people.coordinator, "initiative.offer-role", said, initiative=initiative)
    return joined(email, name, people.password)


def take_roles(people: People, initiative: str) -> None:
    """The coordinator gives everybody a role."""
    for role, user in people.team.items():
        said = {"person": str(user.uuid), "role": role.value}
        do(people.coordinator, "initiative.give-role", said, initiative=initiative)


def declare_interests(people: People, initiative: str, today: date) -> None:
    """Whoever decides says beforehand what could sway them: nothing could."""
    said = {"kind": OwnInterest.NONE.value, "since": today}
    for role in (Role.COORDINATOR, Role.APPROVER, Role.BOARD_MEMBER):
        do(people[role], "initiative.declare-own-interest", said, initiative=initiative)


def joined(email: str, name: str, password: str) -> User:
    """Somebody who used the link of an invitation."""
    invitation = Invitation.objects.filter(email=email, used_at=None).latest("id")
    user = join(invitation=invitation, name=name, password=password)
    user.refresh_from_db()
    return user
