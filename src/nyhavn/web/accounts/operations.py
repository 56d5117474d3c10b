"""What can be done on organisations, their members, the site, and one's own account."""

from typing import Any

from nyhavn.framework.roles import AccountRight, OrganisationRight, SiteRight
from nyhavn.web.accounts import actions, queries, schemas
from nyhavn.web.accounts.access import (
    Site,
    enter_account,
    enter_invitation,
    enter_member,
    enter_organisation,
    enter_organisation_of_site,
    enter_site,
)
from nyhavn.web.accounts.asks import AdminInvited, MemberInvited, NewOrganisation, OrganisationSaid, ProfileSaid
from nyhavn.web.accounts.invitations import withdraw_invitation
from nyhavn.web.accounts.leaving import LeavingSaid, delete_account, take_copy
from nyhavn.web.accounts.models import Invitation, Membership, Organisation, User
from nyhavn.web.pages.operations import Confirmed, Done, Operation, Reading, Subject


def _home(organisation: Organisation | None) -> str:
    return f"/work/organisations/{organisation.slug}/" if organisation else "/work/"


ORGANISATION = Subject("organisation", "organisations/<slug:organisation>", enter_organisation, home=_home)
MEMBER = Subject(
    "member",
    "organisations/<slug:organisation>/members/<uuid:member>",
    enter_member,
    home=lambda on: _home(on.organisation),
)
INVITATION = Subject(
    "invitation",
    "organisations/<slug:organisation>/invitations/<uuid:invitation>",
    enter_invitation,
    home=lambda on: _home(on.organisation),
)
SITE = Subject("site", "site", enter_site, home=lambda on: "/work/site/")
SITE_ORGANISATION = Subject(
    "site-organisation", "site/organisations/<slug:name>", enter_organisation_of_site, home=lambda on: "/work/site/"
)
ACCOUNT = Subject("account", "me", enter_account, home=lambda on: "/work/me/")

LINK_SENT = "We sent a link to that address. It works once, for 14 days."


def _create(*, by: User, on: Site, said: NewOrganisation) -> Done:
    made = actions.create_organisation(by=by, said=said)
    return Done(f"The organisation is there. {LINK_SENT}", made=made.uuid)


def _invite_admin(*, by: User, on: Organisation, said: AdminInvited) -> Done:
    actions.invite_admin(by=by, on=on, said=said)
    return Done(LINK_SENT)


def _edit(*, by: User, on: Organisation, said: OrganisationSaid) -> Done:
    actions.edit_organisation(by=by, on=on, said=said)
    return Done("What is said about the organisation has changed.")


def _invite(*, by: User, on: Organisation, said: MemberInvited) -> Done:
    actions.invite_member(by=by, on=on, said=said)
    return Done(LINK_SENT)


def _withdraw(*, by: User, on: Invitation, said: Confirmed) -> Done:
    home = _home(on.organisation)
    withdraw_invitation(by=by, on=on)
    return Done("The invitation was taken back. Its link does not work any more.", at=home)


def _make_admin(*, by: User, on: Membership, said: Confirmed) -> Done:
    actions.set_admin(by=by, on=on, is_admin=True)
    return Done("This member is an administrator now.")


def _make_member(*, by: User, on: Membership, said: Confirmed) -> Done:
    actions.set_admin(by=by, on=on, is_admin=False)
    return Done("This member is no administrator any more.", at="" if on.user_id != by.id else "/work/")


def _remove(*, by: User, on: Membership, said: Confirmed) -> Done:
    home = _home(on.organisation) if on.user_id != by.id else "/work/"
    actions.remove_member(by=by, on=on)
    return Done("The membership has ended, with all roles in the organisation's initiatives.", at=home)


def _edit_profile(*, by: User, on: User, said: ProfileSaid) -> Done:
    actions.edit_profile(by=by, said=said)
    return Done("Your account has changed.")


def _take_copy(*, by: User, on: User, said: Confirmed) -> Done:
    return Done("Keep the file somewhere safe.", file=take_copy(by=by))


