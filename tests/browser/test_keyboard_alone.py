"""Without a mouse: a contribution and a piece of work with Tab, Space, Enter and arrows, seeing where one is."""

import pytest
from playwright.sync_api import Browser, Page

from browser.windows import DESK, PHONE, sign_in, window
from nyhavn.framework.roles import Role
from nyhavn.web.collection.models import Contribution
from nyhavn.web.production.queries import tables_of
from web import objects
from web.cast import Cast

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow]
MOST_TABS = 80
# Seen: a ring of at least 2 px around the element, or around the label of a control that the browser draws itself.
FOCUS = """() => {
  // Something that stands over it, such as the button to leave (WCAG 2.2, 2.4.11 Focus Not Obscured).
  const hidden = (at, box) => [0.1, 0.5, 0.9].every(part => {
    const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height * part);
    return over && over.closest('.leave') && !at.closest('.leave');
  });
  const at = document.activeElement;
  const ring = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  return {
    name: at.name || '', value: at.value || '', text: (at.textContent || '').trim(), tag: at.tagName,
    ring: ring.outlineStyle === 'none' ? 0 : parseFloat(ring.outlineWidth),
    seen: box.bottom > 0 && box.top < innerHeight && box.width > 0 && !hidden(at, box),
  };
}"""


def focused(page: Page) -> dict[str, object]:
    """What has the focus. It is seen, wherever it is."""
    found: dict[str, object] = page.evaluate(FOCUS)
    if found["tag"] not in ("BODY", "HTML"):
        assert found["ring"] >= 2, str(found)  # type: ignore[operator]  # a number
        assert found["seen"], str(found)
    return found


def tab_to(page: Page, **wanted: str) -> None:
    """Tab until something with this name, value or text has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        found = focused(page)
        if all(found[key] == value for key, value in wanted.items()):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def press(page: Page, key: str = "Enter") -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def test_a_person_contributes_with_the_keyboard_alone(browser: Browser, address: str, village: Cast) -> None:
    page = window(browser, PHONE)
    page.goto(f"{address}/c/{objects.collection(village).code}/")
    tab_to(page, name="-begin", value="en")
    press(page)
    tab_to(page, name="-do", value="on")
    press(page)
    for purpose in ("collection", "published-aggregates"):
        tab_to(page, name=f"-consent-{purpose}")
        page.keyboard.press("Space")
        tab_to(page, name="-do", value="on")
        press(page)
    tab_to(page, name="gender")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert focused(page)["value"] == "man"
    tab_to(page, name="age")
    page.keyboard.type("34")
    tab_to(page, name="water")
    page.keyboard.press("Space")
    tab_to(page, name="-do", value="on")
    press(page)
    tab_to(page, name="hours")
    page.keyboard.type("3")
    tab_to(page, name="sources")
    page.keyboard.press("Space")
    tab_to(page, name="-do", value="on")
    press(page)
    tab_to(page, name="-receipt")
    page.keyboard.press("Space")
    tab_to(page, name="-do", value="send")
    press(page)
    assert Contribution.objects.count() == 1
    assert page.locator("h1").count() == 1


def test_a_mistake_in_the_form_is_reached_and_mended_with_the_keyboard(
    browser: Browser, address: str, village: Cast
) -> None:
    page = window(browser, PHONE)
    page.goto(f"{address}/c/{objects.collection(village).code}/")
    tab_to(page, name="-begin", value="en")
    press(page)
    for _ in range(2):  # past the notice, and past the first question without an answer
        tab_to(page, name="-do", value="on")
        press(page)
    assert page.evaluate("document.activeElement.closest('.errors') !== null"), "the mistakes are not read first"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash").startswith("#consent-collection")


def test_the_coordinator_plans_a_table_with_the_keyboard_alone(browser: Browser, address: str, village: Cast) -> None:
    """From the list of initiatives past the header to the page of tables, and through one operation."""
    objects.collection(village)
    page = sign_in(window(browser, DESK), address, village[Role.COORDINATOR])
    page.goto(f"{address}/work/")
    page.keyboard.press("Tab")
    assert focused(page)["text"] == "Go to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id || location.hash.slice(1)") == "content"
    tab_to(page, text=village.initiative.title)
    press(page)
    tab_to(page, tag="SUMMARY", text="Parts of the initiative")
    page.keyboard.press("Enter")
    tab_to(page, text="Tables")
    press(page)
    tab_to(page, text="Count the share who gave an answer: Do you have water at home?")
    press(page)
    tab_to(page, name="answers")
    page.keyboard.press("Space")
    tab_to(page, name="", tag="BUTTON", text=page.locator("main form .actions button").inner_text())
    press(page)
    assert [indicator.numerator for indicator in tables_of(village.initiative).indicator] == ["${water} = 'yes'"]
    page.keyboard.press("Tab")
    assert focused(page)["text"] == "Go to the content"
