"""Pages in a real browser: by keyboard, on a small phone, in the dark, from right to left, on paper, without script."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from browser.windows import broken_rules
from nyhavn.web.accounts.models import User
from web.cast import person

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow]

PHONE, DESK = (360, 740), (1280, 900)
PLAIN_STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
START = "/work/me/do/start-survey/"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch:
        # Playwright keeps a loop in this thread, where the fixtures use the database, one at a time.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as driver:
            found = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            yield found
            found.close()


@pytest.fixture
def address(survey_site: None, settings: Settings, live_server: LiveServer) -> str:
    """Where the site is served. Its static files have plain names here: the live server knows no others."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN_STATIC}
    return str(live_server.url)


def opened(
    browser: Browser, address: str, size: tuple[int, int] = DESK, scheme: str = "light", language: str = "en"
) -> Page:
    """That page, in a window of this size."""
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type]  # the driver wants a Literal
        locale=language,
    )
    page.goto(address)
    return page


def send_wrong(page: Page) -> None:
    page.locator("#field-title").fill("AB")
    page.locator("#field-walkers-0-name").fill("Wren")
    page.locator("main .actions button").click()
    page.locator(".errors").wait_for()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_rule_is_broken(browser: Browser, address: str, scheme: str, language: str) -> None:
    """WCAG 2.2 AA as far as a machine can tell: every part, a form, the same with mistakes, a refusal."""
    for place in ("/parts/", "/form/", "/nowhere/", "/refusals/upload-too-large/"):
        page = opened(browser, address + place, PHONE, scheme, language)
        assert page.evaluate("getComputedStyle(document.body).display") == "flex", "the style was not loaded"
        assert broken_rules(page) == [], place
        if place == "/form/":
            send_wrong(page)
            assert broken_rules(page) == [], "mistakes"
        page.close()


def test_the_accessibility_check_itself_can_fail(browser: Browser, address: str) -> None:
    page = opened(browser, address + "/parts/")
    page.evaluate("document.querySelector('.lead').style.color = '#ccc'")
    assert [fault for fault in broken_rules(page) if fault.startswith("color-contrast: ")]
    page.close()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_scrolls_sideways(browser: Browser, address: str, width: int, language: str) -> None:
    for place in ("/parts/", "/form/"):
        page = opened(browser, address + place, (width, 740), language=language)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.close()


def test_every_target_is_large_enough_for_a_thumb(browser: Browser, address: str) -> None:
    page = opened(browser, address + "/form/", PHONE)
    heights = page.evaluate(
        "[...document.querySelectorAll('main :is(input:not([type=hidden],[type=radio],[type=checkbox]),"
        "button,select)')].map(each => each.getBoundingClientRect().height)"
    )
    page.close()
    assert len(heights) > 15
    assert min(heights) >= 44


def test_the_page_mirrors_for_a_script_from_right_to_left(browser: Browser, address: str) -> None:
    edges = {}
    for language in ("en", "ar"):
        page = opened(browser, address + "/parts/", DESK, language=language)
        edges[language] = page.evaluate(
            "() => { const mark = document.querySelector('.wordmark').getBoundingClientRect(),"
            " heading = document.createRange(); heading.selectNodeContents(document.querySelector('h1'));"
            " return [mark.left < 640, heading.getBoundingClientRect().left < 640]; }"
        )
        page.close()
    assert edges == {"en": [True, True], "ar": [False, False]}


def test_mistakes_are_the_first_thing_that_has_the_focus_and_lead_to_their_fields(
    browser: Browser, address: str
) -> None:
    page = opened(browser, address + "/form/", PHONE)
    send_wrong(page)
    assert page.evaluate("document.activeElement.className") == "errors"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").startswith("Title: This is too short.")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash === '#field-title'")
    page.close()


def test_a_whole_form_is_filled_in_and_sent_with_the_keyboard_alone(
    browser: Browser, address: str, transactional_db: None
) -> None:
    page = signed_in(browser, address)
    page.goto(address + START)
    keyboard = page.keyboard
    page.locator("#field-title").focus()
    keyboard.type("Boats of the fjord")
    tab(page, 3)
    keyboard.type("120")
    tab(page, 3)
    keyboard.type("2026-11-22")
    tab(page, 1)
    keyboard.press("Space")  # the first boat
    focus(page, "field-boats")
    keyboard.press("Space")
    focus(page, "field-place-town")
    keyboard.type("Fjordby")
    focus(page, "field-harbour")
    keyboard.press("Space")
    focus(page, "field-is_agreed")
    keyboard.press("Space")
    tab(page, 1)
    keyboard.press("Enter")
    page.wait_for_url("**/work/me/")
    page.close()
    assert User.objects.get().name == "Boats of the fjord, 120, north, 0"


def signed_in(browser: Browser, address: str) -> Page:
    """A page of somebody with an account."""
    client = Client()
    client.force_login(person("Wren"))
    context = browser.new_context()
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    return context.new_page()


def tab(page: Page, times: int) -> None:
    for _ in range(times):
        page.keyboard.press("Tab")


def focus(page: Page, wanted: str) -> None:
    """Go on with the tabulator until that control has the focus."""
    for _ in range(60):
        if page.evaluate("document.activeElement.id") == wanted:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {wanted}")


def test_what_has_the_focus_is_seen(browser: Browser, address: str) -> None:
    page = opened(browser, address + "/parts/")
    page.keyboard.press("Tab")
    width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert (width, page.locator(".skip").bounding_box()["x"]) == ("3px", 0)  # type: ignore[index]  # it is visible
    page.close()


def test_on_paper_there_is_black_text_and_no_way_around(browser: Browser, address: str) -> None:
    page = opened(browser, address + "/parts/", scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    seen = [page.locator(part).first.is_visible() for part in (".sections", ".actions", ".foot nav", "table", "h1")]
    page.close()
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert seen == [False, False, False, True, True]


def test_nothing_is_asked_of_any_other_place(browser: Browser, address: str) -> None:
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + "/parts/")
    page.wait_for_load_state("networkidle")
    page.close()
    assert len(asked) >= 2
    assert [url for url in asked if not url.startswith(address)] == []
