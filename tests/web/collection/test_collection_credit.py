"""How people and a community say how they wish to be named."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest import MonkeyPatch

from nyhavn.framework.attribution import Credit, Wish
from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.community_credit import community_credit, community_labels, unnamed_community
from nyhavn.web.collection.credits import credit_of, forget_credit, say_credit
from nyhavn.web.collection.models import Collection, Contribution, ContributorCredit
from web import objects
from web.cast import Cast
from web.visitors import Visitor

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
YES = {"-consent-collection": "yes", "-consent-published-aggregates": "yes", "-consent-attribution": "yes"}
NAMED = {**objects.YES, Purpose.ATTRIBUTION: ConsentState.GIVEN}


@pytest.fixture
def collection(village: Cast, monkeypatch: MonkeyPatch) -> Collection:
    """The notice asks whether people want to be named."""
    monkeypatch.setattr(objects, "PURPOSES", (*objects.PURPOSES, Purpose.ATTRIBUTION))
    asked = {code: {**said, "attribution": f"Name you? {code}"} for code, said in objects.QUESTIONS.items()}
    monkeypatch.setattr(objects, "QUESTIONS", asked)
    return objects.collection(village)


def at_the_end(collection: Collection, said: dict[str, str]) -> Visitor:
    visitor = Visitor(Client(enforce_csrf_checks=True), f"/c/{collection.code}/").open()
    visitor.press("en", "-begin").say(said, "on").press("on", gender="woman", age="34", water="yes")
    return visitor.press("on", hours="3", sources=["tap"])


def test_whoever_agreed_is_asked_and_is_not_named_by_default(collection: Collection) -> None:
    visitor = at_the_end(collection, YES)
    assert "How shall we name you?" in visitor.text
    visitor.say({"-receipt": "none"}, "send")
    assert credit_of(Contribution.objects.get()) == Credit()
    assert ContributorCredit.objects.count() == 0


def test_whoever_said_no_is_not_asked_and_cannot_be_named(collection: Collection) -> None:
    visitor = at_the_end(collection, {**YES, "-consent-attribution": "no"})
    assert "How shall we name you?" not in visitor.text
    forged = {"-receipt": "none", "-credit": "named", "-credit-name": "Forged", "-do": "send"}
    visitor.client.post(visitor.path, {**visitor.page.values, **forged})
    assert Contribution.objects.count() == 1
    assert ContributorCredit.objects.count() == 0


def test_a_name_is_kept_sealed_and_leaves_no_trace(collection: Collection) -> None:
    visitor = at_the_end(collection, YES)
    visitor.say({"-receipt": "none", "-credit": "pseudonym", "-credit-name": " Blue\u202e  Heron "}, "send")
    found = Contribution.objects.get()
    assert credit_of(found) == Credit(Wish.PSEUDONYM, "Blue Heron", was_told=True)
    row = ContributorCredit.objects.get()
    assert b"Heron" not in bytes(row.sealed) and b"pseudonym" not in bytes(row.sealed)
    assert not AuditRecord.objects.filter(action__contains="credit").exists()


def test_a_missing_name_is_asked_for_at_its_field(collection: Collection) -> None:
    visitor = at_the_end(collection, YES)
    visitor.say({"-receipt": "none", "-credit": "named", "-credit-name": " "}, "send")
    assert "Please write the name" in visitor.text
    assert Contribution.objects.count() == 0
    visitor.say({"-receipt": "none", "-credit": "named", "-credit-name": "Ana"}, "send")
    assert credit_of(Contribution.objects.get()).name == "Ana"


def test_a_wish_is_changed_and_forgotten(collection: Collection) -> None:
    who = objects.contribution(collection, consent=NAMED)
    say_credit(by=None, contribution=who, wish=Wish.NAMED, name="Ana")
    say_credit(by=None, contribution=who, wish=Wish.COLLECTIVE, name="Ana")
    assert credit_of(who) == Credit(Wish.COLLECTIVE, "", was_told=True)
    forget_credit(by=None, contribution=who)
    assert credit_of(who) == Credit()


def test_no_name_is_kept_without_consent(collection: Collection) -> None:
    who = objects.contribution(collection)
    with pytest.raises(Refusal) as refused:
        say_credit(by=None, contribution=who, wish=Wish.NAMED, name="Ana")
    assert refused.value.reasons[0].code == "credit-without-consent"
    assert "Ana" not in str(refused.value)


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.COORDINATOR])
def test_the_community_says_how_it_is_named(village: Cast, signed_in: SignedIn, role: Role) -> None:
    client, place = signed_in(village[role]), f"/work/initiatives/{village.initiative.slug}"
    said = {"wish": "collective", "name": "People of the Well", "says_others": "on"}
    assert client.post(f"{place}/do/say-community-credit/", said).status_code == 302
    label = {"code": "TK NC", "language": "en", "text": "Not for sale."}
    assert client.post(f"{place}/do/put-label/", label).status_code == 302
    assert client.post(f"{place}/do/put-label/", {**label, "language": "ar", "text": "ليس للبيع"}).status_code == 302
    assert community_credit(village.initiative).name == "People of the Well"
    assert [each.language for each in community_labels(village.initiative)[0].texts] == ["ar", "en"]
    page = client.get(f"{place}/credit/").content.decode()
    assert "People of the Well" in page and "ليس للبيع" in page
    assert client.post(f"{place}/do/take-label/", {"code": "TK NC"}).status_code == 302
    assert community_labels(village.initiative) == ()


def test_a_community_is_unnamed_only_by_its_own_word(village: Cast, signed_in: SignedIn) -> None:
    assert unnamed_community(village.initiative) == ""
    client, place = signed_in(village[Role.BOARD_MEMBER]), f"/work/initiatives/{village.initiative.slug}"
    label = {"code": "TK A", "language": "en", "text": "Name the Valley."}
    client.post(f"{place}/do/put-label/", label)
    said = {"wish": "anonymous", "name": "The Valley"}
    assert client.post(f"{place}/do/say-community-credit/", said).status_code == 422  # a Label names it
    client.post(f"{place}/do/take-label/", {"code": "TK A"})
    assert client.post(f"{place}/do/say-community-credit/", said).status_code == 302
    assert unnamed_community(village.initiative) == "The Valley"
    assert client.post(f"{place}/do/put-label/", {**label, "text": "Ask the valley."}).status_code == 422


def test_others_may_look_and_not_say(village: Cast, signed_in: SignedIn) -> None:
    place = f"/work/initiatives/{village.initiative.slug}"
    client = signed_in(village[Role.OBSERVER])
    assert client.get(f"{place}/credit/").status_code == 200
    assert client.post(f"{place}/do/put-label/", {"code": "TK A", "language": "en", "text": "Ours."}).status_code == 403
