"""An organisation: who belongs to it, who administers it, and that it never loses its last administrator."""

from collections.abc import Callable

import pytest
from django.test import Client
from pydantic import ValidationError

from nyhavn.framework.definition import PartyKind
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts import actions
from nyhavn.web.accounts.asks import (
    AdminInvited,
    MemberInvited,
    NewOrganisation,
    OrganisationSaid,
    ProfileSaid,
)
from nyhavn.web.accounts.models import Invitation, Membership, Organisation, OutgoingMail, User
from nyhavn.web.accounts.queries import members_shown, organisation_shown
from nyhavn.web.audit.models import AuditRecord
from web.cast import NAMES, Cast, person

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


@pytest.fixture
def olga(db: None) -> User:
    """The operator of the site."""
    user = person("Olga", "site.example")
    User.objects.filter(id=user.id).update(is_operator=True)
    user.refresh_from_db()
    return user


def membership(village: Cast, role: Role) -> Membership:
    return Membership.objects.get(user=village[role], organisation=village.organisation)


NEW = NewOrganisation(slug="fishers", name="The Fishers", kind=PartyKind.COMMUNITY, admin="Fatou@fishers.example")


def test_the_operator_lets_an_organisation_in_and_its_administrator_gets_a_link(olga: User) -> None:
    made = actions.create_organisation(by=olga, said=NEW)
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.organisation, invitation.is_admin) == ("fatou@fishers.example", made, True)
    assert OutgoingMail.objects.get().to == "fatou@fishers.example"
    assert not Membership.objects.filter(organisation=made).exists()


def test_a_short_name_belongs_to_one_organisation(olga: User) -> None:
    actions.create_organisation(by=olga, said=NEW)
    with pytest.raises(Refusal) as refused:
        actions.create_organisation(by=olga, said=NEW)
    assert refused.value.codes == ("short-name-already-taken",)
    assert Organisation.objects.count() == 1
    assert Invitation.objects.count() == 1


def test_the_operator_sees_names_of_organisations_and_nothing_of_their_work(
    olga: User, village: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(olga)
    shown = client.get("/work/site/").content.decode()
    assert village.organisation.name in shown
    assert village.initiative.title not in shown
    for address in (f"organisations/{village.organisation.slug}/", f"initiatives/{village.initiative.slug}/"):
        assert client.get(f"/work/{address}").status_code == 404


def test_an_organisation_without_administrators_gets_one_from_the_operator_and_sees_that(
    olga: User, village: Cast
) -> None:
    said = AdminInvited(email="new@village.example")
    actions.invite_admin(by=olga, on=village.organisation, said=said)
    assert Invitation.objects.get().is_admin
    assert AuditRecord.objects.get(action="invitation-sent").scope == village.organisation.uuid


def test_an_administrator_changes_what_is_said(village: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(village.admin).post(
        f"/work/organisations/{village.organisation.slug}/do/edit/",
        {"name": "Council", "kind": "civil-society", "address": "https://council.example", "about": "We."},
    )
    assert answer.status_code == 302
    shown = organisation_shown(Organisation.objects.get(id=village.organisation.id))
    assert (shown.name, shown.kind, shown.address) == ("Council", "civil-society", "https://council.example")
    assert AuditRecord.objects.get().action == "organisation-changed"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "council.example", "ftp://council.example"])
def test_nothing_but_a_web_address_becomes_a_link(address: str) -> None:
    with pytest.raises(ValidationError, match="begins with https"):
        OrganisationSaid(name="C", kind=PartyKind.COMMUNITY, address=address)


@pytest.mark.parametrize("email", ["", "no address", "a@b", "two@x.example, three@x.example"])
def test_what_is_no_address_gets_no_mail(email: str) -> None:
    with pytest.raises(ValidationError):
        MemberInvited(email=email)


@pytest.mark.parametrize("slug", ["", "A", "Fishers", "-fishers", "fish ers", "f/ishers", "é" * 3, "x" * 61])
def test_a_short_name_is_made_of_small_letters_digits_and_hyphens(slug: str) -> None:
    with pytest.raises(ValidationError):
        NewOrganisation(slug=slug, name="F", kind=PartyKind.COMMUNITY, admin="f@fishers.example")


