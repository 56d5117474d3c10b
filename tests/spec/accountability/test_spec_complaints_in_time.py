"""Deadlines of complaints: said to both sides, reminded of, told in public only where it singles out nobody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from nyhavn.framework.complaints import ComplaintsOnRecord
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.complaints.models import Complaint, ComplaintDone
from nyhavn.web.complaints.queries import on_record, statistics_of
from nyhavn.web.complaints.words import words_of
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.production.complaints_on_record import complaints_section
from web.cast import Cast
from web.complaining import WORDS, Complainant, answered, came_in, complained, names_outside_body, public_page
from web.log_attacker import open_the_tables
from web.publishing import work

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[User], Client]
PAGE = "/work/initiatives/village-water/complaints/"
TABLES = ("complaints_complaint", "complaints_complaintdone")


@pytest.fixture(autouse=True)
def time_can_pass(village: Cast) -> None:
    open_the_tables(TABLES)


def test_what_is_overdue_is_said_to_whoever_complained_and_to_those_who_answer(
    village: Cast, signed_in: SignIn
) -> None:
    filed = complained(village)
    steward = signed_in(village[Role.STEWARD])
    assert "This time is over" not in Complainant().comes_back(filed.code).html
    assert "overdue" not in steward.get(PAGE).content.decode()
    came_in(30)
    assert "This time is over" in Complainant().comes_back(filed.code).html
    assert "overdue" in steward.get(PAGE).content.decode()


def test_those_who_answer_are_reminded_until_it_is_answered(village: Cast) -> None:
    filed = complained(village)
    work()
    sent = len(mail.outbox)
    enqueue("complaints-remind", key="one")
    work()
    assert len(mail.outbox) == sent
    came_in(6.5)
    for key in ("two", "three"):
        enqueue("complaints-remind", key=key)
        work()
    assert len(mail.outbox) == 2 * sent
    answered(village, filed.complaint)
    Complaint.objects.update(reminded_at=None)
    enqueue("complaints-remind", key="four")
    work()
    assert len(mail.outbox) == 2 * sent


def test_a_year_after_the_last_act_the_words_are_gone_and_so_is_the_code(village: Cast) -> None:
    filed, waiting = complained(village), complained(village)
    answered(village, filed.complaint)
    came_in(400)
    ComplaintDone.objects.update(done_at=timezone.now() - timedelta(days=370))
    enqueue("complaints-remind", key="one")
    work()
    found = Complaint.objects.select_related("epoch", "initiative")
    assert words_of(found.get(id=filed.complaint.id)) == {}
    assert Complainant().comes_back(filed.code).status == 422
    assert words_of(found.get(id=waiting.complaint.id))["words"] == WORDS


def test_a_release_tells_of_one_late_answer_only_where_whoever_complained_wishes_it(village: Cast) -> None:
    names_outside_body(village)
    quiet = ComplaintsOnRecord(has_outside_body=True)
    assert complaints_section(village.initiative) == quiet
    complained(village)
    came_in(200)
    assert on_record(village.initiative) == quiet
    complained(village, may_be_told=True)
    came_in(200)
    assert on_record(village.initiative) == ComplaintsOnRecord(has_outside_body=True, late=True)


def test_decided_by_whom_it_is_about_is_on_record_where_a_hand_at_the_console_did_it(village: Cast) -> None:
    filed = complained(village, may_be_told=True)
    answered(village, filed.complaint)
    assert not on_record(village.initiative).decided_by_concerned
    ComplaintDone.objects.update(by_concerned=True)
    assert on_record(village.initiative).decided_by_concerned


def test_a_remedy_that_was_promised_and_not_done_is_on_record_and_a_kept_one_is_not(village: Cast) -> None:
    filed = complained(village, may_be_told=True)
    answered(village, filed.complaint, remedy="other", days=5)
    assert not on_record(village.initiative).remedy_overdue
    ComplaintDone.objects.update(remedy_by=timezone.localdate() - timedelta(days=1))
    assert on_record(village.initiative).remedy_overdue


def test_the_public_page_says_the_same_of_none_and_of_few_and_nothing_of_this_quarter(village: Cast) -> None:
    Initiative.objects.update(is_listed=True)

    nothing = public_page()
    for _ in range(4):
        complained(village)
    came_in(200)
    assert public_page() == nothing
    for _ in range(5):
        complained(village)
    assert public_page() == nothing
    came_in(200)
    assert "At least 5 complaints" in public_page()
    assert statistics_of(village.initiative).in_time == "hardly any"
