"""The pages of safety in a real browser: on a phone, in Arabic, with axe, and the brake by keyboard alone."""

import pytest
from playwright.sync_api import Browser, Page

from browser.windows import PHONE, ZOOMED, broken_rules, sign_in, too_wide, window
from nyhavn.framework.roles import Role
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.safety.models import Freeze
from web import objects
from web.cast import Cast
from web.people_in_danger import frozen, outsider, reported, risk, signed, written_anew

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow]
HOME = "/work/initiatives/village-water"


def faults(page: Page, url: str) -> list[str]:
    page.goto(url)
    return [*broken_rules(page), *too_wide(page, PHONE), *too_wide(page, ZOOMED)]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_reporting_harm_without_an_account_on_a_phone(
    browser: Browser, address: str, village: Cast, language: str
) -> None:
    code = objects.collection(village).code
    Initiative.objects.update(is_listed=True)
    page = window(browser, PHONE, language=language)
    assert faults(page, f"{address}/initiatives/village-water/harm/") == []
    assert faults(page, f"{address}/c/{code}/harm/") == []
    page.locator("button:not([name])").last.click()
    assert page.locator(".errors").count() == 1
    assert [*broken_rules(page), *too_wide(page, PHONE)] == []
    page.locator("#kind-threat").check()
    page.locator("#words").fill("The man from the mill.")
    page.locator("form:not(.languages) button").last.click()
    assert broken_rules(page) == []
    assert village.initiative.incidents.count() == 1
    assert page.context.cookies() == []


def test_the_pages_of_those_who_work_here(browser: Browser, address: str, village: Cast) -> None:
    objects.prepared(village)
    danger = risk(village)
    signed(danger, outsider(village), agrees="no")
    written_anew(village, danger)
    reported(village, kind="data-breach", about=(Role.ENUMERATOR,))
    page = sign_in(window(browser), address, village[Role.STEWARD])
    for place in (
        "safety/",
        f"risks/{danger.uuid}/",
        "incidents/",
        "do/write-risk/",
        "do/freeze/",
        "do/answer-prompts/",
    ):
        assert faults(page, f"{address}{HOME}/{place}") == [], place
    frozen(village)
    assert faults(page, f"{address}{HOME}/safety/") == []


def test_whoever_asks_the_questions_pulls_the_brake_by_keyboard(browser: Browser, address: str, village: Cast) -> None:
    page = sign_in(window(browser, PHONE, script=False), address, village[Role.ENUMERATOR])
    page.goto(f"{address}{HOME}/safety/")
    page.locator(".button.danger").focus()
    page.keyboard.press("Enter")
    page.locator("main form button").last.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Everything is stopped").first.wait_for()
    assert Freeze.objects.filter(ended_at=None).count() == 1
