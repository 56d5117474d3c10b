"""What is due is said in time: in mails without content, and among what waits."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.commitments.models import ActionRequest
from nyhavn.web.initiatives.waiting import waiting
from nyhavn.web.jobs.actions import enqueue
from web import asking_authorities as asking
from web import publishing
from web.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ministry(db: None) -> asking.Authority:
    return asking.authority()


def reminded(key: str) -> set[str]:
    """Who gets a mail from the job that reminds."""
    publishing.work()  # what was to be told at once
    mail.outbox.clear()
    enqueue("commitments-remind", key=key)
    publishing.work()
    assert all("well" not in f"{one.subject} {one.body}" for one in mail.outbox)
    return {to for one in mail.outbox for to in one.to}


def titles(user: User) -> list[str]:
    return [one.title for one in waiting(user)]


def later(days: int) -> None:
    """As if the last mail had been sent so long ago."""
    ActionRequest.objects.update(reminded_at=timezone.now() - timedelta(days=days))


def test_an_authority_is_reminded_before_its_day_and_once_a_week(village: Cast, ministry: asking.Authority) -> None:
    asking.brought(village, ministry, answer_by=asking.in_days(14))
    assert reminded("one") == {ministry.admin.email}
    assert reminded("two") == set()
    later(8)
    assert reminded("three") == {ministry.admin.email}


def test_nobody_is_reminded_long_before(village: Cast, ministry: asking.Authority) -> None:
    asking.brought(village, ministry, answer_by=asking.in_days(15))
    assert reminded("one") == set()


def test_once_the_day_is_over_those_who_asked_hear_too(village: Cast, ministry: asking.Authority) -> None:
    asking.brought(village, ministry, answer_by=asking.in_days(-1))
    asked = {village[role].email for role in (Role.COORDINATOR, Role.BOARD_MEMBER)}
    assert reminded("one") == {ministry.admin.email, *asked}
    assert "An authority is late" in titles(village[Role.COORDINATOR])
    assert "An authority is late" not in titles(village[Role.STEWARD])


def test_what_is_answered_and_kept_reminds_nobody(village: Cast, ministry: asking.Authority) -> None:
    made = asking.brought(village, ministry)
    assert titles(ministry.admin) == ["A request to your organisation waits for an answer"]
    asking.answers(ministry, made)
    promised = asking.commits(ministry, made, days=10)
    assert titles(ministry.admin) == ["A commitment of your organisation is due"]
    asking.acts(ministry, made, promised)
    assert titles(ministry.admin) == titles(ministry.member) == []
    assert reminded("one") == set()
    look = "An authority says that it kept a commitment. Did it happen?"
    assert look in titles(village[Role.BOARD_MEMBER])
    asking.sees(village, made, promised)
    assert look not in titles(village[Role.BOARD_MEMBER])


def test_of_an_authority_outside_those_who_asked_are_reminded(village: Cast) -> None:
    asking.brought(village, answer_by=asking.in_days(3))
    assert reminded("one") == {village[role].email for role in (Role.COORDINATOR, Role.BOARD_MEMBER)}
