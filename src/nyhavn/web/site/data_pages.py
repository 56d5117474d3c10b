"""For whoever looks for data: the catalogue, and the page of a release."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from nyhavn.exchange.described.citations import FORMATS, as_text
from nyhavn.exchange.described.schema_org import dataset_json_ld
from nyhavn.framework.release import Release
from nyhavn.framework.release_states import ReleaseState
from nyhavn.web.pages.access import public
from nyhavn.web.releases.models import PublicRelease, ReleaseEvent
from nyhavn.web.releases.queries import errata, is_readable, release_of, versions_of
from nyhavn.web.site.catalogue_queries import GOALS, UNITS, languages_there, look_for
from nyhavn.web.site.data_asks import page_in, search_in
from nyhavn.web.site.freshness import kept
from nyhavn.web.site.shown_release import (
    author_of,
    described,
    files_of,
    page_parts,
    pages_of_results,
    shown_content,
)


@public
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Everything that is published, and a search in it."""
    search = search_in(request.GET)
    shown = {
        "search": search,
        "page": look_for(search, page_in(request.GET)),
        "languages_there": languages_there(),
        "goals": GOALS,
        "units": UNITS,
    }
    return render(request, "site/catalogue.html", shown)


@dataclass(frozen=True)
class PageOfResults:
    """Which part of the indicators is shown. others: their titles, each with the number of the part it is in."""

    number: int
    all: int
    others: tuple[tuple[str, int], ...]


def _part_of(release: Release, number: int) -> PageOfResults:
    pages = pages_of_results(release)
    others = ((one.title, page) for page, some in enumerate(pages, 1) if page != number for one in some)
    return PageOfResults(number, len(pages), tuple(others))


def _stamp(name: str, version: str = "") -> str:
    """Changes with every state of every version and every event."""
    stored = release_of(name, version)
    states = versions_of(name).values_list("id", "state", "issued_at")
    newest = ReleaseEvent.objects.filter(release__name=name).order_by("-id").values_list("id", flat=True).first()
    return f"{stored.id} {list(states)} {newest}"


@public
@require_safe
@kept(_stamp)
def dataset(request: HttpRequest, name: str, version: str = "") -> HttpResponse:
    """One version of a release, by default the newest: what it says, with its limits, and everything behind it."""
    stored = release_of(name, version)
    around = {"stored": stored, "versions": versions_of(name).defer("content"), "errata": errata(stored)}
    if not is_readable(stored):
        gone = {**around, "is_withdrawn": stored.state == ReleaseState.WITHDRAWN}
        return render(request, "site/withdrawn.html", gone, status=410)
    release = shown_content(stored)
    number = page_in(request.GET, len(pages_of_results(release)))
    shown = {
        **around,
        **_cited(stored),
        "release": release,
        "part": page_parts(stored, number),
        "results": _part_of(release, number),
        "files": files_of(stored, release),
        "author": author_of(stored, release),
        "goals": sorted({code for indicator in release.indicators for code in indicator.sdg}),
        "is_superseded": stored.state == ReleaseState.SUPERSEDED,
        "home": f"/data/{stored.name}/{stored.version}/",
    }
    return render(request, "site/dataset.html", shown)


def _cited(stored: PublicRelease) -> dict[str, object]:
    """How to cite it, and what search engines read."""
    about = described(stored)
    return {
        "citation": as_text(about),
        "formats": tuple(FORMATS.values()),
        "json_ld": _data_block(dataset_json_ld(about)),
        "size": sum(file.bytes for file in about.files),
    }


def _data_block(json_ld: str) -> SafeString:
    """JSON in which no <, > or & is left, so it cannot end the element it stands in."""
    if set(json_ld) & set("<>&"):
        raise ValueError("this would end the block of data")
    return mark_safe(json_ld)  # noqa: S308 (checked in the line before)
