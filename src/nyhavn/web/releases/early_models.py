"""Who outside the team may read a release before it is published."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nyhavn.web.pages.classified import classified


class EarlyReading(models.Model):
    """Somebody outside may read before publication; recorded before they can, public with the release.

    who: a body or a role, no private person. token_sha256: of the link that was shown once; the link itself is kept
    nowhere. is_party: they pay for it, asked for it, or may gain. stopped_at: since then the link opens nothing.
    """

    PRIVACY = classified(
        public="release who why is_party recorded_at first_read_at",
        personal="let_by",
        technical="id uuid token_sha256 stopped_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    release = models.ForeignKey("releases.PublicRelease", on_delete=models.PROTECT, related_name="early_readings")
    who = models.CharField(max_length=300)
    why = models.TextField()
    is_party = models.BooleanField()
    token_sha256 = models.CharField(max_length=64, unique=True)
    let_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()
    first_read_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["release", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(first_read_at=None) | Q(first_read_at__gte=F("recorded_at")), name="recorded_before_read"
            ),
            models.CheckConstraint(condition=~Q(who="") & ~Q(why=""), name="early_reader_has_reason"),
        ]
