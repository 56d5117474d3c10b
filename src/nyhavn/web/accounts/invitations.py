"""Asking somebody to come in by a link in a mail, and taking up such an invitation."""

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.web.accounts import mail
from nyhavn.web.accounts.links import hash_of, new_secret
from nyhavn.web.accounts.membership import watchers
from nyhavn.web.accounts.models import Invitation, Membership, Organisation, User
from nyhavn.web.audit.actions import record

VALID_FOR = timedelta(days=14)
MOST_OPEN = 100  # unanswered invitations of one organisation: whoever holds an account is no sender of bulk mail
KEPT_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Sent:
    """An invitation and its link, which is known at this moment only."""

    invitation: Invitation
    link: str


def invite(
    *,
    by: User | None,
    email: str,
    organisation: Organisation | None = None,
    is_admin: bool = False,
    is_operator: bool = False,
    to_what: str,
) -> Sent:
    """Send somebody a link. by: None for the person at the machine itself. to_what: completes "You are invited to …".

    Whether the address has an account changes nothing that the inviter can see. Raises Refusal "invitations-too-many".
    """
    address, secret = email.strip().casefold(), new_secret()
    link = f"{settings.SITE_ADDRESS}/accounts/invitation/{secret}/"
    with transaction.atomic():
        _check_not_too_many(organisation)
        made = Invitation.objects.create(
            email=address,
            organisation=organisation,
            is_admin=is_admin,
            is_operator=is_operator,
            invited_by=by,
            token_hash=hash_of(secret),
            expires_at=timezone.now() + VALID_FOR,
        )
        scope = organisation.uuid if organisation else None
        record("invitation-sent", by=by, kind="invitation", on=made.uuid, scope=scope, facts={"admin": is_admin})
        told = {"link": link, "to_what": to_what, "days": VALID_FOR.days}
        subject = render_to_string("accounts/mail/invitation_subject.txt", told)
        mail.send(address, subject, render_to_string("accounts/mail/invitation.txt", told))
    return Sent(made, link)


def invite_operator(*, email: str) -> Sent:
    """Invite somebody to run this site: for the person at the machine itself."""
    return invite(by=None, email=email, is_operator=True, to_what="run this site")


def _check_not_too_many(organisation: Organisation | None) -> None:
    still_open = Invitation.objects.filter(used_at=None, expires_at__gt=timezone.now(), organisation=organisation)
    if organisation is not None and still_open.count() >= MOST_OPEN:
        what = f"{MOST_OPEN} invitations of this organisation are not answered yet."
        raise refusal("invitations-too-many", what, do="Take back those that are no longer needed.")


def withdraw_invitation(*, by: User, on: Invitation) -> None:
    """Take an invitation back; its link stops working."""
    with transaction.atomic():
        scope = on.organisation.uuid if on.organisation else None
        record("invitation-withdrawn", by=by, kind="invitation", on=on.uuid, scope=scope)
        on.delete()


def not_usable() -> Refusal:
    """The one answer for a link that was never made, was used, was taken back, or is too old."""
    return refusal(
        "invitation-not-usable",
        "This link does not work. It may be too old, or it was used before.",
        do="Ask the person who invited you for a new one.",
    )


def invitation_behind(secret: str) -> Invitation:
    """The open invitation that a link belongs to. Raises Refusal "invitation-not-usable"."""
    return _open_one(token_hash=hash_of(secret))


def invitation_numbered(number: int | None) -> Invitation:
    """The open invitation of that id. Raises Refusal "invitation-not-usable"."""
    return _open_one(id=number)


def _open_one(**which: object) -> Invitation:
    usable = Invitation.objects.filter(used_at=None, expires_at__gt=timezone.now(), **which)
    found = usable.select_related("organisation").first()
    if found is None:
        raise not_usable()
    return found


def has_account(invitation: Invitation) -> bool:
    """Whether the invited address has an account. For the holder of the link only."""
    return User.objects.filter(email=invitation.email).exists()


def accept(*, by: User, invitation: Invitation) -> None:
    """Somebody with an account takes up an invitation. Raises Refusal; then nothing has changed."""
    if by.email != invitation.email:
        what = "This invitation was sent to another address than that of your account."
        raise refusal("invitation-of-another", what, do="Sign out, and sign in with the account of that address.")
    with transaction.atomic():
        usable = Invitation.objects.filter(id=invitation.id, used_at=None, expires_at__gt=timezone.now())
        if usable.update(used_at=timezone.now()) != 1:
            raise not_usable()
        if invitation.is_operator:
            User.objects.filter(id=by.id).update(is_operator=True)
        if invitation.organisation is not None:
            _join(by, invitation.organisation, is_admin=invitation.is_admin)
        for watcher in watchers():
            watcher.accepted(by, invitation)
        scope = invitation.organisation.uuid if invitation.organisation else None
        facts = {"operator": invitation.is_operator, "admin": invitation.is_admin}
        record("invitation-accepted", by=by, kind="invitation", on=invitation.uuid, scope=scope, facts=facts)


def _join(user: User, organisation: Organisation, *, is_admin: bool) -> None:
    for watcher in watchers():
        watcher.joining(user, organisation)
    member, is_new = Membership.objects.get_or_create(
        user=user, organisation=organisation, defaults={"is_admin": is_admin}
    )
    if is_admin and not is_new:
        Membership.objects.filter(id=member.id).update(is_admin=True)


def join(*, invitation: Invitation, name: str, password: str) -> User:
    """Make the account of an invited person. The address counts as verified: the link arrived there."""
    if has_account(invitation):
        what = "There is an account with this address already."
        raise refusal("account-already-there", what, do="Sign in, and open the invitation again.")
    with transaction.atomic():
        user = User.objects.create_user(email=invitation.email, password=password, name=name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        record("account-made", by=user, kind="account", on=user.uuid)
        accept(by=user, invitation=invitation)
    return user


def forget_old_invitations() -> None:
    """Delete invitations that ended a while ago: they hold addresses of people who never came."""
    Invitation.objects.filter(expires_at__lt=timezone.now() - KEPT_AFTER).delete()
