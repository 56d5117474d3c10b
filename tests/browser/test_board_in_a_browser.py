"""A board meets around one device, in Arabic, without a mouse, while the connection comes and goes."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from browser.test_keyboard_alone import focused, tab_to
from browser.windows import DESK, PHONE, ZOOMED, broken_rules, sign_in, too_wide, window
from nyhavn.framework.community_body import Matter, Outcome
from nyhavn.framework.community_standing import CommunityStep
from nyhavn.framework.roles import Role
from nyhavn.web.community.models import Meeting
from nyhavn.web.community.queries import matter_decisions
from nyhavn.web.consent.community_models import CommunityBody
from web import board, objects
from web.cast import Cast

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow]
HOME = "/work/initiatives/village-water/"
STORED = "() => Object.keys(sessionStorage).length + Object.keys(localStorage).length"
ASKED = "هل نطلب موافقتنا قبل كل نشر؟"
NEXT, RECORD = "الصفحة التالية", "تسجيل الاجتماع"


@pytest.fixture
def council(village: Cast) -> CommunityBody:
    """A body with two things before it: an opening, and one that somebody put on the agenda."""
    objects.prepared(village)
    made = board.assembly(village, "مجلس القرية")
    board.put(village, made, Matter.RELEASE, CommunityStep.NEEDS_AGREEMENT, title=ASKED, words="فكروا جيدًا.")
    return made


def meeting(page: Page, address: str, village: Cast, body: CommunityBody) -> Page:
    sign_in(page, address, village[Role.BOARD_MEMBER])
    page.goto(f"{address}{HOME}community-bodies/{body.uuid}/do/hold-meeting/")
    return page


def heading(page: Page) -> str:
    """The heading that has the focus: that of the page of the item."""
    return str(page.evaluate("document.activeElement.tagName === 'H2' ? document.activeElement.textContent : ''"))


def turn(page: Page) -> None:
    """To the next page of the meeting, with the keyboard."""
    tab_to(page, text=NEXT)
    page.keyboard.press("Enter")
    assert heading(page)


def test_a_board_meets_in_arabic_by_keyboard_with_the_connection_cut_in_the_middle(
    browser: Browser, address: str, village: Cast, council: CommunityBody
) -> None:
    page = meeting(window(browser, DESK, language="ar"), address, village, council)
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator(".step:visible").count() == 1
    tab_to(page, name="place_kind")
    page.keyboard.press("Space")
    tab_to(page, name="present")
    page.keyboard.type("٧")
    page.keyboard.press("Enter")  # goes on, and sends nothing
    assert "هل" in heading(page)
    tab_to(page, name="points-0-result")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert focused(page)["value"] == "counted"
    page.context.set_offline(True)
    page.locator('[data-meeting-note="offline"]').wait_for(state="visible")
    for name, count in (("votes_for", "5"), ("against", "2")):
        tab_to(page, name=f"points-0-{name}")
        page.keyboard.press("Control+a")
        page.keyboard.type(count)
    tab_to(page, name="points-0-dissent")
    page.keyboard.type("الطريق مقطوع في موسم المطر.")
    turn(page)
    assert heading(page) == ASKED
    tab_to(page, name="points-1-result")
    page.keyboard.press("ArrowUp")
    assert focused(page)["value"] == "nobody-against"
    for _ in range(3):
        turn(page)
    assert ASKED in page.locator("[data-meeting-read]").inner_text()
    tab_to(page, text=RECORD)
    page.keyboard.press("Enter")
    page.locator('[data-meeting-note="offline"]').wait_for(state="visible")
    assert not Meeting.objects.exists()
    assert page.evaluate(STORED) == 1
    page.context.set_offline(False)
    page.locator("[data-meeting-sent]").wait_for(state="visible")
    found = Meeting.objects.get()
    assert (found.present, found.has_quorum) == (7, True)
    assert [(item.title, item.outcome) for item in found.items.all()][1] == (ASKED, Outcome.TAKEN)
    assert found.items.first().dissents.get().words == "الطريق مقطوع في موسم المطر."  # type: ignore[union-attr]
    assert len(matter_decisions(village.initiative)) == 2
    assert page.evaluate(STORED) == 0
    assert page.locator("form[data-meeting]").count() == 0
    assert page.evaluate("document.activeElement.hasAttribute('data-meeting-sent')")
    assert not broken_rules(page)


def test_whoever_leaves_leaves_nothing_and_a_tab_that_was_dropped_finds_its_words_again(
    browser: Browser, address: str, village: Cast, council: CommunityBody
) -> None:
    page = meeting(window(browser, PHONE), address, village, council)
    page.locator('[name="present"]').fill("7")
    page.locator("button:visible", has_text="Next page").click()
    kept = page.evaluate("() => JSON.stringify(sessionStorage)")
    assert "csrf" not in kept
    page.on("dialog", lambda asked: asked.accept())
    page.locator(".step-leave a").click()
    page.wait_for_url(f"{address}{HOME}board/bodies/{council.uuid}/")
    assert page.evaluate(STORED) == 0
    page.goto(f"{address}{HOME}")
    # As a phone that took the memory of the tab away: what was kept is there, and no leaving was seen.
    page.evaluate(
        "kept => { for (const [k, v] of Object.entries(JSON.parse(kept))) sessionStorage.setItem(k, v); }", kept
    )
    page.goto(f"{address}{HOME}community-bodies/{council.uuid}/do/hold-meeting/")
    page.locator('[data-meeting-note="again"]').wait_for(state="visible")
    assert page.locator('[name="present"]').input_value() == "7"
    page.goto(f"{address}{HOME}board/")
    assert page.evaluate(STORED) == 0


def test_a_mistake_comes_back_with_everything_and_is_sent_again(
    browser: Browser, address: str, village: Cast, council: CommunityBody
) -> None:
    page = meeting(window(browser, DESK), address, village, council)
    page.locator('[name="place_kind"][value="phone"]').check()
    for _ in range(5):
        if page.locator("button:visible", has_text="Next page").count():
            page.locator("button:visible", has_text="Next page").click()
    page.locator('[name="minutes"]').fill("It rained.")
    page.locator(".step:visible .actions button").click()
    page.locator(".errors").wait_for()
    assert not broken_rules(page)
    assert page.locator(".step:visible").count() == 6  # all of them, each mistake at its place
    assert page.locator('[name="minutes"]').input_value() == "It rained."
    page.locator('[name="present"]').fill("5")
    page.locator(".step .actions button").click()
    page.locator("[data-meeting-sent]").wait_for(state="visible")
    assert Meeting.objects.get().minutes == "It rained."


def test_without_a_script_the_same_meeting_is_one_page(
    browser: Browser, address: str, village: Cast, council: CommunityBody
) -> None:
    page = meeting(window(browser, DESK, script=False), address, village, council)
    page.locator('[name="place_kind"][value="phone"]').check()
    page.locator('[name="present"]').fill("5")
    page.locator('[name="points-0-result"][value="nobody-against"]').check()
    page.locator(".actions button").click()
    page.wait_for_url("**/board/meetings/**")
    assert Meeting.objects.get().items.first().outcome == Outcome.TAKEN  # type: ignore[union-attr]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_of_a_board_are_read_by_everybody(
    browser: Browser, address: str, village: Cast, council: CommunityBody, language: str
) -> None:
    board.member(village, council, "Amina")
    board.met(village, council, board.point("opening", votes_for=4, against=1, dissent=("No road.",)))
    pages = ("board/", "board/meetings/", f"board/bodies/{council.uuid}/")
    page = sign_in(window(browser, DESK, language=language), address, village[Role.BOARD_MEMBER])
    for path in (*pages, f"community-bodies/{council.uuid}/do/hold-meeting/"):
        page.goto(f"{address}{HOME}{path}")
        assert not broken_rules(page), path
        assert not too_wide(page, PHONE) and not too_wide(page, ZOOMED), path


def test_the_agenda_is_printed_large_with_room_for_the_answer(
    browser: Browser, address: str, village: Cast, council: CommunityBody
) -> None:
    page = sign_in(window(browser, DESK, language="ar"), address, village[Role.BOARD_MEMBER])
    page.goto(f"{address}{HOME}board/")
    page.emulate_media(media="print")
    assert page.locator(".lines:visible").count() == 2
    assert not page.locator("nav:visible, .no-print:visible").count()
    assert page.locator("main").evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 18
    assert page.pdf(format="A4").startswith(b"%PDF")
    assert timezone.localdate().isoformat() in page.locator("main").inner_text()
