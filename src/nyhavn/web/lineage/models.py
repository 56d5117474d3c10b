"""Withdrawals, and one line for each thing that they reach."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nyhavn.framework.lineage import Outcome
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified


class Withdrawal(models.Model):
    """One person took back one contribution, or some of its purposes.

    act: the same for all withdrawals that were said together and are walked together. said_by: code of who spoke for
    the person, "" for the person. mode: a framework ConsentMode. by: the account that wrote it down; None for none. at:
    when it was said; written_at: when it was written here, which is later for one that was lost and written again.
    finished_at: when the last thing it reaches was settled.
    """

    PRIVACY = classified(
        personal="contribution purposes language mode said_by by at written_at",
        technical="id uuid initiative act finished_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="withdrawals")
    contribution = models.UUIDField(db_index=True)
    purposes = models.JSONField()
    language = models.CharField(max_length=35, blank=True)
    mode = models.CharField(max_length=30)
    said_by = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    written_at = models.DateTimeField(auto_now_add=True, db_index=True)
    act = models.UUIDField(db_index=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]


class WithdrawalStep(models.Model):
    """One thing that a withdrawal reaches, and what became of it. outcome: "waits" from the finding to the settling.

    kind, on: which thing (framework.lineage.NodeRef). words: code of what the person is told.
    """

    PRIVACY = classified(technical="id withdrawal kind on outcome words on_date due_date")

    withdrawal = models.ForeignKey(Withdrawal, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=40)
    on = models.UUIDField(db_index=True)
    outcome = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Outcome])
    words = models.CharField(max_length=60)
    on_date = models.DateField(null=True)
    due_date = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["withdrawal", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["withdrawal", "kind", "on"], name="withdrawal_reaches_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=[one.value for one in Outcome]), name="withdrawal_outcome_known"
            ),
        ]
