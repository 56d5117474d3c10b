"""Stories and pictures in a real browser: beside a release on a phone and in Arabic, and looked at by keyboard."""

import pytest
from playwright.sync_api import Browser, Page

from browser.windows import DESK, PHONE, ZOOMED, broken_rules, sign_in, too_wide, window
from nyhavn.framework.material import PieceKind
from nyhavn.framework.roles import Role
from nyhavn.web.releases.models import PublicRelease
from web import objects, pieces, publishing
from web.cast import Cast

pytestmark = [pytest.mark.chromium, pytest.mark.enable_socket, pytest.mark.slow]
HOME = "/work/initiatives/village-water/material/"
LONG = "A dry well, seen from above. Beside it stand three buckets and a rope. " * 4


@pytest.fixture
def wide(browser: Browser) -> bytes:
    """A photograph that is wider than a telephone, as a browser makes one."""
    page = window(browser, (1600, 900))
    page.set_content('<body style="margin:0;block-size:900px;background:linear-gradient(90deg,#246,#fc8)"></body>')
    return page.screenshot(type="jpeg", quality=40)


@pytest.fixture
def beside(village: Cast, wide: bytes) -> PublicRelease:
    objects.contributions(objects.collection(village), 40)
    objects.tables(village)
    release = publishing.published(village)
    pieces.shown(village, pieces.photograph(village, wide, words=LONG, credit="A neighbour"), release)
    pieces.shown(village, pieces.added(village), release)
    pieces.shown(village, pieces.added(village, PieceKind.SOUND, pieces.OGG, title="At the well"), release)
    return release


@pytest.mark.parametrize("language", ["en", "ar"])
def test_everybody_reads_them_on_any_screen(
    browser: Browser, address: str, beside: PublicRelease, language: str
) -> None:
    page = window(browser, DESK, language=language)
    page.goto(f"{address}{pieces.address(beside)}")
    assert page.locator("img.piece").evaluate("e => e.complete && e.naturalWidth") == 1600
    assert not broken_rules(page)
    assert not too_wide(page, PHONE) and not too_wide(page, ZOOMED)
    assert len(page.content()) < 100_000


def test_those_who_work_on_them_do_so_on_any_screen(
    browser: Browser, address: str, village: Cast, beside: PublicRelease, wide: bytes
) -> None:
    waiting = pieces.photograph(village, wide)
    page = sign_in(window(browser), address, village[Role.STEWARD])
    here = f"{HOME}{waiting.uuid}/"
    for place in (HOME, here, f"{here}do/change/", f"{HOME.removesuffix('material/')}do/add-material/"):
        page.goto(f"{address}{place}")
        assert not broken_rules(page), place
        assert not too_wide(page, PHONE) and not too_wide(page, ZOOMED), place


def test_a_board_member_looks_at_a_picture_by_keyboard(
    browser: Browser, address: str, village: Cast, wide: bytes
) -> None:
    waiting = pieces.photograph(village, wide)
    page = sign_in(window(browser, DESK, script=False), address, village[Role.BOARD_MEMBER])
    page.goto(f"{address}{HOME}{waiting.uuid}/")
    page.get_by_role("link", name="Say what you saw and heard").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/do/look/")
    for subject in ("faces", "voices", "places", "names"):
        _ticks(page, subject)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{HOME}{waiting.uuid}/")
    assert "None are there" in page.locator("main").inner_text()


def _ticks(page: Page, subject: str) -> None:
    page.locator(f'[name="{subject}"][value="none-there"]').focus()
    page.keyboard.press("Space")
