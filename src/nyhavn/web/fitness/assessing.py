"""Choosing criteria, taking an assessment on, answering, disputing, asking, confirming: the office's side."""

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.fitness.answering import (
    Answer,
    AnswerEvidence,
    Dispute,
    EvidenceGround,
    check_answers,
    check_disputes,
)
from nyhavn.framework.fitness.issued import then
from nyhavn.framework.fitness.rule_pack import RulePack, rule_pack
from nyhavn.framework.fitness.workflow import (
    AssessmentState,
    Step,
    after,
    check_has_answers,
    check_pack_chosen,
    check_taken_on,
)
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import record
from nyhavn.web.fitness.asks import AnswerSaid, DisputeSaid
from nyhavn.web.fitness.models import AnswerGiven, Assessment, Assessor, Confirmation, DisputeRaised, QuestionBack
from nyhavn.web.fitness.queries import assessor_of, computed_now, computed_of, pack_of, texts_for
from nyhavn.web.fitness.requests import KIND, acted_on, move
from nyhavn.web.fitness.sides import check_outside
from nyhavn.web.fitness.telling import tell_producer


@transaction.atomic
def choose_criteria(*, by: User, on: Assessment, criteria: str) -> Assessment:
    """Choose by which criteria it is judged; from here on they stay. What the release says to them is computed.

    Raises Refusal: rule-pack-not-offered, assessment-out-of-turn, assessor-of-the-producer.
    """
    held = acted_on(on, by)
    check_outside(by, held)
    offered = texts_for(held.office)
    check_pack_chosen(is_offered=criteria in offered)
    text = offered[criteria]
    pack = rule_pack(text, where=criteria)
    held.pack_text, held.fingerprint, held.chosen_at = text, pack.fingerprint, timezone.now()
    held.computed = [one.model_dump() for one in then(computed_now(held.release, pack))]
    held.state = after(AssessmentState(held.state), Step.CHOOSE_CRITERIA).value
    held.save(update_fields=["pack_text", "fingerprint", "chosen_at", "computed", "state"])
    record("assessment-criteria-chosen", by=by, kind=KIND, on=held.uuid, scope=held.office.uuid)
    return held


@transaction.atomic
def take_on(*, by: User, on: Assessment) -> Assessor:
    """Become an assessor of it. Raises Refusal "assessor-of-the-producer"."""
    held = acted_on(on, by)
    check_outside(by, held)
    move(held, Step.TAKE_ON)
    made, is_new = Assessor.objects.get_or_create(assessment=held, user=by)
    if is_new:
        record("assessment-taken-on", by=by, kind=KIND, on=held.uuid, scope=held.office.uuid)
    return made


@transaction.atomic
def answer(*, by: User, on: Assessment, asked: str, said: AnswerSaid) -> AnswerGiven:
    """Answer one criterion. The last answer holds, the ones before stay on record. Raises Refusal with every fault."""
    held, assessor, pack = working(by, on)
    pieces = _evidence(said)
    given = Answer(
        asked=asked,
        says=said.says,
        because=said.because,
        assessor=str(by.uuid),
        on=timezone.localdate(),
        evidence=pieces,
    )
    check_answers(pack, (given,), computed_of(held))
    made = AnswerGiven.objects.create(
        assessment=held,
        asked=asked,
        says=said.says,
        because=said.because,
        evidence=[one.model_dump(mode="json") for one in pieces],
        given_by=assessor,
    )
    record("assessment-answered", by=by, kind=KIND, on=held.uuid, scope=held.office.uuid, facts={"asked": asked})
    return made


def _evidence(said: AnswerSaid) -> tuple[AnswerEvidence, ...]:
    named = (
        (EvidenceGround.COMPUTED, said.computed),
        (EvidenceGround.DOCUMENT, said.documents),
        (EvidenceGround.RECORD, said.records),
    )
    return tuple(AnswerEvidence(ground=ground, reference=one) for ground, found in named for one in found)


@transaction.atomic
def dispute(*, by: User, on: Assessment, said: DisputeSaid) -> DisputeRaised:
    """Say what is wrong with computed evidence. It stays as it is. Raises Refusal."""
    held, assessor, _ = working(by, on)
    raised = Dispute(code=said.code, because=said.because, assessor=str(by.uuid), on=timezone.localdate())
    check_disputes((raised,), computed_of(held))
    made = DisputeRaised.objects.create(assessment=held, code=said.code, because=said.because, raised_by=assessor)
    record("assessment-evidence-disputed", by=by, kind=KIND, on=held.uuid, scope=held.office.uuid)
    return made


@transaction.atomic
def ask(*, by: User, on: Assessment, words: str) -> QuestionBack:
    """Ask those who made the data something. Both sides read it."""
    held, assessor, _ = working(by, on)
    made = QuestionBack.objects.create(assessment=held, words=words, asked_by=assessor)
    record("assessment-question-asked", by=by, kind=KIND, on=held.uuid, scope=held.office.uuid)
    tell_producer(held)
    return made


@transaction.atomic
def confirm(*, by: User, on: Assessment) -> Confirmation:
    """Stand behind all answers as they are now, as another pair of eyes. Raises Refusal "nothing-to-confirm"."""
    held, assessor, _ = working(by, on)
    last = held.answers.order_by("id").last()
    check_has_answers(1 if last else 0)
    if last is None:
        raise ValueError("that there are answers was checked")
    made = Confirmation.objects.create(assessment=held, confirmed_by=assessor, last_answer=last)
    record("assessment-answers-confirmed", by=by, kind=KIND, on=held.uuid, scope=held.office.uuid)
    return made


def working(by: User, on: Assessment) -> tuple[Assessment, Assessor, RulePack]:
    """Whoever took it on, at work on it. Raises Refusal."""
    held = acted_on(on, by)
    after(AssessmentState(held.state), Step.ASSESS)
    assessor = assessor_of(held, by.id)
    check_outside(by, held)  # also for somebody who joined the producer since
    check_taken_on(is_assessor=assessor is not None)
    pack = pack_of(held)
    if assessor is None or pack is None:
        raise ValueError("what is assessed has an assessor and criteria")
    return held, assessor, pack
