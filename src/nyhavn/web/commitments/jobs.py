"""Reminders of answers and commitments, before their day and after it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nyhavn.framework.commitments import REMIND_BEFORE, REMIND_EVERY
from nyhavn.web.commitments.actions import tell_authority
from nyhavn.web.commitments.models import ActionRequest
from nyhavn.web.commitments.queries import requests, trail_of
from nyhavn.web.commitments.saying import tell_initiative
from nyhavn.web.initiatives.guards import Act, Asked, guarding_reasons
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease


@handles("commitments-remind", every=timedelta(days=1))
def remind(lease: Lease) -> None:
    """Write to the authority before and after the day, and to those who asked once it is over; once a week at most."""
    now, today = timezone.now(), timezone.localdate()
    waits = Q(reminded_at=None) | Q(reminded_at__lte=now - REMIND_EVERY)
    with transaction.atomic():
        for request in requests().filter(waits):
            if guarding_reasons(Asked(Act.SPEAK_UP, request.initiative)):
                continue  # it is with another site, or on its way: nobody can answer here
            dues = trail_of(request).dues(today)
            if any(due.on - REMIND_BEFORE <= today for due in dues):
                _tell(request, is_over=any(due.is_over for due in dues))
                ActionRequest.objects.filter(id=request.id).update(reminded_at=now)
        lease.done()


def _tell(request: ActionRequest, *, is_over: bool) -> None:
    if request.authority:
        tell_authority(request.authority)
    if is_over or not request.authority:
        tell_initiative(request)
