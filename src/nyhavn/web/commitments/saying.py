"""What is said after a request: by an authority on its page, by the initiative of one outside, by the community."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from nyhavn.framework import commitments as rules
from nyhavn.framework.commitment_checks import check_office, check_said, check_sees, check_speaks_for, check_unnamed
from nyhavn.framework.commitments import Trail, TrailStep
from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.mail import SOMETHING_WAITS, send
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import record
from nyhavn.web.collection.community_credit import unnamed_community
from nyhavn.web.commitments.asks import (
    ActionRecorded,
    ActionSaid,
    AnswerRecorded,
    AnswerSaid,
    CommitmentRecorded,
    CommitmentSaid,
    CorrectionSaid,
    SeenSaid,
)
from nyhavn.web.commitments.models import ActionRequest, TrailEntry
from nyhavn.web.commitments.queries import entry_as_said, people_who_ask, requests, trail_of
from nyhavn.web.initiatives.guards import Act, check_guards

TO_INITIATIVE = "Something came in for an initiative in which you have a role:\n\n{site}{path}\n"


@dataclass(frozen=True)
class _Side:
    """Who speaks: the authority on its own page, or the initiative. source: where the initiative has it from."""

    by: User
    is_authority: bool
    source: str = field(default="", repr=False)


@transaction.atomic
def answer(*, by: User, on: ActionRequest, said: AnswerSaid) -> TrailEntry:
    """The authority answers on its own page, today. Raises Refusal "trail-out-of-turn"."""
    return _add(_Side(by, is_authority=True), on, TrailStep(said.answer.value), words=said.words)


@transaction.atomic
def commit(*, by: User, on: ActionRequest, said: CommitmentSaid) -> TrailEntry:
    """The authority commits itself, today. Raises Refusal.

    trail-out-of-turn, commitment-due-past, office-not-person.
    """
    people = on.authority.memberships.values_list("user__name", flat=True) if on.authority else ()
    check_office(said.office, tuple(people))
    side = _Side(by, is_authority=True)
    return _add(side, on, TrailStep.COMMIT, words=said.words, due=said.due, office=said.office)


@transaction.atomic
def act(*, by: User, on: ActionRequest, said: ActionSaid) -> TrailEntry:
    """The authority says what it did, and what shows it. Raises Refusal."""
    return _acted(_Side(by, is_authority=True), on, said)


@transaction.atomic
def record_answer(*, by: User, on: ActionRequest, said: AnswerRecorded) -> TrailEntry:
    """Record what an authority outside this site answered. Raises Refusal, "trail-authority-speaks-itself" too."""
    side = _Side(by, is_authority=False, source=said.source)
    return _add(side, on, TrailStep(said.answer.value), said_on=said.said_on, words=said.words)


@transaction.atomic
def record_commitment(*, by: User, on: ActionRequest, said: CommitmentRecorded) -> TrailEntry:
    """Record what an authority outside this site committed itself to. Raises Refusal."""
    check_office(said.office, ())
    side = _Side(by, is_authority=False, source=said.source)
    more = {"words": said.words, "due": said.due, "office": said.office}
    return _add(side, on, TrailStep.COMMIT, said_on=said.said_on, **more)


@transaction.atomic
def record_action(*, by: User, on: ActionRequest, said: ActionRecorded) -> TrailEntry:
    """Record what an authority outside this site did. Raises Refusal."""
    return _acted(_Side(by, is_authority=False, source=said.source), on, said)


@transaction.atomic
def see(*, by: User, on: ActionRequest, said: SeenSaid) -> TrailEntry:
    """Record whether it happened, as the community sees it. Raises Refusal "seen-by-authority"."""
    is_theirs = on.authority is not None and on.authority.memberships.filter(user=by).exists()
    check_sees(belongs_to_authority=is_theirs)
    side, about = _Side(by, is_authority=False), _entry(on, said.about)
    more = {"words": said.words, "seen": said.seen.value, "seen_by": said.seen_by}
    return _add(side, on, TrailStep.SEE, said_on=said.seen_on, about=about, **more)


@transaction.atomic
def correct(*, by: User, on: ActionRequest, said: CorrectionSaid, as_authority: bool) -> TrailEntry:
    """Say what is right beside something that one's own side said. Raises Refusal "trail-about-unknown"."""
    about = _entry(on, said.about)
    more: dict[str, Any] = {"words": said.words, "takes_back": said.takes_back}
    return _add(_Side(by, is_authority=as_authority), on, TrailStep.CORRECT, about=about, **more)


def _acted(side: _Side, on: ActionRequest, said: ActionSaid) -> TrailEntry:
    more = {"words": said.words, "proof": said.proof.value, "reference": said.reference, "keeps": said.keeps}
    return _add(side, on, TrailStep.ACT, said_on=said.done_on, about=_entry(on, said.about), **more)


def _entry(on: ActionRequest, typed: str) -> TrailEntry | None:
    """What is spoken of, by its number; None for nothing. Raises Refusal "trail-about-unknown"."""
    found = next((one for one in on.entries.all() if str(one.number) == typed), None)
    if typed and found is None:
        what = "This is nothing that can be spoken of here."
        raise refusal("trail-about-unknown", what, where="about", do="Choose from what is shown.")
    return found


def _add(side: _Side, on: ActionRequest, step: TrailStep, *, said_on: date | None = None, **said: Any) -> TrailEntry:
    """Decide by the rules, write, trace, and tell the other side."""
    ActionRequest.objects.select_for_update(of=("self",)).get(id=on.id)
    request, today = requests().get(id=on.id), timezone.localdate()
    check_guards(Act.SPEAK_UP, request.initiative, by=side.by)
    trail = trail_of(request)
    if step in rules.OF_AUTHORITY and not side.is_authority:
        check_speaks_for(trail)
    if not side.is_authority:
        texts = [side.source, *(value for value in said.values() if isinstance(value, str))]
        check_unnamed(texts, unnamed_community(request.initiative))
    made = TrailEntry(
        request=request,
        number=len(trail.entries) + 1,
        step=step.value,
        said_on=said_on or today,
        recorded_on=today,
        by_authority=side.is_authority,
        source=side.source,
        recorded_by=side.by,
        **said,
    )
    check_said(trail, entry_as_said(made))
    made.save(force_insert=True)
    _trace(made, side, trail)
    if side.is_authority:
        tell_initiative(request)
    return made


def _trace(made: TrailEntry, side: _Side, trail: Trail) -> None:
    facts = {"number": trail.number, "entry": made.number, "by": "authority" if side.is_authority else "initiative"}
    record(f"trail-{made.step}", by=side.by, kind="request", on=made.request.uuid, scope=_scope(made), facts=facts)


def _scope(made: TrailEntry) -> Any:
    return made.request.initiative.uuid


def tell_initiative(request: ActionRequest) -> None:
    """Write to those who asked. The mail says nothing of what it is."""
    path = f"/work/initiatives/{request.initiative.slug}/decisions/"
    for user in people_who_ask(request.initiative):
        send(user.email, SOMETHING_WAITS, TO_INITIATIVE.format(site=settings.SITE_ADDRESS, path=path))
