"""Incidents and what was done about them. Who reported one is kept nowhere, for accounts and contributors alike."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nyhavn.framework.incidents import IncidentKind, IncidentStep
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.models import KeyEpoch
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified

KINDS = [(kind.value, kind.value) for kind in IncidentKind]
STEPS = [(step.value, step.value) for step in IncidentStep]


class Incident(models.Model):
    """Something that somebody reported. sealed: the words. about: roles that may not know of it.

    reminded_at: when those who have to act were reminded. The database changes neither words nor kind; they can only be
    emptied, long after the end.
    """

    PRIVACY = classified(
        special="sealed wrapped_key", technical="id uuid initiative epoch kind about reported_at reminded_at"
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="incidents")
    epoch = models.ForeignKey(KeyEpoch, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField()
    kind = models.CharField(max_length=20, choices=KINDS)
    about = models.JSONField(default=list)
    reported_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=[code for code, _ in KINDS]), name="incident_kind_known")
        ]


class IncidentAct(models.Model):
    """Something that was done about an incident. sealed: in the words of whoever did it, under the incident's key."""

    PRIVACY = classified(special="sealed", personal="done_by", technical="id uuid incident step done_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="acts")
    step = models.CharField(max_length=20, choices=STEPS)
    sealed = models.BinaryField()
    done_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    done_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["incident", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "step"], name="incident_step_once"),
            models.CheckConstraint(condition=Q(step__in=[code for code, _ in STEPS]), name="incident_step_known"),
        ]
