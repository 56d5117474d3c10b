"""Finding an initiative as somebody: what a user may do there, and pages that need a right."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from nyhavn.framework.refusal import refusal
from nyhavn.framework.roles import Right, Role, rights_of, roles_with
from nyhavn.web.accounts.access import not_found as not_found  # later stages take it from here
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.access import Access, Audience, account_of, declared


def roles_in(user: User, initiative: Initiative) -> frozenset[Role]:
    """The roles that somebody has in an initiative."""
    return frozenset(Role(role) for role in initiative.roles.filter(user=user).values_list("role", flat=True))


def rights_in(user: User, initiative: Initiative) -> frozenset[Right]:
    """Everything that somebody may do in an initiative."""
    return rights_of(roles_in(user, initiative))


def check_right(user: User, initiative: Initiative, right: Right) -> None:
    """Raises Refusal: "not-found" for somebody without any role here, "not-allowed" for one without this right."""
    held = rights_in(user, initiative)
    if not held:
        raise not_found()
    if right not in held:
        may = ", ".join(role.replace("-", " ") for role in roles_with(right))
        do = f"These roles may: {may}. The coordinator gives roles."
        raise refusal("not-allowed", f"With your role you may not {right}.", do=do)


def enter_initiative(user: User, right: Right, *, initiative: str) -> Initiative:
    """The initiative of that name, for somebody with that right. Raises Refusal."""
    found = Initiative.objects.filter(slug=initiative).select_related("organisation").first()
    if found is None:
        raise not_found()
    check_right(user, found, right)
    return found


def work_page(right: Right) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A page of an initiative: the view gets the initiative instead of its name, if the user has the right."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, initiative: str, **keys: Any) -> HttpResponse:
            found = enter_initiative(account_of(request), right, initiative=initiative)
            return view(request, initiative=found, **keys)

        return declared(guarded, Access(Audience.SCOPED, right))

    return decorate
