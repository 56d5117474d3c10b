"""Signing in: by password, with a second step, and never in a way that tells who has an account."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import LazySettings, settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from web.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
UNKNOWN = "nobody@nowhere.example"
FORGERY = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    cache.clear()


@pytest.fixture
def carmen(village: Cast) -> User:
    user = village[Role.COORDINATOR]
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def page(client: Client, address: str, **said: str) -> tuple[int, str]:
    """Status and text of what comes after a form, without the token against forgery."""
    answer = client.post(address, said, follow=True)
    return answer.status_code, FORGERY.sub("", answer.content.decode())


def test_carmen_signs_in_with_address_and_password(carmen: User) -> None:
    client = Client()
    answer = client.post("/accounts/login/", {"login": carmen.email, "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/work/")
    assert client.get("/work/").status_code == 200


def test_what_a_copy_of_the_database_shows_of_a_session_opens_nothing(carmen: User) -> None:
    browser = Client()
    browser.post("/accounts/login/", {"login": carmen.email, "password": PASSWORD})
    held = browser.cookies[settings.SESSION_COOKIE_NAME].value
    (kept,) = Session.objects.values_list("session_key", flat=True)
    assert held not in (kept, *Session.objects.values_list("session_data", flat=True))
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert thief.get("/work/").status_code == 302
    assert browser.get("/work/").status_code == 200


def test_a_session_that_ended_opens_nothing_and_leaves_no_row(carmen: User) -> None:
    browser = Client()
    browser.post("/accounts/login/", {"login": carmen.email, "password": PASSWORD})
    held = browser.cookies[settings.SESSION_COOKIE_NAME].value
    assert browser.get("/work/").status_code == 200
    browser.post("/accounts/logout/")
    assert not Session.objects.exists()
    browser.cookies[settings.SESSION_COOKIE_NAME] = held
    assert browser.get("/work/").status_code == 302


def test_an_address_that_was_never_confirmed_opens_nothing(village: Cast) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": village[Role.STEWARD].email, "password": PASSWORD})
    assert client.get("/work/").status_code == 302


def test_somebody_who_may_no_longer_sign_in_does_not(carmen: User) -> None:
    User.objects.filter(id=carmen.id).update(is_active=False)
    client = Client()
    client.post("/accounts/login/", {"login": carmen.email, "password": PASSWORD})
    assert client.get("/work/").status_code == 302


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(carmen: User) -> None:
    wrong = page(Client(), "/accounts/login/", login=carmen.email, password="not this one at all")
    unknown = page(Client(), "/accounts/login/", login=UNKNOWN, password="not this one at all")
    assert wrong[0] == unknown[0]
    assert wrong[1].replace(carmen.email, "") == unknown[1].replace(UNKNOWN, "")


def test_asking_for_a_new_password_tells_nobody_whether_there_is_an_account(
    carmen: User, post_office: Callable[[], list[str]]
) -> None:
    known = page(Client(), "/accounts/password/reset/", email=carmen.email)
    unknown = page(Client(), "/accounts/password/reset/", email=UNKNOWN)
    assert known[0] == unknown[0] == 200
    assert known[1] == unknown[1]
    (body,) = post_office()
    assert "/accounts/password/reset/key/" in body


def test_the_link_in_that_mail_sets_a_new_password(carmen: User, post_office: Callable[[], list[str]]) -> None:
    page(Client(), "/accounts/password/reset/", email=carmen.email)
    link = re.search(r"http://\S+(/accounts/password/reset/key/\S+)", post_office()[0])
    assert link is not None
    client = Client()
    landed = client.get(link[1])
    assert "set-password" in landed.headers["Location"]  # the secret left the address
    chosen = "a hundred herrings"
    assert page(client, landed.headers["Location"], password1=chosen, password2=chosen)[0] == 200
    carmen.refresh_from_db()
    assert carmen.check_password(chosen)


def test_registration_is_closed_and_says_how_one_comes_in(db: None) -> None:
    answer = Client().get("/accounts/signup/")
    assert "by invitation" in answer.content.decode()
    Client().post("/accounts/signup/", {"email": UNKNOWN, "password1": PASSWORD, "name": "Nobody"})
    assert not User.objects.filter(email=UNKNOWN).exists()


def test_where_registration_is_open_a_confirmed_address_makes_an_account(
    settings: LazySettings, post_office: Callable[[], list[str]]
) -> None:
    settings.OPEN_REGISTRATION = True
    client = Client()
    page(client, "/accounts/signup/", email=UNKNOWN, password1=PASSWORD, name="Nora")
    assert client.get("/work/").status_code == 302
    link = re.search(r"http://\S+(/accounts/confirm-email/\S+)", post_office()[0])
    assert link is not None
    client.post(link[1])
    client.post("/accounts/login/", {"login": UNKNOWN, "password": PASSWORD})
    assert client.get("/work/").status_code == 200
    assert User.objects.get(email=UNKNOWN).name == "Nora"


def test_signing_up_with_an_address_that_has_an_account_looks_like_any_other(
    carmen: User, settings: LazySettings, post_office: Callable[[], list[str]]
) -> None:
    settings.OPEN_REGISTRATION = True
    known = page(Client(), "/accounts/signup/", email=carmen.email, password1=PASSWORD, name="X")
    unknown = page(Client(), "/accounts/signup/", email=UNKNOWN, password1=PASSWORD, name="X")
    assert known[0] == unknown[0]
    assert known[1].replace(carmen.email, "") == unknown[1].replace(UNKNOWN, "")
    assert len(post_office()) == 2


def test_a_second_step_is_asked_once_it_is_set_up_and_its_secret_is_sealed(carmen: User) -> None:
    secret = _set_up_app(carmen)
    kept = Authenticator.objects.get(user=carmen, type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data)
    client = Client()
    answer = client.post("/accounts/login/", {"login": carmen.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/work/").status_code == 302
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.get("/work/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": _code(secret, later=1)})
    assert client.get("/work/").status_code == 200


def test_a_recovery_code_opens_the_door_once(carmen: User) -> None:
    _set_up_app(carmen)
    codes = Authenticator.objects.get(user=carmen, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()
    for works in (True, False):
        client = Client()
        client.post("/accounts/login/", {"login": carmen.email, "password": PASSWORD})
        client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert (client.get("/work/").status_code == 200) is works


def _confirmed(user: User) -> Client:
    """A browser in which somebody signed in and gave the password once more, as sensitive pages ask."""
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def _set_up_app(user: User) -> str:
    """Set up an authenticator app as people do; its secret."""
    client = _confirmed(user)
    shown = client.get("/accounts/2fa/totp/activate/").content.decode()
    found = re.search(r'id="authenticator_secret"[^>]*value="(\w+)"', shown)
    assert found is not None
    answer = client.post("/accounts/2fa/totp/activate/", {"code": _code(found[1])})
    assert answer.status_code == 302, answer.content.decode()
    return found[1]


def _code(secret: str, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def test_the_owner_hears_of_a_changed_password(carmen: User, post_office: Callable[[], list[str]]) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": carmen.email, "password": PASSWORD})
    chosen = "a hundred herrings"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": chosen, "password2": chosen})
    carmen.refresh_from_db()
    assert carmen.check_password(chosen)
    assert any("password has been changed" in body for body in post_office())


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/", "/accounts/logout/",
    ],
)  # fmt: skip
def test_every_page_of_the_account_stands_in_our_layout_without_inline_script(carmen: User, address: str) -> None:
    answer = _confirmed(carmen).get(address)
    assert answer.status_code == 200, answer.headers
    _check_page(answer.content.decode())


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"])
def test_every_page_before_signing_in_stands_in_our_layout_without_inline_script(db: None, address: str) -> None:
    answer = Client().get(address)
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    _check_page(answer.content.decode())


def _check_page(text: str) -> None:
    assert 'class="wordmark"' in text
    for tag in re.findall(r"<script[^>]*>", text):
        assert "src=" in tag or "application/json" in tag
    assert "style=" not in text
    assert not re.search(r"\son\w+=", text)


def test_setting_up_a_second_step_asks_for_the_password_once_more(carmen: User) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": carmen.email, "password": PASSWORD})
    for address in ("/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"):
        assert client.get(address).headers["Location"].startswith("/accounts/reauthenticate/")


def test_too_many_attempts_are_slowed_down(carmen: User) -> None:
    for _ in range(12):
        answer = Client().post("/accounts/login/", {"login": carmen.email, "password": "wrong again and again"})
    assert "Too many" in answer.content.decode() or answer.status_code == 429
