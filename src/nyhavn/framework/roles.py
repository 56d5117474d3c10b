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
    OUTSIDE_BODY = "outside-body"


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
    WRITE_HOME_PAGE = "write the one-page result for the community"
    RECORD_COMMUNITY_VIEW = "record that the community has seen the results"
    RECORD_COMMUNITY_DECISION = "record what the community decided"
    SAY_COMMUNITY_CREDIT = "say how the community is named and which Labels it puts"
    DECLARE_OWN_INTEREST = "declare an interest of your own"
    LET_READ_EARLY = "let somebody read results before publication"
    CHOOSE_OPENNESS = "choose how open results and records are"
    SEE_MATERIAL = "see stories, photographs, sound and maps that are not shown"
    ADD_MATERIAL = "add stories, photographs, sound and maps, and take them back"
    CHECK_MATERIAL = "look at stories, photographs, sound and maps before they are shown"
    SHOW_MATERIAL = "show stories, photographs, sound and maps beside a release"
    DECIDE_ACCESS = "decide who from outside may read what is not open"
    SET_RELEASE_DATE = "set the date of a release"
    CORRECT_RELEASE = "correct or withdraw a release"
    EXPORT_PLAN = "take plan and contributions out"
    READ_LOG = "read the record of what was done"
    EDIT_RISKS = "write what could go wrong and what is done against it"
    EDIT_NEEDS = "write who needs what and what came of it"
    SIGN_RISKS = "sign the measures against a risk, or say no to them"
    REVIEW_HARM = "weigh benefit and harm of results before they go out"
    FREEZE = "stop everything at once"
    END_FREEZE = "agree that a stop may end"
    REPORT_INCIDENTS = "report that somebody came to harm, or could"
    READ_INCIDENTS = "read what was reported about harm"
    ACT_ON_INCIDENTS = "say what was done about harm that was reported"
    COMPLAIN = "complain"
    READ_COMPLAINTS = "read complaints"
    ANSWER_COMPLAINTS = "answer complaints"
    NAME_OUTSIDE_BODY = "name the body outside to which people can complain"
    SHOW_ON_GAP_MAP = "show the initiative on the map of gaps"
    ASK_FOR_ASSESSMENT = "ask an office to judge a release, answer its questions, and appeal"
    MAKE_AGREEMENTS = "make and sign agreements with those who take data in"
    HAND_OVER = "hand over what an agreement is about"
    ASK_FOR_ACTION = "bring results to an authority, and record what came of it"


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
        Right.WRITE_HOME_PAGE,
        Right.RECORD_COMMUNITY_VIEW,
        Right.LET_READ_EARLY,
        Right.EXPORT_PLAN,
        Right.DECIDE_ACCESS,
        Right.SEE_MATERIAL,
        Right.ADD_MATERIAL,
        Right.CHECK_MATERIAL,
        Right.SHOW_MATERIAL,
        Right.READ_LOG,
        Right.READ_INCIDENTS,
        Right.READ_COMPLAINTS,
        Right.HAND_OVER,
    }
)
# The line stands in the record of the site: readers of that of the initiative may be those whom it is about, and when
# others came to read tells that there is something.
TRACE_OF_THE_SITE = frozenset({Right.READ_INCIDENTS, Right.READ_COMPLAINTS})
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
        Right.DECLARE_OWN_INTEREST,
        Right.CHOOSE_OPENNESS,
        Right.SET_RELEASE_DATE,
        Right.CORRECT_RELEASE,
        Right.EDIT_RISKS,
        Right.EDIT_NEEDS,
        Right.SIGN_RISKS,
        Right.REVIEW_HARM,
        Right.FREEZE,
        Right.END_FREEZE,
        Right.REPORT_INCIDENTS,
        Right.ACT_ON_INCIDENTS,
        Right.COMPLAIN,
        Right.ANSWER_COMPLAINTS,
        Right.NAME_OUTSIDE_BODY,
        Right.SHOW_ON_GAP_MAP,
        Right.ASK_FOR_ASSESSMENT,
        Right.MAKE_AGREEMENTS,
        Right.ASK_FOR_ACTION,
    }
)

# Whoever has a role can pull the brake and say what happened: those at the door see a danger first.
_STOPS = frozenset({Right.FREEZE, Right.REPORT_INCIDENTS, Right.COMPLAIN})
_SEES = _STOPS | {Right.SEE_WORKSPACE}
_DECIDES = frozenset({Right.DECLARE_OWN_INTEREST})  # whoever decides says of themselves what could sway them
_ENTERS = _STOPS | {Right.CONTRIBUTE, Right.PRACTISE}
_ACTS_ON_HARM = frozenset({Right.READ_INCIDENTS, Right.ACT_ON_INCIDENTS, Right.END_FREEZE, Right.REVIEW_HARM})
_HEARS = frozenset({Right.READ_COMPLAINTS, Right.ANSWER_COMPLAINTS})
_OUTSIDE = frozenset({Right.SIGN_RISKS, Right.END_FREEZE})

RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.COORDINATOR: _SEES
    | _ENTERS
    | _ACTS_ON_HARM
    | _HEARS
    | _DECIDES
    | {
        Right.EDIT_RISKS,
        Right.EDIT_NEEDS,
        Right.EDIT_INITIATIVE,
        Right.NAME_OUTSIDE_BODY,
        Right.MANAGE_PEOPLE,
        Right.EDIT_INSTRUMENT,
        Right.EDIT_NOTICE,
        Right.OPEN_COLLECTION,
        Right.IMPORT_CONTRIBUTIONS,
        Right.WITNESS_LOST_CODES,
        Right.SEE_FINDINGS,
        Right.PRODUCE,
        Right.SEE_CANDIDATE,
        Right.WRITE_HOME_PAGE,
        Right.RECORD_COMMUNITY_DECISION,
        Right.SAY_COMMUNITY_CREDIT,
        Right.LET_READ_EARLY,
        Right.CHOOSE_OPENNESS,
        Right.DECIDE_ACCESS,
        Right.SEE_MATERIAL,
        Right.ADD_MATERIAL,
        Right.CHECK_MATERIAL,
        Right.SHOW_MATERIAL,
        Right.SET_RELEASE_DATE,
        Right.CORRECT_RELEASE,
        Right.READ_LOG,
        Right.SHOW_ON_GAP_MAP,
        Right.ASK_FOR_ASSESSMENT,
        Right.MAKE_AGREEMENTS,
        Right.HAND_OVER,
        Right.ASK_FOR_ACTION,
    },
    Role.STEWARD: _SEES
    | _ACTS_ON_HARM
    | _HEARS
    | _DECIDES
    | {
        Right.EDIT_RISKS,
        Right.IMPORT_CONTRIBUTIONS,
        Right.SEE_CONTRIBUTIONS,
        Right.HELP_CONTRIBUTORS,
        Right.WITNESS_LOST_CODES,
        Right.SEE_FINDINGS,
        Right.DECIDE_FINDINGS,
        Right.PRODUCE,
        Right.SEE_CANDIDATE,
        Right.WRITE_HOME_PAGE,
        Right.EXPORT_PLAN,
        Right.SEE_MATERIAL,
        Right.ADD_MATERIAL,
        Right.CHECK_MATERIAL,
        Right.READ_LOG,
        Right.HAND_OVER,
    },
    Role.ENUMERATOR: _ENTERS,
    Role.BOARD_MEMBER: _SEES
    | _ACTS_ON_HARM
    | _HEARS
    | _OUTSIDE
    | _DECIDES
    | {
        Right.EDIT_RISKS,
        Right.EDIT_NEEDS,
        Right.SEE_CANDIDATE,
        Right.WRITE_HOME_PAGE,
        Right.RECORD_COMMUNITY_VIEW,
        Right.RECORD_COMMUNITY_DECISION,
        Right.SAY_COMMUNITY_CREDIT,
        Right.CHOOSE_OPENNESS,
        Right.DECIDE_ACCESS,
        Right.SEE_MATERIAL,
        Right.CHECK_MATERIAL,
        Right.READ_LOG,
        Right.ASK_FOR_ASSESSMENT,
        Right.ASK_FOR_ACTION,
    },
    Role.APPROVER: _SEES
    | _DECIDES
    | _OUTSIDE
    | {
        Right.SEE_CANDIDATE,
        Right.APPROVE_RELEASE,
        Right.READ_LOG,
        Right.REVIEW_HARM,
        Right.SEE_MATERIAL,
        Right.CHECK_MATERIAL,
    },
    Role.ASSESSOR: _SEES | _DECIDES | _OUTSIDE | {Right.READ_INCIDENTS, Right.ACT_ON_INCIDENTS},
    Role.OBSERVER: _SEES | _OUTSIDE | {Right.READ_LOG},
    Role.OUTSIDE_BODY: _STOPS | _HEARS,  # complaints and no data; it sees nothing else of the initiative
}


def rights_of(roles: Iterable[Role]) -> frozenset[Right]:
    """Everything that somebody with these roles may do."""
    return frozenset().union(*(RIGHTS[role] for role in roles))


def roles_with(right: Right) -> tuple[Role, ...]:
    """The roles that hold a right, in the order of the enumeration: whom to ask."""
    return tuple(role for role in Role if right in RIGHTS[role])


class OrganisationRight(StrEnum):
    """What members of an organisation may do in it, in the words of a refusal: "You may not ..."."""

    SEE = "see the organisation's own page"
    MANAGE_MEMBERS = "name members of the organisation"
    REGISTER_INITIATIVE = "register an initiative"
    EDIT = "change what is said about the organisation"
    ASSESS = "judge data of others for the organisation"
    HEAR_APPEALS = "decide an appeal for the organisation"
    WRITE_RULES = "hand in criteria and lists of indicators"
    TAKE_IN = "agree terms and take data in for the organisation"
    ANSWER_FOR = "say what the organisation commits itself to, and what it did"


MEMBER_RIGHTS = frozenset({OrganisationRight.SEE, OrganisationRight.ASSESS, OrganisationRight.HEAR_APPEALS})
ADMIN_RIGHTS = frozenset(OrganisationRight)


class SiteRight(StrEnum):
    """What the operator of an installation may do. It gives no right in any initiative or organisation."""

    OPERATE = "run this site"


class AccountRight(StrEnum):
    """What everybody with an account may do with it."""

    OWN = "use an account of your own"


AnyRight = Right | OrganisationRight | SiteRight | AccountRight


# Who judges may not belong to those who are judged; who answers for the data must belong to the organisation.
FOR_OUTSIDERS_ONLY = frozenset({Role.ASSESSOR, Role.OUTSIDE_BODY})
_ROLE_WORDS = {Role.ASSESSOR: "An assessor", Role.OUTSIDE_BODY: "Whoever hears complaints from outside"}
FOR_MEMBERS_ONLY = frozenset({Role.COORDINATOR, Role.STEWARD, Role.ENUMERATOR})


def check_may_have(role: Role, *, is_member: bool) -> None:
    """Whether somebody may get that role; is_member: of the organisation behind the initiative.

    Raises Refusal: "assessor-of-own-organisation", "role-needs-membership".
    """
    if is_member and role in FOR_OUTSIDERS_ONLY:
        what = f"{_ROLE_WORDS[role]} may not belong to the organisation that makes the data."
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
