"""What can be done with findings: keep, correct, leave out, remove, undo."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.instrument import Question
from nyhavn.framework.roles import Right
from nyhavn.framework.typed_answers import LONGEST_TEXT
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.initiatives.plan_parts import about_of
from nyhavn.web.pages.operations import Choices, Confirmed, Done, Operation, Reading, Subject
from nyhavn.web.production import correction_actions, decision_actions, schemas, showing
from nyhavn.web.production.asks import WHY, AskedDecision
from nyhavn.web.production.corrections import correctable, questions_behind
from nyhavn.web.production.decision_queries import item_of
from nyhavn.web.production.models import FindingDecision, FoundProblem
from nyhavn.web.production.subjects import FINDING, findings_home


class AskedRemoval(Declared):
    """Which contributions of a finding are taken out."""

    contributions: tuple[str, ...] = Field(min_length=1, title="These contributions are taken out")
    reason: str = WHY


class AskedBlank(Declared):
    """Which answer is left out."""

    contribution: str = Field(title="In which contribution")
    column: str = Field(title="The answer to which question")
    reason: str = WHY


class AskedCorrection(Declared):
    """Which answer is another one."""

    contribution: str = Field(title="In which contribution")
    column: str = Field(title="The answer to which question")
    value: str = Field(
        min_length=1,
        max_length=LONGEST_TEXT,
        title="The right answer",
        description="As the question takes it; of a list, its code.",
        json_schema_extra={"personal": True},
    )
    reason: str = WHY


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


def _correct(by: User, on: FoundProblem, said: AskedCorrection) -> Done:
    made = correction_actions.correct(
        by=by,
        on=on,
        contribution=UUID(said.contribution),
        column=said.column,
        value=said.value,
        reason=said.reason,
    )
    return Done("The next run takes the right answer. You can undo this.", made=made.uuid)


def _blank(by: User, on: FoundProblem, said: AskedBlank) -> Done:
    contribution = UUID(said.contribution)
    made = correction_actions.blank(by=by, on=on, contribution=contribution, column=said.column, reason=said.reason)
    return Done("The next run leaves this answer out. You can undo this.", made=made.uuid)


def _remove(by: User, on: FoundProblem, said: AskedRemoval) -> Done:
    chosen = [UUID(one) for one in said.contributions]
    made = decision_actions.remove(by=by, on=on, contributions=chosen, reason=said.reason)
    return Done("They take no part in the next run. You can undo this.", made=made.uuid)


def _undo(by: User, on: FindingDecision, said: Confirmed) -> Done:
    decision_actions.undo(by=by, on=on)
    return Done("The decision is undone. The finding waits again.")


def _open_ones(on: FoundProblem) -> Choices:
    """The contributions to choose from, by their references."""
    return tuple((str(uuid), showing.reference(uuid)) for uuid in item_of(on).open)


def _labelled(on: FoundProblem, questions: tuple[Question, ...]) -> Choices:
    """Questions to choose from, in the words in which people were asked."""
    language = about_of(on.run.initiative).language
    return tuple((question.column, question.label(language) or question.column) for question in questions)


def _for_removal(on: FoundProblem) -> Mapping[str, Choices]:
    return {"contributions": _open_ones(on)}


def _for_blank(on: FoundProblem) -> Mapping[str, Choices]:
    return {"contribution": _open_ones(on), "column": _labelled(on, questions_behind(on))}


def _for_correction(on: FoundProblem) -> Mapping[str, Choices]:
    return {"contribution": _open_ones(on), "column": _labelled(on, correctable(on))}


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
        "correct",
        "Correct an answer",
        Right.DECIDE_FINDINGS,
        FINDING,
        _correct,
        AskedCorrection,
        lead="Only if you know the right answer, from the person or the paper form. Look at the contribution first. "
        "What was said stays as it is; the next run takes the right answer instead. You can undo it.",
        button="Correct it",
        choices=_for_correction,
        template="production/decide.html",
    ),
    Operation(
        "blank",
        "Leave an answer out",
        Right.DECIDE_FINDINGS,
        FINDING,
        _blank,
        AskedBlank,
        lead="If it cannot be right and nobody knows the right one. What was said stays as it is; the next run counts "
        "it as missing. You can undo it.",
        button="Leave it out",
        choices=_for_blank,
        template="production/decide.html",
    ),
    Operation(
        "remove",
        "Take contributions out",
        Right.DECIDE_FINDINGS,
        FINDING,
        _remove,
        AskedRemoval,
        lead="They take no part in the next run. Nothing is deleted, and you can undo it.",
        button="Take them out",
        choices=_for_removal,
        template="production/decide.html",
    ),
    Operation(
        "undo",
        "Undo this decision",
        Right.DECIDE_FINDINGS,
        DECISION,
        _undo,
        lead="Everything is as if it had not been decided. A corrected answer is forgotten.",
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
