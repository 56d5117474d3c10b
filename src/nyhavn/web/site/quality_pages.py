"""The quality report of a release, in the language of whoever reads it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from nyhavn.exchange.report.quality_html import quality_parts
from nyhavn.web.accounts.access import not_found
from nyhavn.web.pages.access import public
from nyhavn.web.site.file_pages import kept_by_nobody, readable
from nyhavn.web.site.readers import let_in
from nyhavn.web.site.shown_release import shown_content


@public
@require_safe
@gzip_page
def quality(request: HttpRequest, name: str, version: str) -> HttpResponse:
    """Quality by dimension, figure by figure, with how each is worked out. Raises Refusal "not-found"."""
    stored = readable(name, version)
    is_open = let_in(request, stored)
    release, home = shown_content(stored), f"/data/{stored.name}/{stored.version}/"
    language = get_language() or settings.LANGUAGE_CODE
    part = quality_parts(release, report_at=home, language=language, say=gettext)
    if part is None:
        raise not_found("quality report")
    answer = render(request, "site/quality.html", {"stored": stored, "release": release, "part": part, "home": home})
    return kept_by_nobody(answer, is_open=is_open)
