"""Who may open a page. A page that does not say so is open to nobody.

Every view carries one declaration: public, contributor (no account, but a code of its own), signed_in, or scoped (a
right in an initiative or organisation, checked where the object is found).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.pages.refused import refused_page
from nyhavn.web.pages.typed import NUL

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Audience(StrEnum):
    """For whom a page is."""

    PUBLIC = "public"
    CONTRIBUTOR = "contributor"
    SIGNED_IN = "signed-in"
    SCOPED = "scoped"
    INTERFACE = "interface"  # programs: the interface itself asks for a key or a session, and answers with a problem


@dataclass(frozen=True)
class Access:
    """The declaration a view carries. right: for a scoped page, the right it needs, in words."""

    audience: Audience
    right: str = ""


# The pages of these packages guard themselves: signing in, second factors, static files.
GUARDED_ELSEWHERE = ("allauth.", "django.contrib.staticfiles.", "django.views.static")


def public(view: View) -> View:
    """Anybody may open it."""
    return declared(view, Access(Audience.PUBLIC))


def contributor(view: View) -> View:
    """Whoever holds the code of a form or of a receipt may open it; no account is needed."""
    return declared(view, Access(Audience.CONTRIBUTOR))


def signed_in(view: View) -> View:
    """Only with an account."""
    return declared(view, Access(Audience.SIGNED_IN))


def declared(view: View, access: Access) -> View:
    """The view with its declaration."""
    view.access = access  # type: ignore[attr-defined]  # functions take attributes; the middleware reads this one
    return view


def access_of(view: Callable[..., Any]) -> Access | None:
    """The declaration of a view, None if it has none."""
    return getattr(view, "access", None)


def account_of(request: HttpRequest) -> User:
    """The account behind a request to a page that needs one. Raises Refusal "sign-in-needed"."""
    if not isinstance(request.user, User):
        raise refusal("sign-in-needed", "You are not signed in.", do="Sign in and try again.")
    return request.user


class DenyByDefault:
    """Refuses every page that does not declare for whom it is, and asks strangers to sign in where that is needed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes the request on; the decision is made once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: Mapping[str, object]
    ) -> HttpResponse | None:
        """None lets the view run."""
        if view.__module__.startswith(GUARDED_ELSEWHERE):
            return None
        access = access_of(view)
        if access is None:
            return refused_page(request, refusal("page-undeclared", "This page is open to nobody."))
        if any(isinstance(part, str) and NUL in part for part in kwargs.values()):
            return refused_page(request, refusal("not-found", "There is no such page, or it is not yours to see."))
        needs_account = access.audience in (Audience.SIGNED_IN, Audience.SCOPED)
        if needs_account and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/work/")
        return None
