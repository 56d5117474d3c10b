"""Reporting harm without an account and without a receipt. No address of anybody is kept."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nyhavn.framework.refusal import Refusal
from nyhavn.web.accounts.access import not_found
from nyhavn.web.collection.models import Collection
from nyhavn.web.incidents.actions import report_incident
from nyhavn.web.incidents.posting import EMPTY, harm_posted
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.refused import UNPROCESSABLE, status_of
from nyhavn.web.receipts.own_page import BOTH, open_page
from nyhavn.web.receipts.throttle import pay, source_of, why_not
from nyhavn.web.site.initiative_queries import public_initiative


@open_page(*BOTH)
def of_initiative(request: HttpRequest, initiative: str) -> HttpResponse:
    """For everybody who finds the public page of an initiative."""
    return _answer(request, public_initiative(initiative))


@open_page(*BOTH)
def of_collection(request: HttpRequest, code: str) -> HttpResponse:
    """For everybody who knows the address of a form, also once it is closed."""
    found = Collection.objects.filter(code=code.casefold()).select_related("initiative").first()
    if found is None:
        raise not_found()
    return _answer(request, found.initiative)


def _answer(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    if request.method != "POST":
        return _shown(request, EMPTY.context)
    form = harm_posted(request)
    if form.said is None:
        return _shown(request, form.context, UNPROCESSABLE)
    try:
        pay(source_of(request), 1)
        report_incident(on=initiative, said=form.said)
    except Refusal as refused:
        return _shown(request, {**form.context, **why_not(refused)}, status_of(refused))
    return render(request, "receipts/harm_sent.html", {"stays_at": request.path})


def _shown(request: HttpRequest, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    return render(request, "receipts/harm.html", {**context, "stays_at": request.path}, status=status)
