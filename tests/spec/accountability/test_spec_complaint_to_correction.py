"""Complaint, body outside, remedy, corrected release, and recipients who hear of it: the whole way."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from nyhavn.framework.roles import Role
from nyhavn.web.accounts.access_keys import make_key
from nyhavn.web.accounts.models import User
from nyhavn.web.complaints.models import Complaint
from nyhavn.web.releases.models import PublicRelease, Recipient
from web import publishing
from web.cast import Cast
from web.complaining import WORDS, Complainant, answered, complained, names_outside_body
from web.publishing import work
from web.receipt_holders import holder

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[User], Client]
API = "/api/v1/initiatives/village-water"
READER = "reader@people.example"


def through_interface(user: User, address: str, **said: Any) -> Any:
    """Something done by a program with a key of that person."""
    secret = make_key(by=user, label="a program", days=1).secret
    headers = {"authorization": f"Bearer {secret}"}
    return Client().post(f"{API}/{address}", json.dumps(said), "application/json", headers=headers)


def reads(user: User) -> Any:
    secret = make_key(by=user, label="a program", days=1).secret
    return Client().get(f"{API}/complaints", headers={"authorization": f"Bearer {secret}"}).json()["complaints"]


def out_with_a_reader(village: Cast) -> PublicRelease:
    release = publishing.published(village)
    Recipient.objects.create(name=release.name, email=READER, confirmed_at=timezone.now())
    return release


def until(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_complaint_body_outside_remedy_corrected_release_recipients_notified(ready: Cast, signed_in: SignIn) -> None:
    release = out_with_a_reader(ready)
    names_outside_body(ready)

    amina = Complainant()
    code = amina.sends("/initiatives/village-water/complain/")
    assert len(code.split()) == 7
    assert not amina.client.cookies
    assert "Nobody has said yet" in amina.comes_back(code).html
    uuid = Complaint.objects.get().uuid

    steward, outside = ready[Role.STEWARD], ready[Role.OUTSIDE_BODY]
    assert [one["words"] for one in reads(steward)] == [WORDS]
    assert reads(outside) == []
    no = through_interface(steward, f"complaints/{uuid}/do/answer", words="It is right.", remedy="none", remedy_by=None)
    assert no.status_code == 200, no.content

    assert "It is right." in amina.comes_back(code).html
    assert "the body outside" in amina.does("say-not-solved", "She still has no tap.").html
    again = through_interface(steward, f"complaints/{uuid}/do/answer", words="Still.", remedy="none", remedy_by=None)
    assert "complaint-with-outside-body" in again.content.decode()

    page = signed_in(outside)
    assert WORDS in page.get("/work/initiatives/village-water/complaints/").content.decode()
    promise = {"words": "The figure is wrong.", "remedy": "erratum", "remedy_by": until(10)}
    address = f"/work/initiatives/village-water/complaints/{uuid}/do/answer/"
    assert page.post(address, promise).status_code == 302

    too_soon = through_interface(steward, f"complaints/{uuid}/do/put-right", words="Done.", done="")
    assert "complaint-remedy-not-done" in too_soon.content.decode()
    wrong = {"wrong": "The mill house has no tap.", "figures": "Water", "since": timezone.localdate().isoformat()}
    corrected = through_interface(ready[Role.COORDINATOR], f"releases/{release.uuid}/do/correct", **wrong)
    assert corrected.status_code == 200, corrected.content
    publishing.work()
    told = [sent for sent in mail.outbox if sent.to == [READER]]
    assert len(told) == 1
    assert "The mill house has no tap." in str(told[0].body)

    event = release.events.get(kind="corrected")
    done = through_interface(steward, f"complaints/{uuid}/do/put-right", words="It is public.", done=str(event.uuid))
    assert done.status_code == 200, done.content

    own = amina.comes_back(code).html
    assert "What was promised is done." in own
    assert f"/data/{release.name}/{release.version}/" in own
    assert "by the body outside" in own
    assert "The mill house has no tap." in Client().get("/corrections/").content.decode()
    assert "The mill house has no tap." in Client().get(f"/data/{release.name}/").content.decode()
    assert WORDS not in Client().get("/corrections/").content.decode()


@pytest.mark.parametrize("way", ["withdrawal", "new-version"])
def test_a_promised_withdrawal_is_not_kept_by_an_erratum(ready: Cast, way: str) -> None:
    release = out_with_a_reader(ready)
    filed = complained(ready)
    steward, coordinator = ready[Role.STEWARD], ready[Role.COORDINATOR]
    at = f"complaints/{filed.complaint.uuid}/do"
    through_interface(steward, f"{at}/answer", words="We do it.", remedy=way, remedy_by=until(3))
    wrong = {"wrong": "The mill house.", "figures": "Water", "since": timezone.localdate().isoformat()}
    through_interface(coordinator, f"releases/{release.uuid}/do/correct", **wrong)
    erratum = release.events.get(kind="corrected")
    refused = through_interface(steward, f"{at}/put-right", words="Done.", done=str(erratum.uuid))
    assert "complaint-remedy-not-done" in refused.content.decode()
    if way == "withdrawal":
        through_interface(coordinator, f"releases/{release.uuid}/do/withdraw", reason="It is wrong throughout.")
        event = release.events.get(kind="withdrawn")
        assert through_interface(steward, f"{at}/put-right", words="Done.", done=str(event.uuid)).status_code == 200


def test_a_contributor_with_a_receipt_complains_and_nothing_of_the_receipt_goes_with_it(ready: Cast) -> None:
    amina = holder(ready.initiative.collections.get())
    browser = Client()
    browser.post("/mine/", {"code": amina.words})
    page = browser.get("/mine/complain/").content.decode()
    once = page.split('name="-once" value="')[1].split('"')[0]
    answer = browser.post("/mine/complain/", {"-once": once, "topic": "consent", "words": "I never said yes."})
    assert "It is sent" in answer.content.decode()
    found = Complaint.objects.get()
    assert str(amina.contribution.uuid) not in str(vars(found))
    assert found.receipt != amina.contribution.receipt


def test_a_body_of_the_community_complains_through_the_interface_and_gets_words(ready: Cast) -> None:
    board = ready[Role.BOARD_MEMBER]
    said = {"topic": "access", "words": "Nobody asked us.", "for_body": "Water council"}
    answer = through_interface(board, "do/complain", **said)
    assert answer.status_code == 200, answer.content
    assert reads(ready[Role.STEWARD])[0]["for_body"] == "Water council"


def test_where_nobody_is_named_outside_it_is_said_plainly_and_nothing_goes_nowhere(ready: Cast) -> None:
    ready.initiative.__class__.objects.update(is_listed=True)
    amina = Complainant()
    assert "No body outside is named" in Client().get("/initiatives/village-water/complain/").content.decode()
    assert "No body outside is named" in Client().get("/initiatives/village-water/").content.decode()
    assert amina.sends("/initiatives/village-water/complain/", reach="outside") == ""
    assert WORDS in amina.html
    assert not Complaint.objects.exists()
    assert len(amina.sends("/initiatives/village-water/complain/").split()) == 7


def test_it_can_be_sent_outside_only_or_at_any_later_time(ready: Cast) -> None:
    ready.initiative.__class__.objects.update(is_listed=True)
    names_outside_body(ready)
    outside, steward = ready[Role.OUTSIDE_BODY], ready[Role.STEWARD]
    amina = Complainant()
    amina.sends("/initiatives/village-water/complain/", reach="outside")
    assert (len(reads(outside)), len(reads(steward))) == (1, 0)
    code = amina.sends("/initiatives/village-water/complain/")
    assert (len(reads(outside)), len(reads(steward))) == (1, 1)
    amina.comes_back(code).does("take-outside")
    assert (len(reads(outside)), len(reads(steward))) == (2, 1)
    work()
    told = len(mail.outbox)
    amina.comes_back(code).does("take-outside-only")
    assert (len(reads(outside)), len(reads(steward))) == (2, 0)
    assert "Only the body outside reads it." in amina.html
    work()
    assert {to for sent in mail.outbox[told:] for to in sent.to} == {outside.email}
    answered(ready, Complaint.objects.first(), Role.OUTSIDE_BODY)
    assert "by the body outside" in amina.comes_back(code).html
