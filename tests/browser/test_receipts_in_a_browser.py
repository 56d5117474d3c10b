"""A person's own pages: by keyboard alone, in Arabic from right to left, on a phone, without a fault that axe knows."""

import pytest
from playwright.sync_api import Browser, Page

from browser.test_keyboard_alone import press, tab_to
from browser.windows import PHONE, UNFOLD, ZOOMED, broken_rules, too_wide, window
from nyhavn.web.collection.models import Contribution
from nyhavn.web.consent.models import ConsentEvent
from nyhavn.web.lineage.models import Withdrawal
from web import objects
from web.cast import Cast
from web.receipt_holders import Person, holder

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow]
PAGES = ("menu", "held", "uses", "texts", "results", "take-back")


@pytest.fixture
def amina(village: Cast) -> Person:
    return holder(objects.collection(village))


def come(page: Page, address: str, person: Person) -> None:
    """With the keyboard alone, from the door to the page of what one can do."""
    page.goto(f"{address}/mine/")
    tab_to(page, name="code")
    page.keyboard.type(person.words)
    press(page)
    assert page.url == f"{address}/mine/menu/"


def test_a_person_sees_switches_and_takes_back_with_the_keyboard_alone(
    browser: Browser, address: str, amina: Person
) -> None:
    page = window(browser, PHONE)
    come(page, address, amina)
    tab_to(page, text="See what is held about me")
    press(page)
    assert "How old are you?" in page.locator("main").inner_text()
    page.goto(f"{address}/mine/uses/")
    tab_to(page, value="stop:published-aggregates")
    press(page)
    assert ConsentEvent.objects.filter(state="ConsentWithdrawn").count() == 1
    page.goto(f"{address}/mine/menu/")
    tab_to(page, text="Correct my answers")
    press(page)
    tab_to(page, name="age")
    page.keyboard.type("5")
    while not page.locator("button[value=send]").count():
        tab_to(page, name="-do", value="on")
        press(page)
    tab_to(page, name="-do", value="send")
    press(page)
    assert Contribution.objects.get().version == 2
    page.goto(f"{address}/mine/take-back/")
    tab_to(page, text="Yes, take everything back")
    press(page)
    assert page.url == f"{address}/mine/proof/"
    assert Withdrawal.objects.count() == 2
    tab_to(page, text="Leave quickly")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_a_visit_is_whole_in_that_language(
    browser: Browser, address: str, amina: Person, language: str
) -> None:
    page = window(browser, PHONE, language=language)
    come(page, address, amina)
    wrong = {}
    for name in PAGES:
        page.goto(f"{address}/mine/{name}/")
        page.evaluate(UNFOLD)
        wrong[name] = [*broken_rules(page), *too_wide(page, PHONE), *too_wide(page, ZOOMED)]
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        assert "Nyhavn" not in page.title()
    assert not {name: faults for name, faults in wrong.items() if faults}


def test_in_arabic_the_words_of_the_pages_are_arabic_and_everything_is_taken_back(
    browser: Browser, address: str, amina: Person
) -> None:
    page = window(browser, PHONE, language="ar")
    come(page, address, amina)
    assert "ماذا تريد أن تفعل؟" in page.locator("h1").inner_text()
    page.goto(f"{address}/mine/take-back/")
    assert "ما الذي يُمحى" in page.locator("main").inner_text()
    page.locator("button.danger").click()
    assert "ما حدث لإجاباتك" in page.locator("h1").inner_text()
    assert Withdrawal.objects.get().language == "ar"


def test_leaving_quickly_leaves_no_way_back_in_the_history(browser: Browser, address: str, amina: Person) -> None:
    page = window(browser, PHONE, script=False)
    page.route("https://www.wikipedia.org/**", lambda route: route.fulfill(body="<h1>Elsewhere</h1>"))
    page.goto(f"{address}/mine/")
    page.locator("#code").fill(amina.words)
    page.locator("main button").click()
    page.goto(f"{address}/mine/held/")
    page.locator(".leave a").click()
    page.wait_for_url("https://www.wikipedia.org/")
    page.go_back()
    assert "34" not in page.locator("body").inner_text()
    page.goto(f"{address}/mine/held/")
    assert page.url == f"{address}/mine/"
