"""A stranger reaches what is public, and nothing else: read from the addresses, so that no new page can forget it."""

import re
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from nyhavn.web.accounts.models import User
from nyhavn.web.pages.access import Audience
from nyhavn.web.site.doors import Door, Kind, doors, guarded, public_reading_routes
from web.cast import Cast
from web.examples.registry import PART, Examples

pytestmark = pytest.mark.django_db
OPEN = {Audience.PUBLIC, Audience.CONTRIBUTOR}
# The pages of the package for accounts that are there before somebody has signed in.
BEFORE_SIGNING_IN = {
    "account_login", "account_signup", "account_inactive", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "account_confirm_email",
    "account_email_verification_sent", "mfa_login_webauthn", "account_logout", "account_confirm_login_code",
    "mfa_authenticate",
}  # fmt: skip
GUESSED = {"uuid": str(uuid4()), "slug": "en", "str": "x", "path": "x", "int": "1"}
TYPED = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


def guessed(door: Door) -> str:
    """An address as somebody would try it."""
    return "/" + TYPED.sub(lambda part: GUESSED.get(part["kind"] or "str", "x"), door.address)


def test_every_address_says_for_whom_it_is() -> None:
    assert len(doors()) > 150
    assert [str(door) for door in doors() if not door.is_declared] == []


def test_every_address_that_needs_a_right_names_one() -> None:
    scoped = [door for door in doors() if door.audience is Audience.SCOPED]
    assert [str(door) for door in scoped if not door.right] == []


def test_every_address_of_the_interface_is_an_operation_a_reading_or_public() -> None:
    nothing = "api/v1/^.*$"
    unknown = [d for d in doors() if d.kind is Kind.PUBLIC_READING and d.route not in public_reading_routes()]
    assert [door.address for door in unknown] == [nothing]


def test_pages_that_are_not_public_send_a_stranger_to_sign_in(db: None) -> None:
    closed = [d for d in doors() if d.kind in (Kind.PAGE, Kind.OPERATION_PAGE) and d.audience not in OPEN]
    assert len(closed) > 60
    client, wrong = Client(), {}
    for door in closed:
        for answer in (client.get(guessed(door)), client.post(guessed(door))):
            if answer.status_code != 302 or not answer.headers["Location"].startswith("/accounts/login/"):
                wrong[str(door)] = answer.status_code
    assert wrong == {}


def test_the_interface_asks_a_stranger_who_it_is(db: None) -> None:
    closed = [door for door in doors() if door.kind in (Kind.OPERATION, Kind.READING)]
    assert len(closed) > 60
    wrong = {}
    for door in closed:
        cache.clear()  # strangers are slowed down; here each address is asked by another one
        address = guessed(door)
        answer = Client().post(address) if door.kind is Kind.OPERATION else Client().get(address)
        if answer.status_code != 401:
            wrong[str(door)] = answer.status_code
    assert wrong == {}


def test_the_pages_of_the_account_are_closed_to_strangers_but_for_those_that_let_them_in(db: None) -> None:
    elsewhere = [door for door in doors() if door.kind is Kind.ELSEWHERE]
    assert {door.name for door in elsewhere} >= BEFORE_SIGNING_IN
    wrong = {}
    for door in elsewhere:
        answer = Client().get(guessed(door))
        is_sent_away = answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/login/")
        if not is_sent_away and door.name not in BEFORE_SIGNING_IN:
            wrong[door.name] = answer.status_code
    assert wrong == {}


def test_an_account_without_any_role_opens_nothing_that_needs_a_right(stranger: User) -> None:
    client, wrong = Client(), {}
    client.force_login(stranger)
    own = {door for door in guarded() if door.right == "use an account of your own"}
    for door in set(guarded()) - own:
        reads = door.kind is not Kind.OPERATION
        answer = client.get(guessed(door)) if reads else client.post(guessed(door), {}, "application/json")
        if answer.status_code not in (403, 404):
            wrong[str(door)] = answer.status_code
    assert wrong == {}


# Pages for the holder of a link say so; before the first release there is no log and no key.
FOR_HOLDERS = dict.fromkeys(("accounts/invitation/", "early/", "hear/confirm/", "hear/stop/", "hear/deleted/"), 422)
OTHERWISE = FOR_HOLDERS | {"verify/trust.pub": 404, "verify/checkpoint": 404, "access/": 422}


def test_public_pages_need_no_account(db: None) -> None:
    plain = [door for door in doors() if door.audience is Audience.PUBLIC and not PART.search(door.address)]
    assert len(plain) > 3
    answers = {door.address: Client().get(f"/{door.address}").status_code for door in plain}
    assert answers == {address: OTHERWISE.get(address, 200) for address in answers}


def test_every_page_for_everybody_has_an_example_so_that_it_can_be_looked_at(village: Cast) -> None:
    examples, missing = Examples(village), set()
    for door in doors():
        if door.kind is Kind.PAGE and door.audience in OPEN:
            try:
                examples.keys_of(door.route)
            except LookupError as error:
                missing.add(str(error))
    assert missing == set()
