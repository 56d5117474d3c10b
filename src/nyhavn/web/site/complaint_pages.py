"""Complaining without an account and without a receipt, and what becomes of corrections. No address is kept."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nyhavn.web.accounts.access import not_found
from nyhavn.web.collection.models import Collection as Form
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.openness.queries import not_open
from nyhavn.web.pages.access import public
from nyhavn.web.receipts.complaint_pages import complaining
from nyhavn.web.receipts.own_page import BOTH, open_page
from nyhavn.web.releases.models import EventKind, ReleaseEvent
from nyhavn.web.site.initiative_queries import public_initiative
from nyhavn.web.site.shown_release import title_shown

MOST_CORRECTIONS = 200
CORRECTIONS = (EventKind.CORRECTED.value, EventKind.WITHDRAWN.value, EventKind.SUPERSEDED.value)


@open_page(*BOTH)
def of_initiative(request: HttpRequest, initiative: str) -> HttpResponse:
    """For everybody who finds the public page of an initiative."""
    return _answer(request, public_initiative(initiative))


@open_page(*BOTH)
def of_collection(request: HttpRequest, code: str) -> HttpResponse:
    """For everybody who knows the address of a form, also once it is closed."""
    found = Form.objects.filter(code=code.casefold()).select_related("initiative").first()
    if found is None:
        raise not_found()
    return _answer(request, found.initiative)


@public
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """How what is published is corrected, who is told, and every correction there was."""
    found = ReleaseEvent.objects.filter(kind__in=CORRECTIONS).order_by("-id")[:MOST_CORRECTIONS]
    rows = list(found.select_related("release__initiative", "release__run").defer("release__content"))
    closed = not_open(row.release.initiative_id for row in rows)
    return render(request, "site/corrections.html", {"corrections": [_told(row, closed) for row in rows]})


@dataclass(frozen=True)
class Told:
    """What everybody may know of a correction. What was wrong is told in figures, so only open results say it."""

    kind: str
    name: str
    version: str
    title: str
    at: datetime
    words: str
    figures: str
    is_open: bool


def _told(row: ReleaseEvent, closed: Collection[int]) -> Told:
    release, is_open = row.release, row.release.initiative_id not in closed
    hides = row.kind == EventKind.CORRECTED and not is_open
    words, figures = ("", "") if hides else (row.words, row.figures)
    return Told(row.kind, release.name, release.version, title_shown(release), row.at, words, figures, is_open)


def _answer(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    def page(template: str, context: Mapping[str, Any], status: int) -> HttpResponse:
        context = {**context, "stays_at": request.path}
        return render(request, f"receipts/{template}.html", context, status=status)

    return complaining(request, initiative, page)