def _delete(*, by: User, on: User, said: LeavingSaid) -> Done:
    delete_account(by=by, said=said)
    return Done("Your account is deleted.", at="/")


def _organisation_now(on: Organisation) -> dict[str, Any]:
    return {"name": on.name, "kind": on.kind, "address": on.address, "about": on.about}


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "edit",
        "Change what is said about the organisation",
        OrganisationRight.EDIT,
        ORGANISATION,
        _edit,
        OrganisationSaid,
        lead="All of this is public.",
        button="Save",
        current=_organisation_now,
    ),
    Operation(
        "invite",
        "Invite a member",
        OrganisationRight.MANAGE_MEMBERS,
        ORGANISATION,
        _invite,
        MemberInvited,
        lead="The person gets a link by mail. Membership begins when the link is used.",
        button="Send the link",
    ),
    Operation(
        "make-admin",
        "Make this member an administrator",
        OrganisationRight.MANAGE_MEMBERS,
        MEMBER,
        _make_admin,
        lead="Administrators name members, register initiatives and change what is said about the organisation.",
    ),
    Operation(
        "make-member",
        "Make this administrator an ordinary member",
        OrganisationRight.MANAGE_MEMBERS,
        MEMBER,
        _make_member,
        lead="The organisation keeps at least one administrator.",
    ),
    Operation(
        "remove",
        "End this membership",
        OrganisationRight.MANAGE_MEMBERS,
        MEMBER,
        _remove,
        lead="The person also loses every role in the initiatives of this organisation. What they did stays recorded.",
    ),
    Operation(
        "withdraw",
        "Take the invitation back",
        OrganisationRight.MANAGE_MEMBERS,
        INVITATION,
        _withdraw,
        lead="The link that was sent stops working.",
    ),
    Operation(
        "create-organisation",
        "Let an organisation in",
        SiteRight.OPERATE,
        SITE,
        _create,
        NewOrganisation,
        lead="Its first administrator gets a link by mail and does everything else.",
        button="Create it and send the link",
    ),
    Operation(
        "invite-admin",
        "Invite an administrator",
        SiteRight.OPERATE,
        SITE_ORGANISATION,
        _invite_admin,
        AdminInvited,
        lead="For an organisation whose administrators have gone. Its administrators see that you did this.",
        button="Send the link",
    ),
    Operation(
        "edit",
        "Change your account",
        AccountRight.OWN,
        ACCOUNT,
        _edit_profile,
        ProfileSaid,
        button="Save",
        current=lambda on: {"name": on.name, "language": on.language},
    ),
    Operation(
        "take-copy",
        "Take a copy of what is kept about your account",
        AccountRight.OWN,
        ACCOUNT,
        _take_copy,
        lead="You get a file with your name and address, your memberships and roles, and what the record says you did.",
        button="Save the file",
        through_interface=False,  # whoever stole a key gets no list of what its owner did
    ),
    Operation(
        "delete",
        "Delete your account",
        AccountRight.OWN,
        ACCOUNT,
        _delete,
        LeavingSaid,
        lead="Your name, your address, your roles and your keys are deleted at once and for good. What you did stays "
        "recorded, without saying that it was you. Contributions that people made stay: they are not yours.",
        button="Delete my account",
        through_interface=False,  # a stolen key must not end the account of its owner
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading(
        "",
        "An organisation",
        OrganisationRight.SEE,
        ORGANISATION,
        schemas.OrganisationShown,
        queries.organisation_shown,
    ),
    Reading(
        "members",
        "Its members and open invitations",
        OrganisationRight.MANAGE_MEMBERS,
        ORGANISATION,
        schemas.MembersShown,
        queries.members_shown,
    ),
    Reading(
        "organisations",
        "The organisations of this site",
        SiteRight.OPERATE,
        SITE,
        schemas.OrganisationsShown,
        queries.organisations_shown,
    ),
    Reading("", "Your account", AccountRight.OWN, ACCOUNT, schemas.AccountShown, queries.account_shown),
)
