"""Who was asked to delete recalled records, and what they said."""

import uuid
from typing import ClassVar

from django.db import models

from nyhavn.web.pages.classified import classified


class RecallAsked(models.Model):
    """One recipient who was asked to delete the single records of one release.

    recipient: gone when the address is deleted; that it was asked stays, without whom. acknowledged_on: the day on
    which they said that their copies are deleted.
    """

    PRIVACY = classified(personal="recipient", technical="id uuid release asked_at reminded_at acknowledged_on")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    release = models.ForeignKey("releases.PublicRelease", on_delete=models.PROTECT, related_name="recalls_asked")
    recipient = models.ForeignKey("releases.Recipient", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    reminded_at = models.DateTimeField(null=True)
    acknowledged_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["release", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "recipient"], name="recall_asked_once"),
        ]
