"""What pages and interface show of organisations and accounts."""

from datetime import datetime
from uuid import UUID

from nyhavn.framework.declared import Declared


class OrganisationShown(Declared):
    """An organisation as its members see it."""

    slug: str
    name: str
    kind: str
    address: str
    about: str
    members: int
    administrators: int


class MemberShown(Declared):
    """Somebody who belongs to an organisation."""

    uuid: UUID
    name: str
    email: str
    is_admin: bool
    since: datetime


class InvitationShown(Declared):
    """An invitation that is not answered yet."""

    uuid: UUID
    email: str
    is_admin: bool
    sent_at: datetime
    expires_at: datetime


class MembersShown(Declared):
    """Members and open invitations of an organisation."""

    members: tuple[MemberShown, ...]
    invitations: tuple[InvitationShown, ...]


class OrganisationEntry(Declared):
    """An organisation in a list."""

    slug: str
    name: str
    kind: str
    administrators: int


class OrganisationsShown(Declared):
    """The organisations of this site, as its operator sees them."""

    organisations: tuple[OrganisationEntry, ...]


class AccountShown(Declared):
    """One's own account."""

    uuid: UUID
    name: str
    email: str
    language: str
    is_operator: bool
