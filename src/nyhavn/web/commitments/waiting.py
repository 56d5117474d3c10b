"""What waits for somebody: for an authority what is due, for those who asked what is overdue or was not looked at."""

from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from nyhavn.framework.commitments import REMIND_BEFORE, CommitmentState, Trail
from nyhavn.framework.roles import Right, roles_with
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.collection.withheld import unnamed_communities, without
from nyhavn.web.commitments.models import ActionRequest
from nyhavn.web.commitments.queries import asked_by, asked_of, trail_of
from nyhavn.web.commitments.subjects import commitments_home, decisions_home
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.waiting import Waiting, add_waiting

ANSWER, KEEP = "A request to your organisation waits for an answer", "A commitment of your organisation is due"
OVERDUE, LOOK = "An authority is late", "An authority says that it kept a commitment. Did it happen?"
KEPT = (CommitmentState.KEPT, CommitmentState.KEPT_LATE)


def for_authorities(user: User) -> Iterator[Waiting]:
    """Answers at once, commitments when their day is near."""
    today = timezone.localdate()
    for authority in Organisation.objects.filter(memberships__user=user, memberships__is_admin=True):
        for request in asked_of(authority):
            for due in trail_of(request).dues(today):
                if due.about is None:
                    yield _waits(ANSWER, request, commitments_home(authority), request.asked_on)
                elif due.on - REMIND_BEFORE <= today:
                    yield _waits(KEEP, request, commitments_home(authority), due.on - REMIND_BEFORE)


def for_those_who_asked(user: User) -> Iterator[Waiting]:
    """What is over, and what an authority says is kept and nobody of the community looked at."""
    may, today = [role.value for role in roles_with(Right.ASK_FOR_ACTION)], timezone.localdate()
    for initiative in Initiative.objects.filter(roles__user=user, roles__role__in=may).distinct():
        for request in asked_by(initiative):
            trail = trail_of(request)
            for due in trail.dues(today):
                if due.is_over:
                    yield Waiting(OVERDUE, initiative.title, decisions_home(initiative), _moment(due.on))
            for day in _unseen(trail, today):
                yield Waiting(LOOK, initiative.title, decisions_home(initiative), _moment(day))


def _unseen(trail: Trail, today: date) -> Iterator[date]:
    for one in trail.commitments(today):
        if one.state in KEPT and not one.seen:
            yield max(action.said_on for action in one.actions)


def _waits(title: str, request: ActionRequest, href: str, since: date) -> Waiting:
    where = without(unnamed_communities((request.initiative,)), request.initiative.title)
    return Waiting(title, where, href, _moment(since))


def _moment(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(settings.TIME_ZONE))


add_waiting(for_authorities)
add_waiting(for_those_who_asked)
