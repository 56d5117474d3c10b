"""Complaining, and recording what was done about it. Nobody changes or removes what somebody complained about.

What is done stands in the record of the whole site and not in that of the initiative, which those it is about may read.
Who complained stands in neither.
"""

import secrets
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from nyhavn.framework.complaints import (
    DECISIONS,
    ComplaintStep,
    Reach,
    RemedyKind,
    check_complaint_step,
    check_promise,
    check_remedy,
    is_concerned,
)
from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.mail import SOMETHING_WAITS, send
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import record
from nyhavn.web.collection.receipts import receipt_hash, words_for
from nyhavn.web.complaints.asks import ComplaintAnswered, ComplaintSaid, OutsideBodyNamed, RemedyDone
from nyhavn.web.complaints.models import Complaint, ComplaintAbout, ComplaintDone, OutsideBody
from nyhavn.web.complaints.queries import (
    REMEDY_OF,
    about_of,
    decider_of,
    history_of,
    is_heard_outside,
    last_promise,
    remedies_for,
    who_hears,
)
from nyhavn.web.complaints.words import seal_act, seal_complaint
from nyhavn.web.initiatives.access import not_found
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.releases.models import ReleaseEvent

KIND = "complaint"
BODY = "Something came in for an initiative in which you have a role, and waits for you:\n\n{address}\n"
NOBODY_BODY = (
    "Something came in for an initiative on your site, and nobody there may act on it. Ask that somebody from outside "
    "is given a role in it:\n\n{address}\n"
)
SECRET_BYTES = 32


@dataclass(frozen=True)
class Filed:
    """A complaint, and the words with which whoever complained comes back; they are kept nowhere."""

    complaint: Complaint
    code: str = field(repr=False)


@transaction.atomic
def complain(*, on: Initiative, said: ComplaintSaid) -> Filed:
    """Complain. There is no `by`: who it was is not kept. Raises Refusal "outside-body-missing", or that of a move."""
    check_guards(Act.SPEAK_UP, on)
    if said.reach is not Reach.PRODUCER:
        _check_heard_outside(on)
    code = " ".join(words_for(secrets.token_bytes(SECRET_BYTES)))
    made = Complaint(
        initiative=on,
        topic=said.topic.value,
        about=sorted({role.value for role in said.about}),
        reach=said.reach.value,
        may_be_told=said.may_be_told,
        receipt=receipt_hash(code, on.uuid),
        received_at=timezone.now(),
    )
    seal_complaint(made, said)
    made.save(force_insert=True)
    people = User.objects.filter(roles__initiative=on, roles__role__in=made.about).distinct()
    ComplaintAbout.objects.bulk_create([ComplaintAbout(complaint=made, person=one) for one in people])
    record("complaint-received", by=None, kind=KIND, on=made.uuid)
    tell(made)
    return Filed(made, code)


@transaction.atomic
def acknowledge(*, by: User, on: Complaint, words: str) -> ComplaintDone:
    """Say that somebody looks into it. Raises Refusal: complaint-out-of-turn, complaint-about-decider."""
    return _do(_held(on), ComplaintStep.ACKNOWLEDGE, words, by=by)


@transaction.atomic
def answer(*, by: User, on: Complaint, said: ComplaintAnswered) -> ComplaintDone:
    """Decide, with reasons, and promise what is put right. Raises Refusal, and those of the guards."""
    complaint = _held(on)
    check_guards(Act.DECIDE_COMPLAINT, complaint.initiative, by=by, about=complaint)
    if said.remedy_by is None:
        return _do(complaint, ComplaintStep.ANSWER, said.words, by=by)
    check_promise(said.remedy_by, timezone.localdate())
    made = ComplaintDone(remedy=said.remedy, remedy_by=said.remedy_by)
    return _do(complaint, ComplaintStep.PROMISE, said.words, by=by, made=made)


@transaction.atomic
def remedy(*, by: User, on: Complaint, said: RemedyDone) -> ComplaintDone:
    """Say that what was promised is done. Raises Refusal: complaint-out-of-turn, complaint-remedy-not-done."""
    complaint = _held(on)
    check_complaint_step(history_of(complaint).state, ComplaintStep.REMEDY)
    promised, event = last_promise(complaint), _event(complaint, said.done)
    if promised is None:
        raise ValueError("a complaint that is promised a remedy has a promise")
    linked, at = (REMEDY_OF[event.kind], event.at) if event else (None, None)
    check_remedy(RemedyKind(promised.remedy), linked, at, complaint.received_at)
    return _do(complaint, ComplaintStep.REMEDY, said.words, by=by, made=ComplaintDone(event=event))


