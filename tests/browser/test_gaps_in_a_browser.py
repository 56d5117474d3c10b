"""The map of gaps on a small screen, from right to left, with the keyboard alone and without any script."""

import pytest
from playwright.sync_api import Browser

from browser.windows import PHONE, ZOOMED, broken_rules, sign_in, too_wide, window
from nyhavn.framework.roles import Role
from web import gap_sources
from web.cast import Cast

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow]
PAGES = ("/gaps/?place=826", "/gaps/?place=826&goal=6&group=sex", "/gaps/826/6.1.1/indigenous-identity/")
LEFT = "e => e.getBoundingClientRect().left"


@pytest.fixture
def shown(village: Cast) -> Cast:
    """A map, with a list and codes of the office, and a village that stands on it."""
    gap_sources.a_map()
    by = gap_sources.office()
    gap_sources.national_list(by)
    gap_sources.national_codes(by)
    gap_sources.speaks_to_water(village)
    gap_sources.may_stand_there(village)
    gap_sources.opted_in(village)
    return village


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_map_is_whole_on_a_small_screen_in_both_directions(
    browser: Browser, address: str, shown: Cast, language: str
) -> None:
    page = window(browser, PHONE, language=language)
    for place in PAGES:
        page.goto(f"{address}{place}")
        assert broken_rules(page) == []
        assert too_wide(page, PHONE) == too_wide(page, ZOOMED) == []
    page.goto(f"{address}{PAGES[0]}")
    squares = page.locator("figure.gaps > svg > rect")
    first, second = squares.nth(0), squares.nth(1)
    is_left = first.evaluate(LEFT) < second.evaluate(LEFT)
    assert is_left == (language == "en")


def test_a_gap_is_found_with_the_keyboard_alone_and_leads_to_who_could_fill_it(
    browser: Browser, address: str, shown: Cast
) -> None:
    page = window(browser, script=False)
    page.goto(f"{address}/gaps/")
    page.locator("#find-group").focus()
    page.keyboard.type("Sex")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**group=sex**")
    page.get_by_role("link", name="6.1.1: Sex").press("Enter")
    page.wait_for_url("**/gaps/826/6.1.1/sex/")
    page.get_by_role("link", name="Water in our village").press("Enter")
    page.wait_for_url("**/initiatives/village-water/")
    assert "Water in our village" in page.locator("h1").inner_text()


def test_the_coordinator_takes_it_off_and_it_is_gone(browser: Browser, address: str, shown: Cast) -> None:
    page = sign_in(window(browser), address, shown[Role.COORDINATOR])
    page.goto(f"{address}/work/initiatives/village-water/gaps/")
    page.get_by_role("link", name="Take it off the map").click()
    page.get_by_role("button", name="Take it off").click()
    page.goto(f"{address}/gaps/826/6.1.1/sex/")
    assert page.get_by_text("Water in our village").count() == 0
