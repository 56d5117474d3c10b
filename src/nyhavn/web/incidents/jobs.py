"""Reminders of what is due, and the end of old words."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from nyhavn.framework.incidents import REMIND_BEFORE, IncidentStep
from nyhavn.web.incidents.actions import tell
from nyhavn.web.incidents.models import Incident
from nyhavn.web.incidents.queries import due_of
from nyhavn.web.incidents.words import forget_words
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease


@handles("incidents-remind", every=timedelta(hours=1))
def remind(lease: Lease) -> None:
    """Write once more to those who have to act, while the time is nearly or wholly over."""
    now = timezone.now()
    waits = Q(reminded_at=None) | Q(reminded_at__lt=now - REMIND_BEFORE)
    with transaction.atomic():
        for incident in _open().filter(waits):
            if any(due.at - REMIND_BEFORE <= now for due in due_of(incident)):
                tell(incident)
                Incident.objects.filter(id=incident.id).update(reminded_at=now)
        forget_words(now)
        lease.done()


def _open() -> QuerySet[Incident]:
    closed = Incident.objects.filter(acts__step=IncidentStep.CLOSE)
    found = Incident.objects.exclude(id__in=closed.values("id"))
    return found.select_related("initiative").prefetch_related("acts")
