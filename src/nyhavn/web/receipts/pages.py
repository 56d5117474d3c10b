"""The door: a code is typed, exchanged for a visit, and stands in no address. And the ways out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nyhavn.framework.consent_ledger import ConsentMode
from nyhavn.framework.refusal import Refusal
from nyhavn.web.collection.form_pages import ELSEWHERE
from nyhavn.web.pages.languages import remember
from nyhavn.web.pages.offered import language_named
from nyhavn.web.pages.refused import UNPROCESSABLE, status_of
from nyhavn.web.receipts import sessions
from nyhavn.web.receipts.door import knock
from nyhavn.web.receipts.own_page import BOTH, DO, READ, open_page, own_page, shown, to
from nyhavn.web.receipts.sessions import OpenVisit
from nyhavn.web.receipts.throttle import source_of

HELPED = "-helped"


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
        return render(request, "receipts/door.html", {"is_wrong": True}, status=UNPROCESSABLE)
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
    response = to("menu" if sessions.find(request) else "door")
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
