"""Organisations, members, invitations, initiatives, roles, access keys and languages."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from nyhavn.framework.roles import Role
from nyhavn.web.accounts.access_keys import make_key
from nyhavn.web.accounts.invitations import invite
from nyhavn.web.accounts.models import Invitation, Membership
from nyhavn.web.initiatives import people
from nyhavn.web.initiatives.asks import RoleOffered
from web.cast import Cast
from web.examples.registry import example


@example("organisations/<slug:organisation>")
def an_organisation(cast: Cast) -> Mapping[str, object]:
    return {"organisation": cast.organisation.slug}


@example("organisations/<slug:organisation>/members/<uuid:member>")
def a_member(cast: Cast) -> Mapping[str, object]:
    member = Membership.objects.get(user=cast[Role.ENUMERATOR], organisation=cast.organisation)
    return {"organisation": cast.organisation.slug, "member": member.uuid}


@example("organisations/<slug:organisation>/invitations/<uuid:invitation>")
def an_invitation(cast: Cast) -> Mapping[str, object]:
    sent = invite(by=cast.admin, email="new@people.example", organisation=cast.organisation, to_what="join")
    return {"organisation": cast.organisation.slug, "invitation": sent.invitation.uuid}


@example("site/organisations/<slug:name>")
def an_organisation_of_the_site(cast: Cast) -> Mapping[str, object]:
    return {"name": cast.organisation.slug}


@example("initiatives/<slug:initiative>")
def an_initiative(cast: Cast) -> Mapping[str, object]:
    return {"initiative": cast.initiative.slug}


@example("initiatives/<slug:initiative>/looks/<slug:what>")
def a_kind_of_look(cast: Cast) -> Mapping[str, object]:
    return {"initiative": cast.initiative.slug, "what": "see-contributions"}


@example("initiatives/<slug:initiative>/people/<uuid:role>")
def a_role(cast: Cast) -> Mapping[str, object]:
    return {"initiative": cast.initiative.slug, "role": cast[Role.OBSERVER].roles.get().uuid}


@example("initiatives/<slug:initiative>/people/offers/<uuid:offer>")
def an_offer(cast: Cast) -> Mapping[str, object]:
    said = RoleOffered(email=f"guest@{cast.initiative.slug}.example", role="observer")
    people.offer_role(by=cast[Role.COORDINATOR], on=cast.initiative, said=said)
    offered = Invitation.objects.get(email=said.email, expires_at__gt=timezone.now() + timedelta(days=1))
    return {"initiative": cast.initiative.slug, "offer": offered.uuid}


@example("me/keys/<uuid:key>")
def an_access_key(cast: Cast) -> Mapping[str, object]:
    """It belongs to the coordinator."""
    return {"key": make_key(by=cast[Role.COORDINATOR], label="export", days=2).key.uuid}
