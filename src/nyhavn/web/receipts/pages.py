"""The door: a code is typed, exchanged for a visit, and stands in no address. And the ways out."""

import re
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nyhavn.framework.consent_ledger import ConsentMode
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.web.collection.form_pages import ELSEWHERE
from nyhavn.web.initiatives.guards import Act, Asked, guarding_reasons
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.languages import remember
from nyhavn.web.pages.offered import language_named
from nyhavn.web.pages.refused import UNPROCESSABLE, status_of
from nyhavn.web.receipts import sessions
from nyhavn.web.receipts.door import knock
from nyhavn.web.receipts.own_page import BOTH, DO, READ, open_page, own_page, shown, to
from nyhavn.web.receipts.sessions import OpenVisit
from nyhavn.web.receipts.throttle import source_of

HELPED = "-helped"
REPORTING = re.compile(
    r"/complaints/|/(c|initiatives)/[a-z0-9-]+/(harm|complain)/"
)  # pages that stay where they are in another language


def moved_away() -> Iterator[tuple[Reason, ...]]:
    """Where receipts of communities work that left this site: nobody can tell here whose code somebody holds."""
    return (guarding_reasons(Asked(Act.TAKE_BACK, one)) for one in Initiative.objects.order_by("id"))


@open_page(*BOTH)
def door(request: HttpRequest) -> HttpResponse:
    """Type a code. Whatever is wrong with it, the answer is the same."""
    if request.method != "POST":
        return render(request, "receipts/door.html")
    mode = ConsentMode.WITNESSED if HELPED in request.POST else ConsentMode.WEB_FORM
    try:
        visit = knock(str(request.POST.get("code", "")), source=source_of(request), mode=mode)
    except Refusal as refused:
        return render(request, "receipts/door.html", {"is_waiting": True}, status=status_of(refused))
    if visit is None:
        elsewhere = {reason.do for one in moved_away() for reason in one}
        shown_ = {"is_wrong": True, "elsewhere": sorted(elsewhere)}
        return render(request, "receipts/door.html", shown_, status=UNPROCESSABLE)
    response = to("menu")
    sessions.begin(visit, response)
    return response


@own_page(*READ)
def menu(request: HttpRequest, opened: OpenVisit) -> HttpResponse:
    """What one can do. It names no topic and shows no answer."""
    return shown(request, opened, "menu", {"is_helped": opened.visit.mode is ConsentMode.WITNESSED})


@open_page(*DO)
def language(request: HttpRequest) -> HttpResponse:
    """Go on in another language."""
    stays_at = str(request.POST.get("-stays", ""))
    response = to("menu" if sessions.find(request) else "door")
    if REPORTING.fullmatch(stays_at):
        response["Location"] = stays_at
    chosen = language_named(str(request.POST.get("language", "")))
    if chosen is not None:
        remember(response, chosen)
    return response


@open_page(*READ)
def leave(request: HttpRequest) -> HttpResponse:
    """End the visit and go somewhere harmless at once. A link, because it must work with one touch."""
    response = render(request, "collection/away.html", {"elsewhere": ELSEWHERE})
    sessions.end(request, response)
    return response


@open_page(*DO)
def end(request: HttpRequest) -> HttpResponse:
    """The person is done."""
    response = render(request, "receipts/ended.html")
    sessions.end(request, response)
    return response
