"""Who calls the programming interface: somebody's program with an access key, or somebody signed in with a browser."""

from dataclasses import dataclass

from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.access_keys import key_behind
from nyhavn.web.accounts.models import User
from nyhavn.web.site.api_limits import PerMinute


@dataclass(frozen=True)
class Caller:
    """Somebody, and the door they came through: "key ..." or "session ..."."""

    user: User
    door: str

    def __str__(self) -> str:
        return self.door


class AccessKey(HttpBearer):
    """An access key in the header Authorization: Bearer."""

    openapi_description = "An access key, made on your own page. It may do what you may do, except make keys."

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """The owner of the key. Raises Refusal "access-key-not-valid"; who guesses is slowed down like a stranger."""
        key = key_behind(token)
        if key is None:
            PerMinute().check(request)
            what = "This access key is unknown, has ended, or was revoked."
            raise refusal("access-key-not-valid", what, do="Make a new one on the page of your account.")
        return Caller(key.user, f"key {key.uuid}")


class Session(APIKeyCookie):
    """The cookie of somebody who signed in with a browser; writing needs the CSRF token in X-CSRFToken as well."""

    param_name = "sessionid"
    openapi_description = "The cookie of somebody signed in; POST also needs the header X-CSRFToken."

    def __call__(self, request: HttpRequest) -> Caller | None:
        """Who is signed in, None for strangers. Raises Refusal "form-expired"."""
        if not isinstance(request.user, User):
            PerMinute().check(request)
            return None
        if check_csrf(request) is not None:
            what = "This request does not show that it comes from a page of this site."
            raise refusal("form-expired", what, do="Send the CSRF token in the header X-CSRFToken, or use a key.")
        return Caller(request.user, f"session {request.user.uuid}")

    def authenticate(self, request: HttpRequest, key: str | None) -> None:
        """Not used: the middleware has read the session already."""
