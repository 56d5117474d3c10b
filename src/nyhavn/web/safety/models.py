"""Risks with their versions and signatures, answers to prompts, reviews of benefit and harm, and stops.

Rows are only added: what was written or said stays as it was, whoever would like it otherwise.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nyhavn.framework.risk import AtRisk, Likelihood, Publicity, Severity
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.models import Questionnaire
from nyhavn.web.pages.classified import classified

AT_RISK = [(one.value, one.value) for one in AtRisk]
LIKELIHOODS = [(one.value, one.value) for one in Likelihood]
SEVERITIES = [(one.value, one.value) for one in Severity]
PUBLICITY = [(one.value, one.value) for one in Publicity]


def _known(field: str, choices: list[tuple[str, str]], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": [code for code, _ in choices]}), name=name)


class Risk(models.Model):
    """One danger. What is known of it stands in its versions."""

    PRIVACY = classified(technical="id uuid initiative created_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="risks")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]


class RiskVersion(models.Model):
    """A risk as somebody wrote it on one day. The level is not kept: it follows from the two steps.

    questionnaire: the version that it is about; None for the whole initiative. owner: who answers for it.
    ended_because: why it cannot happen any more; "" while it can.
    """

    PRIVACY = classified(
        personal="owner written_by",
        technical="id uuid risk number questionnaire harm at_risk likelihood severity mitigation review_date"
        " ended_because written_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    questionnaire = models.ForeignKey(Questionnaire, null=True, on_delete=models.PROTECT, related_name="+")
    harm = models.TextField()
    at_risk = models.CharField(max_length=20, choices=AT_RISK)
    likelihood = models.CharField(max_length=20, choices=LIKELIHOODS)
    severity = models.CharField(max_length=20, choices=SEVERITIES)
    mitigation = models.TextField()
    owner = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    review_date = models.DateField()
    ended_because = models.TextField(blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["risk", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["risk", "number"], name="risk_version_number"),
            _known("at_risk", AT_RISK, "risk_at_risk_known"),
            _known("likelihood", LIKELIHOODS, "risk_likelihood_known"),
            _known("severity", SEVERITIES, "risk_severity_known"),
        ]


class RiskSignature(models.Model):
    """Somebody from outside read one version and agreed with it, or said no. The last word of each person counts.

    publicity: how the signer wishes to appear in public; they say it themselves.
    """

    PRIVACY = classified(personal="signer", technical="id uuid version agrees reason publicity signed_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(RiskVersion, on_delete=models.PROTECT, related_name="signatures")
    signer = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    agrees = models.BooleanField()
    reason = models.TextField()
    publicity = models.CharField(max_length=10, choices=PUBLICITY, default=Publicity.NOT.value)
    signed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["version", "id"]
        constraints: ClassVar = [_known("publicity", PUBLICITY, "risk_signature_publicity_known")]


class PromptAnswer(models.Model):
    """What the data ask about (a key of framework.risk_prompts), answered by a risk or dismissed with a reason."""

    PRIVACY = classified(personal="answered_by", technical="id uuid initiative prompt risk reason answered_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="prompt_answers")
    prompt = models.TextField()
    risk = models.ForeignKey(Risk, null=True, on_delete=models.PROTECT, related_name="answers")
    reason = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["initiative", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(risk__isnull=False, reason="") | (Q(risk=None) & ~Q(reason="")), name="prompt_one_answer"
            )
        ]


class HarmReview(models.Model):
    """Somebody weighed benefit and harm of what a run came to. run: its uuid. The last word of each person counts."""

    PRIVACY = classified(
        personal="reviewed_by", technical="id uuid initiative run benefit harm may_go publicity reviewed_at"
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="harm_reviews")
    run = models.UUIDField(db_index=True)
    benefit = models.TextField()
    harm = models.TextField()
    may_go = models.BooleanField()
    publicity = models.CharField(max_length=10, choices=PUBLICITY, default=Publicity.NOT.value)
    reviewed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    reviewed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["initiative", "id"]
        constraints: ClassVar = [_known("publicity", PUBLICITY, "harm_review_publicity_known")]


class Freeze(models.Model):
    """A stop of everything. reason: for the people who work here; in public only as publicity says."""

    PRIVACY = classified(personal="frozen_by", technical="id uuid initiative reason publicity frozen_at ended_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="freezes")
    reason = models.TextField()
    publicity = models.CharField(max_length=10, choices=PUBLICITY, default=Publicity.NOT.value)
    frozen_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    frozen_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["initiative", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative"], condition=Q(ended_at=None), name="one_freeze_at_a_time"),
            _known("publicity", PUBLICITY, "freeze_publicity_known"),
        ]


class FreezeAgreement(models.Model):
    """Somebody agrees that a stop may end. is_outside: stood outside team and organisation when they agreed."""

    PRIVACY = classified(personal="agreed_by", technical="id uuid freeze is_outside agreed_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    freeze = models.ForeignKey(Freeze, on_delete=models.PROTECT, related_name="agreements")
    agreed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    is_outside = models.BooleanField()
    agreed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["freeze", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["freeze", "agreed_by"], name="freeze_agreed_once")]
