"""The one-page result in three forms: a page to print, a text to read aloud, slides. Nothing in them runs."""

from nyhavn.exchange.report.home_page import HomeView, home_view
from nyhavn.exchange.report.html import environment
from nyhavn.exchange.report.speech import Say, as_written, speaking
from nyhavn.framework.home_page import HomePage
from nyhavn.framework.release import Release

PAGE, ALOUD, SLIDES = "page", "aloud", "slides"
FORMS = (PAGE, ALOUD, SLIDES)


def home_html(
    form: str,
    page: HomePage,
    release: Release,
    *,
    is_public: bool,
    language: str = "en",
    say: Say = as_written,
) -> bytes:
    """One form of the page. language, say: in which its fixed words are said."""
    with speaking(say):
        view = home_view(page, release, language=language, is_public=is_public)
        return _render(form, view).encode("utf-8")


def _render(form: str, view: HomeView) -> str:
    return environment().get_template(f"home_{form}.html.jinja").render(page=view, w=view.words)
