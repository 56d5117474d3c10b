"""What can be done with findings: keep, set aside, undo."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import Field

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.pages.operations import Choices, Confirmed, Done, Operation, Reading, Subject
from nyhavn.web.production import decision_actions, schemas, showing
from nyhavn.web.production.asks import AskedDecision
from nyhavn.web.production.decision_queries import item_of
from nyhavn.web.production.models import FindingDecision, FoundProblem
from nyhavn.web.production.subjects import FINDING, findings_home


class AskedSetAside(AskedDecision):
    """Which contributions of a finding take no part."""

    contributions: tuple[str, ...] = Field(min_length=1, title="These contributions take no part")


def enter_decision(user: User, right: Right, *, initiative: str, decision: UUID) -> FindingDecision:
    """The decision, for somebody with that right in its initiative. Raises Refusal."""
    within = enter_initiative(user, right, initiative=initiative)
    found = within.finding_decisions.select_related("finding", "initiative").filter(uuid=decision).first()
    if found is None:
        raise not_found("decision")
    return found


DECISION = Subject(
    "decision",
    "initiatives/<slug:initiative>/decisions/<uuid:decision>",
    enter_decision,
    home=lambda on: findings_home(on.initiative),
)


def _keep(by: User, on: FoundProblem, said: AskedDecision) -> Done:
    made = decision_actions.keep(by=by, on=on, reason=said.reason)
    return Done("They stay as they are. You can undo this.", made=made.uuid)


def _set_aside(by: User, on: FoundProblem, said: AskedSetAside) -> Done:
    chosen = [UUID(one) for one in said.contributions]
    made = decision_actions.set_contributions_aside(by=by, on=on, contributions=chosen, reason=said.reason)
    return Done("They take no part in the next run. You can undo this.", made=made.uuid)


def _undo(by: User, on: FindingDecision, said: Confirmed) -> Done:
    decision_actions.undo(by=by, on=on)
    return Done("The decision is undone. The finding waits again.")


def _open_ones(on: FoundProblem) -> Mapping[str, Choices]:
    """The contributions to choose from, by their references."""
    return {"contributions": tuple((str(uuid), showing.reference(uuid)) for uuid in item_of(on).open)}


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "keep",
        "Leave the contributions as they are",
        Right.DECIDE_FINDINGS,
        FINDING,
        _keep,
        AskedDecision,
        lead="Somebody has looked, and what was found is true or does no harm. A finding is a question, never a proof.",
        button="Leave them as they are",
        template="production/decide.html",
    ),
    Operation(
        "set-aside",
        "Set contributions aside",
        Right.DECIDE_FINDINGS,
        FINDING,
        _set_aside,
        AskedSetAside,
        lead="They take no part in the next run. Nothing is deleted, and you can undo it.",
        button="Set them aside",
        choices=_open_ones,
        template="production/decide.html",
    ),
    Operation(
        "undo",
        "Undo this decision",
        Right.DECIDE_FINDINGS,
        DECISION,
        _undo,
        lead="What was set aside takes part again.",
        button="Undo it",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading(
        "findings",
        "What the newest run found",
        Right.SEE_FINDINGS,
        INITIATIVE,
        schemas.FindingsShown,
        showing.findings_shown,
    ),
    Reading(
        "contributions",
        "The contributions that a finding points to",
        Right.DECIDE_FINDINGS,
        FINDING,
        schemas.FindingRows,
        showing.finding_rows,
    ),
)
