"""Reminders before the end, new editions in the place of old ones, and what was made from a withdrawn release."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from nyhavn.framework.roles import Role
from nyhavn.web.agreements.models import Agreement, Package, PackageState
from nyhavn.web.agreements.packages import fetch
from nyhavn.web.initiatives.waiting import waiting
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.releases.models import PublicRelease
from web.agreeing import Office, complete, handed_over, in_force
from web.cast import Cast
from web.publishing import work

pytestmark = pytest.mark.django_db(transaction=True)


def runs(kind: str) -> None:
    """The scheduler writes it, and a worker carries it out."""
    enqueue(kind)
    work()


def ends_in(village: Cast, to: Office, days: int) -> Agreement:
    return in_force(village, to, ends=timezone.localdate() + timedelta(days=days))


@pytest.mark.parametrize(("days", "mails"), [(61, 0), (60, 2), (15, 2), (14, 2), (0, 2)])
def test_both_sides_are_reminded_once_when_the_end_is_near(village: Cast, to: Office, days: int, mails: int) -> None:
    ends_in(village, to, days)
    work()
    mail.outbox.clear()
    runs("agreements-remind")
    runs("agreements-remind")
    assert len(mail.outbox) == mails
    assert {message.to[0] for message in mail.outbox} <= {"carmen@village.example", to.admin.email}
    assert all("Statistics" not in str(message.body) for message in mail.outbox)


def test_they_are_reminded_once_more_when_it_is_very_near(village: Cast, to: Office) -> None:
    made = ends_in(village, to, 14)
    Agreement.objects.filter(id=made.id).update(reminded=60)
    work()
    mail.outbox.clear()
    runs("agreements-remind")
    assert len(mail.outbox) == 2
    made.refresh_from_db()
    assert made.reminded == 14


def test_nobody_is_reminded_of_what_was_never_in_force(village: Cast, to: Office) -> None:
    complete(village, to, ends=timezone.localdate() + timedelta(days=5), cut_off=timezone.localdate())
    work()
    mail.outbox.clear()
    runs("agreements-remind")
    assert mail.outbox == []


def test_an_end_that_is_near_waits_on_the_first_page_of_both(village: Cast, to: Office) -> None:
    ends_in(village, to, 30)
    for user in (village[Role.COORDINATOR], to.admin):
        assert "An agreement ends soon" in [one.title for one in waiting(user)]
    assert "An agreement ends soon" not in [one.title for one in waiting(to.member)]


def test_what_was_made_from_a_withdrawn_release_is_asked_back(
    village: Cast, release: PublicRelease, to: Office
) -> None:
    package = handed_over(village, in_force(village, to), release)
    fetch(by=to.admin, on=package)
    PublicRelease.objects.filter(id=release.id).update(state="withdrawn", withdrawn_because="Wrong.")
    runs("packages-follow")
    package.refresh_from_db()
    assert (package.state, package.asked_back_at is None) == (PackageState.TAKEN_BACK, False)
    assert "Copies of data that you received must be deleted" in [one.title for one in waiting(to.admin)]


def test_what_stands_is_left_alone(village: Cast, release: PublicRelease, to: Office) -> None:
    package = handed_over(village, in_force(village, to), release)
    runs("packages-follow")
    package.refresh_from_db()
    assert (package.state, package.asked_back_at) == (PackageState.READY, None)
    assert Package.objects.count() == 1
