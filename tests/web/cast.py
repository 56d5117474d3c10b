"""The cast of all web tests: fixed people, each with one role, two organisations that know nothing of each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.contrib.auth.hashers import make_password

from nyhavn.framework.interests import DECIDING_ROLES, OwnInterest
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import Membership, Organisation, User
from nyhavn.web.initiatives.models import Initiative, RoleAssignment
from nyhavn.web.interests.models import OwnDeclaration

PASSWORD = "seven boats in the harbour"  # noqa: S105 (of invented people)

# A name says the role: whoever reads a test knows what the person may do.
NAMES = {
    Role.COORDINATOR: "Carmen",
    Role.STEWARD: "Sipho",
    Role.ENUMERATOR: "Elena",
    Role.BOARD_MEMBER: "Boris",
    Role.APPROVER: "Aino",
    Role.ASSESSOR: "Asha",
    Role.OBSERVER: "Omar",
    Role.OUTSIDE_BODY: "Ombeni",
}
ABOUT = {
    "id": "village-water",
    "title": "Water in our village",
    "type": "survey-of-households",
    "community": "The village",
    "place": "The valley",
    "summary": "The village asks who has water.",
}


@dataclass(frozen=True)
class Cast:
    """One organisation with an initiative and somebody in every role."""

    organisation: Organisation
    initiative: Initiative
    people: dict[Role, User]
    admin: User  # of the organisation; has no role in the initiative

    def __getitem__(self, role: Role) -> User:
        return self.people[role]


def person(name: str, domain: str = "village.example") -> User:
    return User.objects.create(email=f"{name.casefold()}@{domain}", password=hashed(), name=name)


@cache
def hashed() -> str:
    """The password as it is stored; worked out once, because that is slow on purpose."""
    return make_password(PASSWORD)


def declare_nothing(initiative: Initiative, people: Mapping[Role, User]) -> None:
    """They said, before anything was decided, that nothing could sway them."""
    for role, user in people.items():
        OwnDeclaration.objects.create(
            initiative=initiative,
            user=user,
            role=role.value,
            kind=OwnInterest.NONE.value,
            since=date(2026, 1, 1),
            declared_on=date(2026, 1, 1),
        )


def cast(slug: str = "village-water", domain: str = "village.example") -> Cast:
    """A whole cast. slug: of its initiative; domain: of the addresses of its people."""
    organisation = Organisation.objects.create(slug=f"council-of-{slug}", name=f"Council of {slug}", kind="community")
    about = {**ABOUT, "id": slug}
    initiative = Initiative.objects.create(slug=slug, organisation=organisation, title=ABOUT["title"], about=about)
    people = {role: person(name, domain) for role, name in NAMES.items()}
    for role, user in people.items():
        RoleAssignment.objects.create(initiative=initiative, user=user, role=role.value)
    declare_nothing(initiative, {role: user for role, user in people.items() if role in DECIDING_ROLES})
    admin = person("Ada", domain)
    for user in (*people.values(), admin):
        Membership.objects.create(user=user, organisation=organisation, is_admin=user is admin)
    return Cast(organisation, initiative, people, admin)
