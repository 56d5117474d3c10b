"""Tables, runs and the steward's desk in a real browser: accessible, by keyboard, and whole on a small phone."""

from collections.abc import Iterator

import pytest
from django.conf import settings as site
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from browser.windows import broken_rules
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.production.decision_queries import desk
from nyhavn.web.production.models import Run
from web import objects
from web.cast import Cast
from web.production.seeing import HOME
from web.production.test_production_findings import TABLES, keep

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.enable_socket,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
PHONE, DESK = (360, 740), (1280, 900)
PLAIN_STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PLACES = (
    "tables/",
    "questions/water/do/count-share/",
    "do/add-breakdown/",
    "runs/",
    "runs/{run}/",
    "runs/{refused}/",
    "findings/",
    "findings/{finding}/do/remove/",
    "findings/{finding}/do/correct/",
)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch:
        # Playwright keeps a loop in this thread; the database is used by fixtures of the same thread, one at a time.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as driver:
            found = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            yield found
            found.close()


@pytest.fixture
def worked_on(ready: Cast) -> Cast:
    """The village after a run that was refused and one that came to a result, with decided and open findings."""
    objects.tables(ready, TABLES.replace('licence = "CC-BY-4.0"\n', ""))
    objects.run(ready)
    objects.tables(ready, TABLES)
    objects.contribution(ready.initiative.collections.get(), {"gender": "woman", "age": "30", "water": "yes"})
    objects.run(ready)
    keep(ready)
    return ready


@pytest.fixture
def address(settings: Settings, live_server: LiveServer) -> str:
    """Where the site is served. Its static files have plain names here: the live server knows no others."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN_STATIC}
    return str(live_server.url)


def opened(browser: Browser, address: str, user: User, size: tuple[int, int], scheme: str = "light") -> Page:
    """A window of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type]  # the driver wants a Literal
    )
    value = client.cookies[site.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": site.SESSION_COOKIE_NAME, "value": value, "url": address}])
    return context.new_page()


def places(village: Cast, role: Role) -> list[str]:
    """The pages that this role may open."""
    refused, judged = Run.objects.order_by("number")
    finding = next(item.finding.uuid for item in desk(village.initiative) if item.open)
    left_out = "findings/{" if role is Role.COORDINATOR else ("questions/", "do/")
    mine = [place for place in PLACES if not place.startswith(left_out)]
    return [HOME + place.format(run=judged.uuid, refused=refused.uuid, finding=finding) for place in mine]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.STEWARD])
def test_no_accessibility_rule_is_broken(
    browser: Browser, address: str, worked_on: Cast, role: Role, scheme: str
) -> None:
    page = opened(browser, address, worked_on[role], PHONE, scheme)
    for place in places(worked_on, role):
        page.goto(address + place)
        assert page.evaluate("getComputedStyle(document.body).display") == "flex", "the style was not loaded"
        page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        assert broken_rules(page) == [], place


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.STEWARD])
def test_nothing_is_cut_off_on_a_small_phone(browser: Browser, address: str, worked_on: Cast, role: Role) -> None:
    page = opened(browser, address, worked_on[role], PHONE)
    for place in places(worked_on, role):
        page.goto(address + place)
        page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE[0], (place, width)


def test_the_steward_decides_with_the_keyboard_alone(browser: Browser, address: str, worked_on: Cast) -> None:
    page = opened(browser, address, worked_on[Role.STEWARD], DESK)
    page.goto(f"{address}{HOME}findings/")
    page.get_by_role("link", name="Take contributions out").first.focus()
    page.keyboard.press("Enter")
    page.locator("h1").get_by_text("Take contributions out").wait_for()
    page.locator("input[type=checkbox]").first.focus()
    page.keyboard.press("Space")
    page.get_by_label("Why").focus()
    page.keyboard.type("Filled in twice.")
    page.locator("main form button").last.focus()
    page.keyboard.press("Enter")
    page.get_by_text("They take no part in the next run.").wait_for()
    assert page.get_by_text("Filled in twice.").count() == 1
