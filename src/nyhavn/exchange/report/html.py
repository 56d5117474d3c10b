"""The release report as one HTML file: no script, no font, no picture and no request from outside."""

from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from nyhavn.exchange.report.languages import PAGE_LANGUAGE, direction
from nyhavn.exchange.report.page import Page, page_of
from nyhavn.exchange.report.speech import Say, as_written, speaking
from nyhavn.exchange.report.visible import visible
from nyhavn.exchange.report.words import HEADINGS
from nyhavn.framework.release import Release


def report_html(release: Release, *, signer_key: str = "", signer_fingerprint: str = "") -> bytes:
    """The whole page in English, UTF-8, the same bytes for the same release.

    signer_key: name of the key that signs the bundle. signer_fingerprint: its fingerprint, for comparison by eye.
    """
    with speaking(as_written):
        page = page_of(release, signer_key=signer_key, signer_fingerprint=signer_fingerprint)
        return environment().get_template("page.html.jinja").render(page=page, release=release).encode("utf-8")


@dataclass(frozen=True)
class Parts:
    """The parts of a report that another page shows: whole sections of HTML without any style.

    language: of the words around the release's own. direction: of that language, in which charts are drawn, too.
    """

    language: str
    direction: str
    marks: Markup  # what the charts refer to; once on a page, before them
    use: Markup
    results: Markup
    who: Markup
    citizen_data: Markup
    background: Markup
    quality: Markup
    principles: Markup
    protection: Markup


SHARED = ("use", "results", "who", "citizen_data", "background", "quality", "principles", "protection")


def report_parts(
    release: Release,
    *,
    files_at: str,
    words_at: str,
    open_results: int,
    quality_at: str = "",
    principles_at: str = "",
    source: str = "",
    language: str = PAGE_LANGUAGE,
    say: Say = as_written,
) -> Parts:
    """The parts of the report of a release, as the report itself has them, in the language of whoever reads them.

    files_at: the address of the files, before their paths. words_at: the page of the glossary. open_results: so many
    indicators stand open, the others unfold. quality_at: address of the quality report, which then lists the
    findings, too. principles_at: of the page of `principles_part`, where the records behind the states then stand.
    source: whom to name below a chart, by default the producers. language: of the reader. say: puts the report's words
    into it; what the release says itself stays as it is.
    """
    with speaking(say):
        page = page_of(
            release,
            files_at=files_at,
            words_at=words_at,
            quality_at=quality_at,
            lists_findings=not quality_at,
            open_results=open_results,
            source=source,
            language=language,
            runs=direction(language),
        )
        parts = {name: _part(name, page, release) for name in ("marks", *SHARED)}
        if principles_at:
            parts["principles"] = _part("principles_short", page, release, at=principles_at)
    return Parts(language, page.direction, **parts)


@dataclass(frozen=True)
class PrinciplesPart:
    """The records of every principle without any style, in a language and its direction."""

    language: str
    direction: str
    heading: str
    content: Markup


def principles_part(release: Release, *, language: str = PAGE_LANGUAGE, say: Say = as_written) -> PrinciplesPart:
    """What the records of a release show of each principle, in the language of whoever reads it.

    say: puts the words around it into that language; what was computed into the release stays as it is.
    """
    with speaking(say):
        page = page_of(release, language=language, runs=direction(language))
        return PrinciplesPart(language, page.direction, say(HEADINGS["principles"]), _part("principles", page, release))


def _part(name: str, page: Page, release: Release, at: str = "") -> Markup:
    template = environment().get_template(f"{name}.html.jinja")
    return Markup(template.render(page=page, release=release, w=page.words, at=at))  # noqa: S704 (every value was escaped)


@cache
def environment() -> Environment:
    """The templates; one for all reports, since reading the templates takes longer than filling them."""
    return Environment(
        loader=PackageLoader("nyhavn.exchange.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _finalize(value: object) -> object:
    """Every text that is written passes here; marked-up parts have been through it already."""
    return visible(value) if type(value) is str else value
