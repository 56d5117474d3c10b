"""Everybody who could stand before a door, and what each of them may do there."""

from collections.abc import Iterator
from dataclasses import dataclass

from nyhavn.framework.roles import (
    ADMIN_RIGHTS,
    MEMBER_RIGHTS,
    RIGHTS,
    AccountRight,
    AnyRight,
    Role,
    SiteRight,
)
from nyhavn.web.accounts.models import User
from web.cast import Cast, person

OF_ONE_PERSON = {"key", "practice"}  # a thing with this part in its route belongs to the coordinator alone


@dataclass(frozen=True)
class Somebody:
    """A person before the doors of a cast. rights: everything this person may do on the things of that cast."""

    who: str
    user: User
    rights: frozenset[AnyRight]

    def __str__(self) -> str:
        return self.who

    def expected(self, right: AnyRight, parts: tuple[str, ...] = ()) -> int:
        """200 for somebody who may, 403 for somebody who belongs there and may not, 404 for everybody else."""
        if right in self.rights:
            return 404 if OF_ONE_PERSON & set(parts) and self.who != Role.COORDINATOR else 200
        if isinstance(right, SiteRight):
            return 403  # that there is a site is no secret
        return 403 if any(isinstance(held, type(right)) for held in self.rights - {AccountRight.OWN}) else 404


def insiders(cast: Cast) -> Iterator[Somebody]:
    """Everybody who belongs to a cast, one by one."""
    for role, user in cast.people.items():
        yield Somebody(role.value, user, frozenset({*RIGHTS[role], *MEMBER_RIGHTS, AccountRight.OWN}))
    yield Somebody("administrator", cast.admin, frozenset({*ADMIN_RIGHTS, AccountRight.OWN}))


def operator() -> Somebody:
    """The operator of the site."""
    user = person("Olga", "site.example")
    User.objects.filter(id=user.id).update(is_operator=True)
    return Somebody("operator", User.objects.get(id=user.id), frozenset({SiteRight.OPERATE, AccountRight.OWN}))
