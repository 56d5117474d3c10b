"""The pages of needs in a real browser: on a phone, zoomed, with axe, and the whole way by keyboard."""

import pytest
from playwright.sync_api import Browser, Page

from browser.windows import PHONE, ZOOMED, broken_rules, sign_in, too_wide, window
from nyhavn.framework.roles import Role
from web import needed, objects
from web.cast import Cast

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow]
HOME = "/work/initiatives/village-water"


def faults(page: Page, url: str) -> list[str]:
    page.goto(url)
    return [*broken_rules(page), *too_wide(page, PHONE), *too_wide(page, ZOOMED)]


def test_the_pages_of_needs(browser: Browser, address: str, village: Cast) -> None:
    objects.prepared(village)
    needed.taken_back(village, needed.the_need(village))
    need = needed.raised(village, questions=())
    needed.kept(village, "hours")
    page = sign_in(window(browser), address, village[Role.COORDINATOR])
    here = f"needs/{need.uuid}/do"
    for place in ("needs/", "do/raise-need/", "do/keep-questions/", f"{here}/link-questions/", f"{here}/use-result/"):
        assert faults(page, f"{address}{HOME}/{place}") == [], place


def test_a_whole_questionnaire_is_ticked_for_a_need_by_keyboard(browser: Browser, address: str, village: Cast) -> None:
    objects.prepared(village)
    need = needed.the_need(village)
    needed.ticked(village, need)
    page = sign_in(window(browser), address, village[Role.COORDINATOR])
    page.goto(f"{address}{HOME}/needs/")
    assert "No need asks for these questions" in page.locator("main").inner_text()
    page.goto(f"{address}{HOME}/needs/{need.uuid}/do/link-questions/")
    page.locator('main [name="questions"]').first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{HOME}/needs/")
    assert "No need asks for these questions" not in page.locator("main").inner_text()
