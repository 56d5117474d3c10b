"""The release report as one HTML file: no script, no font, no picture and no request from outside."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from nyhavn.exchange.report.page import page_of
from nyhavn.exchange.report.visible import visible
from nyhavn.framework.release import Release


def report_html(release: Release, *, signer_key: str = "", signer_fingerprint: str = "") -> bytes:
    """The whole page, UTF-8, the same bytes for the same release.

    signer_key: name of the key that signs the bundle. signer_fingerprint: its fingerprint, for comparison by eye.
    """
    page = page_of(release, signer_key=signer_key, signer_fingerprint=signer_fingerprint)
    return _environment().get_template("page.html.jinja").render(page=page, release=release).encode("utf-8")


@cache
def _environment() -> Environment:
    """One for all reports, since reading the templates takes longer than filling them."""
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
