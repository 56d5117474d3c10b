"""Which language a page speaks: the one somebody chose, else the first of the browser's that there is, else English."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from nyhavn.web.pages.formats import formats_of
from nyhavn.web.pages.offered import Offered, best_of, fallback, language_named

COOKIE = "nyhavn_language"
# Pages of those who run initiatives are not translated yet; a screen reader must not read English words as Arabic.
ENGLISH_ONLY = "/work/"
_TRANSLATED: dict[str, re.Pattern[str]] = {}


def speaks_every_language(addresses: str) -> None:
    """Pages below /work/ that are translated: a pattern of their addresses. Call it in AppConfig.ready."""
    _TRANSLATED[addresses] = re.compile(addresses)


class ChooseLanguage:
    """Activates the language of a request, and says in the answer which it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the view in that language."""
        language = language_of(request)
        region = next((code for code in _wanted(request) if best_of((code,)) == language), language.code)
        with translation.override(language.code), formats_of(region):
            response = self.get_response(request)
        spoken = language.code if language.is_complete else f"{language.code}, {fallback().code}"
        response.headers.setdefault("Content-Language", spoken)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def language_of(request: HttpRequest) -> Offered:
    """The language for a request."""
    is_translated = any(pattern.match(request.path) for pattern in _TRANSLATED.values())
    if request.path.startswith(ENGLISH_ONLY) and not is_translated:
        return fallback()
    return language_named(request.COOKIES.get(COOKIE, "")) or best_of(_wanted(request)) or fallback()


def _wanted(request: HttpRequest) -> tuple[str, ...]:
    """The languages that the browser asks for, the best first; "*" is none."""
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return tuple(code for code, weight in asked if code != "*" and weight > 0)


def remember(response: HttpResponse, language: Offered) -> None:
    """Keep the choice until the browser is closed, no longer: a shared phone should not tell who was here before."""
    response.set_cookie(COOKIE, language.code, httponly=True, samesite="Lax", secure=settings.HTTPS)
