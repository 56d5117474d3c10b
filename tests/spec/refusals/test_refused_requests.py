"""Requests that are broken as such: what a program sends, what a browser sends again, links that have ended."""

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from nyhavn.framework.roles import Role
from nyhavn.web.accounts.access_keys import make_key, revoke_key
from nyhavn.web.accounts.invitations import accept, invite, withdraw_invitation
from nyhavn.web.accounts.models import AccessKey, Invitation, User
from spec.refusals.conftest import client_of
from spec.refusals.saying import MARK, Answer, Sent, as_form, as_json, check, kept, told
from web.cast import Cast
from web.examples.collection import a_collection

pytestmark = pytest.mark.django_db
ASKING = "initiatives/village-water/do/say-asking"
JSON = "application/json"
GOOD = b'{"mode": "At the door", "nobody_asks": true}'
DEEP = b'{"mode": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"

# What is sent, as what; the status and the code of the answer.
UNREADABLE: tuple[tuple[str, bytes, str, int, str], ...] = (
    ("no JSON", f'{{"mode": {MARK}'.encode(), JSON, 400, "request-unreadable"),
    ("half a character", b'{"mode": "\\ud800' + MARK.encode() + b'"}', JSON, 400, "request-unreadable"),
    ("another encoding", f'{{"mode": "{MARK}"}}'.encode("utf-16"), JSON, 400, "request-unreadable"),
    ("bytes of a picture", b"\x89PNG\r\n\x1a\n" + MARK.encode(), JSON, 400, "request-unreadable"),
    ("a name that stands twice", f'{{"mode": "{MARK}", "mode": "b"}}'.encode(), JSON, 400, "request-unreadable"),
    ("no number at all", b'{"mode": "a", "nobody_asks": NaN}', JSON, 400, "request-unreadable"),
    ("a hundred thousand brackets", DEEP, JSON, 400, "request-unreadable"),
    ("a list", f'["{MARK}"]'.encode(), JSON, 422, "entry-wrong-kind"),
    ("a text called text", GOOD, "text/plain", 415, "json-needed"),
    ("a form", f"mode={MARK}".encode(), "application/x-www-form-urlencoded", 415, "json-needed"),
    ("XML", f"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a>{MARK}</a>".encode(), "application/xml", 415, "json-needed"),
)


@pytest.mark.parametrize(("fault", "body", "kind", "status", "code"), UNREADABLE, ids=[one[0] for one in UNREADABLE])
def test_what_a_program_sends_is_read_exactly_or_refused(
    village: Cast, lines: io.StringIO, fault: str, body: bytes, kind: str, status: int, code: str
) -> None:
    client, before = client_of(village[Role.COORDINATOR]), kept()
    answer = told(client.post(f"/api/v1/{ASKING}", data=body, content_type=kind))
    check(answer, before, lines)
    assert (answer.status, answer.codes[0]) == (status, code)


def test_the_same_request_in_order_is_carried_out(village: Cast) -> None:
    answer = client_of(village[Role.COORDINATOR]).post(f"/api/v1/{ASKING}", data=GOOD, content_type=JSON)
    assert answer.status_code == 200
    assert (
        "At the door" in told(client_of(village[Role.COORDINATOR]).get("/api/v1/initiatives/village-water/method")).body
    )


@pytest.mark.parametrize("way", ["page", "program"])
def test_a_file_above_the_limit_is_not_read(village: Cast, lines: io.StringIO, settings: Settings, way: str) -> None:
    settings.UPLOAD_LARGEST, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024, 0
    large = {"file": Sent("water.xlsx", MARK.encode() * 200_000)}
    client, before = client_of(village[Role.COORDINATOR]), kept()
    route = "initiatives/village-water/do/upload-questionnaire"
    if way == "page":
        answer = told(client.post(f"/work/{route}/", dict(as_form(large))))
    else:
        answer = told(client.post(f"/api/v1/{route}", data=as_json(large), content_type=JSON))
    check(answer, before, lines)
    assert (answer.status, "1 MB" in answer.reasons[0]) == (413, True)


def test_a_form_from_another_site_is_not_taken(village: Cast, lines: io.StringIO) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(village[Role.COORDINATOR])
    before = kept()
    answer = told(client.post(f"/work/{ASKING}/", {"mode": MARK, "csrfmiddlewaretoken": MARK}))
    check(answer, before, lines)
    assert (answer.status, answer.codes) == (403, ("form-expired",))


def test_somebody_who_is_not_signed_in_is_asked_to_and_what_was_sent_is_dropped(
    village: Cast, lines: io.StringIO
) -> None:
    before = kept()
    page = told(client_of(None).post(f"/work/{ASKING}/", {"mode": MARK}))
    assert (page.status, page.location) == (302, "/accounts/login/?next=/work/")
    answer = told(client_of(None).post(f"/api/v1/{ASKING}", data=as_json({"mode": MARK}), content_type=JSON))
    check(answer, before, lines)
    assert (answer.status, answer.codes) == (401, ("sign-in-needed",))


def revoked(key: AccessKey, owner: User) -> None:
    revoke_key(by=owner, on=key)


