"""The report in a real browser: for a reader with a keyboard, a screen reader, a small phone, a printer."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from browser.windows import broken_rules
from nyhavn.exchange.report.html import report_html
from spec.report.report_release import TEXTS, a_release

pytestmark = pytest.mark.chromium

PHONE, DESK = (360, 740), (1280, 900)
UNREACHED = """() => {
  const wanted = [...document.querySelectorAll('a, summary, [tabindex="0"]')];
  return wanted.map((element, place) => { element.dataset.place = place; return place; });
}"""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One report per language, as files."""
    place = tmp_path_factory.mktemp("reports")
    for language in TEXTS:
        (place / f"{language}.html").write_bytes(report_html(a_release(language), signer_fingerprint="SHA256:3fA9"))
    return place


def opened(browser: Browser, folder: Path, language: str = "es", size: tuple[int, int] = DESK, scheme: str = "light"):
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page.goto((folder / f"{language}.html").as_uri())
    return page


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")


@pytest.mark.parametrize("language", ["es", "ar"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_rule_is_broken(
    browser: Browser, folder: Path, language: str, size: tuple[int, int], scheme: str
) -> None:
    """WCAG 2.2 AA as far as a machine can tell, with everything unfolded."""
    page = opened(browser, folder, language, size, scheme)
    unfold(page)
    found = broken_rules(page)
    page.close()
    assert found == []


def test_the_accessibility_check_itself_can_fail(browser: Browser, folder: Path) -> None:
    """Grey words on grey ground are noticed."""
    page = opened(browser, folder)
    page.evaluate("document.querySelector('.headline').style.color = '#ccc'")
    found = broken_rules(page)
    page.close()
    assert [fault for fault in found if fault.startswith("color-contrast: ")]


@pytest.mark.parametrize("language", ["es", "ar"])
@pytest.mark.parametrize("width", [320, 360, 768])
def test_the_page_never_scrolls_sideways(browser: Browser, folder: Path, language: str, width: int) -> None:
    """Wide tables scroll in their own region instead."""
    page = opened(browser, folder, language, (width, 740))
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_a_wide_table_scrolls_inside_a_region_that_the_keyboard_reaches(browser: Browser, folder: Path) -> None:
    page = opened(browser, folder, size=PHONE)
    region = page.get_by_role("region", name="How far people took part")
    assert region.evaluate("part => part.scrollWidth > part.clientWidth")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("part => part.scrollLeft > 0", arg=region.element_handle())
    page.close()


def test_the_keyboard_reaches_every_link_and_every_fold(browser: Browser, folder: Path) -> None:
    page = opened(browser, folder)
    unfold(page)
    wanted = set(page.evaluate(UNREACHED))
    reached = set()
    for _ in wanted:
        page.keyboard.press("Tab")
        reached.add(int(page.evaluate("document.activeElement.dataset.place ?? -1")))
    page.close()
    assert wanted and reached == wanted


def test_a_fold_opens_with_the_keyboard(browser: Browser, folder: Path) -> None:
    page = opened(browser, folder)
    fold = page.locator("details.principle").first
    assert not fold.locator("h4").is_visible()
    fold.locator("summary").press("Enter")
    assert fold.locator("h4").is_visible()
    page.close()


def test_what_has_the_focus_is_seen(browser: Browser, folder: Path) -> None:
    page = opened(browser, folder)
    page.keyboard.press("Tab")
    width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert (width, page.locator(".skip").bounding_box()["x"]) == ("3px", 0)
    page.close()


def test_nothing_is_asked_of_any_other_place(browser: Browser, folder: Path) -> None:
    """The page can be read in a place without network, and tells nobody that it was read."""
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "es.html").as_uri())
    page.wait_for_load_state("networkidle")
    page.close()
    assert [urlsplit(url).path.rsplit("/", 1)[-1] for url in asked] == ["es.html"]


def test_a_report_for_a_right_to_left_language_is_mirrored(browser: Browser, folder: Path) -> None:
    """Bars of an Arabic release grow from the right; those of a Spanish one from the left."""
    ends = {}
    for language in ("es", "ar"):
        page = opened(browser, folder, language)
        ends[language] = page.evaluate(
            """() => { const of = it => document.querySelector(it).getBoundingClientRect();
            const figure = of('figure'), bar = of('rect.bar');
            return [Math.round(bar.left - figure.left), Math.round(figure.right - bar.right)]; }"""
        )
        page.close()
    assert ends["es"][0] == 0 and ends["es"][1] > 0
    assert ends["ar"][1] == 0 and ends["ar"][0] > 0


def test_the_words_of_a_chart_keep_their_size_on_a_phone(browser: Browser, folder: Path) -> None:
    """Only bars shrink; no word leaves the picture."""
    page = opened(browser, folder, size=(320, 740))
    sizes = page.evaluate(
        "[...document.querySelectorAll('figure text')].map(text => parseFloat(getComputedStyle(text).fontSize))"
    )
    out = page.evaluate(
        """() => [...document.querySelectorAll('figure text')].filter(
            text => text.getBoundingClientRect().right > 320).map(text => text.textContent)"""
    )
    page.close()
    assert min(sizes) >= 13 and out == []


def test_print_shows_what_is_folded_on_screen(browser: Browser, folder: Path) -> None:
    """On paper nobody can unfold anything, so every table and every principle is printed."""
    page = opened(browser, folder)
    # The height is asked for first, because it makes the browser lay the page out for the new medium.
    shown = """() => { document.body.getBoundingClientRect();
        return [...document.querySelectorAll('details')].map(fold => fold.lastElementChild.checkVisibility()
            && fold.clientHeight > fold.firstElementChild.clientHeight); }"""
    on_screen = page.evaluate(shown)
    page.emulate_media(media="print")
    on_paper = page.evaluate(shown)
    page.close()
    assert not any(on_screen)
    assert len(on_paper) > 10 and all(on_paper)


def test_print_is_black_on_white_even_for_a_reader_who_likes_it_dark(browser: Browser, folder: Path) -> None:
    page = opened(browser, folder, scheme="dark")
    colours = "() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    dark = page.evaluate(colours)
    page.emulate_media(media="print", color_scheme="dark")
    printed = page.evaluate(colours)
    page.close()
    assert dark == ["rgb(232, 237, 240)", "rgb(16, 24, 31)"]
    assert printed == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_the_print_is_a_handy_file_of_a_few_sheets(browser: Browser, folder: Path) -> None:
    page = opened(browser, folder)
    paper = page.pdf(prefer_css_page_size=True)
    page.close()
    sheets = paper.count(b"/Type /Page\n")
    assert 8 <= sheets <= 30
    assert len(paper) < 1_000_000
