"""Passkeys in a real browser, under our own policy for scripts: added, used to sign in, removed."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from web.cast import PASSWORD, Cast

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow]
PLAIN_STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread
        with sync_playwright() as driver:
            found = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            yield found
            found.close()


@pytest.fixture
def address(settings: Settings, live_server: LiveServer) -> str:
    """Where the site is served: by a name, because passkeys belong to a name."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN_STATIC}
    cache.clear()
    return str(live_server.url)


@pytest.fixture
def carmen(address: str, village: Cast) -> User:
    user = village[Role.COORDINATOR]
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page with a phone that holds passkeys; whatever the policy for scripts blocks fails the test."""
    found, complaints = browser.new_page(), []
    found.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    found.on("pageerror", lambda error: complaints.append(str(error)))
    phone = found.context.new_cdp_session(found)
    phone.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    phone.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield found
    found.close()
    assert complaints == []


def add_passkey(page: Page, address: str, user: User) -> None:
    page.goto(f"{address}/accounts/login/?next=/accounts/2fa/webauthn/add/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Password").fill(PASSWORD)  # sensitive pages ask once more
    page.get_by_role("main").get_by_role("button").first.click()
    page.get_by_label("Name").fill("Carmen's phone")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/**")


def test_a_passkey_is_added_and_signs_in_without_a_password(page: Page, address: str, carmen: User) -> None:
    add_passkey(page, address, carmen)
    assert Authenticator.objects.filter(user=carmen, type=Authenticator.Type.WEBAUTHN).count() == 1
    page.context.clear_cookies()
    page.goto(f"{address}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/work/")
    assert page.get_by_role("heading", name="My work").is_visible()


def test_whoever_added_a_passkey_cannot_come_in_by_password_alone(page: Page, address: str, carmen: User) -> None:
    add_passkey(page, address, carmen)
    stranger = Client()
    answer = stranger.post("/accounts/login/", {"login": carmen.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    page.context.clear_cookies()
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("Email").fill(carmen.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url("**/work/")


def test_a_passkey_is_listed_and_removed(page: Page, address: str, carmen: User) -> None:
    add_passkey(page, address, carmen)
    page.goto(f"{address}/accounts/2fa/webauthn/")
    assert page.get_by_text("Carmen's phone").first.is_visible()
    page.get_by_role("link", name="Remove it").click()
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url("**/accounts/2fa/webauthn/")
    assert not Authenticator.objects.filter(user=carmen, type=Authenticator.Type.WEBAUTHN).exists()
