"""The form in a real browser: a small phone, no script, from right to left, by keyboard, with a history."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from browser.windows import broken_rules
from nyhavn.framework.roles import Role
from nyhavn.web.collection.models import Collection, Contribution, Draft, PracticeRecord
from nyhavn.web.collection.receipts import LENGTH
from web import notice_files, objects
from web.cast import Cast, cast

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow]

PHONE = {"width": 360, "height": 740}
PLAIN_STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch:
        # Playwright keeps a loop in this thread, in which the fixtures use the database, one at a time.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as driver:
            found = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            yield found
            found.close()


@pytest.fixture
def village(transactional_db: None) -> Cast:
    return cast()


@pytest.fixture
def address(village: Cast, settings: Settings, live_server: LiveServer) -> str:
    """Where the form of the village is served."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN_STATIC}
    collection: Collection = objects.collection(village)
    return f"{live_server.url}/c/{collection.code}/"


def phone(browser: Browser, *, script: bool = False, scheme: str = "light") -> Page:
    context = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        java_script_enabled=script,
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    return context.new_page()


def press(page: Page, value: str, name: str = "-do") -> None:
    page.locator(f'button[name="{name}"][value="{value}"]').first.click()


def agree(page: Page, address: str, language: str = "en") -> None:
    page.goto(address)
    press(page, language, "-begin")
    decide(page)


def decide(page: Page) -> None:
    """Read the notice, then say yes to one purpose after the other."""
    press(page, "on")
    for purpose in ("collection", "published-aggregates"):
        page.locator(f"#consent-{purpose}-yes").check()
        press(page, "on")


def answer(page: Page) -> None:
    page.locator('input[name="gender"][value="woman"]').check()
    page.locator('input[name="age"]').fill("34")
    page.locator('input[name="water"][value="yes"]').check()
    press(page, "on")
    page.locator('input[name="hours"]').fill("3")
    page.locator('input[name="sources"][value="tap"]').check()
    press(page, "on")


def is_wider_than_the_screen(page: Page) -> bool:
    box = page.locator("html").evaluate("e => e.scrollWidth > e.clientWidth")
    return bool(box)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_without_a_script_a_person_gets_from_the_address_to_thank_you(
    browser: Browser, address: str, language: str
) -> None:
    page = phone(browser)
    agree(page, address, language)
    answer(page)
    page.locator("#receipt-words").check()
    press(page, "send")
    assert len(page.locator(".headline").inner_text().split()) == LENGTH
    assert Contribution.objects.count() == 1
    assert not Draft.objects.exists()
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")


def after_going_back(page: Page) -> str:
    """What the browser shows when somebody presses its own button; "" where it shows a page of its own instead."""
    try:
        page.go_back(wait_until="commit", timeout=5_000)
        return page.content()
    except PlaywrightError:
        return ""


def test_the_button_of_the_page_goes_back_to_the_answers_and_that_of_the_browser_does_not(
    browser: Browser, address: str
) -> None:
    page = phone(browser)
    agree(page, address)
    answer(page)
    press(page, "back")
    assert page.locator('input[name="age"]').input_value() == "34"
    press(page, "on")
    page.locator("#receipt-none").check()
    press(page, "send")
    assert "Check your answers" not in page.locator("body").inner_text()
    assert 'value="34"' not in after_going_back(page)
    assert page.context.cookies() == []


def test_leaving_quickly_ends_elsewhere_and_the_way_back_shows_nothing(browser: Browser, address: str) -> None:
    page = phone(browser)
    page.route("https://www.wikipedia.org/**", lambda route: route.fulfill(status=200, body="elsewhere"))
    agree(page, address)
    page.locator('input[name="age"]').fill("34")
    press(page, "leave")
    page.wait_for_url("https://www.wikipedia.org/")
    assert not Draft.objects.exists()
    shown = after_going_back(page)
    assert 'value="34"' not in shown
    assert "How old are you?" not in shown


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_rule_is_broken_on_any_page_of_the_form(
    browser: Browser, address: str, language: str, scheme: str
) -> None:
    page = phone(browser, script=True, scheme=scheme)
    page.goto(address)
    check_page(page, "start")
    press(page, language, "-begin")
    check_page(page, "consent")
    press(page, "on")
    check_page(page, "consent with mistakes")
    agree(page, address, language)
    check_page(page, "questions")
    press(page, "on")
    check_page(page, "questions with mistakes")
    answer(page)
    check_page(page, "review")
    page.locator("#receipt-words").check()
    press(page, "send")
    check_page(page, "done")


def check_page(page: Page, place: str) -> None:
    assert not is_wider_than_the_screen(page), place
    assert broken_rules(page) == [], place


def test_the_form_is_filled_in_with_the_keyboard_alone(browser: Browser, address: str) -> None:
    page = phone(browser)
    page.goto(address)
    page.locator('button[value="en"]').focus()
    page.keyboard.press("Enter")
    page.locator('button[value="on"]').focus()
    page.keyboard.press("Enter")
    for purpose in ("collection", "published-aggregates"):
        page.locator(f"#consent-{purpose}-yes").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
    page.locator('input[name="age"]').wait_for()
    page.locator('input[name="gender"]').first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("34")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_text("Check your answers").wait_for()


def test_an_enumerator_practises_and_enters_in_the_same_browser(
    browser: Browser, address: str, village: Cast, live_server: LiveServer
) -> None:
    page = phone(browser)
    client = Client()
    client.force_login(village[Role.ENUMERATOR])
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    home = f"{live_server.url}/work/initiatives/village-water"
    page.goto(f"{home}/practice/")
    press(page, "en", "-begin")
    decide(page)
    finish(page)
    assert PracticeRecord.objects.count() == 1
    page.goto(f"{home}/entry/paper/")
    for field in ("consented_on", "contributed_on"):
        page.locator(f'[name="{field}"]').fill(timezone.localdate().isoformat())
    page.locator('[name="notice"]').first.check()
    page.locator('[name="language"]').first.check()
    page.locator("main .actions button").click()
    for purpose in ("collection", "published-aggregates"):
        page.locator(f"#consent-{purpose}-yes").check()
    press(page, "on")
    finish(page)
    assert Contribution.objects.get().entered_by == village[Role.ENUMERATOR]
    assert not is_wider_than_the_screen(page)


def finish(page: Page) -> None:
    """From the questions to the end, inside the working pages."""
    answer(page)
    press(page, "send")
    page.locator(".done").wait_for()


def test_every_way_to_take_the_notice_in_is_for_everybody(browser: Browser, address: str, village: Cast) -> None:
    notice_files.with_every_file(village)
    page = phone(browser, script=True)  # axe is a script; the pages hold none
    page.goto(address)
    press(page, "en", "-begin")
    for way in ("easy-read", "heard", "pictograms", "sign-language"):
        press(page, f"way:{way}")
        check_page(page, way)
    press(page, "on")
    check_page(page, "the first purpose")
