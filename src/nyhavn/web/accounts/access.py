"""Finding an organisation, the site or one's own account as somebody, with the right that is needed."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.framework.roles import ADMIN_RIGHTS, MEMBER_RIGHTS, AccountRight, OrganisationRight, SiteRight
from nyhavn.web.accounts.models import Invitation, Membership, Organisation, User
from nyhavn.web.pages.access import Access, Audience, account_of, declared


@dataclass(frozen=True)
class Site:
    """The installation as a whole."""


def not_found(what: str = "page") -> Refusal:
    """The answer to strangers: the same whether the thing exists or not."""
    return refusal("not-found", f"There is no such {what}, or it is not yours to see.")


def rights_at(user: User, organisation: Organisation) -> frozenset[OrganisationRight]:
    """Everything that somebody may do in an organisation."""
    membership = organisation.memberships.filter(user=user).first()
    if membership is None:
        return frozenset()
    return ADMIN_RIGHTS if membership.is_admin else MEMBER_RIGHTS


def check_organisation_right(user: User, organisation: Organisation, right: OrganisationRight) -> None:
    """Raises Refusal: "not-found" for somebody who is no member, "not-allowed" for a member without this right."""
    held = rights_at(user, organisation)
    if not held:
        raise not_found()
    if right not in held:
        do = "The administrators of the organisation may. Ask one of them."
        raise refusal("not-allowed", f"You may not {right}.", do=do)


def enter_organisation(user: User, right: OrganisationRight, *, organisation: str) -> Organisation:
    """The organisation of that name, for somebody with that right. Raises Refusal."""
    found = Organisation.objects.filter(slug=organisation).first()
    if found is None:
        raise not_found()
    check_organisation_right(user, found, right)
    return found


def enter_member(user: User, right: OrganisationRight, *, organisation: str, member: UUID) -> Membership:
    """A membership in that organisation. Raises Refusal."""
    within = enter_organisation(user, right, organisation=organisation)
    found = within.memberships.filter(uuid=member).select_related("user", "organisation").first()
    if found is None:
        raise not_found()
    return found


def enter_invitation(user: User, right: OrganisationRight, *, organisation: str, invitation: UUID) -> Invitation:
    """An invitation of that organisation that is not answered yet. Raises Refusal."""
    within = enter_organisation(user, right, organisation=organisation)
    found = within.invitations.filter(uuid=invitation, used_at=None).select_related("organisation").first()
    if found is None:
        raise not_found()
    return found


def enter_site(user: User, right: SiteRight) -> Site:
    """The installation, for its operator. Raises Refusal "not-allowed"."""
    if not user.is_operator:
        raise refusal("not-allowed", f"You may not {right}.", do="The operator of this site may.")
    return Site()


def enter_organisation_of_site(user: User, right: SiteRight, *, name: str) -> Organisation:
    """An organisation as the operator sees it: that it is there, nothing of its work. Raises Refusal."""
    enter_site(user, right)
    found = Organisation.objects.filter(slug=name).first()
    if found is None:
        raise not_found()
    return found


def enter_account(user: User, right: AccountRight) -> User:
    """One's own account; nobody has a right in that of another."""
    return user


def organisation_page(
    right: OrganisationRight,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A page of an organisation: the view gets the organisation instead of its name, if the user has the right."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, organisation: str, **keys: Any) -> HttpResponseBase:
            found = enter_organisation(account_of(request), right, organisation=organisation)
            return view(request, organisation=found, **keys)

        return declared(guarded, Access(Audience.SCOPED, right))

    return decorate


def operator_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for the operator of the site."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, **keys: Any) -> HttpResponse:
        enter_site(account_of(request), SiteRight.OPERATE)
        return view(request, **keys)

    return declared(guarded, Access(Audience.SCOPED, SiteRight.OPERATE))
