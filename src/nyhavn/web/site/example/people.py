"""The invented people of the example: how they come in, and what they are in it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

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
    operator = _joined(OPERATOR, "Olga Marin", password)
    new = {"slug": ORGANISATION, "name": NAME, "kind": "civil-society", "admin": COORDINATOR}
    do(operator, "site.create-organisation", new)
    coordinator = _joined(COORDINATOR, "Carmen Ruiz", password)
    team = {}
    for role, (email, name) in TEAM.items():
        do(coordinator, "organisation.invite", {"email": email}, organisation=ORGANISATION)
        team[role] = _joined(email, name, password)
    return People(operator, coordinator, team, password)


def take_roles(people: People, initiative: str) -> None:
    """The coordinator gives everybody a role."""
    for role, user in people.team.items():
        said = {"person": str(user.uuid), "role": role.value}
        do(people.coordinator, "initiative.give-role", said, initiative=initiative)


def _joined(email: str, name: str, password: str) -> User:
    """Somebody who used the link of an invitation."""
    invitation = Invitation.objects.filter(email=email, used_at=None).latest("id")
    user = join(invitation=invitation, name=name, password=password)
    user.refresh_from_db()
    return user
