"""Comparisons with a census in a real browser: on a phone, zoomed, with axe, in Arabic."""

import pytest
from playwright.sync_api import Browser, Page

from browser.windows import PHONE, ZOOMED, broken_rules, sign_in, too_wide, window
from nyhavn.framework.roles import Role
from web import comparing
from web.cast import Cast
from web.examples.public import a_public_release

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow]
HOME = "/work/initiatives/village-water"
OTHER = {"ours": "Everybody who was asked", "theirs": "Everybody who is registered", "is_same": False}


def faults(page: Page, url: str) -> list[str]:
    page.goto(url)
    return [*broken_rules(page), *too_wide(page, PHONE), *too_wide(page, ZOOMED)]


def test_comparisons_for_everybody_and_for_the_team(browser: Browser, address: str, village: Cast) -> None:
    release = a_public_release(village)
    comparing.compared(village, release)
    comparing.compared(village, release, definition=OTHER)
    for language in ("en", "ar"):
        page = window(browser, language=language)
        assert faults(page, f"{address}/data/{release.name}/{release.version}/comparisons/") == []
        page.context.close()
    page = sign_in(window(browser), address, village[Role.COORDINATOR])
    for place in ("comparisons/", f"releases/{release.uuid}/do/compare/"):
        assert faults(page, f"{address}{HOME}/{place}") == [], place
