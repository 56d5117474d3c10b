"""What was done: rows that are only ever added, and seals that make a later change visible."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from nyhavn.web.pages.classified import classified


class Seal(models.Model):
    """The chain of records was sealed here. digest: the head of the chain after the last of its records.

    count: of its records; size: of all records so far. So one that was deleted is missed. previous: the head before.
    """

    PRIVACY = classified(technical="id count size previous digest at")

    count = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]


class AuditRecord(models.Model):
    """One thing that was done. No name, answer or other personal value stands in it, and no hash of one.

    action: stable code, such as "collection-opened". by: the account's uuid; None for the system itself.
    scope: uuid of the initiative or organisation, on: uuid of the object, facts: states, numbers and codes.
    by_salt, on_salt: 16 random bytes each; by_commitment, on_commitment: what the leaf covers instead of the uuid.
    Somebody is erased by emptying uuid and salt: the leaf stays, and nothing in it can be guessed any more.
    leaf: hash over the rest, written with the record. seal: the one over it, once there is one.
    """

    PRIVACY = classified(
        personal="by by_salt on on_salt",
        technical="id at action scope kind facts by_commitment on_commitment leaf seal",
    )

    at = models.DateTimeField(default=timezone.now)
    action = models.CharField(max_length=60)
    by = models.UUIDField(null=True, db_index=True)
    by_salt = models.BinaryField(max_length=16, null=True)
    by_commitment = models.CharField(max_length=64)
    scope = models.UUIDField(null=True, db_index=True)
    kind = models.CharField(max_length=40)
    on = models.UUIDField(null=True, db_index=True)
    on_salt = models.BinaryField(max_length=16, null=True)
    on_commitment = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    leaf = models.CharField(max_length=64, unique=True)
    seal = models.ForeignKey(Seal, null=True, on_delete=models.PROTECT, related_name="records")

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["scope", "action", "at"], name="audit_scope_action_at")]
