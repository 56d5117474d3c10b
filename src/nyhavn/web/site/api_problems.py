"""What the programming interface answers when something is not done: problem documents (RFC 9457).

They hold the same sentences as the pages, with stable codes, and nothing of what was sent.
"""

import logging
from functools import partial
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, Throttled, ValidationError
from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.web.pages.refused import refused_page
from nyhavn.web.pages.uploads import too_large

LOG = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
# Those that only the interface has; the pages know the others.
STATUS = {"access-key-not-valid": 401, "method-not-offered": 405, "json-needed": 415}
CODES_BY_STATUS = {
    400: ("request-unreadable",),
    401: ("sign-in-needed", "access-key-not-valid"),
    403: ("not-allowed", "access-not-open", "form-expired"),
    404: ("not-found",),
    405: ("method-not-offered",),
    409: ("…-out-of-turn", "…-already-…"),
    413: ("upload-too-large",),
    415: ("json-needed",),
    422: ("every other code",),
    429: ("too-many-tries",),
    500: ("defect",),
    503: ("outside-fault",),
}


class ProblemReason(Declared):
    """One thing that is wrong."""

    code: str = Field(description="Stable; explained at /refusals/<code>/.")
    what: str = Field(description="One plain sentence.")
    where: str = Field(description='The place: in what was sent, like "/people/0/role", or in a file; "" if none.')
    do: str = Field(description='What to do next, or "".')


class Problem(Declared):
    """Why something was not done (RFC 9457)."""

    type: str = Field(description="The address that explains the first reason.")
    title: str
    status: int
    detail: str
    reasons: tuple[ProblemReason, ...]


def problem(request: HttpRequest, error: Refusal) -> HttpResponse:
    """The answer to a request that was refused."""
    response = refused_page(request, error, STATUS.get(error.codes[0]))
    if response.status_code == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Nyhavn"'
    return response


def translate_errors(api: NinjaAPI) -> None:
    """Let the interface answer every kind of error with a problem document."""
    nothing_there = partial(_always, error=no_address())
    do = "Send an access key in the header Authorization: Bearer, or sign in."
    stranger = refusal("sign-in-needed", "You are not signed in.", do=do)
    api.add_exception_handler(Refusal, problem)  # type: ignore[arg-type]  # ninja says it may give the class; it never does
    api.add_exception_handler(AuthenticationError, partial(_always, error=stranger))
    api.add_exception_handler(Throttled, _throttled)
    api.add_exception_handler(ValidationError, nothing_there)  # of a part of the address: bodies are read by ourselves
    api.add_exception_handler(Http404, nothing_there)
    api.add_exception_handler(RequestDataTooBig, partial(_always, error=too_large()))
    api.add_exception_handler(Exception, _defect)


def no_address() -> Refusal:
    """The interface has no such address."""
    return refusal("not-found", "The interface has no such address.", do="The page /api/ lists those that it has.")


def not_offered() -> Refusal:
    """The address exists, the method does not."""
    do = "The header Allow names the methods that are."
    return refusal("method-not-offered", "This method is not offered at this address.", do=do)


def _always(request: HttpRequest, exception: Any, *, error: Refusal) -> HttpResponse:
    return problem(request, error)


def _throttled(request: HttpRequest, error: Any) -> HttpResponse:
    do = "Wait as many seconds as the header Retry-After says."
    response = problem(request, refusal("too-many-tries", "There were too many requests in one minute.", do=do))
    response["Retry-After"] = str(int(error.wait or 0) + 1)
    return response


def _defect(request: HttpRequest, error: Any) -> HttpResponse:
    """Ours: noted for whoever runs the site, told without detail."""
    LOG.error("a defect behind %s", request.resolver_match and request.resolver_match.route, exc_info=error)
    do = "Try again in a moment. If it comes back, tell whoever runs this site at what time it happened."
    return problem(request, refusal("defect", "This is our fault, not yours. Nothing was half saved.", do=do))
