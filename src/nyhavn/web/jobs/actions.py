"""Writing jobs, and taking them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from nyhavn.framework.refusal import Reason
from nyhavn.web.jobs.lease import Lease, Told
from nyhavn.web.jobs.models import Job, JobState

MOST_ATTEMPTS = 20  # without any progress; then the job fails instead of being tried for ever
GAVE_UP = Reason(
    "job-gave-up", "This work was started several times and never came to an end.", "", "Tell whoever runs this site."
)


def enqueue(
    kind: str,
    *,
    scope: UUID | None = None,
    on: UUID | None = None,
    told: Mapping[str, Told] | None = None,
    key: str = "",
    not_before: datetime | None = None,
) -> Job:
    """Write a job in the transaction that makes it needed. key: a job with that key is written once."""
    values = {"scope": scope, "on": on, "told": dict(told or {}), "not_before": not_before or timezone.now()}
    if not key:
        return Job.objects.create(kind=kind, **values)
    try:
        with transaction.atomic():
            return Job.objects.get_or_create(kind=kind, key=key, defaults=values)[0]
    except IntegrityError:
        return Job.objects.get(kind=kind, key=key)


def take() -> Lease | None:
    """Take the oldest job that waits or whose worker is gone; None if there is none."""
    now = timezone.now()
    free = _free(now)
    for job in Job.objects.filter(free).order_by("not_before", "id")[:10]:
        taken = _take(job, free, now)
        if taken is not None and taken.job.attempts > MOST_ATTEMPTS:
            taken.failed((GAVE_UP,))
        elif taken is not None:
            return taken
    return None


def take_this(job: Job) -> Lease | None:
    """Take this job now; None if somebody works on it, or it is over."""
    now = timezone.now()
    return _take(job, _free(now), now)


def set_free(job: Job) -> None:
    """Let this job be taken at once. For a start that holds the home: whoever worked on it is gone."""
    free = {"state": JobState.WAITING, "lease": None, "lease_until": None, "not_before": timezone.now()}
    Job.objects.filter(id=job.id, finished_at=None).update(**free)


def _free(now: datetime) -> Q:
    return Q(state=JobState.WAITING, not_before__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)


def _take(job: Job, free: Q, now: datetime) -> Lease | None:
    """The lease, if nobody was quicker: the row must still be free in the statement that takes it."""
    token = uuid4()
    values = {"state": JobState.RUNNING, "lease": token, "lease_until": now + settings.LEASE}
    if Job.objects.filter(free, id=job.id).update(attempts=job.attempts + 1, **values) != 1:
        return None
    job.refresh_from_db()
    return Lease(job, token)
