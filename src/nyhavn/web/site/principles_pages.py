"""What the records of a release show of each of the ten principles, in the language of whoever reads it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from nyhavn.exchange.report.html import principles_part
from nyhavn.web.pages.access import public
from nyhavn.web.site.file_pages import kept_by_nobody, readable
from nyhavn.web.site.readers import let_in
from nyhavn.web.site.shown_release import shown_content


@public
@require_safe
@gzip_page
def principles(request: HttpRequest, name: str, version: str) -> HttpResponse:
    """Every principle with its safeguards, for and against, and what no record shows. Raises Refusal "not-found"."""
    stored = readable(name, version)
    is_open = let_in(request, stored)
    release, home = shown_content(stored), f"/data/{stored.name}/{stored.version}/"
    part = principles_part(release, language=get_language() or settings.LANGUAGE_CODE, say=gettext)
    shown = {"stored": stored, "release": release, "part": part, "home": home}
    return kept_by_nobody(render(request, "site/principles.html", shown), is_open=is_open)
