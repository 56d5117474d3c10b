"""What was chosen, and who from outside asked to read. A choice is never changed: the newest one holds."""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nyhavn.framework.openness import AccessLevel, Heard, Material
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified


class Choice(models.Model):
    """How open something is from now on; the fields are those of framework.openness.OpennessChoice. Only ever added."""

    PRIVACY = classified(
        public="uuid material level licence reason with_whom heard chosen_on",
        personal="by",
        technical="id initiative created_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="openness_choices")
    material = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Material])
    level = models.CharField(max_length=30, choices=[(one.value, one.value) for one in AccessLevel])
    licence = models.CharField(max_length=120)
    reason = models.TextField()
    with_whom = models.TextField()
    heard = models.CharField(max_length=30, choices=[(one.value, one.value) for one in Heard])
    chosen_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["initiative", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(material__in=[one.value for one in Material]), name="material_known"),
            models.CheckConstraint(condition=Q(level__in=[one.value for one in AccessLevel]), name="level_known"),
            models.CheckConstraint(condition=Q(heard__in=[one.value for one in Heard]), name="heard_known"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(with_whom=""), name="choice_has_reason"),
        ]


class RequestState(StrEnum):
    """How far a request is. What was granted ends by itself on its last day."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"
    ENDED = "ended"


class AccessRequest(models.Model):
    """Somebody from outside asks to read what is not open.

    who, purpose, wanted_until: as they said. token_sha256: of the link that was shown once, by which they read the
    answer and, if it is yes, the material. granted_until: last day. granted_level: what was enforced then;
    where it is less open today, somebody has to decide anew. reason, ask_again: of whoever decided.
    """

    PRIVACY = classified(
        personal="who purpose decided_by",
        technical="id uuid initiative material wanted_until token_sha256 asked_at state decided_at granted_until "
        "granted_level reason ask_again ended_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="access_requests")
    material = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Material])
    who = models.CharField(max_length=300)
    purpose = models.TextField()
    wanted_until = models.DateField()
    token_sha256 = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, default=RequestState.WAITING.value, choices=[(one.value, one.value) for one in RequestState]
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    granted_until = models.DateField(null=True)
    granted_level = models.CharField(max_length=30, blank=True, choices=[(one.value, one.value) for one in AccessLevel])
    reason = models.TextField(blank=True)
    ask_again = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["initiative", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=[one.value for one in RequestState]), name="request_state"),
            models.CheckConstraint(
                condition=Q(decided_at=None, state="waiting")
                | (~Q(state="waiting") & ~Q(decided_at=None) & ~Q(reason="")),
                name="request_decided_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("granted", "ended")) | Q(granted_until__isnull=False), name="granted_ends"
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(ask_again=""), name="refused_says_how_to_ask"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("decided_at")), name="request_ends_after_decision"
            ),
        ]
