"""Where refusals and errors reach the border: those of views, of Django itself, of forgery checks, and defects."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.web.pages.refused import problem_document, refused_page, status_of

__all__ = ["ShowRefusals", "problem_document", "refused_page", "status_of"]


class ShowRefusals:
    """Turns a refusal that no page handled into an answer with its reasons."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes the request on; Django hands exceptions to process_exception."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """An answer for a refusal; every other exception is a defect and takes its course."""
        return refused_page(request, exception) if isinstance(exception, Refusal) else None


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No page has this address (Django's handler404)."""
    do = gettext("Check the address, or start from the front page.")
    return refused_page(request, refusal("not-found", gettext("There is no such page."), do=do))


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django itself said no (handler403)."""
    do = gettext("Ask somebody who runs this site, if you think you should be able to.")
    return refused_page(request, refusal("not-allowed", gettext("You may not open this page."), do=do))


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What the browser sent cannot be used (handler400)."""
    if isinstance(exception, RequestDataTooBig):
        do = gettext("Send less text at once, or send it as a file.")
        return refused_page(request, refusal("upload-too-large", gettext("This is too much text for one form."), do=do))
    if isinstance(exception, TooManyFieldsSent | TooManyFilesSent):
        do = gettext("Save a part of it first, then go on.")
        return refused_page(request, refusal("request-unreadable", gettext("This form has too many entries."), do=do))
    do = gettext("Go back, open the page again and try once more.")
    return refused_page(
        request, refusal("request-unreadable", gettext("We could not read what your browser sent."), do=do)
    )


def defect(request: HttpRequest) -> HttpResponse:
    """A mistake of ours (handler500). The page says nothing of what the request held."""
    do = gettext("Try again in a moment. If it comes back, tell whoever runs this site at what time it happened.")
    return refused_page(
        request, refusal("defect", gettext("This is our fault, not yours. Nothing was half saved."), do=do)
    )


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form carried no valid secret of ours, so that another site may have sent it (CSRF_FAILURE_VIEW)."""
    do = gettext("Go back, load the page again and send it once more. If that fails, allow cookies for this site.")
    what = gettext("This form was open for too long, or your browser keeps no cookies. Nothing was saved.")
    return refused_page(request, refusal("form-expired", what, do=do))
