"""Refusals as people see them: one translator for all pages, one for the programming interface."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nyhavn.framework.refusal import Refusal

STATUS = {"not-found": 404, "not-allowed": 403, "page-undeclared": 403}
UNPROCESSABLE = 422


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    return next((STATUS[code] for code in refusal.codes if code in STATUS), UNPROCESSABLE)


class ShowRefusals:
    """Turns a refusal that no page handled into a page with its reasons."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes the request on; Django hands exceptions to process_exception."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page for a refusal; every other exception is a defect and takes its course."""
        if not isinstance(exception, Refusal):
            return None
        found = {"reasons": exception.reasons}
        return render(request, "pages/refused.html", found, status=status_of(exception))
