"""What was done: rows that are only ever added, and seals that make a later change visible."""

from typing import ClassVar

from django.db import models

from nyhavn.web.pages.classified import classified


class Seal(models.Model):
    """A hash over records and the seal before: SHA-256(previous, the records in order), lower-case hex.

    count: of the records, so that one that was deleted is missed.
    """

    PRIVACY = classified(technical="id count previous digest at")

    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]


class AuditRecord(models.Model):
    """One thing that was done. No name, answer or other personal value stands in it, and no hash of one.

    action: stable code, such as "collection-opened". by: the account's uuid; None for the system itself.
    scope: uuid of the initiative or organisation, on: uuid of the object, facts: states, numbers and codes.
    seal: the one over it, once there is one.
    """

    PRIVACY = classified(personal="by", technical="id at action scope kind on facts seal")

    at = models.DateTimeField(auto_now_add=True)
    action = models.CharField(max_length=60)
    by = models.UUIDField(null=True)
    scope = models.UUIDField(null=True, db_index=True)
    kind = models.CharField(max_length=40)
    on = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)
    seal = models.ForeignKey(Seal, null=True, on_delete=models.PROTECT, related_name="records")

    class Meta:
        ordering: ClassVar = ["id"]
