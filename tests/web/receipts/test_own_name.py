"""A person says how they are named, changes it, and is not named without having agreed to it."""

import pytest
from django.utils import timezone

from nyhavn.framework.attribution import Wish
from nyhavn.framework.community_consent import CommunityStep
from nyhavn.framework.consent import Purpose
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.collection.actions import correct_answers, set_aside, show_answers
from nyhavn.web.collection.aside import reason_of
from nyhavn.web.collection.credits import consenting, credit_of, say_credit
from nyhavn.web.collection.models import Contribution, ContributorCredit
from nyhavn.web.consent.community_actions import name_body, record_decision
from nyhavn.web.consent.community_asks import BodySaid, DecisionSaid
from web import objects
from web.cast import Cast
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


def test_a_name_and_a_reason_stay_when_an_answer_is_corrected(named: Person, village: Cast) -> None:
    at_name(named).post("/mine/name/", **{"-credit": "named", "-credit-name": "Amina"})
    set_aside(by=village[Role.STEWARD], on=named.contribution, reason="It came twice.")
    corrected = {**objects.SAID, "age": "35"}
    correct_answers(contribution=named.contribution.uuid, version=1, answers=corrected)
    kept = Contribution.objects.get()
    assert show_answers(by=village[Role.STEWARD], on=kept)["age"] == "35"
    assert (credit_of(kept).name, reason_of(kept)) == ("Amina", "It came twice.")


def test_a_name_that_is_missing_is_asked_for(named: Person) -> None:
    browser = at_name(named).post("/mine/name/", **{"-credit": "named", "-credit-name": " "})
    assert (browser.status, ContributorCredit.objects.exists()) == (422, False)
    assert "Please write the name" in browser.text


def test_without_a_yes_to_be_named_there_is_nothing_to_choose(amina: Person) -> None:
    browser = at_name(amina)
    assert "So you are not named." in browser.text
    browser.post("/mine/name/", **{"-credit": "named", "-credit-name": "Amina"})
    assert not ContributorCredit.objects.exists()


def test_whoever_takes_back_being_named_leaves_no_name_behind(named: Person) -> None:
    browser = at_name(named).post("/mine/name/", **{"-credit": "named", "-credit-name": "Amina"})
    browser.open("/mine/uses/").post("/mine/uses/", **{"-use": "stop:attribution"})
    assert "So you are not named." in browser.open("/mine/name/").text
    assert not ContributorCredit.objects.exists()
    assert "Amina" not in browser.open("/mine/name/").html


def test_whoever_takes_back_another_use_is_still_named(named: Person) -> None:
    browser = at_name(named).post("/mine/name/", **{"-credit": "named", "-credit-name": "Amina"})
    browser.open("/mine/uses/").post("/mine/uses/", **{"-use": "stop:published-aggregates"})
    assert credit_of(named.contribution).name == "Amina"


def test_a_community_that_is_against_names_is_heard(named: Person, village: Cast) -> None:
    say_credit(by=None, contribution=named.contribution, wish=Wish.NAMED, name="Amina")
    assert consenting([named.contribution]) == {named.contribution.uuid}
    by, day = village[Role.BOARD_MEMBER], timezone.localdate()
    mandate = BodySaid(name="The assembly", mandate="The village.", decides_how="By consensus.", mandate_from=day)
    body = name_body(by=by, on=village.initiative, said=mandate)
    said = {"purposes": (Purpose.ATTRIBUTION,), "starts_on": day, "decided_on": day, "minutes": "Minutes 7"}
    record_decision(by=by, on=body, said=DecisionSaid(step=CommunityStep.VETOES, **said))
    assert consenting([named.contribution]) == frozenset()
    with pytest.raises(Refusal) as refused:
        say_credit(by=None, contribution=named.contribution, wish=Wish.PSEUDONYM, name="River")
    assert refused.value.codes == ("credit-without-consent",)
    record_decision(by=by, on=body, said=DecisionSaid(step=CommunityStep.LIFTS_VETO, **said))
    assert consenting([named.contribution]) == {named.contribution.uuid}
