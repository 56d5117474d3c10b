"""Reporting harm with a receipt: nothing of the receipt goes with it."""

from django.http import HttpRequest, HttpResponse

from nyhavn.framework.refusal import Refusal
from nyhavn.web.incidents.actions import report_incident
from nyhavn.web.incidents.posting import EMPTY, harm_posted
from nyhavn.web.pages.refused import UNPROCESSABLE, status_of
from nyhavn.web.receipts.own_page import BOTH, own_page, shown
from nyhavn.web.receipts.queries import initiative_behind
from nyhavn.web.receipts.sessions import OpenVisit
from nyhavn.web.receipts.throttle import pay, source_of, why_not


@own_page(*BOTH, after_withdrawal=True)
def harm(request: HttpRequest, opened: OpenVisit) -> HttpResponse:
    """Say what happened. Also for somebody who took everything back."""
    if request.method != "POST":
        return shown(request, opened, "harm", {**EMPTY.context, "is_own": True})
    form = harm_posted(request)
    context = {**form.context, "is_own": True}
    if form.said is None:
        return shown(request, opened, "harm", context, UNPROCESSABLE)
    try:
        pay(source_of(request), 1)
        report_incident(on=initiative_behind(opened.visit.contribution), said=form.said)
    except Refusal as refused:
        return shown(request, opened, "harm", {**context, **why_not(refused)}, status_of(refused))
    return shown(request, opened, "harm_sent", {"is_own": True})
