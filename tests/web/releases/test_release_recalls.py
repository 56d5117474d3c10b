"""Whoever took recalled records says by a link that they are gone; the person reads it, the others are reminded."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from nyhavn.framework.roles import Role
from nyhavn.web.collection.models import Collection, Contribution
from nyhavn.web.jobs.models import Job
from nyhavn.web.lineage.models import Withdrawal, WithdrawalStep
from nyhavn.web.production.exporting import export_plan
from nyhavn.web.production.handovers import REMIND
from nyhavn.web.releases.models import PublicRelease, RecallAsked, Recipient
from nyhavn.web.releases.recalls import RECORDS, REMIND_OF_RECALL, tell_of_recall
from web import objects, publishing, vintages
from web.cast import Cast
from web.own_browser import OwnBrowser
from web.publishing import work
from web.receipt_holders import holder
from web.withdrawing import walked

pytestmark = pytest.mark.django_db(transaction=True)
LINK = re.compile(r"http://\S+?(/hear/deleted/\S+)")
HOME = "/work/initiatives/village-water/"


def recalled(village: Cast, readers: int) -> PublicRelease:
    """A release whose records were recalled, with a proof that names them, and its readers asked."""
    release = publishing.published(village)
    for number in range(readers):
        values = {"email": f"reader{number}@paper.example", "confirmed_at": timezone.now()}
        Recipient.objects.create(name=release.name, **values)
    PublicRelease.objects.filter(id=release.id).update(
        records_recalled_at=timezone.now(), records_removed_at=timezone.now()
    )
    walked(village, Contribution.objects.earliest("id").uuid)
    made = {"kind": RECORDS, "on": release.uuid, "outcome": "recalled", "words": "records-recalled"}
    WithdrawalStep.objects.create(withdrawal=Withdrawal.objects.get(), **made)
    mail.outbox.clear()
    tell_of_recall(publishing.again(release))
    work()
    return release


def links() -> list[str]:
    return [found[1] for message in mail.outbox if (found := LINK.search(str(message.body)))]


def press(link: str) -> str:
    client = Client()
    there = client.get(link)
    assert (there.status_code, there.headers["Location"]) == (302, "/hear/deleted/")
    assert "Have you deleted the records?" in client.get("/hear/deleted/").content.decode()
    return client.post("/hear/deleted/").content.decode()


def proved() -> tuple[str, object]:
    step = WithdrawalStep.objects.get(kind=RECORDS)
    return step.words, step.on_date


def test_what_readers_say_stands_in_the_proof(ready: Cast) -> None:
    recalled(ready, readers=2)
    first, second = links()
    assert proved() == ("records-recalled", None)
    assert "It is on record" in press(first)
    assert proved() == ("records-some-deleted", timezone.localdate())
    press(second)
    assert proved() == ("records-all-deleted", timezone.localdate())


def test_opening_the_link_is_not_enough_and_a_second_press_changes_nothing(ready: Cast) -> None:
    recalled(ready, readers=1)
    (link,) = links()
    Client().get(link)
    assert RecallAsked.objects.get().acknowledged_on is None
    press(link)
    press(link)
    assert proved()[0] == "records-all-deleted"


def test_a_link_that_was_never_sent_opens_nothing(ready: Cast) -> None:
    recalled(ready, readers=1)
    for link in ("/hear/deleted/nonsense/", "/hear/deleted/"):
        assert Client().get(link).status_code == 422
    assert RecallAsked.objects.get().acknowledged_on is None


def test_only_those_who_have_not_answered_are_reminded_and_only_once(ready: Cast) -> None:
    recalled(ready, readers=2)
    press(links()[0])
    mail.outbox.clear()
    work()
    assert mail.outbox == []
    for _ in range(2):
        Job.objects.filter(kind=REMIND_OF_RECALL).update(not_before=timezone.now(), state="waiting")
        work()
    assert [message.to for message in mail.outbox] == [["reader1@paper.example"]]


def test_a_reader_whose_address_is_deleted_is_asked_no_more_and_is_not_taken_for_an_answer(ready: Cast) -> None:
    recalled(ready, readers=2)
    press(links()[0])
    Recipient.objects.filter(email="reader1@paper.example").delete()
    mail.outbox.clear()
    Job.objects.filter(kind=REMIND_OF_RECALL).update(not_before=timezone.now())
    work()
    assert mail.outbox == []
    assert proved()[0] == "records-some-deleted"


def test_the_coordinator_sees_that_a_recall_is_open_and_no_count_of_few(ready: Cast) -> None:
    recalled(ready, readers=2)
    client = Client()
    client.force_login(ready[Role.COORDINATOR])
    assert (
        "fewer than five readers were asked; not all have answered" in client.get(f"{HOME}releases/").content.decode()
    )
    press(links()[0])
    press(links()[1])
    assert "nobody who was asked is open" in client.get(f"{HOME}releases/").content.decode()
    client.force_login(ready[Role.BOARD_MEMBER])
    assert "Asked back" not in client.get(f"{HOME}releases/").content.decode()


def test_who_took_a_file_out_is_reminded_once(ready: Cast) -> None:
    export_plan(by=ready[Role.STEWARD], on=ready.initiative)
    walked(ready, Contribution.objects.earliest("id").uuid)
    mail.outbox.clear()
    work()
    assert mail.outbox == []
    Job.objects.filter(kind=REMIND).update(not_before=timezone.now())
    work()
    assert [message.to for message in mail.outbox] == [[ready[Role.STEWARD].email]]


def test_what_stays_is_not_named_among_what_is_erased(ready: Cast) -> None:
    amina = holder(Collection.objects.get())
    publishing.published(ready)
    page = OwnBrowser().come(amina.words).open("/mine/take-back/").text
    steward = Client()
    steward.force_login(ready[Role.STEWARD])
    helped = steward.get(f"{HOME}contributions/{amina.contribution.uuid}/impact/").content.decode()
    for text in (page, helped):
        assert text.index("What stays, and why") < text.index("Water in our village, version 1")


def test_the_steward_sees_what_taking_back_would_reach_and_others_do_not(ready: Cast) -> None:
    release = publishing.published(ready)
    plan = vintages.agreed(ready, release, days=30)
    one = Contribution.objects.earliest("id").uuid
    client = Client()
    client.force_login(ready[Role.STEWARD])
    shown = client.get(f"{HOME}contributions/{one}/figures/").content.decode()
    assert "People with water at home: gender" in shown
    assert "moves nothing alone" in shown and "A group moves when 10 have changed" in shown
    assert "It is not computed which single figures would change" in shown
    found = client.get(f"/api/v1/initiatives/village-water/contributions/{one}/impact-on-figures").json()
    assert found["figures"][0]["next_edition"] == plan.next_date.isoformat()
    assert Contribution.objects.count() == 40
    assert not WithdrawalStep.objects.exists()
    client.force_login(ready[Role.COORDINATOR])
    assert client.get(f"{HOME}contributions/{one}/figures/").status_code == 403


def test_without_a_register_the_impact_says_so(ready: Cast) -> None:
    release = publishing.published(ready)
    release.run.register = ""
    release.run.save()
    client = Client()
    client.force_login(ready[Role.STEWARD])
    one = objects.Contribution.objects.earliest("id").uuid
    assert "No register is kept" in client.get(f"{HOME}contributions/{one}/figures/").content.decode()
