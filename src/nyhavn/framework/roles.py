"""Who may do what in an initiative: roles, rights, and the one table that joins them.

Who may is one question; whether the state of things allows it is another, answered by the rule of each step. The
table is total: every role stands in it, and docs/reference/permissions.md is made from it.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from nyhavn.framework.refusal import refusal


class Role(StrEnum):
    """What somebody is in one initiative. A person may have several roles."""

    COORDINATOR = "coordinator"
    STEWARD = "steward"
    ENUMERATOR = "enumerator"
    BOARD_MEMBER = "board-member"
    APPROVER = "approver"
    ASSESSOR = "assessor"
    OBSERVER = "observer"


class Right(StrEnum):
    """What somebody may do in one initiative. The words are those of a refusal: "You may not ..."."""

    SEE_WORKSPACE = "see how the initiative is set up"
    EDIT_INITIATIVE = "change what is said about the initiative"
    MANAGE_PEOPLE = "give and take roles"
    EDIT_INSTRUMENT = "change the questionnaire, the method card and the tables"
    EDIT_NOTICE = "change what people are told before they agree"
    OPEN_COLLECTION = "open and close the collection"
    CONTRIBUTE = "enter contributions in the name of others"
    PRACTISE = "practise with made-up contributions"
    IMPORT_CONTRIBUTIONS = "import contributions"
    SEE_CONTRIBUTIONS = "see single contributions"
    HELP_CONTRIBUTORS = "take contributions back for the people they are from"
    WITNESS_LOST_CODES = "be the witness of somebody who lost a code"
    SEE_FINDINGS = "see what the checks found"
    DECIDE_FINDINGS = "decide what follows from the checks"
    PRODUCE = "start a production run"
    SEE_CANDIDATE = "see results before they are published"
    APPROVE_RELEASE = "approve a release"
    RECORD_COMMUNITY_VIEW = "record that the community has seen the results"
    RECORD_COMMUNITY_DECISION = "record what the community decided"
    SAY_COMMUNITY_CREDIT = "say how the community is named and which Labels it puts"
    SET_RELEASE_DATE = "set the date of a release"
    CORRECT_RELEASE = "correct or withdraw a release"
    EXPORT_PLAN = "take plan and contributions out"
    READ_LOG = "read the record of what was done"


# What these open shows single contributions, figures that are not published, or who did what. Whoever comes through
# leaves a line in the record of what was done. The other set names the rest, so that a new right must be put somewhere.
LEAVES_A_TRACE = frozenset(
    {
        Right.IMPORT_CONTRIBUTIONS,
        Right.SEE_CONTRIBUTIONS,
        Right.HELP_CONTRIBUTORS,
        Right.WITNESS_LOST_CODES,
        Right.SEE_FINDINGS,
        Right.DECIDE_FINDINGS,
        Right.PRODUCE,
        Right.SEE_CANDIDATE,
        Right.APPROVE_RELEASE,
        Right.RECORD_COMMUNITY_VIEW,
        Right.EXPORT_PLAN,
        Right.READ_LOG,
    }
)
SHOWS_NOBODY = frozenset(
    {
        Right.SEE_WORKSPACE,
        Right.EDIT_INITIATIVE,
        Right.MANAGE_PEOPLE,
        Right.EDIT_INSTRUMENT,
        Right.EDIT_NOTICE,
        Right.OPEN_COLLECTION,
        Right.CONTRIBUTE,
        Right.PRACTISE,
        Right.RECORD_COMMUNITY_DECISION,
        Right.SAY_COMMUNITY_CREDIT,
        Right.SET_RELEASE_DATE,
        Right.CORRECT_RELEASE,
    }
)

_SEES = frozenset({Right.SEE_WORKSPACE})
_ENTERS = frozenset({Right.CONTRIBUTE, Right.PRACTISE})

RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.COORDINATOR: _SEES
    | _ENTERS
    | {
        Right.EDIT_INITIATIVE,
        Right.MANAGE_PEOPLE,
        Right.EDIT_INSTRUMENT,
        Right.EDIT_NOTICE,
        Right.OPEN_COLLECTION,
        Right.IMPORT_CONTRIBUTIONS,
        Right.WITNESS_LOST_CODES,
        Right.SEE_FINDINGS,
        Right.PRODUCE,
        Right.SEE_CANDIDATE,
        Right.RECORD_COMMUNITY_DECISION,
        Right.SAY_COMMUNITY_CREDIT,
        Right.SET_RELEASE_DATE,
        Right.CORRECT_RELEASE,
        Right.READ_LOG,
    },
    Role.STEWARD: _SEES
    | {
        Right.IMPORT_CONTRIBUTIONS,
        Right.SEE_CONTRIBUTIONS,
        Right.HELP_CONTRIBUTORS,
        Right.WITNESS_LOST_CODES,
        Right.SEE_FINDINGS,
        Right.DECIDE_FINDINGS,
        Right.PRODUCE,
        Right.SEE_CANDIDATE,
        Right.EXPORT_PLAN,
        Right.READ_LOG,
    },
    Role.ENUMERATOR: _ENTERS,
    Role.BOARD_MEMBER: _SEES
    | {
        Right.SEE_CANDIDATE,
        Right.RECORD_COMMUNITY_VIEW,
        Right.RECORD_COMMUNITY_DECISION,
        Right.SAY_COMMUNITY_CREDIT,
        Right.READ_LOG,
    },
    Role.APPROVER: _SEES | {Right.SEE_CANDIDATE, Right.APPROVE_RELEASE, Right.READ_LOG},
    Role.ASSESSOR: _SEES,
    Role.OBSERVER: _SEES | {Right.READ_LOG},
}


def rights_of(roles: Iterable[Role]) -> frozenset[Right]:
    """Everything that somebody with these roles may do."""
    return frozenset().union(*(RIGHTS[role] for role in roles))


def roles_with(right: Right) -> tuple[Role, ...]:
    """The roles that hold a right, in the order of the enumeration: whom to ask."""
    return tuple(role for role in Role if right in RIGHTS[role])


class OrganisationRight(StrEnum):
    """What an administrator of an organisation may do in it. The words are those of a refusal: "You may not ..."."""

    SEE = "see the organisation's own page"
    MANAGE_MEMBERS = "name members of the organisation"
    REGISTER_INITIATIVE = "register an initiative"
    EDIT = "change what is said about the organisation"


MEMBER_RIGHTS = frozenset({OrganisationRight.SEE})
ADMIN_RIGHTS = frozenset(OrganisationRight)


class SiteRight(StrEnum):
    """What the operator of an installation may do. It gives no right in any initiative or organisation."""

    OPERATE = "run this site"


class AccountRight(StrEnum):
    """What everybody with an account may do with it."""

    OWN = "use an account of your own"


AnyRight = Right | OrganisationRight | SiteRight | AccountRight


# Who judges may not belong to those who are judged; who answers for the data must belong to the organisation.
FOR_OUTSIDERS_ONLY = frozenset({Role.ASSESSOR})
FOR_MEMBERS_ONLY = frozenset({Role.COORDINATOR, Role.STEWARD, Role.ENUMERATOR})


def check_may_have(role: Role, *, is_member: bool) -> None:
    """Whether somebody may get that role; is_member: of the organisation behind the initiative.

    Raises Refusal: "assessor-of-own-organisation", "role-needs-membership".
    """
    if is_member and role in FOR_OUTSIDERS_ONLY:
        what = "An assessor may not belong to the organisation that makes the data."
        raise refusal("assessor-of-own-organisation", what, where="role", do="Ask somebody from another organisation.")
    if not is_member and role in FOR_MEMBERS_ONLY:
        what = f"Only a member of the organisation can be {role.replace('-', ' ')}."
        do = "Ask an administrator of the organisation to invite this person first."
        raise refusal("role-needs-membership", what, where="role", do=do)


def check_still_coordinated(coordinators: int) -> None:
    """Whether an initiative still has somebody who answers for it. Raises Refusal "last-coordinator"."""
    if coordinators < 1:
        what = "The initiative would have no coordinator."
        raise refusal("last-coordinator", what, do="Make somebody else coordinator first.")


def check_still_administered(administrators: int) -> None:
    """Whether an organisation still has an administrator. Raises Refusal "last-administrator"."""
    if administrators < 1:
        what = "The organisation would have no administrator."
        raise refusal("last-administrator", what, do="Make another member administrator first.")


def check_still_operated(operators: int) -> None:
    """Whether a site still has somebody who runs it. Raises Refusal "last-operator"."""
    if operators < 1:
        what = "The site would have no operator."
        raise refusal("last-operator", what, do="Invite another operator first, with the command nyhavn invite.")
