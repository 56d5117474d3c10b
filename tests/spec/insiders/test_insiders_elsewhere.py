"""Nobody reaches the things of another organisation, whatever they are at home; nor do they learn that they exist."""

from collections.abc import Mapping
from uuid import uuid4

import pytest
from django.test import Client

from nyhavn.framework.roles import AccountRight, OrganisationRight, Right, Role, SiteRight
from nyhavn.web.accounts.models import Membership
from nyhavn.web.initiatives.models import RoleAssignment
from nyhavn.web.site.doors import Door, guarded
from web.cast import Cast, person
from web.examples.registry import Examples, parts_of
from web.knocking import METHODS, NO_SUCH_METHOD, knock, work_doors

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WHO = ["in every role elsewhere", "administrator elsewhere"]
NOWHERE = "no-such-thing"
CHOICES = {"what"}  # parts of an address that say which list is shown, and name no thing of anybody


def theirs() -> tuple[Door, ...]:
    """The doors to things that belong to somebody."""
    kinds = (Right, OrganisationRight)
    of_one = [door for door in guarded() if door.right is AccountRight.OWN and "key" in parts_of(door.route)]
    return (*work_doors(tuple(door for door in guarded() if isinstance(door.right, kinds))), *work_doors(tuple(of_one)))


def somebody(harbour: Cast, who: str) -> Client:
    """In every role: whatever a door lets in that looks at roles and not at where they are held."""
    user = harbour.admin if who == "administrator elsewhere" else person("Iris", "harbour.example")
    if user != harbour.admin:
        Membership.objects.create(user=user, organisation=harbour.organisation, is_admin=False)
        for role in Role:
            RoleAssignment.objects.create(initiative=harbour.initiative, user=user, role=role.value)
    client = Client()
    client.force_login(user)
    return client


def unknown(keys: Mapping[str, str], but: tuple[str, ...] = ()) -> dict[str, str]:
    """The same parts, naming nothing that exists."""
    return {
        name: value if name in but else (str(uuid4()) if len(value) == 36 else NOWHERE) for name, value in keys.items()
    }


@pytest.mark.parametrize("who", WHO)
def test_a_door_elsewhere_answers_exactly_like_one_to_nothing(village: Cast, harbour: Cast, who: str) -> None:
    examples, client = Examples(village), somebody(harbour, who)
    wrong: dict[str, object] = {}
    assert len(theirs()) > 100
    for door in theirs():
        keys = examples.keys_of(door.route)
        for method in METHODS[door.kind]:
            there, nothing = knock(client, door, keys, method), knock(client, door, unknown(keys), method)
            if there.status not in (404, NO_SUCH_METHOD) or there != nothing:
                wrong[f"{method} {door}"] = (there.status, nothing.status)
    assert wrong == {}


@pytest.mark.parametrize("who", WHO)
def test_a_thing_elsewhere_is_not_reached_through_the_own_initiative(village: Cast, harbour: Cast, who: str) -> None:
    examples, client = Examples(village), somebody(harbour, who)
    home = {"initiative": harbour.initiative.slug, "organisation": harbour.organisation.slug}
    deep = [door for door in theirs() if len(set(parts_of(door.route)) - CHOICES) > 1]
    assert len(deep) > 20
    wrong: dict[str, object] = {}
    for door in deep:
        keys = {**examples.keys_of(door.route), **{name: home[name] for name in home if name in parts_of(door.route)}}
        for method in METHODS[door.kind]:
            there = knock(client, door, keys, method)
            nothing = knock(client, door, unknown(keys, but=tuple(home)), method)
            if there.status < 400 or there != nothing:
                wrong[f"{method} {door}"] = (there.status, nothing.status)
    assert wrong == {}


def test_the_site_is_the_operators(village: Cast, harbour: Cast) -> None:
    examples, client = Examples(village), somebody(harbour, "administrator elsewhere")
    doors = work_doors(tuple(door for door in guarded() if isinstance(door.right, SiteRight)))
    assert len(doors) > 5
    answers = {
        f"{method} {door}": knock(client, door, examples.keys_of(door.route), method).status
        for door in doors
        for method in METHODS[door.kind]
    }
    assert {door: status for door, status in answers.items() if status not in (403, NO_SUCH_METHOD)} == {}
