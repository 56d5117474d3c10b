"""Correcting and emptying single answers: each with a reason, each can be undone, and the value is sealed."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from nyhavn.framework.instrument import Question
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.models import Contribution
from nyhavn.web.production.corrections import (
    Values,
    answer_of,
    canonical,
    correctable,
    questions_behind,
    sealed_values,
)
from nyhavn.web.production.decision_actions import decided, open_contributions
from nyhavn.web.production.models import CorrectedAnswer, DecisionKind, FindingDecision, FoundProblem

LOOK_AGAIN = "Look at the contribution again."


@transaction.atomic
def correct(*, by: User, on: FoundProblem, contribution: UUID, column: str, value: str, reason: str) -> FindingDecision:
    """Another answer takes the place of what was said, from the next run on; what was said stays in the vault.

    Raises Refusal: finding-out-of-turn, finding-already-decided, answer-already-decided, question-not-correctable,
    correction-unreadable, correction-changes-nothing.
    """
    question = _question(column, correctable(on))
    return _change(by, on, contribution, question, reason, lambda found: canonical(found, question, value))


@transaction.atomic
def blank(*, by: User, on: FoundProblem, contribution: UUID, column: str, reason: str) -> FindingDecision:
    """The answer is left out from the next run on. Raises the refusals of `correct`."""
    return _change(by, on, contribution, _question(column, questions_behind(on)), reason, lambda _: None)


def _question(column: str, offered: tuple[Question, ...]) -> Question:
    found = next((question for question in offered if question.column == column), None)
    if found is None:
        what = "This question is not one that can be changed here."
        do = "What people say in their own words about who they are can be left out, but not written anew."
        raise refusal("question-not-correctable", what, where="column", do=do)
    return found


def _change(
    by: User,
    finding: FoundProblem,
    contribution: UUID,
    question: Question,
    reason: str,
    new: Callable[[Contribution], str | None],
) -> FindingDecision:
    if contribution not in open_contributions(finding):
        what = "This contribution is decided already, or does not belong to this finding."
        raise refusal("finding-already-decided", what, where="contribution", do="Look at the finding again.")
    found = _locked(contribution)
    if CorrectedAnswer.objects.filter(contribution=found, column=question.column, decision__undone_at=None).exists():
        what = "Somebody has decided about this answer already."
        raise refusal("answer-already-decided", what, where="column", do="Undo that decision first.")
    values = Values(answer_of(found, question.column), new(found))
    if values.old == values.new:
        raise _changes_nothing(values)
    kind = DecisionKind.BLANK if values.new is None else DecisionKind.CORRECT
    made = decided(by, finding, kind, reason, [contribution])
    CorrectedAnswer.objects.create(
        decision=made,
        contribution=found,
        version=found.version,
        column=question.column,
        sealed=sealed_values(found, made.uuid, values),
    )
    return made


def _changes_nothing(values: Values) -> Refusal:
    if values.new is None:
        return refusal("correction-changes-nothing", "Nothing stands there.", where="column", do=LOOK_AGAIN)
    what = "This is what stands there already."
    return refusal("correction-changes-nothing", what, where="value", do=LOOK_AGAIN)


def _locked(contribution: UUID) -> Contribution:
    held = Contribution.objects.select_for_update(of=("self",))
    return held.select_related("epoch", "collection__initiative", "collection__questionnaire").get(uuid=contribution)