def test_inviting_again_replaces_the_open_invitation(village: Cast) -> None:
    for is_admin in (True, False):
        said = MemberInvited(email="nadia@village.example", is_admin=is_admin)
        actions.invite_member(by=village.admin, on=village.organisation, said=said)
    assert [invitation.is_admin for invitation in Invitation.objects.all()] == [False]


def test_inviting_an_address_with_an_account_looks_like_inviting_any_other(
    village: Cast, stranger: User, signed_in: SignedIn
) -> None:
    client, address = signed_in(village.admin), f"/work/organisations/{village.organisation.slug}/do/invite/"
    known = client.post(address, {"email": stranger.email}, follow=True)
    unknown = client.post(address, {"email": "nobody@nowhere.example"}, follow=True)
    assert [str(message) for message in known.context["messages"]] == [
        str(message) for message in unknown.context["messages"]
    ]
    assert Invitation.objects.count() == 2
    assert not Membership.objects.filter(user=stranger).exists()


def test_the_last_administrator_stays_one_until_there_is_another(village: Cast) -> None:
    ada = Membership.objects.get(user=village.admin)
    with pytest.raises(Refusal, match="no administrator"):
        actions.set_admin(by=village.admin, on=ada, is_admin=False)
    with pytest.raises(Refusal, match="no administrator"):
        actions.remove_member(by=village.admin, on=Membership.objects.get(user=village.admin))
    assert Membership.objects.get(user=village.admin).is_admin
    actions.set_admin(by=village.admin, on=membership(village, Role.STEWARD), is_admin=True)
    actions.set_admin(by=village.admin, on=Membership.objects.get(user=village.admin), is_admin=False)
    assert [kept.user for kept in Membership.objects.filter(is_admin=True)] == [village[Role.STEWARD]]


def test_whoever_is_removed_loses_the_roles_in_its_initiatives_and_keeps_those_elsewhere(
    village: Cast, harbour: Cast
) -> None:
    sipho = village[Role.STEWARD]
    harbour.initiative.roles.create(user=sipho, role=Role.OBSERVER.value)
    actions.remove_member(by=village.admin, on=membership(village, Role.STEWARD))
    assert [role.initiative for role in sipho.roles.all()] == [harbour.initiative]
    assert AuditRecord.objects.filter(action="role-taken", scope=village.initiative.uuid).count() == 1
    assert AuditRecord.objects.filter(action="member-removed").count() == 1


def test_the_only_coordinator_cannot_be_removed_and_then_nothing_has_changed(village: Cast) -> None:
    with pytest.raises(Refusal, match="no coordinator"):
        actions.remove_member(by=village.admin, on=membership(village, Role.COORDINATOR))
    assert membership(village, Role.COORDINATOR)
    assert village[Role.COORDINATOR].roles.count() == 1
    assert not AuditRecord.objects.exists()


def test_members_see_the_organisation_and_administrators_see_who_belongs_to_it(
    village: Cast, signed_in: SignedIn
) -> None:
    address = f"/work/organisations/{village.organisation.slug}/"
    seen = signed_in(village.admin).get(address).content.decode()
    assert "elena@village.example" in seen
    seen = signed_in(village[Role.ENUMERATOR]).get(address).content.decode()
    assert village.organisation.name in seen
    assert "@village.example" not in seen
    assert "Sipho" not in seen


def test_members_are_listed_with_their_open_invitations(village: Cast) -> None:
    said = MemberInvited(email="nadia@village.example")
    actions.invite_member(by=village.admin, on=village.organisation, said=said)
    shown = members_shown(village.organisation)
    assert [member.name for member in shown.members if member.is_admin] == ["Ada"]
    assert len(shown.members) == len(NAMES) + 1  # everybody with a role, and the administrator
    assert [invitation.email for invitation in shown.invitations] == ["nadia@village.example"]


def test_everybody_changes_the_own_account_and_no_other(village: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(village[Role.OBSERVER]).post("/work/me/do/edit/", {"name": "Omar B.", "language": "ar"})
    assert answer.headers["Location"] == "/work/me/"
    omar = User.objects.get(email="omar@village.example")
    assert (omar.name, omar.language) == ("Omar B.", "ar")
    assert not User.objects.filter(language="ar").exclude(id=omar.id).exists()


@pytest.mark.parametrize("language", ["Arabic language", "ar/..", "é"])
def test_a_language_is_a_code(language: str) -> None:
    with pytest.raises(ValidationError, match="language code"):
        ProfileSaid(name="O", language=language)
