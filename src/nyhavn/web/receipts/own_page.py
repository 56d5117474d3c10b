"""What every page of a visit has in common: it needs the visit, keeps nothing on the device, and is left quickly."""

import functools
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from nyhavn.web.collection.form_pages import says_nothing
from nyhavn.web.pages.access import contributor
from nyhavn.web.receipts import sessions
from nyhavn.web.receipts.door import opened_by
from nyhavn.web.receipts.queries import taken_back
from nyhavn.web.receipts.sessions import OpenVisit

READ, DO, BOTH = ("GET", "HEAD"), ("POST",), ("GET", "HEAD", "POST")
Page = Callable[[HttpRequest, OpenVisit], HttpResponse]


def open_page(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A page at the door: no visit is needed.

    Django's token against forged forms would need a cookie on the device of whoever only looks, and the address of the
    page before, which is hidden here. At the door nothing can be forged: without a code, nothing happens.
    """

    def declare(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        return contributor(csrf_exempt(says_nothing(require_http_methods(methods)(page))))

    return declare


def own_page(*methods: str, after_withdrawal: bool = False) -> Callable[[Page], Callable[..., HttpResponse]]:
    """A page of a visit. Without one, or with a form that is not of this visit, people begin anew at the door.

    after_withdrawal: also for a contribution that was taken back; every other page leads to the proof then.
    """

    def declare(page: Page) -> Callable[..., HttpResponse]:
        @functools.wraps(page)
        def wrapped(request: HttpRequest) -> HttpResponse:
            opened = sessions.find(request)
            if opened is None or (request.method == "POST" and not opened.has_posted(request)):
                return to("door")
            if opened_by(opened.visit.receipt) != opened.visit.contribution:  # another code took its place, or none
                return to("door")
            if not after_withdrawal and taken_back(opened.visit.contribution) is not None:
                return to("proof")
            return page(request, opened)

        return open_page(*methods)(wrapped)

    return declare


def to(name: str) -> HttpResponse:
    """On to another page of the visit, so that pressing "again" in the browser sends nothing twice."""
    return HttpResponseRedirect(reverse(f"receipts:{name}"), status=303)


def shown(
    request: HttpRequest, opened: OpenVisit, page: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """One page of a visit. page: name of a template of this app, or the whole path of another."""
    template = page if "/" in page else f"receipts/{page}.html"
    return render(request, template, {"once": opened.form_token, **context}, status=status)


def page_language() -> str:
    """The language that the page speaks."""
    return translation.get_language() or "en"
