"""Whoever complains is protected; those it is about neither read nor decide; nobody can tell that there is one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from nyhavn.framework.interests import OwnInterest
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.shredding import WIPE_JOB
from nyhavn.web.complaints.actions import acknowledge, say_not_solved, take_outside
from nyhavn.web.complaints.models import Complaint, OutsideBody
from nyhavn.web.complaints.queries import readable_by, who_hears
from nyhavn.web.complaints.words import words_of
from nyhavn.web.initiatives.looks_queries import who_looked
from nyhavn.web.initiatives.models import Initiative, RoleAssignment
from nyhavn.web.jobs.models import Job
from web import objects
from web.cast import Cast
from web.complaining import (
    SAID,
    WORDS,
    Complainant,
    answered,
    complained,
    names_outside_body,
    nobody_hears_outside,
    public_page,
)
from web.publishing import declares, work

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "/work/initiatives/village-water"
PUBLIC = "/initiatives/village-water/complain/"
SignIn = Callable[[User], Client]


def refused(code: str, act: Callable[[], object]) -> bool:
    with pytest.raises(Refusal) as found:
        act()
    return found.value.codes == (code,)


def everything() -> str:
    """All that stands in the database, as whoever seizes it reads it."""
    if connection.vendor != "sqlite":
        pytest.skip("the whole of an SQLite file is read here")
    with connection.cursor() as cursor:
        return "\n".join(cursor.connection.iterdump())


def test_those_it_is_about_do_not_learn_that_it_is_there_and_others_read_it(village: Cast, signed_in: SignIn) -> None:
    found = complained(village, about=(Role.COORDINATOR,)).complaint
    coordinator, steward = signed_in(village[Role.COORDINATOR]), signed_in(village[Role.STEWARD])
    shown = coordinator.get(f"{HOME}/complaints/").content.decode()
    assert WORDS not in shown
    assert "Nothing is here for you to read" in shown
    address = f"{HOME}/complaints/{found.uuid}/do/acknowledge/"
    assert coordinator.post(address, {"words": "Quiet now."}).status_code == 404
    assert "Something came in" not in coordinator.get("/work/").content.decode()
    assert str(found.uuid) not in coordinator.get(f"{HOME}/log/").content.decode()
    assert WORDS in steward.get(f"{HOME}/complaints/").content.decode()
    assert "Something came in" in steward.get("/work/").content.decode()
    assert steward.post(address, {"words": "I ask in the mill house."}).status_code == 302


def test_those_it_is_about_do_not_decide_by_any_way_and_somebody_else_does(village: Cast) -> None:
    found = complained(village, about=(Role.STEWARD,)).complaint
    assert refused("complaint-about-decider", lambda: answered(village, found, Role.STEWARD))
    answered(village, found, Role.COORDINATOR)


def test_giving_the_role_up_and_taking_another_one_changes_nothing(village: Cast, signed_in: SignIn) -> None:
    found = complained(village, about=(Role.STEWARD,)).complaint
    sipho = village[Role.STEWARD]
    RoleAssignment.objects.filter(user=sipho).update(role=Role.BOARD_MEMBER.value)
    assert WORDS not in signed_in(sipho).get(f"{HOME}/complaints/").content.decode()
    assert refused("complaint-about-decider", lambda: answered(village, found, Role.STEWARD))
    assert refused("not-found", lambda: acknowledge(by=sipho, on=found, words="Quiet now."))
    answered(village, found, Role.BOARD_MEMBER)


def test_whoever_declared_an_interest_does_not_decide(village: Cast) -> None:
    found = complained(village).complaint
    declares(village, village[Role.STEWARD], OwnInterest.PAID)
    with pytest.raises(Refusal):
        answered(village, found, Role.STEWARD)
    answered(village, found, Role.COORDINATOR)


def test_without_a_body_outside_another_person_answers_after_an_objection(village: Cast) -> None:
    nobody_hears_outside(village)
    found = complained(village).complaint
    answered(village, found, Role.STEWARD)
    say_not_solved(on=found, words="It is not.")
    assert refused("complaint-same-decider", lambda: answered(village, found, Role.STEWARD))
    assert refused("outside-body-missing", lambda: take_outside(on=found))
    answered(village, found, Role.COORDINATOR)


def test_a_stranger_cannot_tell_that_there_is_one(village: Cast, stranger: User, signed_in: SignIn) -> None:
    Initiative.objects.update(is_listed=True)
    before = public_page()
    found, person = complained(village), signed_in(stranger)
    there = person.get(f"{HOME}/complaints/{found.complaint.uuid}/do/answer/")
    not_there = person.get(f"{HOME}/complaints/{village.initiative.uuid}/do/answer/")
    assert there.status_code == not_there.status_code == person.get(f"{HOME}/complaints/").status_code == 404
    assert public_page() == before
    wrong, slip = Complainant().comes_back(" ".join(["apple"] * 7)), Complainant().comes_back("mill")
    assert (wrong.status, wrong.html) == (slip.status, slip.html)
    assert wrong.status == 422
    assert WORDS in Complainant().comes_back(found.code).html


def test_guessing_words_is_slowed_down_and_whoever_has_them_is_not(village: Cast) -> None:
    found = complained(village)
    for _ in range(3):
        assert Complainant().comes_back(found.code).status == 200
    answers = [Complainant().comes_back("mill house") for _ in range(95)]
    assert answers[0].status == 422
    assert answers[-1].status == 429


def test_a_token_of_another_page_or_a_made_up_one_does_nothing(village: Cast) -> None:
    filed = complained(village)
    answered(village, filed.complaint)
    own = Complainant().comes_back(filed.code)
    own.html = own.html.replace('name="token" value="', 'name="token" value="x')
    assert own.does("say-not-solved", "No.").status == 422
    assert not filed.complaint.acts.filter(step="say-not-solved").exists()
    assert Complainant().comes_back(filed.code).does("say-not-solved", "No, not at all.").status == 200


def test_a_seized_database_tells_neither_words_nor_code_nor_address_nor_account(village: Cast) -> None:
    Initiative.objects.update(is_listed=True)
    amina = Complainant()
    amina.client = Client(REMOTE_ADDR="203.0.113.7")
    code = amina.sends(PUBLIC)
    seized = everything()
    assert "tap" not in seized
    assert code not in seized
    assert "203.0.113.7" not in seized
    assert WORDS in amina.comes_back(code).html


@pytest.mark.parametrize("role", Role)
def test_everybody_with_a_role_complains_and_no_row_says_who(village: Cast, signed_in: SignIn, role: Role) -> None:
    before = AuditRecord.objects.filter(by=village[role].uuid).count()
    answer = signed_in(village[role]).post(f"{HOME}/do/complain/", SAID)
    assert answer.status_code == 200
    assert words_of(Complaint.objects.select_related("epoch", "initiative").get())["words"] == WORDS
    assert AuditRecord.objects.filter(by=village[role].uuid).count() == before


def test_mails_say_nothing_of_what_it_is_and_go_to_nobody_it_is_about(village: Cast) -> None:
    complained(village, about=(Role.COORDINATOR,))
    work()
    addressed = {to for sent in mail.outbox for to in sent.to}
    assert village[Role.STEWARD].email in addressed
    assert village[Role.COORDINATOR].email not in addressed
    assert village[Role.OUTSIDE_BODY].email not in addressed
    assert all("tap" not in str(sent.body) and "omplain" not in sent.subject for sent in mail.outbox)


def test_where_it_is_about_everybody_who_could_read_it_the_operator_finds_somebody(village: Cast) -> None:
    operator = User.objects.create(email="olga@site.example", name="Olga", is_operator=True)
    found = complained(village, about=(Role.COORDINATOR, Role.STEWARD, Role.BOARD_MEMBER)).complaint
    assert who_hears(found) == (operator,)


def test_an_operator_whom_it_is_about_does_not_hear_of_it_either(village: Cast) -> None:
    User.objects.filter(id=village[Role.COORDINATOR].id).update(is_operator=True)
    about = (Role.COORDINATOR, Role.STEWARD, Role.BOARD_MEMBER)
    assert who_hears(complained(village, about=about).complaint) == ()
    other = User.objects.create(email="olga@site.example", name="Olga", is_operator=True)
    assert who_hears(complained(village, about=about).complaint) == (other,)


def test_where_the_body_outside_is_sent_away_whoever_runs_the_site_hears_of_it(village: Cast) -> None:
    operator = User.objects.create(email="olga@site.example", name="Olga", is_operator=True)
    names_outside_body(village)
    both, only = (complained(village, reach=reach).complaint for reach in ("both", "outside"))
    assert operator not in {*who_hears(both), *who_hears(only)}
    nobody_hears_outside(village)
    assert operator in who_hears(both)
    assert village[Role.STEWARD] in who_hears(both)
    assert who_hears(only) == (operator,)
    assert operator not in who_hears(complained(village).complaint)


def test_the_page_of_many_complaints_asks_the_database_no_more_often_about_each(
    village: Cast, django_assert_max_num_queries: Any
) -> None:
    for _ in range(12):
        answered(village, complained(village).complaint)
    with django_assert_max_num_queries(5):
        assert len(readable_by(village[Role.STEWARD], village.initiative)) == 12


def test_the_body_outside_sees_complaints_and_no_data(village: Cast, signed_in: SignIn) -> None:
    names_outside_body(village)
    complained(village, reach="both")
    page = signed_in(village[Role.OUTSIDE_BODY])
    assert WORDS in page.get(f"{HOME}/complaints/").content.decode()
    for part in ("contributions", "findings", "tables", "releases", "log", "people"):
        assert page.get(f"{HOME}/{part}/").status_code in (403, 404), part


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM complaints_complaint",
        "UPDATE complaints_complaint SET topic = 'other'",
        "UPDATE complaints_complaint SET received_at = '2031-01-01'",
        "UPDATE complaints_complaintabout SET person_id = person_id",
        "DELETE FROM complaints_complaintdone",
        "UPDATE complaints_complaintdone SET done_at = '2020-01-01'",
        "UPDATE complaints_outsidebody SET name = 'Our friends'",
    ],
)
def test_the_database_keeps_a_complaint_from_whoever_would_silence_it(village: Cast, statement: str) -> None:
    names_outside_body(village)
    found = complained(village, about=(Role.COORDINATOR,)).complaint
    answered(village, found)
    with pytest.raises(Exception, match="only added"), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Complaint.objects.get().topic == "figures"
    assert OutsideBody.objects.count() == 1
    assert not Job.objects.filter(kind=WIPE_JOB).exists()


def test_those_it_is_about_do_not_see_that_others_came_to_read(village: Cast, signed_in: SignIn) -> None:
    names_outside_body(village)
    complained(village, about=(Role.COORDINATOR,), reach="both")
    before = who_looked(village.initiative)
    for role in (Role.STEWARD, Role.OUTSIDE_BODY):
        assert WORDS in signed_in(village[role]).get(f"{HOME}/complaints/").content.decode()
        signed_in(village[role]).get("/api/v1/initiatives/village-water/complaints")
    assert who_looked(village.initiative) == before
    assert not AuditRecord.objects.filter(scope=village.initiative.uuid, action="looked").exists()
    looked = AuditRecord.objects.filter(scope=None, action="looked", on=village.initiative.uuid)
    assert {one.by for one in looked} == {village[Role.STEWARD].uuid, village[Role.OUTSIDE_BODY].uuid}  # the twin


def test_a_complaint_as_long_as_the_page_allows_is_taken_whatever_its_lines_and_a_longer_one_is_told_so(
    village: Cast,
) -> None:
    at = f"/c/{objects.collection(village).code}/complain/"
    too_long, taken = Complainant(), Complainant()
    assert not too_long.sends(at, words="x" * 5001)
    assert too_long.status == 422
    assert "This is too long." in too_long.html and "Please write what is wrong" not in too_long.html
    assert "x" * 5001 in too_long.html
    assert taken.sends(at, words="\r\n".join(["She has none."] * 357))  # 4,997 signs as a page counts them
    kept = words_of(Complaint.objects.select_related("epoch", "initiative").get())
    assert kept["words"].count("She has none.") == 357
