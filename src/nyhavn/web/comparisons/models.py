"""Comparisons of published figures with a reference. They are taken back with a reason, never changed or removed."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nyhavn.framework.comparison import MarginKind
from nyhavn.web.accounts.models import User
from nyhavn.web.pages.classified import classified
from nyhavn.web.releases.models import PublicRelease


class ReleaseComparison(models.Model):
    """One margin of a reference beside what a release publishes. Our figures are read from the release each time.

    breakdown: its id. indicator: its id; "" for who took part. margins: code and number of each group, as handed in.
    aspects: what both sides mean by population, definition, period and method.
    """

    PRIVACY = classified(
        public="uuid breakdown indicator kind source address reference_date margins aspects recorded_on taken_back_on"
        " taken_back_because",
        personal="recorded_by",
        technical="id release created_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    release = models.ForeignKey(PublicRelease, on_delete=models.PROTECT, related_name="comparisons")
    breakdown = models.CharField(max_length=40)
    indicator = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in MarginKind])
    source = models.CharField(max_length=500)
    address = models.CharField(max_length=300, blank=True)
    reference_date = models.DateField()
    margins = models.JSONField()
    aspects = models.JSONField()
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_back_on = models.DateField(null=True)
    taken_back_because = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(indicator="", kind__in=["counts", "shares"]) | (~Q(indicator="") & Q(kind="figures")),
                name="comparison_kind_fits",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="comparison_names_source"),
            models.CheckConstraint(
                condition=Q(taken_back_on=None, taken_back_because="")
                | (Q(taken_back_on__isnull=False) & ~Q(taken_back_because="")),
                name="comparison_taken_back_with_reason",
            ),
        ]