@transaction.atomic
def say_not_solved(*, on: Complaint, words: str) -> None:
    """Whoever complained says that it is not solved; from here on the body outside decides, where somebody hears there.

    Raises Refusal "complaint-out-of-turn".
    """
    complaint = _held(on)
    check_guards(Act.SPEAK_UP, complaint.initiative)
    _do(complaint, ComplaintStep.SAY_NOT_SOLVED, words)
    if is_heard_outside(complaint.initiative):
        _reach_outside(complaint)
    tell(complaint)


@transaction.atomic
def take_outside(*, on: Complaint, only: bool = False) -> None:
    """Whoever complained sends it to the body outside as well. Raises Refusal "outside-body-missing".

    only: from now on nobody of those who make the data finds it. What they read before, they know.
    """
    complaint = _held(on)
    check_guards(Act.SPEAK_UP, complaint.initiative)
    _check_heard_outside(complaint.initiative)
    if complaint.reach == Reach.PRODUCER or (only and complaint.reach == Reach.BOTH):
        _do(complaint, ComplaintStep.TAKE_OUTSIDE, "")
        complaint.reach = (Reach.OUTSIDE if only else Reach.BOTH).value
        complaint.save(update_fields=["reach"])
        tell(complaint)


@transaction.atomic
def name_outside_body(*, by: User, on: Initiative, said: OutsideBodyNamed) -> OutsideBody:
    """Name the body outside; whoever reads there gets the role "outside body"."""
    made = OutsideBody.objects.create(initiative=on, name=said.name, address=said.address, named_by=by)
    record("outside-body-named", by=by, kind="initiative", on=on.uuid, scope=on.uuid)
    return made


def tell(complaint: Complaint) -> None:
    """Write to those who can act. The mail says nothing of what it is."""
    address = f"{settings.SITE_ADDRESS}/work/initiatives/{complaint.initiative.slug}/complaints/"
    for user in who_hears(complaint):
        body = NOBODY_BODY if user.is_operator and not user.roles.filter(initiative=complaint.initiative) else BODY
        send(user.email, SOMETHING_WAITS, body.format(address=address))


def _held(on: Complaint) -> Complaint:
    """The complaint as it stands now, held until the end of the transaction."""
    return Complaint.objects.select_for_update(of=("self",)).select_related("initiative", "epoch").get(id=on.id)


def _do(
    complaint: Complaint,
    step: ComplaintStep,
    words: str,
    *,
    by: User | None = None,
    made: ComplaintDone | None = None,
) -> ComplaintDone:
    """Record one step. by: None for whoever complained."""
    check_complaint_step(history_of(complaint).state, step)
    act = made or ComplaintDone()
    act.complaint, act.step, act.done_by, act.done_at = complaint, step.value, by, timezone.now()
    if by is not None:
        decider = decider_of(by, complaint)
        act.as_outside = decider.is_outside
        act.by_concerned = is_concerned(decider.roles, about_of(complaint), was_concerned=decider.was_concerned)
        if act.by_concerned and step not in DECISIONS:  # decisions are asked of the guards
            raise not_found("complaint")
    seal_act(act, words)
    act.save(force_insert=True)
    record(f"complaint-{step.value}", by=by, kind=KIND, on=complaint.uuid)
    return act


def _reach_outside(complaint: Complaint) -> None:
    if complaint.reach == Reach.PRODUCER:
        complaint.reach = Reach.BOTH.value
        complaint.save(update_fields=["reach"])


def _event(complaint: Complaint, done: str) -> ReleaseEvent | None:
    """What was done to a release; None where nothing was chosen. Raises Refusal "not-found"."""
    found = next((one for one in remedies_for(complaint) if str(one.uuid) == done), None)
    if done and found is None:
        raise not_found("correction")
    return found


def _check_heard_outside(initiative: Initiative) -> None:
    if not is_heard_outside(initiative):
        what = "Nobody outside reads complaints of this initiative on this site."
        do = "Send it to those who make the data, or use the address of an institution that you trust."
        raise refusal("outside-body-missing", what, where="reach", do=do)
