"""Everything that changes organisations, their members, and what somebody says about the own account."""

from django.db import IntegrityError, transaction

from nyhavn.framework.refusal import refusal
from nyhavn.framework.roles import check_still_administered
from nyhavn.web.accounts.asks import AdminInvited, MemberInvited, NewOrganisation, OrganisationSaid, ProfileSaid
from nyhavn.web.accounts.invitations import invite
from nyhavn.web.accounts.membership import watchers
from nyhavn.web.accounts.models import Membership, Organisation, User
from nyhavn.web.audit.actions import record


def create_organisation(*, by: User, said: NewOrganisation) -> Organisation:
    """A new organisation; its first administrator gets an invitation. Raises Refusal."""
    with transaction.atomic():
        made = _new_organisation(said)
        record("organisation-created", by=by, kind="organisation", on=made.uuid, scope=made.uuid)
        to_what = f"administer the organisation “{made.name}”"
        invite(by=by, email=said.admin, organisation=made, is_admin=True, to_what=to_what)
    return made


def _new_organisation(said: NewOrganisation) -> Organisation:
    try:
        with transaction.atomic():
            return Organisation.objects.create(slug=said.slug, name=said.name, kind=said.kind.value)
    except IntegrityError:
        what = "Another organisation has this short name."
        raise refusal("short-name-already-taken", what, where="slug", do="Choose another one.") from None


def edit_organisation(*, by: User, on: Organisation, said: OrganisationSaid) -> None:
    """Change what is said about an organisation."""
    with transaction.atomic():
        on.name, on.kind, on.address, on.about = said.name, said.kind.value, said.address, said.about
        on.save(update_fields=["name", "kind", "address", "about"])
        record("organisation-changed", by=by, kind="organisation", on=on.uuid, scope=on.uuid)


def invite_member(*, by: User, on: Organisation, said: MemberInvited) -> None:
    """Invite somebody to become a member; an unanswered invitation to the same address is replaced."""
    with transaction.atomic():
        on.invitations.filter(email=said.email, used_at=None).delete()
        to_what = f"become a member of the organisation “{on.name}”"
        invite(by=by, email=said.email, organisation=on, is_admin=said.is_admin, to_what=to_what)


def invite_admin(*, by: User, on: Organisation, said: AdminInvited) -> None:
    """Invite somebody to administer an organisation that has lost its administrators."""
    to_what = f"administer the organisation “{on.name}”"
    invite(by=by, email=said.email, organisation=on, is_admin=True, to_what=to_what)


def set_admin(*, by: User, on: Membership, is_admin: bool) -> None:
    """Make a member an administrator, or an ordinary member again. Raises Refusal "last-administrator"."""
    with transaction.atomic():
        on.is_admin = is_admin
        on.save(update_fields=["is_admin"])
        _check_administered(on.organisation)
        facts = {"admin": is_admin}
        record("member-changed", by=by, kind="membership", on=on.uuid, scope=on.organisation.uuid, facts=facts)


def remove_member(*, by: User, on: Membership) -> None:
    """End a membership, with every role in the organisation's initiatives. Raises Refusal; then nothing has changed."""
    with transaction.atomic():
        user, organisation, uuid = on.user, on.organisation, on.uuid
        on.delete()
        _check_administered(organisation)
        for watcher in watchers():
            watcher.leaving(user, organisation, by)
        record("member-removed", by=by, kind="membership", on=uuid, scope=organisation.uuid)


def _check_administered(organisation: Organisation) -> None:
    # The rows are locked, so that two administrators who remove each other at once do not both succeed.
    admins = organisation.memberships.select_for_update().filter(is_admin=True)
    check_still_administered(len(admins))


def edit_profile(*, by: User, said: ProfileSaid) -> None:
    """Change what somebody says about the own account."""
    with transaction.atomic():
        by.name, by.language = said.name, said.language
        by.save(update_fields=["name", "language"])
        record("account-changed", by=by, kind="account", on=by.uuid)
