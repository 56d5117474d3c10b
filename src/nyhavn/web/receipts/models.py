"""Visits with a receipt, receipts that still show a proof, and how many wrong codes came. Nothing of it lasts long."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified


class OwnSession(models.Model):
    """A visit of somebody with a receipt. sealed: whose, under a secret that only the cookie holds; soon gone.

    So the database, and whoever seizes it, cannot tell who is there. No moment of the beginning is kept.
    """

    PRIVACY = classified(special="sealed", technical="id uuid secret_hash expires_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)


class ProofKey(models.Model):
    """A receipt whose contribution was taken back: it opens the proof, and nothing else, until the person ends it.

    receipt: keyed hash, as it stood beside the contribution.
    """

    PRIVACY = classified(personal="receipt contribution", technical="id initiative")

    receipt = models.CharField(max_length=64, unique=True)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    contribution = models.UUIDField(unique=True)


class GuessingDay(models.Model):
    """The random key under which addresses of one day are hashed. With it go all buckets of that day."""

    PRIVACY = classified(technical="id day", personal="key")

    day = models.DateField(unique=True)
    key = models.BinaryField()


class GuessBucket(models.Model):
    """How many wrong codes came from one source, or from everybody. name: keyed hash of an address, or "everybody"."""

    PRIVACY = classified(personal="name", technical="id day level at")

    day = models.ForeignKey(GuessingDay, on_delete=models.CASCADE, related_name="buckets")
    name = models.CharField(max_length=64)
    level = models.FloatField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "name"], name="guess_bucket_once"),
            models.CheckConstraint(condition=Q(level__gte=0), name="guess_level_not_negative"),
        ]
