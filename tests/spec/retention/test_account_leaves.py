"""Somebody with an account takes a copy of what is kept and leaves: nothing names them, and the record still holds."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import models
from django.test import Client

from nyhavn.exchange.audit_log.verification import verify_log
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts import mail
from nyhavn.web.accounts.access_keys import make_key
from nyhavn.web.accounts.invitations import invite
from nyhavn.web.accounts.leaving import LeavingSaid, delete_account, take_copy
from nyhavn.web.accounts.models import AccessKey, Invitation, Membership, OutgoingMail, User
from nyhavn.web.audit.exporting import Reader, log_lines
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.audit.seals import broken_seals, seal
from nyhavn.web.initiatives.asks import RoleGiven
from nyhavn.web.initiatives.models import RoleAssignment
from nyhavn.web.initiatives.people import give_role
from nyhavn.web.pages.classified import classified_models, erasable_fields
from web import objects
from web.cast import PASSWORD, Cast, person

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


def leave(user: User) -> None:
    delete_account(by=user, said=LeavingSaid(email=user.email))


def full_life(village: Cast) -> User:
    """The steward has done much, has a key, waits for a mail, and was invited elsewhere."""
    sipho = village[Role.STEWARD]
    objects.contribution(objects.collection(village))
    make_key(by=sipho, label="nightly sipho", days=3)
    mail.send(sipho.email, "Hello Sipho", "A mail that waits")
    invite(by=village.admin, email=sipho.email, to_what="join")
    EmailAddress.objects.create(user=sipho, email=sipho.email, verified=True, primary=True)
    objects.practice_record(village, Role.STEWARD)
    seal()
    return sipho


def text_left(values: tuple[str, ...]) -> list[str]:
    """Fields of any model in which one of these texts or numbers still stands."""
    found = []
    for model in classified_models():
        for field in erasable_fields(model):
            if not isinstance(model._meta.get_field(field), models.BinaryField):
                stored = " ".join(str(value) for value in model._default_manager.values_list(field, flat=True))
                found += [f"{model.__name__}.{field}" for value in values if value in stored]
    return found


def test_nothing_names_whoever_left_and_everybody_elses_things_are_there(village: Cast) -> None:
    sipho = full_life(village)
    values = (sipho.email, str(sipho.uuid), "Sipho", "nightly sipho")
    others = set(User.objects.exclude(id=sipho.id).values_list("email", flat=True))
    contributions = village.initiative.collections.get().contributions.count()
    assert {"User.email", "AccessKey.label", "OutgoingMail.to", "Invitation.email"} <= set(text_left(values))
    leave(sipho)
    assert text_left(values) == []
    assert set(User.objects.values_list("email", flat=True)) == others
    assert village.initiative.collections.get().contributions.count() == contributions
    assert not AccessKey.objects.exists()
    assert not EmailAddress.objects.exists()
    assert village[Role.COORDINATOR].roles.exists()


def test_the_chain_of_the_record_holds_and_says_that_somebody_was_erased(village: Cast, tmp_path: Path) -> None:
    sipho = full_life(village)
    acted = AuditRecord.objects.filter(by=sipho.uuid).count()
    count = AuditRecord.objects.count()
    assert acted
    leave(sipho)
    while seal():
        pass
    assert AuditRecord.objects.count() > count  # no line is gone
    assert not AuditRecord.objects.filter(by=sipho.uuid).exists()
    assert AuditRecord.objects.get(action="account-erased").by is None
    assert broken_seals() == ()
    kept = tmp_path / "log.jsonl"
    call_command("export_log", "--out", str(kept), "--with-people", stdout=StringIO())
    assert str(sipho.uuid) not in kept.read_text()
    assert verify_log(log_lines(Reader(None, sees_people=True))).problems == ()


def test_nobody_leaves_an_initiative_without_anybody_who_answers(village: Cast) -> None:
    carmen = village[Role.COORDINATOR]
    with pytest.raises(Refusal, match="no coordinator"):
        leave(carmen)
    assert User.objects.filter(id=carmen.id).exists()
    assert RoleAssignment.objects.filter(user=carmen).exists()
    assert Membership.objects.filter(user=carmen).exists()
    said = RoleGiven(person=str(village[Role.STEWARD].uuid), role=Role.COORDINATOR)
    give_role(by=carmen, on=village.initiative, said=said)
    leave(carmen)
    assert not User.objects.filter(email=carmen.email).exists()


def test_an_outsider_with_a_role_leaves_as_well(village: Cast) -> None:
    asha = village[Role.ASSESSOR]
    leave(asha)
    assert not RoleAssignment.objects.filter(role=Role.ASSESSOR.value).exists()


def test_the_last_administrator_and_the_last_operator_stay(village: Cast) -> None:
    with pytest.raises(Refusal, match="no administrator"):
        leave(village.admin)
    olga = person("Olga", "site.example")
    User.objects.filter(id=olga.id).update(is_operator=True)
    olga.refresh_from_db()
    with pytest.raises(Refusal, match="no operator"):
        leave(olga)
    other = person("Oleg", "site.example")
    User.objects.filter(id=other.id).update(is_operator=True)
    leave(olga)
    assert not User.objects.filter(email="olga@site.example").exists()


def test_an_account_does_not_end_by_mistake(stranger: User) -> None:
    with pytest.raises(Refusal, match="not the address"):
        delete_account(by=stranger, said=LeavingSaid(email="other@nowhere.example"))
    assert User.objects.filter(id=stranger.id).exists()


def test_on_the_page_every_browser_is_signed_out_and_the_password_opens_nothing(
    stranger: User, signed_in: SignedIn
) -> None:
    browser, phone = signed_in(stranger), signed_in(stranger)
    email = stranger.email
    assert "Delete your account" in browser.get("/work/me/").content.decode()
    answer = browser.post("/work/me/do/delete/", {"email": email})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert not Session.objects.exists()
    for client in (browser, phone):
        assert client.get("/work/me/").status_code in (302, 403, 404)
    assert not Client().login(email=email, password=PASSWORD)
    assert not User.objects.filter(email=email).exists()


def test_a_copy_has_what_is_kept_of_the_account_and_nothing_of_others(village: Cast, signed_in: SignedIn) -> None:
    sipho = full_life(village)
    answer = signed_in(sipho).post("/work/me/do/take-copy/")
    found = json.loads(answer.content)
    assert found["account"] == {"email": sipho.email, "name": "Sipho", "language": "en"}
    assert found["kept"]["accounts.accesskey"][0]["label"] == "nightly sipho"
    assert found["kept"]["initiatives.roleassignment"][0]["role"] == "steward"
    assert found["kept"]["accounts.invitation"][0]["email"] == sipho.email
    assert "practice-kept" in {line["action"] for line in found["done"]}
    text = answer.content.decode()
    assert AccessKey.objects.get().key_hash not in text
    for other in User.objects.exclude(id=sipho.id):
        assert other.email not in text
    assert "collection.contribution" not in found["kept"]


def test_a_copy_says_nothing_of_what_others_keyed_in_or_waits_for_them(village: Cast) -> None:
    sipho, carmen = full_life(village), village[Role.COORDINATOR]
    text = take_copy(by=carmen).content.decode()
    assert sipho.email not in text
    assert OutgoingMail.objects.filter(to=sipho.email).exists()
    assert Invitation.objects.filter(email=sipho.email).exists()
