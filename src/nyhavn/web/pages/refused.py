"""Refusals as answers: a page for people, a problem document (RFC 9457) for programs. The one translator of both."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop

from nyhavn.framework.refusal import OutsideFault, Reason, Refusal
from nyhavn.web.pages.context import shared

STATUS = {
    "not-found": 404,
    "not-allowed": 403,
    "access-not-open": 403,
    "page-undeclared": 403,
    "form-expired": 403,
    "sign-in-needed": 401,
    "material-taken-back": 410,
    "upload-size-unknown": 411,
    "upload-too-large": 413,
    "request-unreadable": 400,
    "too-many-tries": 429,
    "defect": 500,
}
CONFLICT_ENDINGS, CONFLICT_MIDDLE = ("-out-of-turn",), "-already-"
CONFLICT, UNPROCESSABLE, BROKEN, UNAVAILABLE = 409, 422, 500, 503
NOTHING: dict[str, object] = {"languages": ()}
API = "/api/"
HEADINGS = {
    401: gettext_noop("Please sign in"),
    403: gettext_noop("You may not do this"),
    404: gettext_noop("There is nothing here"),
    409: gettext_noop("This cannot be done now"),
    410: gettext_noop("This was taken back"),
    413: gettext_noop("This is too large"),
    429: gettext_noop("Please wait a little"),
    500: gettext_noop("Something broke on our side"),
    503: gettext_noop("This does not work at the moment"),
}
HEADING = gettext_noop("This was not done")


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    if isinstance(refusal, OutsideFault):
        return UNAVAILABLE
    return next((status for code in refusal.codes if (status := _status(code))), UNPROCESSABLE)


def _status(code: str) -> int | None:
    if code.endswith(CONFLICT_ENDINGS) or CONFLICT_MIDDLE in code:
        return CONFLICT
    return STATUS.get(code)


def refused_page(request: HttpRequest, refusal: Refusal, status: int | None = None) -> HttpResponse:
    """The answer to a request that was refused. status: where the codes do not say it."""
    status = status or status_of(refusal)
    if request.path.startswith(API):
        content = problem_document(refusal.reasons, status)
        return JsonResponse(content, status=status, content_type="application/problem+json")
    found = {"reasons": refusal.reasons, "heading": HEADINGS.get(status, HEADING), "status": status}
    if status >= BROKEN:
        # Neither database nor session may be there, so the page asks for nobody's account or language choice.
        return HttpResponse(render_to_string("pages/refused.html", shared(request) | NOTHING | found), status=status)
    return render(request, "pages/refused.html", found, status=status)


def problem_document(reasons: Sequence[Reason], status: int) -> dict[str, Any]:
    """The same as a problem document (RFC 9457), with every reason."""
    first = reasons[0]
    return {
        "type": f"/refusals/{first.code}/",
        "title": HEADINGS.get(status, HEADING),
        "status": status,
        "detail": first.what,
        "reasons": [{"code": r.code, "what": r.what, "where": r.where, "do": r.do} for r in reasons],
    }
