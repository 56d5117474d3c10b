"""Asking an office, taking the request back, answering its questions, replying to its verdict: the producer's side."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.fitness.verdict import OfficialPurpose
from nyhavn.framework.fitness.workflow import (
    AssessmentState,
    Step,
    after,
    check_first_reply,
    check_newer,
    check_proposal_holds,
    check_readable,
    check_reply,
    check_request,
)
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.audit.actions import record
from nyhavn.web.fitness.asks import AssessmentRequested, ReplySaid
from nyhavn.web.fitness.models import Assessment, Proposal, QuestionBack
from nyhavn.web.fitness.queries import (
    UNDER_WAY,
    assessments,
    changed_since,
    is_issued,
    is_open_to_all,
    may_be_asked_about,
    newer_than,
    newest_proposals,
    purposes_of,
)
from nyhavn.web.fitness.sides import check_outside, has_part, offices_for
from nyhavn.web.fitness.telling import tell_office, tell_producer
from nyhavn.web.initiatives.access import not_found
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import is_readable

KIND = "assessment"


@transaction.atomic
def request_assessment(*, by: User, on: Initiative, said: AssessmentRequested) -> Assessment:
    """Ask an office about one published version. Nobody needs a verdict for their own use. Raises Refusal."""
    release = next((one for one in may_be_asked_about(on) if str(one.uuid) == said.release), None)
    office = next((one for one in offices_for(on) if one.slug == said.office), None)
    if release is None or office is None:
        raise not_found("release" if release is None else "office")
    purposes = tuple(one.purpose() for one in said.purposes)
    made = _ask(by, release, office, purposes, words=said.words, producers_wish=said.producers_wish)
    tell_office(made)
    return made


@transaction.atomic
def reassess(*, by: User, on: Assessment, from_office: bool = False) -> Assessment:
    """Ask the same about the newer version that is published since; the old answers are suggestions there.

    Nothing is taken over: each criterion is answered anew. Raises Refusal, and "reassessment-of-same".
    """
    if from_office:
        check_outside(by, on)
    newer = newer_than(on.release)
    check_newer(has_newer=newer is not None)
    if newer is None:
        raise ValueError("what is newer was checked")
    made = _ask(by, newer, on.office, purposes_of(on), producers_wish=on.producers_wish, before=on)
    (tell_producer if from_office else tell_office)(made)
    return made


def _ask(
    by: User,
    release: PublicRelease,
    office: Organisation,
    purposes: Iterable[OfficialPurpose],
    *,
    words: str = "",
    producers_wish: bool = False,
    before: Assessment | None = None,
) -> Assessment:
    initiative = Initiative.objects.select_for_update().get(id=release.initiative_id)
    check_guards(Act.BE_JUDGED, initiative, by=by, about=release)
    check_request(
        is_readable=is_readable(release),
        is_open=is_open_to_all(release),
        offices_own=has_part(office, release),
        waits_there=Assessment.objects.filter(release=release, office=office, state__in=UNDER_WAY).exists(),
    )
    made = Assessment.objects.create(
        release=release,
        office=office,
        before=before,
        purposes=[one.model_dump(mode="json") for one in purposes],
        words=words,
        producers_wish=producers_wish,
        asked_by=by,
    )
    record("assessment-requested", by=by, kind=KIND, on=made.uuid, scope=initiative.uuid)
    return made


@transaction.atomic
def take_back(*, by: User, on: Assessment) -> None:
    """The producer does not want it judged any more. What was issued stays. Raises "assessment-out-of-turn"."""
    held = held_now(on)
    _check_nothing_issued(held)
    move(held, Step.TAKE_BACK)
    record("assessment-taken-back", by=by, kind=KIND, on=held.uuid, scope=held.release.initiative.uuid)
    tell_office(held)


@transaction.atomic
def wish_no_official_use(*, by: User, on: Assessment) -> None:
    """The producer wishes that no official use be made: only then can that be the verdict."""
    held = acted_on(on, by)
    if held.state not in UNDER_WAY:
        after(AssessmentState(held.state), Step.ASSESS)
    held.producers_wish = True
    held.save(update_fields=["producers_wish"])
    record("no-official-use-wished", by=by, kind=KIND, on=held.uuid, scope=held.release.initiative.uuid)
    tell_office(held)


@transaction.atomic
def reply_question(*, by: User, on: QuestionBack, words: str) -> None:
    """Answer what the office asked. Raises Refusal "reply-already-given"."""
    held = acted_on(on.assessment, by)
    question = QuestionBack.objects.select_for_update().get(id=on.id)
    check_first_reply(replied=question.answered_at is not None)
    after(AssessmentState(held.state), Step.ASSESS)
    question.answer, question.answered_by, question.answered_at = words, by, timezone.now()
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    record("assessment-question-answered", by=by, kind=KIND, on=held.uuid, scope=held.release.initiative.uuid)
    tell_office(held)


@transaction.atomic
def reply(*, by: User, on: Proposal, said: ReplySaid) -> None:
    """Say something to a verdict before it is issued, or that there is nothing to say. Raises Refusal."""
    held = acted_on(on.assessment, by)
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("assessment").get(id=on.id)
    check_reply(has_something=said.has == "something", words=said.words)
    check_first_reply(replied=proposal.replied_at is not None)
    check_holds(proposal, held)
    proposal.reply, proposal.replied_by, proposal.replied_at = said.words, by, timezone.now()
    proposal.save(update_fields=["reply", "replied_by", "replied_at"])
    record("verdict-replied-to", by=by, kind=KIND, on=held.uuid, scope=held.release.initiative.uuid)
    tell_office(held)


def check_holds(proposal: Proposal, assessment: Assessment) -> None:
    """Whether a proposal is what would be issued. Raises Refusal."""
    newest = {one.id for one in newest_proposals(assessment)}
    check_proposal_holds(
        is_newest=proposal.id in newest, is_issued=is_issued(proposal), changed_since=changed_since(proposal)
    )
    after(AssessmentState(assessment.state), Step.ISSUE)


def held_now(on: Assessment) -> Assessment:
    """The assessment as it stands now, held until the end of the transaction."""
    Assessment.objects.select_for_update().get(id=on.id)
    return assessments().get(id=on.id)


def acted_on(on: Assessment, by: User) -> Assessment:
    """The same, where nothing stands against acting on it. Raises Refusal: of guards, assessment-of-withdrawn."""
    held = held_now(on)
    check_guards(Act.BE_JUDGED, held.release.initiative, by=by, about=held.release)
    check_readable(is_readable=is_readable(held.release))
    return held


def move(held: Assessment, step: Step) -> None:
    """Move it on. Raises Refusal "assessment-out-of-turn"."""
    held.state = after(AssessmentState(held.state), step).value
    held.save(update_fields=["state"])


def _check_nothing_issued(held: Assessment) -> None:
    if held.verdicts.exists():
        check_proposal_holds(is_newest=True, is_issued=True, changed_since=False)
