"""Whoever took a release hears of corrections if they confirmed it themselves; nobody learns who they are."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone

from nyhavn.framework.roles import Role
from nyhavn.web.jobs.actions import take
from nyhavn.web.releases import recipients
from nyhavn.web.releases.after_publication import correct, withdraw
from nyhavn.web.releases.asks import Erratum
from nyhavn.web.releases.models import PublicRelease, Recipient
from nyhavn.web.releases.recipients import tell_some
from web.cast import Cast
from web.publishing import published, scheduled, work

pytestmark = pytest.mark.django_db(transaction=True)
READER = "reader@people.example"
BY_ACCIDENT = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
LINK = re.compile(r"http://\S+?(/hear/\S+)")


@pytest.fixture
def release(ready: Cast) -> PublicRelease:
    found = published(ready)
    mail.outbox.clear()
    return found


def ask(release: PublicRelease, email: str = READER, **headers: str) -> str:
    """Leave an address; gives what the page says, without what differs by accident."""
    answer = Client().post(f"/hear/of/{release.name}/", {"email": email}, headers=headers)
    assert answer.status_code == 200
    return BY_ACCIDENT.sub("", answer.content.decode())


def newest_link() -> str:
    work()
    found = LINK.search(str(mail.outbox[-1].body))
    assert found
    return found[1]


def press(link: str) -> str:
    """Open a link from a mail and press the button."""
    client = Client()
    answer = client.get(link)
    assert answer.status_code == 302
    assert client.get(answer.headers["Location"]).status_code == 200
    return client.post(answer.headers["Location"]).content.decode()


def confirmed(release: PublicRelease, email: str = READER) -> None:
    ask(release, email)
    press(newest_link())
    mail.outbox.clear()


def correction(village: Cast, release: PublicRelease) -> None:
    said = Erratum(wrong="A group was left out.", figures="Water by gender", since=timezone.localdate())
    correct(by=village[Role.COORDINATOR], on=release, said=said)
    work()


def test_whoever_confirmed_hears_of_a_correction_and_of_a_withdrawal(ready: Cast, release: PublicRelease) -> None:
    confirmed(release)
    correction(ready, release)
    withdraw(by=ready[Role.COORDINATOR], on=release, reason="The weights were wrong.")
    work()
    told = [(message.to, message.subject) for message in mail.outbox]
    assert told == [([READER], f"{word}: Water in our village") for word in ("Corrected", "Withdrawn")]
    first, second = (str(message.body) for message in mail.outbox)
    assert "A group was left out." in first and "Water by gender" in first
    assert "The weights were wrong." in second
    assert "/data/village-water-2026/1/" in first


def test_whoever_did_not_confirm_hears_nothing(ready: Cast, release: PublicRelease) -> None:
    ask(release)
    work()
    mail.outbox.clear()
    correction(ready, release)
    assert mail.outbox == []


def test_opening_the_link_is_not_enough(ready: Cast, release: PublicRelease) -> None:
    """Programs open links in mails to look for harm."""
    ask(release)
    client = Client()
    client.get(client.get(newest_link()).headers["Location"])
    assert Recipient.objects.get().confirmed_at is None


def test_the_secret_leaves_the_address(release: PublicRelease) -> None:
    ask(release)
    link = newest_link()
    there = Client().get(link).headers["Location"]
    assert there == "/hear/confirm/"


def test_every_mail_has_a_link_that_deletes_the_address(ready: Cast, release: PublicRelease) -> None:
    confirmed(release)
    correction(ready, release)
    link = newest_link()
    assert link.startswith("/hear/stop/")
    assert "Your address is deleted" in press(link)
    assert not Recipient.objects.exists()
    assert Client().get(link).status_code == 422


def test_the_answer_does_not_tell_who_asked_before(release: PublicRelease) -> None:
    first = ask(release)
    second = ask(release)
    press(newest_link())
    third = ask(release)
    assert first == second == third
    assert len(mail.outbox) == 1


def test_an_address_gets_one_mail_a_day_and_then_another(release: PublicRelease) -> None:
    ask(release)
    ask(release)
    work()
    assert len(mail.outbox) == 1
    Recipient.objects.update(created_at=timezone.now() - timedelta(days=2))
    ask(release)
    work()
    assert len(mail.outbox) == 2


def test_a_site_sends_no_mails_without_end(release: PublicRelease, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recipients, "MOST_WAITING", 2)
    for number in range(2):
        ask(release, f"reader{number}@people.example")
    answer = Client().post(f"/hear/of/{release.name}/", {"email": READER})
    assert answer.status_code == 422
    assert "Try again in an hour." in answer.content.decode()
    Recipient.objects.update(created_at=timezone.now() - timedelta(hours=2))
    ask(release)
    assert Recipient.objects.filter(email=READER).exists()


@pytest.mark.parametrize("email", ["", "nobody", "a b@people.example"])
def test_what_is_no_address_is_shown_again(release: PublicRelease, email: str) -> None:
    answer = Client().post(f"/hear/of/{release.name}/", {"email": email})
    assert answer.status_code == 422
    assert not Recipient.objects.exists()


@pytest.mark.parametrize("wrong", ["nonsense", "a:b:c"])
@pytest.mark.parametrize("step", ["confirm", "stop"])
def test_a_link_that_was_never_made_does_not_work(release: PublicRelease, step: str, wrong: str) -> None:
    assert Client().get(f"/hear/{step}/{wrong}/").status_code == 422
    assert Client().get(f"/hear/{step}/").status_code == 422


def test_a_link_of_one_kind_does_not_serve_for_the_other(release: PublicRelease) -> None:
    ask(release)
    assert Client().get(newest_link().replace("/confirm/", "/stop/")).status_code == 422


def test_an_address_that_nobody_confirms_is_deleted_with_its_link(release: PublicRelease) -> None:
    ask(release)
    link = newest_link()
    Recipient.objects.update(created_at=timezone.now() - timedelta(days=8))
    recipients.forget_unconfirmed()
    assert not Recipient.objects.exists()
    assert Client().get(link).status_code == 422


def test_a_confirmed_address_is_not_tidied_away(release: PublicRelease) -> None:
    confirmed(release)
    Recipient.objects.update(created_at=timezone.now() - timedelta(days=800))
    recipients.forget_unconfirmed()
    assert Recipient.objects.count() == 1


def test_nobody_leaves_an_address_for_what_is_not_published(ready: Cast) -> None:
    waiting = scheduled(ready)
    assert Client().get(f"/hear/of/{waiting.name}/").status_code == 404
    assert Client().post(f"/hear/of/{waiting.name}/", {"email": READER}).status_code == 404


def test_nobody_is_told_twice_when_the_worker_dies_in_between(
    ready: Cast, release: PublicRelease, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recipients, "AT_ONCE", 2)
    for number in range(5):
        Recipient.objects.create(name=release.name, email=f"r{number}@people.example", confirmed_at=timezone.now())
    said = Erratum(wrong="A group was left out.", figures="Water by gender", since=timezone.localdate())
    correct(by=ready[Role.COORDINATOR], on=release, said=said)
    lease = take()
    assert lease is not None
    event = release.events.get(kind="corrected")
    assert tell_some(event, lease)
    with pytest.raises(RuntimeError), transaction.atomic():
        tell_some(event, lease)
        raise RuntimeError("the worker dies")
    type(lease.job).objects.filter(id=lease.job.id).update(lease_until=timezone.now() - timedelta(seconds=1))
    work()
    assert sorted(message.to[0] for message in mail.outbox) == [f"r{number}@people.example" for number in range(5)]


def test_a_mail_is_in_the_language_in_which_somebody_asked(release: PublicRelease) -> None:
    ask(release, **{"accept-language": "fr"})
    work()
    assert Recipient.objects.get().language == "fr"
    assert "Please confirm" not in mail.outbox[-1].subject


def test_no_page_shows_an_address(ready: Cast, release: PublicRelease, signed_in: Callable[..., Client]) -> None:
    confirmed(release)
    home = f"/work/initiatives/{ready.initiative.slug}/"
    client = signed_in(ready[Role.COORDINATOR])
    for place in (f"releases/{release.uuid}/", "releases/", "log/", ""):
        assert READER not in client.get(f"{home}{place}").content.decode()
