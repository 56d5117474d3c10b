"""Work after a commit. A job is written in the transaction that makes it needed, so a crash cannot lose it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nyhavn.web.pages.classified import classified


class JobState(models.TextChoices):
    """Where a job stands. Every job ends: done, refused (a person can mend it) or failed (ours or the world's)."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class Job(models.Model):
    """One piece of work.

    kind: stable code of the handler. key: a job with the same key exists once; "" for none. on: uuid of the object it
    works on. told: what else the handler needs: codes, numbers and uuids, never an answer or a name. cursor: how far
    it came, written in the transaction that did the work. lease, lease_until: the worker that holds it. stage, step,
    steps: progress for people. reasons: of a refusal, as people may read them.
    """

    PRIVACY = classified(
        technical="id uuid kind key scope on told cursor state lease lease_until attempts not_before "
        "stage step steps reasons created_at finished_at"
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, blank=True)
    scope = models.UUIDField(null=True, db_index=True)
    on = models.UUIDField(null=True, db_index=True)
    told = models.JSONField(default=dict)
    cursor = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField()
    stage = models.CharField(max_length=80, blank=True)
    step = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    reasons = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["state", "not_before"], name="job_waiting")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], condition=~Q(key=""), name="job_key_once"),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
        ]

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (JobState.DONE, JobState.REFUSED, JobState.FAILED)
