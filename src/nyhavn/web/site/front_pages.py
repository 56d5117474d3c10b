"""The front, and pages that explain: for contributors, the words, how to verify, what is announced."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nyhavn.exchange.bundle.log_files import CHECKPOINT_FILE, TRUST_FILE
from nyhavn.web.accounts.access import not_found
from nyhavn.web.pages.access import public
from nyhavn.web.releases.queries import called_off
from nyhavn.web.site.catalogue_queries import newest
from nyhavn.web.site.freshness import file_answer
from nyhavn.web.site.glossary import GLOSSARY
from nyhavn.web.site.shown_release import title_shown
from nyhavn.web.site.unnamed import announcements

NEWEST, ANNOUNCED, FALLEN = 5, 5, 20
LOG_SECONDS = 60


@public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What this is, three doors, and what is new."""
    return render(request, "site/front.html", {"newest": newest(NEWEST), "announced": announcements()[:ANNOUNCED]})


@public
@require_safe
def i_contributed(request: HttpRequest) -> HttpResponse:
    """For somebody who gave answers: what can be done now, and what cannot be done yet."""
    return render(request, "site/i_contributed.html")


@public
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """What the words mean."""
    return render(request, "site/words.html", {"glossary": GLOSSARY})


@public
@require_safe
def why_not_shown(request: HttpRequest) -> HttpResponse:
    """Why a figure is not shown, what is not said about it, and what a group that is missing can do."""
    return render(request, "site/why_not_shown.html")


@public
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Announced dates, with every change and its reason."""
    fallen = [(event, title_shown(event.release)) for event in called_off()[:FALLEN]]
    return render(request, "site/calendar.html", {"announced": announcements(), "fallen": fallen})


@public
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """How to check that a release is unchanged, with Nyhavn and without."""
    has_key = _in_log(TRUST_FILE).is_file()
    return render(request, "site/verify.html", {"has_key": has_key, "address": settings.SITE_ADDRESS})


@public
@require_safe
def trust(request: HttpRequest) -> HttpResponseBase:
    """The public key of this installation's log, in the form that `nyhavn verify --key` reads."""
    return _log_file(request, TRUST_FILE)


@public
@require_safe
def checkpoint(request: HttpRequest) -> HttpResponseBase:
    """The newest signed state of the log: whoever keeps it can show later that the log was rewritten."""
    return _log_file(request, CHECKPOINT_FILE)


def _in_log(name: str) -> Path:
    return Path(settings.RELEASE_LOG) / name


def _log_file(request: HttpRequest, name: str) -> HttpResponseBase:
    path = _in_log(name)
    if not path.is_file():  # nothing was ever published here
        raise not_found("file")
    content, facts = path.read_bytes(), path.stat()
    etag = f"{facts.st_mtime_ns:x}-{facts.st_size:x}"

    def make() -> HttpResponse:
        return HttpResponse(content, content_type="text/plain; charset=utf-8")

    return file_answer(request, make, etag=etag, modified=facts.st_mtime, seconds=LOG_SECONDS)
