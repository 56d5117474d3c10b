"""Corrected answers: which questions may be corrected, and the sealed values of a correction.

Old and new value are sealed under the key of the contribution itself, so that they open with it and are gone with it.
"""

from dataclasses import dataclass
from uuid import UUID

from nyhavn.framework.form_page import FormItem
from nyhavn.framework.instrument import AnswerType, Question
from nyhavn.framework.interview_problems import SENTENCES, is_off_scale
from nyhavn.framework.refusal import refusal
from nyhavn.framework.typed_answers import read_typed
from nyhavn.web.collection import vault
from nyhavn.web.collection.models import Contribution
from nyhavn.web.collection.vault import Answers, Place, Sealed
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.models import Questionnaire
from nyhavn.web.instruments.queries import questionnaire_form
from nyhavn.web.production.models import CorrectedAnswer, FoundProblem
from nyhavn.web.production.queries import tables_of
from nyhavn.web.production.showing import reference

OLD, NEW = "old", "new"


@dataclass(frozen=True)
class Values:
    """What a correction expects in the cell and what it puts there; None is an empty cell."""

    old: str | None
    new: str | None


def questions_behind(finding: FoundProblem) -> tuple[Question, ...]:
    """The questions that a finding is about; all that people were asked, where it names none of them."""
    questionnaire = _questionnaire(finding)
    if questionnaire is None:
        return ()
    asked = questionnaire_form(questionnaire).instrument.in_repeat("")
    typed = tuple(question for question in asked if question.type is not AnswerType.METADATA)
    return tuple(question for question in typed if question.column in finding.columns) or typed


def correctable(finding: FoundProblem) -> tuple[Question, ...]:
    """The same without people's own words about who they are, which nobody else writes anew."""
    own = own_words(finding.run.initiative)
    return tuple(question for question in questions_behind(finding) if question.name not in own)


def own_words(initiative: Initiative) -> frozenset[str]:
    """Names of the questions in which people say in their own words who they are."""
    return frozenset(question.own_words_question for question in tables_of(initiative).identity) - {""}


def canonical(contribution: Contribution, question: Question, text: str) -> str:
    """A typed answer as it is kept. Raises Refusal "correction-unreadable"; whether it may be true, a run asks."""
    form = questionnaire_form(contribution.collection.questionnaire)
    item = next((one for one in form.layout.items if one.name == question.name), None)
    value, problem = _read(item, question, text)
    if problem or not value:
        what = SENTENCES.get(problem, "This cannot be an answer to the question.")
        raise refusal("correction-unreadable", what, where="value", do="Write it as the question takes it.")
    return value


def _read(item: FormItem | None, question: Question, text: str) -> tuple[str, str]:
    """The answer, and the code of what is wrong with it."""
    if item is None or (question.open_choices and question.type.is_select):
        return text.strip(), ""
    typed = read_typed(item, question, text, [choice.code for choice in question.choices])
    special = {*question.dont_know, *question.refused}
    is_off = not typed.problem and typed.value not in special and bool(typed.value) and is_off_scale(item, typed.value)
    return typed.value, "out-of-range" if is_off else typed.problem


def answer_of(contribution: Contribution, column: str) -> str | None:
    """What stands there now. It is shown to nobody."""
    answers = vault.open_one(_place(contribution), _sealed(contribution))
    return answers.get(column) or None


def sealed_values(contribution: Contribution, decision: UUID, values: Values) -> bytes:
    """Both values, for the row of the decision."""
    said = {name: value for name, value in ((OLD, values.old), (NEW, values.new)) if value is not None}
    return vault.seal_beside(_place(contribution), _sealed(contribution), decision, said)


def values_of(corrected: CorrectedAnswer) -> Values:
    """Both values of a correction. Raises Refusal "decision-outdated" where the answers were changed since."""
    contribution = corrected.contribution
    if contribution.version != corrected.version:
        what = "A contribution was changed after somebody decided about one of its answers."
        do = "On the page of findings, undo that decision, look at the contribution and decide anew."
        where = f"contribution {reference(contribution.uuid)}, column {corrected.column}"
        raise refusal("decision-outdated", what, where=where, do=do)
    found: Answers = vault.open_beside(
        _place(contribution), _sealed(contribution), corrected.decision.uuid, bytes(corrected.sealed)
    )
    return Values(found.get(OLD), found.get(NEW))


def _questionnaire(finding: FoundProblem) -> Questionnaire | None:
    """The version that people behind the finding were asked."""
    found = (
        Contribution.objects.filter(uuid__in=finding.contributions)
        .select_related("collection__questionnaire")
        .order_by("id")
    )
    first = found.defer("sealed", "wrapped_key").first()
    return first.collection.questionnaire if first else None


def _place(contribution: Contribution) -> Place:
    initiative = contribution.collection.initiative
    return Place(initiative.uuid, contribution.epoch.number, contribution.uuid, contribution.version)


def _sealed(contribution: Contribution) -> Sealed:
    return Sealed(bytes(contribution.sealed), bytes(contribution.wrapped_key))
