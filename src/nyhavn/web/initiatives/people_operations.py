"""Giving and taking roles."""

from typing import Any
from uuid import UUID

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives import asks, people, schemas
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.models import Initiative, RoleAssignment, RoleInvitation
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.initiatives.people_queries import people_shown
from nyhavn.web.pages.operations import Choices, Confirmed, Done, Operation, Reading, Subject


def _people(initiative: Initiative) -> str:
    return f"/work/initiatives/{initiative.slug}/people/"


def _enter_role(user: User, right: Right, *, initiative: str, role: UUID) -> RoleAssignment:
    within = enter_initiative(user, right, initiative=initiative)
    found = within.roles.filter(uuid=role).select_related("user", "initiative").first()
    if found is None:
        raise not_found()
    return found


def _enter_offer(user: User, right: Right, *, initiative: str, offer: UUID) -> RoleInvitation:
    within = enter_initiative(user, right, initiative=initiative)
    still_open = within.role_offers.filter(invitation__uuid=offer, invitation__used_at=None)
    found = still_open.select_related("invitation", "initiative").first()
    if found is None:
        raise not_found()
    return found


ROLE = Subject(
    "role",
    "initiatives/<slug:initiative>/people/<uuid:role>",
    _enter_role,
    home=lambda on: _people(on.initiative),
)
OFFER = Subject(
    "role-offer",
    "initiatives/<slug:initiative>/people/offers/<uuid:offer>",
    _enter_offer,
    home=lambda on: _people(on.initiative),
)


def _give(*, by: User, on: Initiative, said: asks.RoleGiven) -> Done:
    made = people.give_role(by=by, on=on, said=said)
    return Done("The role is given.", at=_people(on), made=made.uuid)


def _offer(*, by: User, on: Initiative, said: asks.RoleOffered) -> Done:
    people.offer_role(by=by, on=on, said=said)
    return Done("We sent a link to that address. It works once, for 14 days.", at=_people(on))


def _take(*, by: User, on: RoleAssignment, said: Confirmed) -> Done:
    gone = by.id == on.user_id and not on.initiative.roles.filter(user=by).exclude(id=on.id).exists()
    people.take_role(by=by, on=on)
    return Done("The role is taken away.", at="/work/" if gone else _people(on.initiative))


def _withdraw(*, by: User, on: RoleInvitation, said: Confirmed) -> Done:
    people.withdraw_offer(by=by, on=on)
    return Done("The offer was taken back. Its link does not work any more.", at=_people(on.initiative))


def _whom(on: Initiative) -> dict[str, Choices]:
    return {"person": tuple((str(user.uuid), user.name or user.email) for user in people.candidates(on))}


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        name="give-role",
        title="Give somebody a role",
        right=Right.MANAGE_PEOPLE,
        on=INITIATIVE,
        do=_give,
        asks=asks.RoleGiven,
        lead="Members of your organisation, and people who have a role here already. Invite others by mail.",
        button="Give the role",
        choices=_whom,
    ),
    Operation(
        name="offer-role",
        title="Invite somebody from outside",
        right=Right.MANAGE_PEOPLE,
        on=INITIATIVE,
        do=_offer,
        asks=asks.RoleOffered,
        lead="People from other organisations can speak for the community, approve, assess or observe. "
        "For every other role an administrator has to make them members of your organisation first.",
        button="Send the link",
    ),
    Operation(
        name="take",
        title="Take a role away",
        right=Right.MANAGE_PEOPLE,
        on=ROLE,
        do=_take,
        lead="The person can no longer do here what the role allows. What they did stays recorded.",
        button="Take it away",
    ),
    Operation(
        name="withdraw",
        title="Take the offer of a role back",
        right=Right.MANAGE_PEOPLE,
        on=OFFER,
        do=_withdraw,
        lead="The link that was sent stops working.",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading("people", "Who has which role", Right.MANAGE_PEOPLE, INITIATIVE, schemas.PeopleShown, people_shown),
)
