"""The working pages of an initiative in a real browser: readable for everybody, on a desk and on a small phone."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from browser.windows import broken_rules
from nyhavn.framework.chain import Stage
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.actions import invite_member
from nyhavn.web.accounts.asks import MemberInvited
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.seals import seal
from nyhavn.web.initiatives import actions, people
from nyhavn.web.initiatives.asks import EvidenceSaid, RoleOffered, StageSaid
from web.cast import Cast

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow]
PLAIN_STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
MINUTES = EvidenceSaid(kind="workshop-minutes", date=date(2025, 3, 4), attested_by="Village board", document="Minutes")
IN = "/work/initiatives/village-water/"
PAGES = {
    Role.COORDINATOR: [
        "/work/", "/work/me/", IN, f"{IN}about/", f"{IN}people/", f"{IN}participation/", f"{IN}log/",
        f"{IN}who-looked/", f"{IN}do/interests/", f"{IN}do/participation-design/", f"{IN}do/give-role/",
        f"{IN}do/offer-role/",
    ],
    None: [
        "/work/organisations/council-of-village-water/", "/work/organisations/council-of-village-water/do/register/",
        "/accounts/email/", "/accounts/2fa/webauthn/", "/accounts/2fa/",
    ],
}  # fmt: skip


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
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN_STATIC}
    return str(live_server.url)


@pytest.fixture
def busy(village: Cast) -> Cast:
    """A village in which something has happened."""
    carmen, on = village[Role.COORDINATOR], village.initiative
    said = StageSaid(level=4, claimed_by="Council", evidence=(MINUTES,))
    actions.edit_stage(by=carmen, on=on, stage=Stage.DESIGN, said=said)
    actions.edit_stage(by=carmen, on=on, stage=Stage.COLLECTION, said=StageSaid(level=5, claimed_by="Council"))
    actions.edit_stage(by=carmen, on=on, stage=Stage.USE, said=StageSaid(level=2, claimed_by="Council"))
    seal()
    people.offer_role(by=carmen, on=on, said=RoleOffered(email="asta@office.example", role="assessor"))
    invite_member(by=village.admin, on=village.organisation, said=MemberInvited(email="nadia@village.example"))
    return village


def opened(browser: Browser, address: str, user: User, size: dict[str, int]) -> Page:
    """A browser window in which somebody has signed in."""
    client = Client()
    client.force_login(user)
    page = browser.new_page(viewport=size)  # type: ignore[arg-type]  # the driver wants its own mapping
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    return page


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("role", PAGES, ids=["coordinator", "administrator"])
def test_every_page_is_accessible_and_nothing_is_wider_than_the_window(
    browser: Browser, address: str, busy: Cast, role: Role | None, size: dict[str, int]
) -> None:
    page = opened(browser, address, busy[role] if role else busy.admin, size)
    found: dict[str, object] = {}
    for path in PAGES[role]:
        page.goto(f"{address}{path}")
        faults = broken_rules(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        if faults or wide:
            found[path] = (faults, wide)
    page.close()
    assert found == {}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_before_signing_in_are_accessible(browser: Browser, address: str, db: None, size: dict[str, int]) -> None:
    page = browser.new_page(viewport=size)  # type: ignore[arg-type]  # the driver wants its own mapping
    found: dict[str, object] = {}
    for path in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"):
        page.goto(f"{address}{path}")
        faults = broken_rules(page)
        if faults:
            found[path] = faults
    page.close()
    assert found == {}
