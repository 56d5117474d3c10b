"""Visits with a receipt, receipts that still show a proof, how many wrong codes came, and help with lost codes.

Nothing of it lasts long.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from nyhavn.framework.lost_code import LostCodeState, LostCodeWish
from nyhavn.web.accounts.models import User
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


STATES = [(state.value, state.value) for state in LostCodeState]
WISHES = [(wish.value, wish.value) for wish in LostCodeWish]


class LostCode(models.Model):
    """Somebody who lost the code stands before two people of the team. grounds: codes (framework.lost_code).

    contribution: uuid of the one that fits what is on record. asked_by: who heard the person first; None once that
    account is gone. confirmed_by: the witness, another one. ended_at: done or refused; soon after, the row goes.
    """

    PRIVACY = classified(
        personal="contribution grounds wish asked_by confirmed_by asked_at confirmed_at ended_at",
        others="asked_by confirmed_by",
        technical="id uuid initiative state",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="lost_codes")
    contribution = models.UUIDField()
    grounds = models.JSONField()
    wish = models.CharField(max_length=10, choices=WISHES)
    state = models.CharField(max_length=10, choices=STATES, default=LostCodeState.REQUESTED.value)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contribution"], condition=Q(ended_at=None), name="one_open_lost_code"),
            models.CheckConstraint(condition=Q(wish__in=[code for code, _ in WISHES]), name="lost_code_wish_known"),
            models.CheckConstraint(
                condition=Q(asked_by=None) | Q(confirmed_by=None) | ~Q(asked_by=F("confirmed_by")),
                name="lost_code_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state=LostCodeState.REQUESTED.value, confirmed_at=None, confirmed_by=None, ended_at=None)
                | Q(state=LostCodeState.CONFIRMED.value, confirmed_at__isnull=False, ended_at=None)
                | Q(state=LostCodeState.DONE.value, confirmed_at__isnull=False, ended_at__isnull=False)
                | Q(state=LostCodeState.REFUSED.value, ended_at__isnull=False),
                name="lost_code_state_fits",
            ),
        ]
