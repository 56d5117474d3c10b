"""Reminders of what is due, and the end of old words."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nyhavn.framework.complaints import REMIND_BEFORE
from nyhavn.web.complaints.actions import tell
from nyhavn.web.complaints.models import Complaint
from nyhavn.web.complaints.queries import history_of
from nyhavn.web.complaints.words import forget_words
from nyhavn.web.initiatives.guards import Act, Asked, guarding_reasons
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease


@handles("complaints-remind", every=timedelta(hours=6))
def remind(lease: Lease) -> None:
    """Write once a day to those who have to act, while the time is nearly or wholly over."""
    now = timezone.now()
    waits = Q(reminded_at=None) | Q(reminded_at__lt=now - REMIND_BEFORE)
    with transaction.atomic():
        for complaint in Complaint.objects.filter(waits).select_related("initiative").prefetch_related("acts"):
            if guarding_reasons(Asked(Act.SPEAK_UP, complaint.initiative)):
                continue  # it is with another site, or on its way: nobody can act on it here
            if any(due.at - REMIND_BEFORE <= now for due in history_of(complaint).due()):
                tell(complaint)
                Complaint.objects.filter(id=complaint.id).update(reminded_at=now)
        forget_words(now)
        lease.done()
