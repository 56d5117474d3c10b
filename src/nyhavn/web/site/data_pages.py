"""For whoever looks for data: the catalogue, and the page of a release."""

from dataclasses import dataclass, replace
from functools import lru_cache

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from nyhavn.exchange.described.citations import FORMATS, as_text
from nyhavn.exchange.described.schema_org import dataset_json_ld
from nyhavn.exchange.described.source import Described, DescribedFile
from nyhavn.framework.release import Release
from nyhavn.framework.release_states import ReleaseState
from nyhavn.web.pages.access import public
from nyhavn.web.releases.credit import credit_stamp
from nyhavn.web.releases.models import PublicRelease, ReleaseEvent
from nyhavn.web.releases.queries import errata, is_readable, place_of, release_of, versions_of
from nyhavn.web.site.catalogue_queries import GOALS, UNITS, languages_there, look_for
from nyhavn.web.site.data_asks import page_in, search_in
from nyhavn.web.site.freshness import kept, spoken
from nyhavn.web.site.shown_release import (
    KEPT,
    author_of,
    described,
    files_of,
    page_parts,
    pages_of_results,
    shown_content,
    title_shown,
)


@public
@require_safe
@gzip_page
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


@public
@require_safe
@gzip_page
def dataset(request: HttpRequest, name: str, version: str = "") -> HttpResponse:
    """One version of a release, by default the newest: what it says, with its limits, and everything behind it."""
    stamp = _stamp(name)

    def make() -> HttpResponse:
        made = _made(stamp, spoken(), name, version, page_in(request.GET))
        if made is None:
            return _withdrawn(request, release_of(name, version))
        return render(request, "site/dataset.html", {"made": made})

    return kept(request, stamp, make)


STAMPED = (
    "uuid", "name", "version", "state", "credit", "credit_share", "initiative__slug", "initiative__organisation__name",
)  # fmt: skip


def _stamp(name: str) -> str:
    """Changes with whatever a page of a release shows; "" where there is no version at all."""
    versions = list(versions_of(name).select_related(None).select_related("initiative__organisation").only(*STAMPED))
    states = [
        (one.uuid.hex, one.state, place_of(one).is_dir(), one.initiative.slug, one.initiative.organisation.name)
        for one in versions
    ]
    newest = ReleaseEvent.objects.filter(release__in=versions).aggregate(newest=Max("id"))["newest"]
    credits = [credit_stamp(one) for one in versions]
    return f"{states} {newest} {credits}" if states else ""


def _withdrawn(request: HttpRequest, stored: PublicRelease) -> HttpResponse:
    around = {"stored": stored, "versions": versions_of(stored.name).defer("content"), "errata": errata(stored)}
    gone = {**around, "title": title_shown(stored), "is_withdrawn": stored.state == ReleaseState.WITHDRAWN}
    return render(request, "site/withdrawn.html", gone, status=410)


@dataclass(frozen=True)
class Made:
    """What a page of a release says to everybody who reads its language; the rest of the page is the reader's own."""

    title: str
    head: SafeString
    content: SafeString


@lru_cache(maxsize=KEPT)
def _made(stamp: str, spoken: str, name: str, version: str, page: int) -> Made | None:
    """Made once for each stamp and language, and kept in memory; None if it is not to be read. Raises Refusal."""
    stored = release_of(name, version)
    if not is_readable(stored):
        return None
    release = shown_content(stored)
    number = min(page, len(pages_of_results(release)))
    shown = {
        **_cited(stored),
        "stored": stored,
        "versions": versions_of(name).defer("content"),
        "errata": errata(stored),
        "release": release,
        "part": page_parts(stored, number),
        "results": _part_of(release, number),
        "files": files_of(stored, release),
        "author": author_of(stored, release),
        "goals": sorted({code for indicator in release.indicators for code in indicator.sdg}),
        "is_superseded": stored.state == ReleaseState.SUPERSEDED,
        "home": f"/data/{stored.name}/{stored.version}/",
    }
    head, content = (render_to_string(f"site/dataset_{part}.html", shown) for part in ("head", "content"))
    return Made(release.title, head, content)


def _cited(stored: PublicRelease) -> dict[str, object]:
    """How to cite it, and what search engines read."""
    about = described(stored)
    return {
        "citation": as_text(about),
        "about": about,
        "formats": tuple(FORMATS.values()),
        "json_ld": _data_block(dataset_json_ld(replace(about, files=_main_files(about)))),
        "size": sum(file.bytes for file in about.files),
    }


def _main_files(about: Described) -> tuple[DescribedFile, ...]:
    """What search engines are told of: all files in one, and what is no single table, so that the page stays light."""
    size = sum(file.bytes for file in about.files)
    whole = DescribedFile(f"{about.address}release.zip", "application/zip", "All files", size)
    return (whole, *(file for file in about.files if "/files/tables/" not in file.address)) if about.files else ()


def _data_block(json_ld: str) -> SafeString:
    """JSON in which no <, > or & is left, so it cannot end the element it stands in."""
    if set(json_ld) & set("<>&"):
        raise ValueError("this would end the block of data")
    return mark_safe(json_ld)  # noqa: S308 (checked in the line before)
