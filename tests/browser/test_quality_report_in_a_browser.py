"""The quality report as a file in a real browser: for a screen reader, a small phone, and from right to left."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from browser.windows import DESK, PHONE, UNFOLD, ZOOMED, broken_rules, too_wide
from nyhavn.exchange.report.quality_html import quality_html
from spec.quality_report.village_of_forty import REFERENCE, Village

pytestmark = pytest.mark.chromium


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second release, so that the one before stands beside it, in a script of each direction."""
    place = tmp_path_factory.mktemp("quality")
    first = Village(dk=6, declined=8, missing=10, old=9, plan=REFERENCE)
    second = replace(first, people=60, declined=15, missing=15, north=30).release(first.release(), version="2")
    for language in ("es", "ar"):
        (place / f"{language}.html").write_bytes(quality_html(replace(second, language=language)) or b"")
    return place


@pytest.mark.parametrize("language", ["es", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_rule_is_broken_and_nothing_scrolls_sideways(
    browser: Browser, folder: Path, language: str, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": DESK[0], "height": DESK[1]}, color_scheme=scheme)
    page.goto((folder / f"{language}.html").as_uri())
    page.evaluate(UNFOLD)
    assert broken_rules(page) == []
    assert [fault for size in (PHONE, ZOOMED, DESK) for fault in too_wide(page, size)] == []
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")


def test_every_figure_can_be_linked_to(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    page.goto(f"{(folder / 'es.html').as_uri()}#item-nonresponse-highest")
    shown = page.locator("#item-nonresponse-highest")
    assert "60.0" in shown.inner_text() or "50.0" in shown.inner_text()
    assert shown.bounding_box() is not None
