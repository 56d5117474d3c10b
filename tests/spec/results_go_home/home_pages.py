"""Pages that go home, in Spanish and in Arabic, for the invented releases of the tests of the report."""

from collections.abc import Callable
from dataclasses import replace

from nyhavn.exchange.report.home_html import home_html
from nyhavn.framework.home_page import HomePage, mark_of
from nyhavn.framework.release import Release
from nyhavn.framework.statistics import CellStatus, Figure, StatisticalTable
from nyhavn.web.pages.catalogues import catalogue, messages_in, po_file

TEXTS = {
    "es": ("El agua en nuestro valle", "Tienen agua segura cerca de casa: {}.", "No dicen de quién es la culpa."),
    "ar": ("الماء في وادينا", "لديهم ماء آمن قريب من البيت: {}.", "لا تقول هذه الأرقام من المذنب."),
}
PLANTED = 0.98765  # stands in no other figure


def drawn(release: Release) -> StatisticalTable:
    """The longest table that fits on a page."""
    return max((one for one in release.tables if len(one.breakdowns) == 1), key=lambda one: len(one.figures))


def home_page(release: Release, language: str) -> HomePage:
    """A page that names every figure of the table that it draws."""
    title, sentence, limits = TEXTS[language]
    table = drawn(release)
    sentences = tuple(sentence.format(mark_of(table, figure)) for figure in table.figures[:5])
    return HomePage(language=language, title=title, sentences=sentences, picture=table.id, limits=limits)


def written(form: str, release: Release, language: str, page: HomePage | None = None) -> str:
    """One form of the page."""
    found = page or home_page(release, language)
    return home_html(form, found, release, is_public=False, language=language, say=spoken(language)).decode()


def spoken(language: str) -> Callable[[str], str]:
    """How the fixed words are said in that language."""
    said = {
        one.id: one.string for one in messages_in(catalogue(po_file(language), language)) if isinstance(one.id, str)
    }
    return lambda word: str(said.get(word) or word)


def under_protected(release: Release) -> Release:
    """As if a step before had failed: every figure that is not shown still carries its numbers."""

    def planted(figure: Figure) -> Figure:
        if figure.status is CellStatus.PUBLISHED:
            return figure
        return replace(figure, n=98765, numerator=98765, value=PLANTED, low=PLANTED, high=PLANTED)

    tables = tuple(replace(one, figures=tuple(map(planted, one.figures))) for one in release.tables)
    return replace(release, tables=tables)
