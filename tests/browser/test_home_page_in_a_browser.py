"""The page that goes home in a real browser: on one side of A4, as slides, on a small phone, from right to left."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from browser.windows import DESK, PHONE, ZOOMED, broken_rules, too_wide
from nyhavn.exchange.report.home_html import ALOUD, FORMS, PAGE, SLIDES
from nyhavn.framework.home_page import LONGEST_SENTENCE, LONGEST_TEXT, LONGEST_TITLE, MOST_SENTENCES, mark_of
from spec.report.report_release import a_release
from spec.results_go_home.home_pages import drawn, home_page, written

pytestmark = pytest.mark.chromium
LANGUAGES = ["es", "ar"]
WORDS = {"es": "palabras que llenan ", "ar": "كلمات تملأ السطر "}
PDF_PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


def filled(language: str, length: int) -> str:
    """As long as may be."""
    return (WORDS[language] * length)[:length].strip()


def fullest(form: str, language: str) -> str:
    """A page on which every text is as long as it may be."""
    release = a_release(language)
    table = drawn(release)
    mark = mark_of(table, table.figures[0])
    sentence = f"{filled(language, LONGEST_SENTENCE - len(mark) - 1)} {mark}"
    text = filled(language, LONGEST_TEXT)
    full = {"title": filled(language, LONGEST_TITLE), "sentences": (sentence,) * MOST_SENTENCES}
    page = home_page(release, language).model_copy(update={**full, "limits": text, "next_step": text})
    return written(form, release, language, page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_rule_is_broken_and_nothing_scrolls_sideways(
    browser: Browser, form: str, language: str, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": DESK[0], "height": DESK[1]}, color_scheme=scheme)  # type: ignore[arg-type]
    page.set_content(written(form, a_release(language), language))
    assert broken_rules(page) == []
    assert [fault for size in (PHONE, ZOOMED, DESK) for fault in too_wide(page, size)] == []
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fullest_page_prints_on_one_side_of_a4(browser: Browser, language: str, tmp_path: Path) -> None:
    page = browser.new_page()
    page.set_content(fullest(PAGE, language))
    assert len(PDF_PAGE.findall(page.pdf(prefer_css_page_size=True))) == 1
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_slide_prints_on_a_page_of_its_own(browser: Browser, language: str) -> None:
    page = browser.new_page()
    page.set_content(fullest(SLIDES, language))
    slides = page.locator(".slide").count()
    assert slides == MOST_SENTENCES + 5
    assert len(PDF_PAGE.findall(page.pdf(prefer_css_page_size=True))) == slides
    page.close()


def test_the_text_to_read_aloud_has_no_table_no_picture_and_no_sign_for_per_cent(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(written(ALOUD, a_release("es"), "es"))
    assert page.locator("table, svg, img").count() == 0
    told = page.locator("main").inner_text()
    assert "por ciento, y muy probablemente entre" in told
    assert "%" not in told
    page.close()
