"""Who may know of a complaint, where it stands, what is due, whom to tell, and what everybody may know."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from nyhavn.framework.complaints import (
    COMPLAINT_CLOCK,
    DECISIONS,
    ComplaintAct,
    ComplaintHistory,
    ComplaintsOnRecord,
    ComplaintState,
    ComplaintStatistics,
    ComplaintStep,
    ComplaintTopic,
    Decider,
    Reach,
    RemedyKind,
    Told,
    complaint_statistics,
    complaints_on_record,
    is_concerned,
    may_read_complaint,
    quarter_begin,
)
from nyhavn.framework.roles import Right, Role, rights_of, roles_with
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.receipts import hashes_of, read_typed_code
from nyhavn.web.complaints.models import Complaint, ComplaintDone, OutsideBody
from nyhavn.web.initiatives.access import roles_in
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.releases.models import EventKind, ReleaseEvent

REMEDY_OF = {
    EventKind.CORRECTED.value: RemedyKind.ERRATUM,
    EventKind.WITHDRAWN.value: RemedyKind.WITHDRAWAL,
    EventKind.SUPERSEDED.value: RemedyKind.NEW_VERSION,
}


def about_of(complaint: Complaint) -> frozenset[Role]:
    """Roles of those whom it is about."""
    return frozenset(Role(code) for code in complaint.about)


def decider_of(user: User, complaint: Complaint, roles: frozenset[Role] | None = None) -> Decider:
    """Somebody as the rules read them. roles: where they are known already."""
    decided = [act for act in complaint.acts.all() if act.step in DECISIONS]
    last = max(decided, key=lambda act: act.id, default=None)
    return Decider(
        roles=roles_in(user, complaint.initiative) if roles is None else roles,
        was_concerned=any(one.person_id == user.id for one in complaint.concerned.all()),
        answered_before=last is not None and last.done_by_id == user.id,
    )


def history_of(complaint: Complaint) -> ComplaintHistory:
    """The complaint as the rules read it. Moments are those of this site, so that a day ends when it does here."""
    acts = sorted(complaint.acts.all(), key=lambda act: act.id)
    return ComplaintHistory(
        topic=ComplaintTopic(complaint.topic),
        received_at=timezone.localtime(complaint.received_at),
        acts=tuple(
            ComplaintAct(ComplaintStep(act.step), timezone.localtime(act.done_at), act.remedy_by, act.by_concerned)
            for act in acts
        ),
    )


def was_disputed(complaint: Complaint) -> bool:
    """Whether whoever complained said once that it is not solved."""
    return complaint.acts.filter(step=ComplaintStep.SAY_NOT_SOLVED.value).exists()


def readable_by(user: User, initiative: Initiative) -> tuple[Complaint, ...]:
    """The complaints that somebody may know of, the newest first."""
    roles = roles_in(user, initiative)
    if Right.READ_COMPLAINTS not in rights_of(roles):
        return ()
    found = Complaint.objects.filter(initiative=initiative).select_related("initiative", "epoch")
    return tuple(one for one in found.prefetch_related("acts", "concerned") if may_read(user, one, roles))


def may_read(user: User, complaint: Complaint, roles: frozenset[Role] | None = None) -> bool:
    """Whether somebody who reads complaints may know of this one. roles: where they are known already."""
    return may_read_complaint(decider_of(user, complaint, roles), about_of(complaint), Reach(complaint.reach))


def who_hears(complaint: Complaint) -> tuple[User, ...]:
    """Those who are told of it: whoever may read it, and nobody whom it is about.

    If nobody may, or nobody is left outside for whom it is meant, those who run the site hear, too, and find somebody.
    """
    may = [role.value for role in roles_with(Right.READ_COMPLAINTS)]
    people = User.objects.filter(roles__initiative=complaint.initiative, roles__role__in=may, is_active=True).distinct()
    found = tuple(user for user in people if may_read(user, complaint))
    is_lost = complaint.reach != Reach.PRODUCER and not any(_is_outside(user, complaint) for user in found)
    if found and not is_lost:
        return found
    operators = User.objects.filter(is_operator=True, is_active=True).exclude(id__in=[user.id for user in found])
    return (*found, *(one for one in operators if not _is_concerned(one, complaint)))


def _is_outside(user: User, complaint: Complaint) -> bool:
    return Role.OUTSIDE_BODY in roles_in(user, complaint.initiative)


def _is_concerned(user: User, complaint: Complaint) -> bool:
    found = decider_of(user, complaint)
    return is_concerned(found.roles, about_of(complaint), was_concerned=found.was_concerned)


def outside_body(initiative: Initiative) -> OutsideBody | None:
    """The body outside that is named; None if none is."""
    return initiative.outside_bodies.order_by("id").last()


def is_heard_outside(initiative: Initiative) -> bool:
    """Whether a body outside is named, and somebody reads there."""
    named = outside_body(initiative) is not None
    return named and initiative.roles.filter(role=Role.OUTSIDE_BODY.value, user__is_active=True).exists()


def complaint_behind(typed: str) -> Complaint | None:
    """The complaint that a code opens. The same work, whether or not there is one."""
    hashes = hashes_of(read_typed_code(typed), Initiative.objects.order_by("id").values_list("uuid", flat=True))
    found = Complaint.objects.filter(receipt__in=hashes)
    return found.select_related("initiative", "epoch").first()


def remedies_for(complaint: Complaint) -> tuple[ReleaseEvent, ...]:
    """What was done to releases since the complaint came in."""
    kinds = list(REMEDY_OF)
    found = ReleaseEvent.objects.filter(
        release__initiative=complaint.initiative, kind__in=kinds, at__gte=complaint.received_at
    )
    return tuple(found.select_related("release").order_by("-id"))


def last_promise(complaint: Complaint) -> ComplaintDone | None:
    """What was promised last."""
    return complaint.acts.filter(step=ComplaintStep.PROMISE.value).order_by("id").last()


def statistics_of(initiative: Initiative) -> ComplaintStatistics:
    """What everybody may know of complaints, of whole quarters that are over."""
    now = timezone.localtime()
    histories = [history_of(one) for one in _of_whole_quarters(initiative)]
    disputed = sum(one.state is ComplaintState.NOT_SOLVED for one in histories)
    late = sum(one.was_late(now) for one in histories)
    whole = len(histories)
    return complaint_statistics(whole, whole - late, whole - disputed, COMPLAINT_CLOCK.told_from)


def on_record(initiative: Initiative) -> ComplaintsOnRecord:
    """What a release tells of them: whole quarters, and single ones where whoever complained wishes it."""
    begin = _begin_of_quarter()
    found = Complaint.objects.filter(Q(received_at__lt=begin) | Q(may_be_told=True), initiative=initiative)
    return complaints_on_record(
        [Told(history_of(one), one.may_be_told) for one in found.prefetch_related("acts")],
        now=timezone.localtime(),
        threshold=COMPLAINT_CLOCK.told_from,
        has_outside_body=is_heard_outside(initiative),
    )


def _of_whole_quarters(initiative: Initiative) -> tuple[Complaint, ...]:
    found = Complaint.objects.filter(initiative=initiative, received_at__lt=_begin_of_quarter())
    return tuple(found.prefetch_related("acts"))


def _begin_of_quarter() -> datetime:
    return datetime.combine(quarter_begin(timezone.localdate()), time.min, tzinfo=ZoneInfo(settings.TIME_ZONE))
