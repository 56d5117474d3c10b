"""A person's own pages: by keyboard alone, in Arabic from right to left, on a phone, without a fault that axe knows."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser.test_keyboard_alone import focused, press, tab_to
from browser.windows import PHONE, UNFOLD, ZOOMED, broken_rules, too_wide, window
from nyhavn.web.collection.credits import credit_of
from nyhavn.web.collection.models import Contribution
from nyhavn.web.consent.models import ConsentEvent
from nyhavn.web.lineage.models import Withdrawal
from web import objects
from web.cast import Cast
from web.receipt_holders import Person, agrees_to_be_named, holder

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow]
PAGES = ("menu", "held", "uses", "name", "texts", "results", "take-back")


@pytest.fixture
def amina(village: Cast) -> Person:
    return holder(objects.collection(village))


def come(page: Page, address: str, person: Person) -> Page:
    """With the keyboard alone, from the door to the page of what one can do."""
    page.goto(f"{address}/mine/")
    tab_to(page, name="code")
    page.keyboard.type(person.words)
    press(page)
    assert page.url == f"{address}/mine/menu/"
    return page


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


def faults(page: Page, direction: str) -> list[str]:
    """What is wrong with the page that is open; it speaks in the right direction."""
    page.evaluate(UNFOLD)
    assert page.locator("html").get_attribute("dir") == direction
    return [*broken_rules(page), *too_wide(page, PHONE), *too_wide(page, ZOOMED)]


def at_correcting(page: Page, address: str) -> Page:
    page.goto(f"{address}/mine/menu/")
    page.locator("form[action$='/mine/correct/'] button").click()
    return page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_a_visit_is_whole_in_that_language(
    browser: Browser, address: str, amina: Person, language: str
) -> None:
    agrees_to_be_named(amina)
    page = window(browser, PHONE, language=language)
    direction = "rtl" if language == "ar" else "ltr"
    come(page, address, amina)
    wrong = {}
    for name in PAGES:
        page.goto(f"{address}/mine/{name}/")
        wrong[name] = faults(page, direction)
        assert "Nyhavn" not in page.title()  # it stands in the history of the device
    page.goto(f"{address}/mine/name/")
    page.locator("#credit-named").check()
    page.locator("main form button").click()
    wrong["name that is missing"] = faults(page, direction)
    page.goto(f"{address}/mine/take-back/")
    page.locator("button.danger").click()
    wrong["proof"] = faults(page, direction)
    assert "Nyhavn" not in page.title()
    assert not {name: faults for name, faults in wrong.items() if faults}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_a_correction_is_whole_in_that_language(
    browser: Browser, address: str, amina: Person, language: str
) -> None:
    page = at_correcting(come(window(browser, PHONE), address, amina), address)
    if language == "ar":
        page.locator('button[value="language:ar"]').click()
    direction = "rtl" if language == "ar" else "ltr"
    page.locator("input[name=age]").fill("400")
    page.locator("button[value=on]").click()
    assert page.locator(".errors").is_visible()
    assert faults(page, direction) == []
    page.locator("input[name=age]").fill("5")
    page.locator("button[value=on]").click()
    assert page.locator("button[value=send]").is_visible()
    assert faults(page, direction) == []


def test_a_name_is_said_with_the_keyboard_alone(browser: Browser, address: str, amina: Person) -> None:
    agrees_to_be_named(amina)
    page = come(window(browser, PHONE), address, amina)
    tab_to(page, text="How I am named")
    press(page)
    tab_to(page, name="-credit")
    while page.locator("#credit-pseudonym").is_checked() is False:
        page.keyboard.press("ArrowDown")
    tab_to(page, tag="BUTTON", text="Keep it")
    press(page)
    assert page.locator(".errors").is_visible()
    assert page.evaluate("document.activeElement.closest('.errors') !== null"), "the mistake is not read first"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused(page)["name"] == "-credit-name"
    page.keyboard.type("River")
    press(page)
    assert credit_of(amina.contribution).name == "River"


def test_the_copy_that_somebody_saved_can_be_read_on_a_phone(
    browser: Browser, address: str, amina: Person, tmp_path: Path
) -> None:
    page = come(window(browser, PHONE), address, amina)
    with page.expect_download() as download:
        page.locator("form[action$='/mine/copy.html'] button").first.click()
    saved = tmp_path / "copy.html"
    download.value.save_as(saved)
    page.goto(saved.as_uri())
    page.evaluate(UNFOLD)
    assert "34" in page.locator("main").inner_text()
    assert [*broken_rules(page), *too_wide(page, PHONE), *too_wide(page, ZOOMED)] == []


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


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_paper_receipt_and_the_page_to_print_it_are_whole(
    browser: Browser, address: str, village: Cast, language: str
) -> None:
    page = window(browser, PHONE, language=language)
    direction = "rtl" if language == "ar" else "ltr"
    page.goto(f"{address}/c/{objects.collection(village).code}/")
    page.locator(f'button[name="-begin"][value="{language}"]').click()
    page.locator('button[value="on"]').click()
    for purpose in objects.PURPOSES:
        page.locator(f"#consent-{purpose.value}-yes").check()
        page.locator('button[value="on"]').click()
    page.locator('input[name="gender"][value="woman"]').check()
    page.locator('input[name="age"]').fill("34")
    page.locator('input[name="water"][value="no"]').check()
    page.locator('button[value="on"]').click()
    page.locator("#receipt-paper").check()
    page.locator('button[value="send"]').click()
    code = page.locator(".headline").inner_text()
    wrong = faults(page, direction)
    page.locator("form[action$='/slip/'] button").click()
    assert page.locator("h1").inner_text() == code
    assert [*wrong, *faults(page, direction)] == []
