"""No form of the page that goes home shows a number that is not published, and nobody can type one into it."""

import re
from dataclasses import replace

import pytest

from nyhavn.exchange.report.home_html import FORMS
from nyhavn.exchange.report.html import report_html
from nyhavn.framework.home_page import HomePage, home_page_reasons
from spec.report.report_release import a_release
from spec.results_go_home.home_pages import drawn, home_page, under_protected, written

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
MARKED = re.compile(r"<style>.*?</style>|<[^>]*>", re.DOTALL)


def numbers(html: str) -> set[str]:
    """Every number that somebody can read on a page."""
    return set(NUMBER.findall(MARKED.sub(" ", html)))


@pytest.mark.parametrize("language", ["es", "ar"])
@pytest.mark.parametrize("form", FORMS)
def test_a_figure_that_is_hidden_is_in_no_form_even_if_a_step_before_had_let_it_through(
    form: str, language: str
) -> None:
    sound = a_release(language)
    failed = under_protected(sound)
    assert "98765" in repr(drawn(failed))  # what the attacker looks for is there
    html = written(form, failed, language)
    assert not {"98765", "98.8", "98.77", "98,765"} & numbers(html)
    assert "98.7" not in html
    assert html == written(form, sound, language)


@pytest.mark.parametrize("form", FORMS)
def test_every_number_of_the_page_stands_in_the_report_too(form: str) -> None:
    release = a_release("es")
    counted = {str(number) for number in range(1, 12)}  # of slides
    assert numbers(written(form, release, "es")) <= numbers(report_html(release).decode()) | counted


@pytest.mark.parametrize("form", FORMS)
def test_the_twin_a_published_figure_is_there_with_its_margin(form: str) -> None:
    release = a_release("es")
    shown = drawn(release).figures[0]
    assert shown.value is not None and shown.low is not None and shown.high is not None
    html = written(form, release, "es")
    assert all(f"{value * 100:.1f}" in html for value in (shown.value, shown.low, shown.high))


@pytest.mark.parametrize(
    "typed",
    ["Three of 5 have water.", "٤ من الناس", "४ लोग", "Half: ½", "A code: {water.by.zone:nobody}", "Open { bracket"],
)
def test_a_number_is_not_typed_and_a_mark_that_nobody_knows_is_refused(typed: str) -> None:
    release = a_release("es")
    page = home_page(release, "es").model_copy(update={"sentences": (typed,)})
    assert [one.code for one in home_page_reasons(page, release)] in (["home-number-typed"], ["home-figure-unknown"])


def test_a_number_is_typed_neither_into_the_title_nor_below(typed: str = "We are 7") -> None:
    release = a_release("es")
    sound = home_page(release, "es")
    assert home_page_reasons(sound, release) == ()
    for where in ("title", "limits", "next_step"):
        page = sound.model_copy(update={where: typed})
        assert [(one.code, one.where) for one in home_page_reasons(page, release)] == [("home-number-typed", where)]


def test_a_picture_that_would_not_fit_is_refused() -> None:
    release = a_release("es")
    long = next(one for one in release.tables if len(one.breakdowns) == 2)
    page = home_page(release, "es").model_copy(update={"picture": long.id})
    assert [one.code for one in home_page_reasons(page, release)] == ["home-picture-too-long"]


def test_what_somebody_writes_is_never_markup() -> None:
    release = a_release("es")
    bad = "<script>alert()</script>\u202e"
    page = HomePage(language="es", title=bad, sentences=(bad,), picture=drawn(release).id, limits=bad, next_step=bad)
    for form in FORMS:
        html = written(form, replace(release, community=bad), "es", page)
        assert "<script" not in html
        assert "\u202e" not in html
