"""Every page that there is, read from the addresses of the site: axe finds nothing, and nothing scrolls sideways."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from browser.windows import PHONE, UNFOLD, ZOOMED, broken_rules, sign_in, too_wide, window
from nyhavn.framework.roles import SiteRight
from nyhavn.web.accounts.models import User
from nyhavn.web.pages.access import Audience
from nyhavn.web.site.doors import Door, Kind, doors
from web.cast import Cast
from web.crowd import insiders, operator
from web.examples.comparisons import a_comparison
from web.examples.registry import Examples, filled, parts_of

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow, pytest.mark.longest]
OPEN = (Audience.PUBLIC, Audience.CONTRIBUTOR)
NO_PAGE_TO_READ, LEADS_ON = (302, 303, 405), b'http-equiv="refresh" content="0'


def pages() -> Iterator[Door]:
    """Everything that a person could open."""
    return (door for door in doors() if door.kind in (Kind.PAGE, Kind.OPERATION_PAGE))


def open_pages() -> list[Door]:
    elsewhere = [door for door in doors() if door.kind is Kind.ELSEWHERE and "<" not in door.address]
    return [*(door for door in pages() if door.audience in OPEN), *(d for d in elsewhere if "(" not in d.address)]


def faults(page: Page, url: str) -> list[str]:
    """What is wrong with one page; nothing where there is no page."""
    answer = page.request.get(url, max_redirects=0)
    leads_on = answer.status in NO_PAGE_TO_READ or LEADS_ON in answer.body()
    if leads_on or "text/html" not in answer.headers.get("content-type", ""):
        return [] if answer.status in (200, *NO_PAGE_TO_READ) else [f"status {answer.status}"]
    if "sandbox" in answer.headers.get("content-security-policy", ""):
        return []  # the report of a release: no script runs in it, ours neither; it has a browser test of its own
    page.goto(url)
    page.evaluate(UNFOLD)
    wrong = [f"status {answer.status}"] * (answer.status != 200)
    return [*wrong, *broken_rules(page), *too_wide(page, PHONE), *too_wide(page, ZOOMED)]


def walked(page: Page, address: str, examples: Examples, found: list[Door]) -> dict[str, list[str]]:
    """Faults by page. Long addresses first: a link with a secret leads to the page behind it."""
    wrong = {}
    for door in sorted(found, key=lambda door: -len(door.address)):
        if found_there := faults(page, f"{address}/{filled(door.address, examples.keys_of(door.route))}"):
            wrong[door.address] = found_there
    return wrong


def told(wrong: dict[str, list[str]]) -> str:
    return "\n".join(f"{place}: {fault}" for place, faults in wrong.items() for fault in faults)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_for_everybody(browser: Browser, address: str, village: Cast, language: str) -> None:
    page = window(browser, language=language)
    found = open_pages()
    assert len(found) > 10
    a_comparison(village)
    wrong = walked(page, address, Examples(village), found)
    assert not wrong, told(wrong)
    page.goto(f"{address}/api/")
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")


def who_may(village: Cast, door: Door, site: User) -> User:
    if isinstance(door.right, SiteRight):
        return site
    if door.audience is Audience.SIGNED_IN or door.right is None:
        return village.people[next(iter(village.people))]
    return next(one.user for one in insiders(village) if one.expected(door.right, parts_of(door.route)) == 200)


def test_pages_of_people_who_work(browser: Browser, address: str, village: Cast) -> None:
    """Each is opened by the first person in the village who may."""
    site, examples = operator().user, Examples(village)
    wanted: dict[User, list[Door]] = {}
    for door in pages():
        if door.audience not in OPEN:
            wanted.setdefault(who_may(village, door, site), []).append(door)
    assert sum(len(found) for found in wanted.values()) > 100
    wrong: dict[str, list[str]] = {}
    for user, found in wanted.items():
        page = sign_in(window(browser), address, user)
        wrong |= walked(page, address, examples, found)
        page.context.close()
    assert not wrong, told(wrong)
