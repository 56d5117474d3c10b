"""Public pages that need not be made again: the browser asks whether its copy still holds."""

from collections.abc import Callable
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language

from nyhavn import __version__
from nyhavn.web.languages.editions import edition_read
from nyhavn.web.pages.formats import current_locale

ASK_EACH_TIME = "private, no-cache"  # a page holds the form that chooses a language, with a token of its reader


def kept(request: HttpRequest, stamp: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    """A page, or 304 where nothing changed. stamp: changes whenever the page does; with "" it is made each time."""
    etag = _etag(request, stamp) if stamp and request.method in ("GET", "HEAD") else None
    response = get_conditional_response(request, etag=etag) or make()
    if etag and response.status_code in (200, 304):
        response.headers["ETag"] = etag
    response.headers.setdefault("Cache-Control", ASK_EACH_TIME)
    return response


def spoken() -> str:
    """All that a page for everybody depends on in its reader: language, its edition, and how numbers are written."""
    return f"{get_language()} {edition_read()} {current_locale()}"


def _etag(request: HttpRequest, stamp: str) -> str:
    """The stamp together with everything about the reader that a page depends on; whoever reads it learns nothing."""
    reader = (spoken(), request.META.get("HTTP_COOKIE", ""), request.get_full_path())
    return quote_etag(sha256("\0".join((__version__, stamp, *reader)).encode("utf-8", "replace")).hexdigest()[:32])


def file_answer(
    request: HttpRequest, make: Callable[[], HttpResponseBase], *, etag: str, modified: float, seconds: int
) -> HttpResponseBase:
    """A file, or 304 where the reader has it already. seconds: how long caches may keep it without asking."""
    quoted = quote_etag(etag)
    response = get_conditional_response(request, etag=quoted, last_modified=int(modified)) or make()
    response.headers["ETag"] = quoted
    response.headers["Last-Modified"] = http_date(modified)
    response.headers["Cache-Control"] = f"public, max-age={seconds}, must-revalidate"
    return response
