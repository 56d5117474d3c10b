"""Giving and taking roles, inside the rules of separation, and what follows when somebody joins or leaves."""

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.refusal import refusal
from nyhavn.framework.roles import FOR_OUTSIDERS_ONLY, Role, check_may_have, check_still_coordinated
from nyhavn.web.accounts.invitations import MOST_OPEN, invite
from nyhavn.web.accounts.membership import Watcher
from nyhavn.web.accounts.models import Invitation, Organisation, User
from nyhavn.web.audit.actions import record
from nyhavn.web.initiatives.asks import RoleGiven, RoleOffered
from nyhavn.web.initiatives.models import Initiative, RoleAssignment, RoleInvitation


def candidates(initiative: Initiative) -> tuple[User, ...]:
    """Whom a coordinator can choose: members of the organisation, and people who have a role here already."""
    members = User.objects.filter(memberships__organisation=initiative.organisation)
    with_role = User.objects.filter(roles__initiative=initiative)
    return tuple((members | with_role).distinct().order_by("name", "id"))


def give_role(*, by: User, on: Initiative, said: RoleGiven) -> RoleAssignment:
    """Give somebody a role. Raises Refusal."""
    found = next((user for user in candidates(on) if str(user.uuid) == said.person), None)
    if found is None:
        do = "Choose somebody from the list, or invite somebody by mail."
        raise refusal("person-unknown-here", "Nobody here is that person.", where="person", do=do)
    return _give(by, found, on, said.role)


def _give(by: User, user: User, initiative: Initiative, role: Role) -> RoleAssignment:
    with transaction.atomic():
        check_may_have(role, is_member=_is_member(user, initiative.organisation))
        given, is_new = RoleAssignment.objects.get_or_create(initiative=initiative, user=user, role=role.value)
        if not is_new:
            what = "This person has this role already."
            raise refusal("role-already-given", what, where="role", do="Choose another role.")
        facts = {"role": role.value}
        record("role-given", by=by, kind="account", on=user.uuid, scope=initiative.uuid, facts=facts)
    return given


def _is_member(user: User, organisation: Organisation) -> bool:
    return organisation.memberships.filter(user=user).exists()


def offer_role(*, by: User, on: Initiative, said: RoleOffered) -> None:
    """Invite somebody from outside by mail; the role is given when the link is used. Raises Refusal.

    Whether the address has an account changes nothing that the coordinator can see.
    """
    role = Role(said.role)
    with transaction.atomic():
        same = {"role_offer__initiative": on, "role_offer__role": role.value}
        Invitation.objects.filter(email=said.email, used_at=None, **same).delete()
        still_open = on.role_offers.filter(invitation__used_at=None, invitation__expires_at__gt=timezone.now())
        if still_open.count() >= MOST_OPEN:
            what = f"{MOST_OPEN} invitations of this initiative are not answered yet."
            raise refusal("invitations-too-many", what, do="Wait for answers first.")
        to_what = f"the initiative “{on.title}”, as {role.replace('-', ' ')}"
        sent = invite(by=by, email=said.email, to_what=to_what)
        RoleInvitation.objects.create(invitation=sent.invitation, initiative=on, role=role.value)
        facts = {"role": role.value}
        record("role-offered", by=by, kind="invitation", on=sent.invitation.uuid, scope=on.uuid, facts=facts)


def withdraw_offer(*, by: User, on: RoleInvitation) -> None:
    """Take the offer of a role back; its link stops working."""
    with transaction.atomic():
        uuid, facts = on.invitation.uuid, {"role": on.role}
        record("role-offer-withdrawn", by=by, kind="invitation", on=uuid, scope=on.initiative.uuid, facts=facts)
        on.invitation.delete()


def take_role(*, by: User, on: RoleAssignment) -> None:
    """Take a role away. Raises Refusal "last-coordinator"."""
    with transaction.atomic():
        _take(by, on)
        _check_coordinated(on.initiative)


def _take(by: User, on: RoleAssignment) -> None:
    user, initiative, role = on.user, on.initiative, on.role
    RoleAssignment.objects.filter(id=on.id).delete()
    record("role-taken", by=by, kind="account", on=user.uuid, scope=initiative.uuid, facts={"role": role})


def _check_coordinated(initiative: Initiative) -> None:
    # The initiative is locked, so that two coordinators who take each other's role at once do not both succeed.
    Initiative.objects.select_for_update().get(id=initiative.id)
    check_still_coordinated(initiative.roles.filter(role=Role.COORDINATOR.value).count())


def joining(user: User, organisation: Organisation) -> None:
    """Nobody becomes a member of an organisation whose data they assess. Raises Refusal."""
    theirs = RoleAssignment.objects.filter(user=user, initiative__organisation=organisation)
    if theirs.filter(role__in=[role.value for role in FOR_OUTSIDERS_ONLY]).exists():
        what = "An assessor may not belong to the organisation that makes the data."
        raise refusal("assessor-of-own-organisation", what, do="The role of assessor has to be taken back first.")


def leaving(user: User, organisation: Organisation, by: User) -> None:
    """Whoever leaves an organisation loses every role in its initiatives. Raises Refusal "last-coordinator"."""
    theirs = RoleAssignment.objects.filter(user=user, initiative__organisation=organisation)
    for role in theirs.select_related("user", "initiative").order_by("id"):
        _take(by, role)
        _check_coordinated(role.initiative)


def erasing(user: User) -> None:
    """Whoever ends the account loses every role, wherever it is. Raises Refusal "last-coordinator"."""
    for role in RoleAssignment.objects.filter(user=user).select_related("user", "initiative").order_by("id"):
        _take(user, role)
        _check_coordinated(role.initiative)


def accepted(user: User, invitation: Invitation) -> None:
    """The role that an invitation offered is given. Raises Refusal, for a member who may not have it."""
    offer = RoleInvitation.objects.filter(invitation=invitation).select_related("initiative__organisation").first()
    if offer is not None and not offer.initiative.roles.filter(user=user, role=offer.role).exists():
        _give(user, user, offer.initiative, Role(offer.role))


WATCHER = Watcher(joining=joining, leaving=leaving, accepted=accepted, erasing=erasing)
