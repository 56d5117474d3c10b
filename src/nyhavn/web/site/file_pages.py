"""The files of a release, to be taken away: from its folder and from nowhere else."""

from pathlib import Path
from typing import TypeVar

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from nyhavn.exchange.bundle.layout import RECORDS, is_file_name
from nyhavn.exchange.described.citations import FORMATS
from nyhavn.framework.openness import Material
from nyhavn.web.accounts.access import not_found
from nyhavn.web.openness.reading import may_read
from nyhavn.web.pages.access import public
from nyhavn.web.releases.credit import credit_file
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import bundle_folder, is_kept_back, is_readable, release_of, zip_file
from nyhavn.web.site.freshness import file_answer
from nyhavn.web.site.media_types import content_type
from nyhavn.web.site.readers import let_in, reader_of
from nyhavn.web.site.shown_release import ShownFile, described, files_of, shown_content

FILE_SECONDS = 60  # short, because a withdrawn release must be gone soon
# A file that somebody else wrote is never a page of this site: no script, no form, no cookie, whatever is in it.
ALONE = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@public
@require_safe
def files(request: HttpRequest, name: str, version: str) -> HttpResponse:
    """Every file of a published version with its size."""
    stored = readable(name, version)
    is_open = let_in(request, stored)
    home = f"/data/{stored.name}/{stored.version}/"
    release = shown_content(stored)
    shown = {"stored": stored, "title": release.title, "home": home, "files": _listed(request, stored)}
    return kept_by_nobody(render(request, "site/files.html", shown), is_open=is_open)


def _listed(request: HttpRequest, stored: PublicRelease) -> tuple[ShownFile, ...]:
    """The files that this reader may read: that there are others is said by nothing here."""
    found = files_of(stored, shown_content(stored))
    may = may_read(reader_of(request), stored.initiative, Material.RECORDS)
    return tuple(one for one in found if may or not one.path.startswith(RECORDS))


@public
@require_safe
def file(request: HttpRequest, name: str, version: str, path: str) -> HttpResponseBase:
    """One file of a published version."""
    stored = release_of(name, version)
    is_record = path.startswith(RECORDS)
    is_open = let_in(request, stored, *((Material.RESULTS, Material.RECORDS) if is_record else (Material.RESULTS,)))
    if is_kept_back(stored, path):
        raise not_found("file")
    found = file_in(bundle_folder(stored), path)
    shown_at_once = found.suffix in (".html", ".json", ".txt")
    answer = _sent(request, found, path.rpartition("/")[2], inline=shown_at_once)
    return kept_by_nobody(answer, is_open=is_open)


@public
@require_safe
def whole(request: HttpRequest, name: str, version: str) -> HttpResponseBase:
    """All files of a published version in one."""
    stored = release_of(name, version)
    is_open = let_in(request, stored, *_in_the_zip(stored))
    place = zip_file(stored)
    if place is None or not place.is_file():
        raise not_found("file")
    answer = _sent(request, place, f"{stored.name}-{stored.version}.zip", inline=False)
    return kept_by_nobody(answer, is_open=is_open)


def _in_the_zip(stored: PublicRelease) -> tuple[Material, ...]:
    folder = bundle_folder(stored)
    has_records = folder is not None and (folder / RECORDS).is_dir()
    return (Material.RESULTS, Material.RECORDS) if has_records else (Material.RESULTS,)


Answer = TypeVar("Answer", bound=HttpResponseBase)


def kept_by_nobody(answer: Answer, *, is_open: bool) -> Answer:
    """What is not open stays in no cache: the next one at the same machine is somebody else."""
    if not is_open:
        answer.headers["Cache-Control"] = "private, no-store"
    return answer


@public
@require_safe
def citation(request: HttpRequest, name: str, version: str, format: str) -> HttpResponse:  # noqa: A002 (in the address)
    """How to cite a version, in one of the formats."""
    if format not in FORMATS:
        raise not_found("format")
    stored = readable(name, version)
    wanted = FORMATS[format]
    response = HttpResponse(wanted.write(described(stored)), content_type=f"{wanted.media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}-{version}-{wanted.file}") or ""
    return response


@public
@require_safe
def credit(request: HttpRequest, name: str, version: str) -> HttpResponse:
    """Who is named now, beside the release: made when it is asked for, and kept by nobody."""
    stored = readable(name, version)
    if not stored.credit_commitment:
        raise not_found("file")
    response = HttpResponse(credit_file(stored), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def readable(name: str, version: str) -> PublicRelease:
    """A version that may be read. Raises Refusal "not-found" for one that was withdrawn, too."""
    stored = release_of(name, version)
    if not is_readable(stored):
        raise not_found("release")
    return stored


def file_in(folder: Path | None, path: str) -> Path:
    """The file with that path inside the folder. Raises Refusal "not-found" for anything else, links included."""
    if folder is None or not is_file_name(path):
        raise not_found("file")
    inside = folder.resolve()
    found = (inside / path).resolve()
    if not found.is_relative_to(inside) or not found.is_file() or found != inside / path:
        raise not_found("file")
    return found


def _sent(request: HttpRequest, path: Path, name: str, *, inline: bool) -> HttpResponseBase:
    facts = path.stat()

    def make() -> HttpResponseBase:
        response = FileResponse(path.open("rb"), content_type=content_type(name))
        response.headers["Content-Disposition"] = content_disposition_header(not inline, name) or "inline"
        response.headers["Content-Length"] = str(facts.st_size)
        return response

    etag = f"{facts.st_mtime_ns:x}-{facts.st_size:x}"
    response = file_answer(request, make, etag=etag, modified=facts.st_mtime, seconds=FILE_SECONDS)
    response.headers["Content-Security-Policy"] = ALONE
    return response
