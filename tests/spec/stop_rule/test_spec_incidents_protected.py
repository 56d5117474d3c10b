"""Whoever reports harm is protected from those it is about; nobody silences a report."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nyhavn.framework.incidents import IncidentStep
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.incidents.actions import act_on
from nyhavn.web.incidents.models import Incident
from nyhavn.web.incidents.words import words_of
from nyhavn.web.initiatives.models import Initiative, RoleAssignment
from nyhavn.web.initiatives.people import take_role
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.jobs.worker import work_once
from web import objects
from web.cast import Cast
from web.log_attacker import open_the_tables
from web.people_in_danger import WORDS, outsider, reported
from web.receipt_holders import holder

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "/work/initiatives/village-water"
SAID = {"kind": "threat", "words": WORDS}
SignIn = Callable[[User], Client]


def work() -> None:
    while work_once():
        pass


def test_a_contributor_with_a_receipt_reports_and_nothing_of_the_receipt_goes_with_it(village: Cast) -> None:
    amina = holder(objects.collection(village))
    browser = Client()
    browser.post("/mine/", {"code": amina.words})
    once = browser.get("/mine/harm/").content.decode().split('name="-once" value="')[1].split('"')[0]
    answer = browser.post("/mine/harm/", {"-once": once, **SAID})
    assert "It is sent" in answer.content.decode()
    found = Incident.objects.select_related("epoch", "initiative").get()
    assert words_of(found) == WORDS
    assert str(amina.contribution.uuid) not in str(vars(found))


@pytest.mark.parametrize("door", ["initiative", "form"])
def test_anybody_without_an_account_reports_at_the_public_page_or_the_form(village: Cast, door: str) -> None:
    to = objects.collection(village)
    Initiative.objects.update(is_listed=True)
    address = "/initiatives/village-water/harm/" if door == "initiative" else f"/c/{to.code}/harm/"
    page = Client().get(address)
    assert page.status_code == 200
    assert "Water" not in page.content.decode()
    assert not page.cookies
    answer = Client(REMOTE_ADDR="203.0.113.7").post(address, SAID)
    assert "It is sent" in answer.content.decode()
    assert not answer.cookies
    assert Incident.objects.count() == 1


def test_the_address_of_the_device_stands_nowhere(village: Cast) -> None:
    to = objects.collection(village)
    Client(REMOTE_ADDR="203.0.113.7").post(f"/c/{to.code}/harm/", SAID)
    assert "203.0.113.7" not in everything()
    assert "mill" not in everything()


def everything() -> str:
    """All that stands in the database, as whoever seizes it reads it."""
    if connection.vendor != "sqlite":
        pytest.skip("the whole of an SQLite file is read here")
    with connection.cursor() as cursor:
        return "\n".join(cursor.connection.iterdump())


def test_what_is_missing_is_said_and_nothing_is_lost(village: Cast) -> None:
    to = objects.collection(village)
    answer = Client().post(f"/c/{to.code}/harm/", {"words": WORDS})
    assert answer.status_code == 422
    assert "Please say what it is" in answer.content.decode()
    assert WORDS in answer.content.decode()
    assert not Incident.objects.exists()


def test_a_report_as_long_as_the_page_allows_is_taken_whatever_its_lines_and_a_longer_one_is_told_so(
    village: Cast,
) -> None:
    at = f"/c/{objects.collection(village).code}/harm/"
    longest = "\r\n".join(["He came again."] * 333)  # 4,994 signs as a page counts them
    too_long = Client().post(at, {**SAID, "words": "x" * 5001})
    assert too_long.status_code == 422
    assert "This is too long." in too_long.content.decode()
    assert "Please write what happened" not in too_long.content.decode()
    assert "x" * 5001 in too_long.content.decode()
    assert "It is sent" in Client().post(at, {**SAID, "words": longest}).content.decode()
    assert words_of(Incident.objects.select_related("epoch", "initiative").get()).count("He came again.") == 333


def test_many_reports_from_one_place_are_slowed_down_and_the_words_stay_on_the_page(village: Cast) -> None:
    to = objects.collection(village)
    answers = [Client().post(f"/c/{to.code}/harm/", SAID) for _ in range(91)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert WORDS in answers[-1].content.decode()


def test_an_initiative_that_is_not_public_has_no_address_for_strangers(village: Cast) -> None:
    assert Client().get("/initiatives/village-water/harm/").status_code == 404
    assert Client().get("/initiatives/no-such-thing/harm/").status_code == 404
    assert Client().post("/initiatives/village-water/harm/", SAID).status_code == 404


@pytest.mark.parametrize("role", Role)
def test_everybody_with_a_role_reports_and_no_row_says_who(village: Cast, signed_in: SignIn, role: Role) -> None:
    before = AuditRecord.objects.filter(by=village[role].uuid).count()
    signed_in(village[role]).post(f"{HOME}/do/report-incident/", SAID)
    assert words_of(Incident.objects.select_related("epoch", "initiative").get()) == WORDS
    assert AuditRecord.objects.filter(by=village[role].uuid).count() == before


def test_those_it_is_about_do_not_learn_that_it_is_there_and_others_read_it(village: Cast, signed_in: SignIn) -> None:
    found = reported(village, about=(Role.COORDINATOR,))
    coordinator, steward = signed_in(village[Role.COORDINATOR]), signed_in(village[Role.STEWARD])
    with_nothing = coordinator.get(f"{HOME}/incidents/")
    assert WORDS not in with_nothing.content.decode()
    assert "Nothing is here for you to read" in with_nothing.content.decode()
    address = f"{HOME}/incidents/{found.uuid}/do/acknowledge/"
    assert coordinator.post(address, {"words": "Quiet now."}).status_code == 404
    assert "Something was reported" not in coordinator.get("/work/").content.decode()
    assert WORDS in steward.get(f"{HOME}/incidents/").content.decode()
    assert steward.post(address, {"words": "I went there."}).status_code == 302
    shown = coordinator.get(f"{HOME}/log/").content.decode()
    assert "Incident" not in shown
    assert str(found.uuid) not in shown


def test_those_who_can_act_get_a_mail_that_says_nothing_and_those_it_is_about_get_none(village: Cast) -> None:
    reported(village, about=(Role.COORDINATOR,))
    work()
    assert village[Role.STEWARD].email in {to for sent in mail.outbox for to in sent.to}
    assert village[Role.COORDINATOR].email not in {to for sent in mail.outbox for to in sent.to}
    assert all("mill" not in str(sent.body) and "harm" not in sent.subject for sent in mail.outbox)


def test_where_nobody_may_read_it_the_operator_is_asked_to_find_somebody(village: Cast) -> None:
    operator = User.objects.create(email="olga@site.example", name="Olga", is_operator=True)
    village.initiative.roles.exclude(role=Role.COORDINATOR.value).delete()
    reported(village, about=(Role.COORDINATOR,))
    work()
    assert [sent.to for sent in mail.outbox] == [[operator.email]]
    assert "nobody there may act on it" in str(mail.outbox[0].body)


def test_an_operator_whom_it_is_about_gets_no_mail_and_another_operator_does(village: Cast) -> None:
    User.objects.filter(id=village[Role.COORDINATOR].id).update(is_operator=True)
    village.initiative.roles.exclude(role=Role.COORDINATOR.value).delete()
    reported(village, about=(Role.COORDINATOR,))
    work()
    assert not mail.outbox
    olga = User.objects.create(email="olga@site.example", name="Olga", is_operator=True)
    reported(village, about=(Role.COORDINATOR,))
    work()
    assert [sent.to for sent in mail.outbox] == [[olga.email]]


def test_nobody_gives_up_a_role_to_read_what_is_about_it_and_later_reports_are_read(
    village: Cast, signed_in: SignIn
) -> None:
    carmen, steward = village[Role.COORDINATOR], village[Role.STEWARD]
    for user, role in ((carmen, Role.BOARD_MEMBER), (steward, Role.COORDINATOR)):
        RoleAssignment.objects.create(initiative=village.initiative, user=user, role=role.value)
    reported(village, about=(Role.COORDINATOR,))
    was = RoleAssignment.objects.select_related("user", "initiative").get(user=carmen, role=Role.COORDINATOR.value)
    take_role(by=carmen, on=was)
    assert WORDS not in signed_in(carmen).get(f"{HOME}/incidents/").content.decode()
    mail.outbox.clear()
    reported(village, about=(Role.COORDINATOR,))
    work()
    assert carmen.email in {to for sent in mail.outbox for to in sent.to}
    assert signed_in(carmen).get(f"{HOME}/incidents/").content.decode().count(WORDS) == 1


def test_the_page_asks_the_database_as_often_for_many_reports_as_for_one(village: Cast, signed_in: SignIn) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            board.get(f"{HOME}/incidents/")
        return len(queries)

    board, by = signed_in(village[Role.BOARD_MEMBER]), village[Role.STEWARD]
    act_on(by=by, on=reported(village), step=IncidentStep.ACKNOWLEDGE, words="I went there.")
    asked()  # the first page of a process asks for more
    one = asked()
    for _ in range(4):
        act_on(by=by, on=reported(village), step=IncidentStep.ACKNOWLEDGE, words="I went there.")
    assert asked() == one


@pytest.mark.parametrize(
    "statement", ["DELETE FROM incidents_incident", "UPDATE incidents_incident SET kind = 'other'"]
)
def test_the_database_keeps_a_report_from_whoever_would_silence_it(village: Cast, statement: str) -> None:
    reported(village)
    with pytest.raises(Exception, match="only added"), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Incident.objects.get().kind == "threat"


def test_no_operation_changes_or_removes_a_report(village: Cast, signed_in: SignIn) -> None:
    found = reported(village)
    coordinator = signed_in(village[Role.COORDINATOR])
    for name in ("delete", "remove", "change", "edit", "withdraw"):
        assert coordinator.post(f"{HOME}/incidents/{found.uuid}/do/{name}/").status_code == 404
    assert coordinator.post(f"{HOME}/incidents/{found.uuid}/do/close/", {"words": "Nothing."}).status_code != 302
    assert words_of(Incident.objects.select_related("epoch", "initiative").get()) == WORDS


def test_a_stranger_cannot_tell_that_there_is_one(village: Cast, stranger: User, signed_in: SignIn) -> None:
    found, person = reported(village), signed_in(stranger)
    there = person.get(f"{HOME}/incidents/{found.uuid}/do/close/")
    not_there = person.get(f"{HOME}/incidents/{village.initiative.uuid}/do/close/")
    assert there.status_code == not_there.status_code == person.get(f"{HOME}/incidents/").status_code == 404


def test_the_clock_reminds_once_in_a_while_until_it_is_done(village: Cast) -> None:
    open_the_tables(["incidents_incident"])
    found = reported(village, kind="data-breach")
    work()
    sent = len(mail.outbox)
    enqueue("incidents-remind", key="one")
    work()
    assert len(mail.outbox) == sent
    Incident.objects.update(reported_at=timezone.now() - timedelta(hours=23))
    for key in ("two", "three"):
        enqueue("incidents-remind", key=key)
        work()
    assert len(mail.outbox) == 2 * sent
    for step in IncidentStep:
        act_on(by=village[Role.STEWARD], on=found, step=step, words="Done.")
    Incident.objects.update(reminded_at=None)
    enqueue("incidents-remind", key="four")
    work()
    assert len(mail.outbox) == 2 * sent


def test_somebody_from_outside_may_act(village: Cast, signed_in: SignIn) -> None:
    found = reported(village, about=(Role.COORDINATOR, Role.STEWARD, Role.BOARD_MEMBER))
    orla = signed_in(outsider(village, role=Role.ASSESSOR))
    assert WORDS in orla.get(f"{HOME}/incidents/").content.decode()
    assert orla.post(f"{HOME}/incidents/{found.uuid}/do/acknowledge/", {"words": "I am on my way."}).status_code == 302
