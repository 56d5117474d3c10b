"""A person says how they are named, changes it, and is not named without having agreed to it."""

import pytest

from nyhavn.framework.attribution import Wish
from nyhavn.web.collection.credits import credit_of
from nyhavn.web.collection.models import ContributorCredit
from web.own_browser import OwnBrowser
from web.receipt_holders import Person, agrees_to_be_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(amina: Person) -> Person:
    return agrees_to_be_named(amina)


def at_name(person: Person) -> OwnBrowser:
    return OwnBrowser().come(person.words).open("/mine/name/")


def test_a_name_is_said_changed_and_forgotten(named: Person) -> None:
    browser = at_name(named)
    assert "It may be the only name there." in browser.text
    browser.post("/mine/name/", **{"-credit": "pseudonym", "-credit-name": "River"})
    assert (browser.path, credit_of(named.contribution).name) == ("/mine/name/", "River")
    assert 'value="River"' in browser.html
    browser.post("/mine/name/", **{"-credit": "named", "-credit-name": "Amina"})
    assert (credit_of(named.contribution).wish, credit_of(named.contribution).name) == (Wish.NAMED, "Amina")
    browser.post("/mine/name/", **{"-credit": "anonymous"})
    assert not ContributorCredit.objects.exists()


def test_a_name_that_is_missing_is_asked_for(named: Person) -> None:
    browser = at_name(named).post("/mine/name/", **{"-credit": "named", "-credit-name": " "})
    assert (browser.status, ContributorCredit.objects.exists()) == (422, False)
    assert "Please write the name" in browser.text


def test_without_a_yes_to_be_named_there_is_nothing_to_choose(amina: Person) -> None:
    browser = at_name(amina)
    assert "So you are not named." in browser.text
    browser.post("/mine/name/", **{"-credit": "named", "-credit-name": "Amina"})
    assert not ContributorCredit.objects.exists()


def test_whoever_takes_back_being_named_can_have_the_name_forgotten(named: Person) -> None:
    browser = at_name(named).post("/mine/name/", **{"-credit": "named", "-credit-name": "Amina"})
    browser.open("/mine/uses/").post("/mine/uses/", **{"-use": "stop:attribution"})
    assert "So you are not named." in browser.open("/mine/name/").text
    browser.post("/mine/name/", **{"-credit": "anonymous"})
    assert credit_of(named.contribution).name == ""
    assert "Amina" not in browser.open("/mine/name/").html
