"""Withdrawals, and one line for each thing that they reach."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nyhavn.framework.consent import Purpose
from nyhavn.framework.lineage import Outcome
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage.mirror_lines import MirrorKind
from nyhavn.web.pages.classified import classified

KINDS = [(kind.value, kind.value) for kind in MirrorKind]


class Withdrawal(models.Model):
    """One person took back one contribution, or some of its purposes; or the time is over that was promised for it.

    kind: why it ended (a MirrorKind).

    act: the same for all withdrawals that were said together and are walked together. said_by: code of who spoke for
    the person, "" for the person. mode: a framework ConsentMode. by: the account that wrote it down; None for none. at:
    when it was said; written_at: when it was written here, which is later for one that was lost and written again.
    finished_at: when the last thing it reaches was settled.
    """

    PRIVACY = classified(
        personal="contribution purposes language mode said_by kind by at written_at",
        technical="id uuid initiative act finished_at",
        others="by",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="withdrawals")
    contribution = models.UUIDField(db_index=True)
    purposes = models.JSONField()
    language = models.CharField(max_length=35, blank=True)
    mode = models.CharField(max_length=30)
    said_by = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20, default=MirrorKind.WITHDRAWN.value, choices=KINDS)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    written_at = models.DateTimeField(auto_now_add=True, db_index=True)
    act = models.UUIDField(db_index=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=[code for code, _ in KINDS]), name="withdrawal_kind_known")
        ]


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


class RetentionCertificate(models.Model):
    """That the time was over for which some people had allowed one use, and what became of what was held for it.

    One for each purpose and month of an initiative; begun with the first end and issued when the month is over and
    everything is done, because a day would say when somebody contributed. notices: versions that made the promise.
    size: of the group, as a size (audit.facts). outcomes: kind of thing -> what became of such things, without numbers.
    """

    PRIVACY = classified(technical="id uuid initiative month purpose notices size outcomes begun_at issued_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="retention_certificates")
    month = models.DateField()
    purpose = models.CharField(max_length=30, choices=[(purpose.value, purpose.value) for purpose in Purpose])
    notices = models.JSONField(default=list)
    size = models.CharField(max_length=30, blank=True)
    outcomes = models.JSONField(default=dict)
    begun_at = models.DateTimeField(auto_now_add=True)
    issued_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-month", "purpose"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "month", "purpose"], name="one_certificate_per_month"),
            models.CheckConstraint(condition=Q(purpose__in=[p.value for p in Purpose]), name="certified_purpose_known"),
        ]
