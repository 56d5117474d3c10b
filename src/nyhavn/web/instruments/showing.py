"""What pages and interface show, made from what is stored."""

from dataclasses import asdict

from nyhavn.framework.design import limits
from nyhavn.framework.expression_words import condition_words
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.instrument_changes import Change, changes, type_words
from nyhavn.framework.refusal import Reason
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.models import Questionnaire
from nyhavn.web.instruments.queries import (
    card_of,
    design_on,
    method_reasons,
    method_section,
    questionnaire_form,
    version_before,
    versions,
)
from nyhavn.web.instruments.schemas import (
    ChangeShown,
    ChoiceShown,
    MethodShown,
    QuestionnaireShown,
    QuestionShown,
    ReasonShown,
    VersionShown,
    VersionsShown,
)

# Nobody is asked these: the form works them out, or the device notes them.
UNASKED_WORDS = frozenset({type_words(AnswerType.CALCULATE), type_words(AnswerType.METADATA)})


def versions_shown(initiative: Initiative) -> VersionsShown:
    """All versions, the newest first."""
    return VersionsShown(versions=tuple(version_shown(one) for one in versions(initiative)))


def version_shown(stored: Questionnaire) -> VersionShown:
    """One version without what it asks."""
    return VersionShown(
        uuid=stored.uuid,
        number=stored.number,
        title=stored.title,
        form_id=stored.form_id,
        form_version=stored.form_version,
        file_name=stored.file_name,
        sha256=stored.sha256,
        questions=stored.questions,
        languages=tuple(stored.languages),
        frozen_on=stored.frozen_on,
        dropped_on=stored.dropped_on,
        uploaded_at=stored.uploaded_at,
        remarks=tuple(stored.remarks),
        web_form_obstacles=tuple(ReasonShown.model_validate(reason) for reason in stored.html_refusals),
        break_words=stored.break_words,
    )


def questionnaire_shown(stored: Questionnaire) -> QuestionnaireShown:
    """One version with what it asks, and what changed since the one before. Raises Refusal if it was taken out."""
    instrument = questionnaire_form(stored).instrument
    before = version_before(stored)
    found = changes(questionnaire_form(before).instrument, instrument) if before else ()
    return QuestionnaireShown(
        version=version_shown(stored),
        asks=tuple(question_shown(question, instrument) for question in instrument.questions),
        compared_with=before.number if before else None,
        changes=tuple(change_shown(change) for change in found),
    )


def question_shown(question: Question, instrument: Instrument) -> QuestionShown:
    """One question in plain words."""
    return QuestionShown(
        name=question.name,
        labels=dict(question.labels),
        answer=type_words(question.type),
        choices=tuple(ChoiceShown(code=choice.code, labels=dict(choice.labels)) for choice in question.choices),
        asked_if=condition_words(question.relevant, instrument, instrument.default_language),
        accepted_if=question.constraint,
        is_required=question.required,
        repeat=question.repeat,
    )


def change_shown(change: Change) -> ChangeShown:
    """One change."""
    return ChangeShown(
        kind=change.kind.value,
        question=change.question,
        sentence=change.sentence,
        touches_meaning=change.touches_meaning,
    )


def reason_shown(reason: Reason) -> ReasonShown:
    """One reason."""
    return ReasonShown.model_validate(asdict(reason))


def method_shown(initiative: Initiative) -> MethodShown:
    """The method card as it stands, what it lacks, and what its selection does not allow one to claim."""
    card, said = card_of(initiative), method_section(initiative)
    design, missing = design_on(card), method_reasons(initiative)
    return MethodShown(
        population=said.population,
        design=design,
        limits=limits(design) if design else (),
        weights=said.weights,
        questionnaire=card.questionnaire.number if card.questionnaire else None,
        mode=said.mode,
        nobody_asks=card.nobody_asks,
        training=said.training,
        pretest=said.pretest,
        error_sources=said.error_sources,
        missing=tuple(reason_shown(reason) for reason in missing),
        is_complete=not missing,
    )