def ended(key: AccessKey, owner: User) -> None:
    AccessKey.objects.filter(id=key.id).update(expires_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("end", [revoked, ended])
def test_a_key_that_has_ended_opens_nothing(village: Cast, lines: io.StringIO, end: Any) -> None:
    owner = village[Role.COORDINATOR]
    made = make_key(by=owner, label="export", days=1)
    end(made.key, owner)
    before = kept()
    headers = {"authorization": f"Bearer {made.secret}"}
    answer = told(Client().post(f"/api/v1/{ASKING}", data=GOOD, content_type=JSON, headers=headers))
    check(answer, before, lines, secret=made.secret)
    assert answer.status == 401


def secret_of(village: Cast, state: str) -> str:
    """The secret in the link of an invitation that cannot be taken up any more."""
    sent = invite(by=village.admin, email="omar@village.example", organisation=village.organisation, to_what="join")
    if state == "used":
        accept(by=village[Role.OBSERVER], invitation=sent.invitation)
    elif state == "taken back":
        withdraw_invitation(by=village.admin, on=sent.invitation)
    elif state == "ended":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    secret = sent.link.rstrip("/").rpartition("/")[2]
    return f"{secret[:-1]}{'a' if secret[-1] != 'a' else 'b'}" if state == "guessed" else secret


@pytest.mark.parametrize("state", ["used", "taken back", "ended", "guessed"])
def test_a_link_that_works_no_more_says_so(village: Cast, lines: io.StringIO, state: str) -> None:
    secret = secret_of(village, state)
    before = kept()
    answer = told(client_of(None).get(f"/accounts/invitation/{secret}/"))
    check(answer, before, lines, secret=secret)
    assert "<h1>" in answer.body


@pytest.mark.parametrize("state", ["used", "ended"])
def test_an_invitation_that_ends_while_its_page_is_open_is_not_taken_up(
    village: Cast, lines: io.StringIO, state: str
) -> None:
    sent = invite(by=village.admin, email="new@village.example", organisation=village.organisation, to_what="join")
    client = client_of(None)
    client.get(sent.link.removeprefix("http://localhost:8000"))
    assert client.get("/accounts/invitation/").status_code == 200
    change = {"used_at": timezone.now()} if state == "used" else {"expires_at": timezone.now() - timedelta(seconds=1)}
    Invitation.objects.update(**change)
    before = kept()
    answer = told(client.post("/accounts/invitation/", {"name": MARK, "password": "seven boats in a row"}))
    check(answer, before, lines)
    assert not User.objects.filter(email="new@village.example").exists()


# Addresses that somebody typed, cut off or made up.
ADDRESSES: tuple[tuple[str, int], ...] = (
    (f"initiatives/{MARK}", 404),
    (f"initiatives/village-water/imports/{uuid4()}", 404),
    ("initiatives/village-water/imports/1%20OR%201=1", 404),
    ("initiatives/village-water/questions/%3Cscript%3E/do/make-groups", 404),
    (f"initiatives/village-water/questions/{'x' * 5000}/do/make-groups", 404),
    ("initiatives/village-water/questions/%00/do/make-groups", 404),
    ("initiatives/..%2F..%2Fetc%2Fpasswd", 404),
)


@pytest.mark.parametrize("way", ["page", "program"])
@pytest.mark.parametrize(("address", "status"), ADDRESSES, ids=[str(n) for n in range(len(ADDRESSES))])
def test_an_address_of_nothing_is_said_to_be_one(
    village: Cast, lines: io.StringIO, address: str, status: int, way: str
) -> None:
    a_collection(village)
    client, before = client_of(village[Role.COORDINATOR]), kept()
    answer = told(client.get(f"/work/{address}/" if way == "page" else f"/api/v1/{address}"))
    if way == "program" and address.endswith("make-groups"):
        answer = told(client.post(f"/api/v1/{address}", data=b"{}", content_type=JSON))
    check(answer, before, lines)
    assert answer.status == status


@pytest.mark.parametrize("query", ["?page=-1", "?page=9999999999999999999", f"?page={MARK}", "?page=%00", "?page=٣"])
def test_a_page_of_a_list_that_is_not_there_gives_the_nearest(village: Cast, lines: io.StringIO, query: str) -> None:
    client = client_of(village[Role.STEWARD])
    assert client.get(f"/work/initiatives/village-water/contributions/{query}").status_code == 200
    assert MARK not in lines.getvalue()


@pytest.mark.parametrize("query", [f"?before={MARK}", "?before=-1", "?before=99999999999999999999999", "?before=%00"])
def test_a_log_before_nothing_is_no_defect(village: Cast, lines: io.StringIO, query: str) -> None:
    answer: Answer = told(client_of(village[Role.COORDINATOR]).get(f"/work/initiatives/village-water/log/{query}"))
    assert answer.status in (200, 404, 422)
    assert MARK not in lines.getvalue()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_what_nobody_offers_is_not_done(village: Cast, lines: io.StringIO, method: str) -> None:
    client, before = client_of(village[Role.COORDINATOR]), kept()
    for address in (f"/work/{ASKING}/", f"/api/v1/{ASKING}"):
        answer = getattr(client, method)(address, data=as_json({"mode": MARK}), content_type=JSON)
        assert answer.status_code == 405
    assert kept() == before
    assert MARK not in lines.getvalue()
