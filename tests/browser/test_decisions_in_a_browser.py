"""Requests and commitments in a real browser: on a phone, zoomed, with axe, in Arabic, and answered by keyboard."""

import pytest
from playwright.sync_api import Browser, Page

from browser.windows import PHONE, ZOOMED, broken_rules, sign_in, too_wide, window
from nyhavn.framework.roles import Role
from nyhavn.web.initiatives.models import Initiative
from web import asking_authorities as asking
from web.cast import Cast

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow]
HOME, HERE = "/work/initiatives/village-water", "/work/organisations/water-ministry/commitments/"
PUBLIC = ("/initiatives/village-water/decisions/", "/authorities/water-ministry/")


def faults(page: Page, url: str) -> list[str]:
    page.goto(url)
    return [*broken_rules(page), *too_wide(page, PHONE), *too_wide(page, ZOOMED)]


def a_whole_trail(village: Cast) -> asking.Authority:
    ministry = asking.authority()
    made = asking.brought(village, ministry)
    asking.answers(ministry, made, "accept-in-part", "One well; the second one next year.")
    promised = asking.commits(ministry, made)
    asking.acts(ministry, made, promised)
    asking.sees(village, made, promised)
    asking.commits(ministry, made, days=20, words="A road to the well.")
    asking.brought(village, ministry, days_ago=40, answer_by=asking.in_days(-5))
    asking.drafted(village, ministry)
    Initiative.objects.filter(id=village.initiative.id).update(is_listed=True)
    return ministry


def test_the_pages_of_requests_and_commitments(browser: Browser, address: str, village: Cast) -> None:
    ministry = a_whole_trail(village)
    for user, places in (
        (village[Role.COORDINATOR], (f"{HOME}/decisions/", f"{HOME}/do/write-request/")),
        (ministry.admin, (HERE,)),
    ):
        page = sign_in(window(browser), address, user)
        for place in places:
            assert faults(page, f"{address}{place}") == [], place
        page.context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_everybody_reads(browser: Browser, address: str, village: Cast, language: str) -> None:
    a_whole_trail(village)
    page = window(browser, language=language)
    for place in PUBLIC:
        assert faults(page, f"{address}{place}") == [], place
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")


def test_an_authority_answers_by_keyboard(browser: Browser, address: str, village: Cast) -> None:
    ministry = asking.authority()
    asking.brought(village, ministry)
    page = sign_in(window(browser, PHONE), address, ministry.admin)
    page.goto(f"{address}{HERE}")
    page.locator('main a[href$="/do/answer/"]').focus()
    page.keyboard.press("Enter")
    page.locator('main [name="answer"]').first.focus()
    page.keyboard.press("Space")
    page.locator('main [name="words"]').focus()
    page.keyboard.type("We agree.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{HERE}")
    assert "We agree." in page.locator("main").inner_text()
