"""Roles: given to people who are known here, offered to others, and never all taken away."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from pydantic import ValidationError

from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.invitations import accept, invite
from nyhavn.web.accounts.models import Invitation, Membership, OutgoingMail, User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.initiatives import people
from nyhavn.web.initiatives.asks import RoleGiven, RoleOffered
from nyhavn.web.initiatives.models import RoleAssignment, RoleInvitation
from nyhavn.web.initiatives.people_queries import people_shown
from web.cast import PASSWORD, Cast, person

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
PAGE = "/work/initiatives/village-water/people/"


def give(village: Cast, user: User, role: Role) -> RoleAssignment:
    said = RoleGiven(person=str(user.uuid), role=role)
    return people.give_role(by=village[Role.COORDINATOR], on=village.initiative, said=said)


def offer(village: Cast, email: str, role: str) -> Invitation:
    said = RoleOffered(email=email, role=role)
    people.offer_role(by=village[Role.COORDINATOR], on=village.initiative, said=said)
    return Invitation.objects.get(email=email)


def refused(call: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(Refusal) as found:
        call()
    return found.value.codes


def test_a_member_gets_a_second_role(village: Cast) -> None:
    given = give(village, village[Role.ENUMERATOR], Role.STEWARD)
    assert (given.user, given.role) == (village[Role.ENUMERATOR], "steward")
    entry = AuditRecord.objects.get(action="role-given")
    assert (entry.on, entry.facts) == (village[Role.ENUMERATOR].uuid, {"role": "steward"})


def test_the_same_role_is_given_once(village: Cast) -> None:
    assert refused(lambda: give(village, village[Role.STEWARD], Role.STEWARD)) == ("role-already-given",)


def test_a_member_of_the_organisation_is_never_its_assessor(village: Cast) -> None:
    assert refused(lambda: give(village, village[Role.OBSERVER], Role.ASSESSOR)) == ("assessor-of-own-organisation",)


def test_somebody_unknown_here_is_not_found_by_guessing(village: Cast, stranger: User) -> None:
    assert refused(lambda: give(village, stranger, Role.OBSERVER)) == ("person-unknown-here",)
    assert not stranger.roles.exists()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.STEWARD, Role.ENUMERATOR])
def test_somebody_from_outside_does_not_act_for_the_organisation(village: Cast, stranger: User, role: Role) -> None:
    village.initiative.roles.create(user=stranger, role=Role.OBSERVER.value)
    assert refused(lambda: give(village, stranger, role)) == ("role-needs-membership",)


@pytest.mark.parametrize("role", ["assessor", "approver", "board-member", "observer"])
def test_somebody_from_outside_takes_up_each_role_that_is_open_to_them(
    village: Cast, stranger: User, role: str
) -> None:
    invitation = offer(village, stranger.email, role)
    assert not stranger.roles.exists()
    accept(by=stranger, invitation=invitation)
    assert [given.role for given in stranger.roles.all()] == [role]
    assert not Membership.objects.filter(user=stranger).exists()


@pytest.mark.parametrize("role", ["coordinator", "steward", "enumerator", "operator", ""])
def test_no_other_role_can_be_offered_by_mail(role: str) -> None:
    with pytest.raises(ValidationError):
        RoleOffered(email="somebody@elsewhere.example", role=role)


def test_a_member_cannot_become_assessor_by_a_mail_either(village: Cast) -> None:
    omar = village[Role.OBSERVER]
    invitation = offer(village, omar.email, "assessor")
    assert refused(lambda: accept(by=omar, invitation=invitation)) == ("assessor-of-own-organisation",)
    assert Invitation.objects.get().used_at is None


def test_an_assessor_cannot_become_a_member_of_the_organisation(village: Cast, stranger: User) -> None:
    accept(by=stranger, invitation=offer(village, stranger.email, "assessor"))
    sent = invite(by=village.admin, email=stranger.email, organisation=village.organisation, to_what="join")
    assert refused(lambda: accept(by=stranger, invitation=sent.invitation)) == ("assessor-of-own-organisation",)
    assert not Membership.objects.filter(user=stranger).exists()


def test_an_offer_is_sent_by_mail_and_a_newer_one_replaces_it(
    village: Cast, post_office: Callable[[], list[str]]
) -> None:
    offer(village, "asta@office.example", "assessor")
    offer(village, "asta@office.example", "assessor")
    assert RoleInvitation.objects.count() == Invitation.objects.count() == 1
    bodies = post_office()
    assert "“Water in our village”, as assessor" in bodies[-1]
    assert mail.outbox[-1].to == ["asta@office.example"]


def test_whoever_comes_by_such_a_link_makes_an_account_and_has_the_role(
    village: Cast, post_office: Callable[[], list[str]]
) -> None:
    offer(village, "asta@office.example", "assessor")
    link = re.search(r"http://localhost:8000(/accounts/invitation/\S+)", post_office()[0])
    assert link is not None
    client = Client()
    client.get(link[1])
    client.post("/accounts/invitation/", {"name": "Asta", "password": PASSWORD})
    assert client.get("/work/initiatives/village-water/").status_code == 200
    assert "Water in our village" in client.get("/work/").content.decode()


def test_an_offer_that_is_taken_back_opens_nothing(village: Cast, stranger: User, signed_in: SignedIn) -> None:
    invitation = offer(village, stranger.email, "observer")
    answer = signed_in(village[Role.COORDINATOR]).post(f"{PAGE}offers/{invitation.uuid}/do/withdraw/")
    assert answer.headers["Location"] == PAGE
    assert refused(lambda: accept(by=stranger, invitation=invitation)) == ("invitation-not-usable",)
    assert not OutgoingMail.objects.filter(to=village[Role.COORDINATOR].email).exists()


def test_a_role_is_taken_away_on_its_page(village: Cast, signed_in: SignedIn) -> None:
    omar = village[Role.OBSERVER]
    given = omar.roles.get()
    assert signed_in(village[Role.COORDINATOR]).post(f"{PAGE}{given.uuid}/do/take/").headers["Location"] == PAGE
    assert signed_in(omar).get("/work/initiatives/village-water/").status_code == 404
    entry = AuditRecord.objects.get(action="role-taken")
    assert (entry.on, entry.facts) == (omar.uuid, {"role": "observer"})


def test_the_last_coordinator_stays_until_there_is_another(village: Cast) -> None:
    carmen = village[Role.COORDINATOR]
    assert refused(lambda: people.take_role(by=carmen, on=carmen.roles.get())) == ("last-coordinator",)
    assert carmen.roles.count() == 1
    give(village, village[Role.STEWARD], Role.COORDINATOR)
    people.take_role(by=carmen, on=carmen.roles.get())
    assert not carmen.roles.exists()


def test_names_are_for_those_who_give_roles(village: Cast, signed_in: SignedIn) -> None:
    offer(village, "asta@office.example", "assessor")
    seen = signed_in(village[Role.COORDINATOR]).get(PAGE).content.decode()
    assert "Elena" in seen
    assert "asta@office.example" in seen
    assert signed_in(village[Role.STEWARD]).get(PAGE).status_code == 403
    about = signed_in(village[Role.STEWARD]).get("/work/initiatives/village-water/about/").content.decode()
    assert "Elena" not in about


def test_people_are_listed_with_roles_and_whether_they_come_from_outside(village: Cast) -> None:
    guest = person("Gül", "elsewhere.example")
    village.initiative.roles.create(user=guest, role=Role.OBSERVER.value)
    village.initiative.roles.create(user=guest, role=Role.APPROVER.value)
    found = next(one for one in people_shown(village.initiative).people if one.name == "Gül")
    assert (found.is_member, [given.role for given in found.roles]) == (False, [Role.OBSERVER, Role.APPROVER])


def test_the_number_of_unanswered_offers_is_limited(village: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "MOST_OPEN", 1)
    offer(village, "one@elsewhere.example", "observer")
    offer(village, "one@elsewhere.example", "observer")
    assert refused(lambda: offer(village, "two@elsewhere.example", "observer")) == ("invitations-too-many",)
