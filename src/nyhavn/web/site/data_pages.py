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
from nyhavn.framework.openness import AccessLevel, Material
from nyhavn.framework.release import Release
from nyhavn.framework.release_states import ReleaseState
from nyhavn.web.comparisons.queries import has_comparisons
from nyhavn.web.fitness.queries import has_verdicts
from nyhavn.web.openness.queries import levels_of
from nyhavn.web.openness.reading import may_read
from nyhavn.web.openness.showing import openness_shown
from nyhavn.web.pages.access import public
from nyhavn.web.releases.credit import credit_stamp
from nyhavn.web.releases.models import PublicRelease, ReleaseEvent
from nyhavn.web.releases.queries import errata, is_readable, place_of, release_of, versions_of
from nyhavn.web.site.access_pages import about_not_open
from nyhavn.web.site.catalogue_queries import GOALS, UNITS, languages_there, look_for
from nyhavn.web.site.data_asks import page_in, search_in
from nyhavn.web.site.file_pages import kept_by_nobody
from nyhavn.web.site.freshness import kept, spoken
from nyhavn.web.site.readers import let_in, reader_of
from nyhavn.web.site.shown_release import (
    KEPT,
    author_of,
    described,
    files_of,
    has_stories,
    levels_shown,
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
    newest = versions_of(name).defer("content").first()
    if newest is not None and levels_of(newest.initiative)[Material.RESULTS] is not AccessLevel.OPEN:
        return _not_open(request, release_of(name, version), stamp)

    def make() -> HttpResponse:
        made = _made(stamp, spoken(), name, version, page_in(request.GET))
        if made is None:
            return _withdrawn(request, release_of(name, version))
        return render(request, "site/dataset.html", {"made": made})

    return kept(request, stamp, make)


def _not_open(request: HttpRequest, stored: PublicRelease, stamp: str) -> HttpResponse:
    """For whoever may read it the page, never kept; for everybody else what it is, who may read it, and why."""
    if not is_readable(stored):
        return _withdrawn(request, stored)
    reader = reader_of(request)
    if may_read(reader, stored.initiative, Material.RESULTS):
        let_in(request, stored)
        made = _made(stamp, spoken(), stored.name, stored.version, page_in(request.GET))
        answer = render(request, "site/dataset.html", {"made": made})
    else:
        answer = render(request, "site/not_open.html", about_not_open(stored))
    return kept_by_nobody(answer, is_open=False)


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
    levels = [openness_shown(initiative).levels for initiative in {one.initiative for one in versions}]
    beside = [(has_stories(one), has_verdicts(one), has_comparisons(one)) for one in versions]
    return f"{states} {newest} {credits} {levels} {beside}" if states else ""


def _withdrawn(request: HttpRequest, stored: PublicRelease) -> HttpResponse:
    is_open = levels_of(stored.initiative)[Material.RESULTS] is AccessLevel.OPEN  # what was wrong is told in figures
    corrected = errata(stored) if is_open else ()
    around = {"stored": stored, "versions": versions_of(stored.name).defer("content"), "errata": corrected}
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
        "size": sum(file.bytes for file in files_of(stored, release) if not file.is_evidence),
        "levels": levels_shown(stored),
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
        "has_verdicts": has_verdicts(stored),
        "has_stories": has_stories(stored),
        "has_comparisons": has_comparisons(stored),
        "sheets": tuple(stored.home_texts.values_list("language", flat=True)),
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
