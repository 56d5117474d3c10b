"""The quality report as one HTML file, and its content as a part of another page."""

from dataclasses import dataclass

from markupsafe import Markup

from nyhavn.exchange.report.html import environment
from nyhavn.exchange.report.languages import PAGE_LANGUAGE, direction
from nyhavn.exchange.report.quality_page import REPORT_PAGE, quality_page
from nyhavn.exchange.report.quality_words import QUALITY_REPORT
from nyhavn.exchange.report.speech import Say, as_written, speaking
from nyhavn.framework.release import Release


@dataclass(frozen=True)
class QualityParts:
    """The content of a quality report without any style, in a language and its direction."""

    language: str
    direction: str
    heading: str
    marks: Markup  # what the charts refer to
    content: Markup


def quality_html(release: Release) -> bytes | None:
    """The whole page in English, UTF-8, the same bytes for the same release; None if it has no quality report."""
    if release.quality is None:
        return None
    with speaking(as_written):
        page = quality_page(release, release.quality, report_at=REPORT_PAGE)
        html = environment().get_template("quality_page.html.jinja")
        return html.render(page=page, release=release, w=page.words).encode("utf-8")


def quality_parts(
    release: Release, *, report_at: str, language: str = PAGE_LANGUAGE, say: Say = as_written
) -> QualityParts | None:
    """The content for another page, in the language of whoever reads it; None if there is no quality report.

    report_at: address of the release's own page. say: puts our words into the language.
    """
    if release.quality is None:
        return None
    with speaking(say):
        runs = direction(language)
        page = quality_page(release, release.quality, report_at=report_at, language=language, runs=runs)
        made = (
            # Every value that stands in a template was escaped.
            Markup(environment().get_template(f"{name}.html.jinja").render(page=page, release=release, w=page.words))  # noqa: S704
            for name in ("marks", "quality_figures")
        )
        return QualityParts(language, runs, say(QUALITY_REPORT), *made)
