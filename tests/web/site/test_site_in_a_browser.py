"""Public pages in a real browser: accessible, whole on a phone, from right to left, on paper; no policy broken."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from browser.windows import broken_rules
from nyhavn.web.releases.models import PublicRelease
from web.site.in_public import NAME
from web.site.test_site_pages import PAGES

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.enable_socket,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
PHONE, DESK = (360, 740), (1280, 900)
PLAIN_STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


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
def address(settings: Settings, live_server: LiveServer) -> str:
    """Where the site is served. Its static files have plain names here: the live server knows no others."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN_STATIC}
    return str(live_server.url)


def opened(browser: Browser, size: tuple[int, int], language: str = "en", scheme: str = "light") -> Page:
    return browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        locale=language,
        color_scheme=scheme,  # type: ignore[arg-type]  # the driver wants a Literal
    )


def unfold(page: Page) -> None:
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
def test_pages_are_accessible_and_fit_a_small_phone(
    browser: Browser, address: str, services: PublicRelease, language: str, scheme: str
) -> None:
    page = opened(browser, PHONE, language, scheme)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for place in PAGES:
        page.goto(address + place)
        assert page.evaluate("getComputedStyle(document.body).display") == "flex", "the style was not loaded"
        unfold(page)
        assert broken_rules(page) == [], place
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0], place
    page.close()
    assert said == []  # neither the data for search engines nor a file broke the policy of the page


def test_a_release_prints_with_all_that_unfolds_and_without_the_ways_around(
    browser: Browser, address: str, services: PublicRelease
) -> None:
    page = opened(browser, DESK)
    page.goto(f"{address}/data/{NAME}/")
    page.emulate_media(media="print")
    seen = [page.locator(part).first.is_visible() for part in (".headline", "#results", ".jump", ".top nav")]
    colour = page.evaluate("getComputedStyle(document.body).color")
    page.close()
    assert (seen, colour) == ([True, True, False, False], "rgb(0, 0, 0)")


def test_a_report_opened_as_a_file_runs_nothing(browser: Browser, address: str, services: PublicRelease) -> None:
    page = opened(browser, DESK)
    page.goto(f"{address}/data/{NAME}/1/files/report.html")
    assert services.title in page.content()
    assert page.evaluate("self.origin") == "null"
    page.close()
