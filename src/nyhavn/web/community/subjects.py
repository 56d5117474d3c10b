"""What is worked on here, how it is found from an address, and where its page is."""

from uuid import UUID

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.community.models import AgendaItem, Member
from nyhavn.web.consent.community_models import CommunityBody
from nyhavn.web.consent.community_operations import enter_body
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.operations import Subject


def board_home(initiative: Initiative) -> str:
    """The address of the board's page."""
    return f"/work/initiatives/{initiative.slug}/board/"


def body_home(body: CommunityBody) -> str:
    """The address of a body's own page."""
    return f"{board_home(body.initiative)}bodies/{body.uuid}/"


def _enter_member(user: User, right: Right, *, initiative: str, member: UUID) -> Member:
    within = enter_initiative(user, right, initiative=initiative)
    found = Member.objects.filter(body__initiative=within, uuid=member).select_related("body__initiative").first()
    if found is None:
        raise not_found("member")
    return found


def _enter_agenda(user: User, right: Right, *, initiative: str, item: UUID) -> AgendaItem:
    within = enter_initiative(user, right, initiative=initiative)
    found = AgendaItem.objects.filter(body__initiative=within, uuid=item).select_related("body__initiative").first()
    if found is None:
        raise not_found("item")
    return found


# The same body as consent knows; here its home is the page of the board.
BODY = Subject("board-body", "initiatives/<slug:initiative>/community-bodies/<uuid:body>", enter_body, home=body_home)
MEMBER = Subject(
    "board-member",
    "initiatives/<slug:initiative>/board-members/<uuid:member>",
    _enter_member,
    home=lambda on: body_home(on.body),
)
AGENDA_ITEM = Subject(
    "agenda-item",
    "initiatives/<slug:initiative>/agenda/<uuid:item>",
    _enter_agenda,
    home=lambda on: body_home(on.body),
)
