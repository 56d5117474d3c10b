"""Vintages that come by themselves, and what was agreed about them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from nyhavn.framework.vintages import MOST_MONTHS
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified


class VintageEnd(models.TextChoices):
    """Why a plan of vintages is over."""

    STOPPED = "stopped"  # somebody said so
    REPLACED = "replaced"  # another plan took its place


class VintagePlan(models.Model):
    """A new vintage of a published release every so many months, first on a day.

    name: of the release, all versions. next_date: the day of the vintage that comes next. fingerprint: of the tables
    that were agreed to, "" while nobody agrees. approved_by: agrees beforehand to every vintage of those tables.
    community_reason: why the results are not shown first, as everybody reads it; "" while they are. run: of the vintage
    that is being made; reasons: why it does not come, as people may read them; tried_at: when that was found.
    """

    PRIVACY = classified(
        public="initiative name every_months first_date next_date community_reason",
        personal="set_by approved_by community_agreed_by",
        technical="id uuid set_at approved_at community_agreed_at fingerprint run reasons tried_at ended_at "
        "ended_because",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="vintage_plans")
    name = models.CharField(max_length=81)
    every_months = models.PositiveSmallIntegerField()
    first_date = models.DateField()
    next_date = models.DateField()
    set_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    approved_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(null=True)
    community_agreed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    community_agreed_at = models.DateTimeField(null=True)
    community_reason = models.TextField(blank=True)
    run = models.UUIDField(null=True)
    reasons = models.JSONField(default=list)
    tried_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=20, blank=True, choices=VintageEnd.choices)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["initiative", "name"], condition=Q(ended_at__isnull=True), name="one_standing_vintage_plan"
            ),
            models.CheckConstraint(
                condition=Q(every_months__gte=1, every_months__lte=MOST_MONTHS), name="vintage_months_possible"
            ),
            models.CheckConstraint(condition=Q(next_date__gte=F("first_date")), name="vintage_days_ordered"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(set_by__isnull=True) | ~Q(approved_by=F("set_by")),
                name="vintage_second_person",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="")
                | Q(ended_at__isnull=False, ended_because__in=VintageEnd.values),
                name="vintage_end_has_reason",
            ),
        ]
