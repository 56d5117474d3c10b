"""Who has which role. Names and addresses: only for those who may give roles."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.initiatives.models import Initiative, RoleAssignment
from nyhavn.web.initiatives.schemas import OfferShown, PeopleShown, PersonShown, RoleShown


def people_shown(on: Initiative) -> PeopleShown:
    """Everybody with a role, and everybody who was asked and has not answered."""
    with_role = User.objects.filter(roles__initiative=on).distinct().order_by("name", "id")
    members = set(on.organisation.memberships.values_list("user_id", flat=True))
    return PeopleShown(
        people=tuple(_person(user, on, is_member=user.id in members) for user in with_role),
        offers=_offers(on),
    )


def _person(user: User, on: Initiative, *, is_member: bool) -> PersonShown:
    roles = user.roles.filter(initiative=on).order_by("id")
    return PersonShown(
        uuid=user.uuid, name=user.name, email=user.email, is_member=is_member, roles=tuple(_role(r) for r in roles)
    )


def _role(given: RoleAssignment) -> RoleShown:
    return RoleShown(uuid=given.uuid, role=Role(given.role), given_at=given.given_at)


def _offers(on: Initiative) -> tuple[OfferShown, ...]:
    still_open = on.role_offers.filter(invitation__used_at=None, invitation__expires_at__gt=timezone.now())
    return tuple(
        OfferShown(
            uuid=offer.invitation.uuid,
            email=offer.invitation.email,
            role=Role(offer.role),
            expires_at=offer.invitation.expires_at,
        )
        for offer in still_open.select_related("invitation").order_by("id")
    )


def names_by_uuid(on: Initiative) -> dict[UUID | None, str]:
    """Names of people with a role here, by the uuid of their account."""
    return {user.uuid: user.name for user in User.objects.filter(roles__initiative=on)}


def roles_lost(user: User, on: Initiative) -> tuple[tuple[datetime, Role], ...]:
    """Roles that somebody had here and lost, and when, by the record of what was done."""
    found = AuditRecord.objects.filter(scope=on.uuid, action="role-taken", on=user.uuid).order_by("id")
    return tuple((entry.at, Role(str(entry.facts["role"]))) for entry in found)
