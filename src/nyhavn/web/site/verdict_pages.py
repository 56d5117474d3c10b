"""The verdicts that offices issued about a release, for everybody who may read its results."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from nyhavn.framework.openness import Material
from nyhavn.web.accounts.access import not_found
from nyhavn.web.fitness.queries import verdicts_of
from nyhavn.web.fitness.shapes import VerdictsShown
from nyhavn.web.fitness.showing import verdict_shown, verdicts_shown
from nyhavn.web.openness.reading import Reader, let_read
from nyhavn.web.pages.access import public
from nyhavn.web.releases.queries import is_readable, release_of
from nyhavn.web.site.file_pages import kept_by_nobody, readable
from nyhavn.web.site.readers import let_in
from nyhavn.web.site.shown_release import shown_content


@public
@require_safe
@gzip_page
def verdicts(request: HttpRequest, name: str, version: str) -> HttpResponse:
    """Each verdict with its purpose, reply and appeals, the newest first. Raises Refusal "not-found"."""
    stored = readable(name, version)
    is_open = let_in(request, stored)
    shown = {
        "stored": stored,
        "release": shown_content(stored),
        "home": f"/data/{stored.name}/{stored.version}/",
        "shown": verdicts_shown(stored),
    }
    return kept_by_nobody(render(request, "site/verdicts.html", shown), is_open=is_open)


@public
@require_safe
@gzip_page
def verdict(request: HttpRequest, name: str, version: str, verdict: UUID) -> HttpResponse:
    """One verdict with every answer and its evidence. Raises Refusal "not-found"."""
    stored = readable(name, version)
    is_open = let_in(request, stored)
    found = verdicts_of([stored]).filter(uuid=verdict).first()
    if found is None:
        raise not_found("verdict")
    shown = {
        "stored": stored,
        "release": shown_content(stored),
        "home": f"/data/{stored.name}/{stored.version}/verdicts/",
        "one": verdict_shown(found),
    }
    return kept_by_nobody(render(request, "site/verdict.html", shown), is_open=is_open)


def verdicts_read(name: str, version: str, *, reader: Reader) -> VerdictsShown:
    """The same for programs. Raises Refusal: "not-found", for a withdrawn one, too; "access-not-open"."""
    stored = release_of(name, version)
    let_read(reader, stored.initiative, (Material.RESULTS,))
    if not is_readable(stored):
        raise not_found("release")
    return verdicts_shown(stored)
