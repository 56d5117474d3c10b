"""Who looks leaves a trace: one line per request that showed something which is not for everybody.

It is done at the two borders, pages and interface, from the right that a door declares, so that no new page and no new
endpoint can forget it. An answer goes out only after its line is written.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from nyhavn.framework.roles import LEAVES_A_TRACE, TRACE_OF_THE_SITE, AnyRight, Right
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import record_look
from nyhavn.web.initiatives.access import roles_in
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.access import Access, access_of

SHOWN = 300  # a redirect or a refusal shows nothing
ASKED, SEEN = "_asked_through", "_saw"


class RecordLooks:
    """Records that somebody opened a page through a right that leaves a trace."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, once the look is recorded."""
        response = self.get_response(request)
        access, keys = getattr(request, ASKED, (None, {}))
        if isinstance(access, Access) and response.status_code < SHOWN and isinstance(request.user, User):
            right = getattr(request, SEEN, access.right)
            leave_trace(request.user, right, keys, through="page")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, keys: Mapping[str, Any]
    ) -> None:
        """Remembers through which door the request came."""
        setattr(request, ASKED, (access_of(view), dict(keys)))


def saw(request: HttpRequest, right: Right) -> None:
    """Say that a page showed more than its door tells, because the person has that right too."""
    setattr(request, SEEN, right)


def leave_trace(user: User, right: AnyRight | str, keys: Mapping[str, Any], *, through: str = "interface") -> None:
    """Record a look, if the right leaves a trace. keys: parts of the address; the last uuid is what was looked at."""
    if not isinstance(right, Right) or right not in LEAVES_A_TRACE or "initiative" not in keys:
        return
    initiative = Initiative.objects.get(slug=keys["initiative"])
    kind, on = _what(initiative, keys)
    record_look(
        by=user,
        kind=kind,
        on=on,
        scope=None if right in TRACE_OF_THE_SITE else initiative.uuid,
        what=right.name.lower().replace("_", "-"),
        roles=roles_in(user, initiative),
        through=through,
    )


def _what(initiative: Initiative, keys: Mapping[str, Any]) -> tuple[str, UUID]:
    named = [(name, value) for name, value in keys.items() if isinstance(value, UUID)]
    return named[-1] if named else ("initiative", initiative.uuid)
