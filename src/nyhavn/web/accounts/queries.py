"""Reading organisations, members and accounts."""

from django.db.models import Count, Q
from django.utils import timezone

from nyhavn.web.accounts.access import Site
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.accounts.schemas import (
    AccountShown,
    InvitationShown,
    MemberShown,
    MembersShown,
    OrganisationEntry,
    OrganisationShown,
    OrganisationsShown,
)


def organisation_shown(on: Organisation) -> OrganisationShown:
    """The organisation without names of people."""
    return OrganisationShown(
        slug=on.slug,
        name=on.name,
        kind=on.kind,
        address=on.address,
        about=on.about,
        members=on.memberships.count(),
        administrators=on.memberships.filter(is_admin=True).count(),
    )


def members_shown(on: Organisation) -> MembersShown:
    """Who belongs to it and who is invited, by name and by address."""
    members = on.memberships.select_related("user").order_by("user__name", "id")
    still_open = on.invitations.filter(used_at=None, expires_at__gt=timezone.now()).order_by("email", "id")
    return MembersShown(
        members=tuple(
            MemberShown(uuid=m.uuid, name=m.user.name, email=m.user.email, is_admin=m.is_admin, since=m.since)
            for m in members
        ),
        invitations=tuple(
            InvitationShown(
                uuid=i.uuid, email=i.email, is_admin=i.is_admin, sent_at=i.created_at, expires_at=i.expires_at
            )
            for i in still_open
        ),
    )


def organisations_shown(_: Site) -> OrganisationsShown:
    """All organisations, with the number of administrators: one without any needs help."""
    counted = Organisation.objects.annotate(admins=Count("memberships", filter=Q(memberships__is_admin=True)))
    return OrganisationsShown(
        organisations=tuple(
            OrganisationEntry(slug=found.slug, name=found.name, kind=found.kind, administrators=found.admins)
            for found in counted.order_by("name", "id")
        )
    )


def account_shown(on: User) -> AccountShown:
    """One's own account."""
    return AccountShown(uuid=on.uuid, name=on.name, email=on.email, language=on.language, is_operator=on.is_operator)
