"""Who speaks for the community of an initiative, and what they decided."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nyhavn.framework.community_consent import CommunityStep
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified


class CommunityBody(models.Model):
    """A body that decides for a community. ended_on: its last day; what it decided goes on after it.

    mandate: who gave it the right to speak, and of what. decides_how: for instance in open assembly, by consensus.
    follows: the body whose place it takes; it can lift what that one decided.
    """

    PRIVACY = classified(
        public="uuid name mandate decides_how mandate_from ended_on follows", technical="id initiative created_at"
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="community_bodies")
    name = models.CharField(max_length=300)
    mandate = models.TextField()
    decides_how = models.TextField()
    mandate_from = models.DateField()
    ended_on = models.DateField(null=True)
    follows = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["initiative", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "name"], name="community_body_once"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("mandate_from")), name="community_body_days_in_order"
            ),
        ]


class CommunityDecision(models.Model):
    """One decision of a body. Only ever added: what was decided is lifted by a decision, never erased.

    recipients: codes; empty for whoever it goes to. minutes: where the decision is written down. decided_in: the item
    of a meeting with a quorum in which it was taken; None for a decision without a meeting.
    """

    PRIVACY = classified(
        public="uuid step purposes recipients starts_on ends_on decided_on minutes decided_in",
        personal="recorded_by",
        technical="id body created_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(CommunityBody, on_delete=models.PROTECT, related_name="decisions")
    step = models.CharField(max_length=30, choices=[(step.value, step.value) for step in CommunityStep])
    purposes = models.JSONField()
    recipients = models.JSONField(default=list)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    decided_on = models.DateField()
    minutes = models.TextField()
    decided_in = models.UUIDField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(step__in=[step.value for step in CommunityStep]), name="community_step_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="community_decision_days_in_order"
            ),
        ]
