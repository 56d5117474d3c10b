"""What can be done about independence."""

from typing import Any
from uuid import UUID

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.interests import actions, asks
from nyhavn.web.interests.guarding import independence_home
from nyhavn.web.interests.models import Declaration
from nyhavn.web.interests.showing import IndependenceShown, independence_shown
from nyhavn.web.pages.operations import Done, Operation, Reading, Subject


def enter_declaration(user: User, right: Right, *, initiative: str, declaration: UUID) -> Declaration:
    """The declaration, for somebody with that right in its initiative. Raises Refusal."""
    within = enter_initiative(user, right, initiative=initiative)
    found = Declaration.objects.filter(initiative=within, uuid=declaration).select_related("initiative").first()
    if found is None:
        raise not_found("declaration")
    return found


DECLARATION = Subject(
    "declaration",
    "initiatives/<slug:initiative>/declarations/<uuid:declaration>",
    enter_declaration,
    home=lambda on: independence_home(on.initiative),
)
PUBLIC_NOW = "It is public from now on."


def _declare(by: User, on: Initiative, said: asks.InterestSaid) -> Done:
    made = actions.declare(by=by, on=on, said=said)
    return Done(f"It is declared. {PUBLIC_NOW}", at=independence_home(on), made=made.uuid)


def _none(by: User, on: Initiative, said: asks.NoneSaid) -> Done:
    made = actions.declare_none(by=by, on=on, said=said)
    return Done(f"It is declared. {PUBLIC_NOW}", at=independence_home(on), made=made.uuid)


def _correct(by: User, on: Declaration, said: asks.InterestCorrected) -> Done:
    made = actions.correct(by=by, on=on, said=said)
    return Done("The correction is on record, with your reason.", made=made.uuid)


def _take_back(by: User, on: Declaration, said: asks.InterestTakenBack) -> Done:
    made = actions.take_back(by=by, on=on, said=said)
    return Done("It is taken back, with your reason.", made=made.uuid)


def _own(by: User, on: Initiative, said: asks.OwnSaid) -> Done:
    made = actions.declare_own(by=by, on=on, said=said)
    return Done("What you said of yourself is on record.", at=independence_home(on), made=made.uuid)


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "declare-interest",
        "Declare who pays, who asked or who may gain",
        Right.EDIT_INITIATIVE,
        INITIATIVE,
        _declare,
        asks=asks.InterestSaid,
        lead="Everybody reads it, and every release from now on shows it. It cannot be changed; a correction stands "
        "beside it.",
        button="Declare it",
    ),
    Operation(
        "declare-none",
        "Declare that there is nobody",
        Right.EDIT_INITIATIVE,
        INITIATIVE,
        _none,
        asks=asks.NoneSaid,
        lead="To say that there is nobody is an answer. To say nothing is not.",
        button="Declare it",
    ),
    Operation(
        "declare-own-interest",
        "Say whether you have an interest of your own",
        Right.DECLARE_OWN_INTEREST,
        INITIATIVE,
        _own,
        asks=asks.OwnSaid,
        lead="Whoever has an interest does not decide about releases here, until it has ended. It is no shame to have "
        "one; it is wrong to hide it.",
        button="Say so",
    ),
    Operation(
        "correct",
        "Correct a declaration",
        Right.EDIT_INITIATIVE,
        DECLARATION,
        _correct,
        asks=asks.InterestCorrected,
        lead="What was declared before stays beside it, with your reason. Say here, too, when something ended.",
        button="Correct it",
        current=lambda on: {
            name: getattr(on, name) or None for name in ("kind", "who", "what", "since", "until", "share")
        },
    ),
    Operation(
        "take-back",
        "Take a declaration back",
        Right.EDIT_INITIATIVE,
        DECLARATION,
        _take_back,
        asks=asks.InterestTakenBack,
        lead="Only for what should never have been declared. It stays readable, with your reason.",
        button="Take it back",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading(
        "independence",
        "Declared funders, commissioners and interests",
        Right.SEE_WORKSPACE,
        INITIATIVE,
        IndependenceShown,
        independence_shown,
    ),
)
