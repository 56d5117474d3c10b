"""Assessments: what was asked of an office, what it answered, what it issued, and appeals. Criteria that offices handed
in.

Texts of both sides are kept for as long as the assessment is: what was issued rests on them. Who wrote them is kept as
an account, which goes with the account; pages name the organisation.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nyhavn.framework.fitness.verdict import VerdictOutcome
from nyhavn.framework.fitness.workflow import AppealEnd, AssessmentState
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.pages.classified import classified
from nyhavn.web.releases.models import PublicRelease

STATES = [(one.value, one.value) for one in AssessmentState]
OUTCOMES = [(one.value, one.value) for one in VerdictOutcome]
APPEAL_ENDS = [(one.value, one.value) for one in AppealEnd]


class OfficePack(models.Model):
    """Criteria that an office handed in, as the file says them. The database changes and deletes none."""

    PRIVACY = classified(
        public="uuid organisation pack edition title office text fingerprint handed_in_at",
        personal="handed_in_by",
        technical="id",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="rule_packs")
    pack = models.CharField(max_length=60)
    edition = models.TextField()
    title = models.TextField()
    office = models.TextField()
    text = models.TextField()
    fingerprint = models.CharField(max_length=64)
    handed_in_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    handed_in_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["organisation", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "pack"], name="office_pack_once")]


class Assessment(models.Model):
    """One version of a release, and the office that was asked about it.

    purposes: list of framework.fitness.verdict.OfficialPurpose. words: of the producer. producers_wish: no official
    use is wanted. before: of an older version, from whose answers this one starts. pack_text, fingerprint: of the
    criteria, once they are chosen. computed: evidence as it was computed then.
    """

    PRIVACY = classified(
        public="release office purposes pack_text fingerprint computed",
        personal="asked_by",
        technical="id uuid before state words producers_wish asked_at chosen_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    release = models.ForeignKey(PublicRelease, on_delete=models.PROTECT, related_name="assessments")
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assessments")
    before = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="later")
    state = models.CharField(max_length=12, choices=STATES, default=AssessmentState.REQUESTED.value)
    purposes = models.JSONField()
    words = models.TextField(blank=True)
    producers_wish = models.BooleanField(default=False)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    pack_text = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    chosen_at = models.DateTimeField(null=True)
    computed = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=[code for code, _ in STATES]), name="assessment_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "taken-back"]) | ~Q(pack_text=""), name="assessment_has_criteria"
            ),
        ]


class Assessor(models.Model):
    """Somebody at the office who took an assessment on."""

    PRIVACY = classified(personal="user", technical="id uuid assessment taken_on_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="assessors")
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_on_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["assessment", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["assessment", "user"], name="assessor_once")]


class AnswerGiven(models.Model):
    """What an assessor answered to a criterion; the last one holds, the earlier ones stay on record."""

    PRIVACY = classified(public="assessment asked says because evidence given_at", technical="id uuid given_by")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    asked = models.CharField(max_length=60)
    says = models.CharField(max_length=60)
    because = models.TextField()
    evidence = models.JSONField()
    given_by = models.ForeignKey(Assessor, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["assessment", "id"]


class DisputeRaised(models.Model):
    """An assessor holds computed evidence to be wrong. The evidence stays; the last reason about it holds."""

    PRIVACY = classified(public="assessment code because raised_at", technical="id uuid raised_by")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="disputes")
    code = models.CharField(max_length=120)
    because = models.TextField()
    raised_by = models.ForeignKey(Assessor, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["assessment", "id"]


class Confirmation(models.Model):
    """An assessor looked at all answers as they stood, and stands behind them. A later answer ends it."""

    PRIVACY = classified(technical="id uuid assessment confirmed_by confirmed_at last_answer")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="confirmations")
    last_answer = models.ForeignKey(AnswerGiven, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(Assessor, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["assessment", "id"]


class QuestionBack(models.Model):
    """What the office asked the producer, and what the producer answered. Both sides read it, nobody else."""

    PRIVACY = classified(
        personal="answered_by", technical="id uuid assessment words asked_by asked_at answer answered_at"
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="questions")
    words = models.TextField()
    asked_by = models.ForeignKey(Assessor, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["assessment", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="question_answered_at",
            )
        ]


class Proposal(models.Model):
    """A verdict that the producer is shown before it is issued, and what the producer says to it.

    purpose: number among those of the assessment. last_answer, last_dispute: on which it rests. is_refusal: the office
    declined without assessing further. reply: "" with a moment means that there was nothing to say.
    """

    PRIVACY = classified(
        personal="replied_by",
        technical="id uuid proposed_by assessment purpose outcome because caveat fixes is_refusal last_answer"
        " last_dispute proposed_at reply replied_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="proposals")
    purpose = models.PositiveIntegerField()
    outcome = models.CharField(max_length=30, choices=OUTCOMES)
    because = models.TextField()
    caveat = models.TextField(blank=True)
    fixes = models.JSONField(default=list)
    is_refusal = models.BooleanField(default=False)
    last_answer = models.ForeignKey(AnswerGiven, null=True, on_delete=models.PROTECT, related_name="+")
    last_dispute = models.ForeignKey(DisputeRaised, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(Assessor, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    replied_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["assessment", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome__in=[code for code, _ in OUTCOMES]), name="proposal_outcome_known"
            ),
            models.CheckConstraint(condition=Q(reply="") | Q(replied_at__isnull=False), name="proposal_replied_at"),
        ]


class IssuedVerdict(models.Model):
    """A verdict as it was issued. content: framework.fitness.issued.Issued as text. The database changes none.

    digest: SHA-256 of the content. purpose: number among those of the assessment.
    """

    PRIVACY = classified(public="uuid assessment purpose content digest issued_at", technical="id proposal issued_by")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="verdicts")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="issued")
    purpose = models.PositiveIntegerField()
    content = models.TextField()
    digest = models.CharField(max_length=64)
    issued_by = models.ForeignKey(Assessor, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]


class Appeal(models.Model):
    """The producer asks a body outside both sides to decide about a verdict."""

    PRIVACY = classified(
        public="uuid verdict body because appealed_at end reasons decided_at",
        personal="appealed_by decided_by",
        technical="id",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    verdict = models.ForeignKey(IssuedVerdict, on_delete=models.PROTECT, related_name="appeals")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="appeals")
    because = models.TextField()
    appealed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    appealed_at = models.DateTimeField(auto_now_add=True)
    end = models.CharField(max_length=10, choices=APPEAL_ENDS, blank=True)
    reasons = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["verdict", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["verdict"], condition=Q(end=""), name="one_open_appeal"),
            models.CheckConstraint(
                condition=Q(end="", decided_at=None, reasons="")
                | (Q(end__in=[code for code, _ in APPEAL_ENDS], decided_at__isnull=False) & ~Q(reasons="")),
                name="appeal_decided_with_reasons",
            ),
        ]
