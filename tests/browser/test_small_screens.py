"""400 % zoom and a small phone: the whole form of contributors, with nothing beside the window and nothing lost."""

import pytest
from playwright.sync_api import Browser, Page

from browser.windows import PHONE, ZOOMED, too_wide, window
from nyhavn.web.collection.models import Contribution
from nyhavn.web.collection.receipts import LENGTH
from web import objects
from web.cast import Cast

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow]
CLIPPED = """() => [...document.querySelectorAll('main *')].filter(e => {
  const style = getComputedStyle(e);
  if (e.closest('.heard, svg') || !/hidden|clip/.test(style.overflowX + style.overflowY)) return false;
  return e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1;
}).map(e => e.outerHTML.slice(0, 120))"""


def go_on(page: Page, size: tuple[int, int], value: str, name: str = "-do") -> None:
    """Look at the page as it is, then press a button of it as a thumb would."""
    assert too_wide(page, size) == []
    assert page.evaluate(CLIPPED) == []
    with page.expect_navigation():
        page.locator(f'button[name="{name}"][value="{value}"]').first.click()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("size", [ZOOMED, PHONE], ids=["zoomed", "phone"])
def test_a_person_gets_through_the_form(
    browser: Browser, address: str, village: Cast, size: tuple[int, int], language: str
) -> None:
    page = window(browser, size, language=language)
    page.goto(f"{address}/c/{objects.collection(village).code}/")
    go_on(page, size, language, "-begin")
    go_on(page, size, "on")
    go_on(page, size, "on")
    assert page.locator(".errors").is_visible()
    for purpose in ("collection", "published-aggregates"):
        page.locator(f"#consent-{purpose}-yes").check()
        go_on(page, size, "on")
    page.locator('input[name="gender"][value="woman"]').check()
    page.locator('input[name="age"]').fill("34")
    page.locator('input[name="water"][value="no"]').check()
    go_on(page, size, "on")
    page.locator("#receipt-words").check()
    go_on(page, size, "send")
    assert len(page.locator(".headline").inner_text().split()) == LENGTH
    assert too_wide(page, size) == []
    assert Contribution.objects.count() == 1


def test_on_a_low_window_nothing_stays_in_the_way(browser: Browser, address: str, village: Cast) -> None:
    """The way out stands at the end of the page there; on a phone it is always in reach."""
    page = window(browser, ZOOMED)
    page.goto(f"{address}/c/{objects.collection(village).code}/")
    position = "getComputedStyle(document.querySelector('.leave')).position"
    assert page.evaluate(position) == "static"
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert page.evaluate(position) == "sticky"
