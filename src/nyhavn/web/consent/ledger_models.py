"""The ledger of consent in the database, what stands by it, and the people whom others described."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_circumstances import DecidedBy, DescribedAs, EventType, GuardianWaiver, Modality
from nyhavn.framework.consent_ledger import ConsentMode
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified

YES = [state.value for state in ConsentState if state.allows_processing]


class ConsentEvent(models.Model):
    """What one person said about one purpose, or what became of it. Only ever added; the database refuses the rest.

    The fields are those of an event of ISO/IEC TS 27560. contribution: uuid of the contribution it is about. state: of
    DPV (framework.consent). mode: how it was said. recorded_by: uuid of the account that wrote it, None for the person.
    valid_until: last day of a yes. modality: how the notice was taken in. notice_sha256: of the text that was shown.
    present: who was there, as kind and account, never a name. assent, guardian_agrees, guardian_waiver: of minors.
    """

    PRIVACY = classified(
        personal="contribution purpose state notice language at mode event_type recorded_by valid_until notice_sha256",
        special="modality present decided_by assent guardian_agrees guardian_waiver",
        technical="id uuid initiative",
        others="recorded_by present",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="consent_events")
    contribution = models.UUIDField(db_index=True)
    purpose = models.CharField(max_length=30, choices=[(purpose.value, purpose.value) for purpose in Purpose])
    state = models.CharField(max_length=30, choices=[(state.value, state.value) for state in ConsentState])
    notice = models.ForeignKey("consent.Notice", null=True, on_delete=models.PROTECT)
    language = models.CharField(max_length=35, blank=True)
    at = models.DateTimeField()
    mode = models.CharField(max_length=30, choices=[(mode.value, mode.value) for mode in ConsentMode])
    event_type = models.CharField(max_length=30, default=EventType.EXPLICIT.value)
    recorded_by = models.UUIDField(null=True)
    valid_until = models.DateField(null=True)
    notice_sha256 = models.CharField(max_length=64, blank=True)
    modality = models.CharField(max_length=30, blank=True)
    present = models.JSONField(default=list)
    decided_by = models.CharField(max_length=30, default=DecidedBy.PERSON.value)
    assent = models.BooleanField(null=True)
    guardian_agrees = models.BooleanField(null=True)
    guardian_waiver = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(purpose__in=[p.value for p in Purpose]), name="purpose_known"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in ConsentState]), name="consent_state_known"),
            models.CheckConstraint(condition=Q(mode__in=[m.value for m in ConsentMode]), name="consent_mode_known"),
            models.CheckConstraint(condition=Q(event_type__in=[e.value for e in EventType]), name="consent_explicit"),
            models.CheckConstraint(condition=Q(modality__in=["", *(m.value for m in Modality)]), name="modality_known"),
            models.CheckConstraint(
                condition=Q(guardian_waiver__in=["", *(waiver.value for waiver in GuardianWaiver)]),
                name="guardian_waiver_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=YES) | Q(decided_by=DecidedBy.PERSON.value), name="nobody_else_says_yes"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=YES) | Q(assent=None) | Q(assent=True), name="no_yes_without_assent"
            ),
        ]


class StandingRow(models.Model):
    """What stands for one purpose of one contribution: the ledger folded, so that a million are read at once.

    Written in the transaction that writes the ledger, and made from it anew at any time (consent.projection). The first
    five fields are those of the last word; those called ground_... are of the entry that it rests on.
    """

    PRIVACY = classified(
        personal="contribution purpose state notice language at valid_until "
        "ground_state ground_notice ground_language ground_at ground_valid_until",
        technical="id initiative",
    )

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="standing_rows")
    contribution = models.UUIDField()
    purpose = models.CharField(max_length=30)
    state = models.CharField(max_length=30)
    notice = models.ForeignKey("consent.Notice", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=35, blank=True)
    at = models.DateTimeField()
    valid_until = models.DateField(null=True)
    ground_state = models.CharField(max_length=30)
    ground_notice = models.ForeignKey(
        "consent.Notice", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ground_language = models.CharField(max_length=35, blank=True)
    ground_at = models.DateTimeField()
    ground_valid_until = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contribution", "purpose"], name="one_standing_per_purpose")
        ]
        indexes: ClassVar = [
            models.Index(fields=["valid_until"], name="standing_with_an_end", condition=Q(valid_until__isnull=False))
        ]


class ThirdPerson(models.Model):
    """Somebody whom a contributor described. Nothing about them but in which answers, on which basis, and their no.

    columns: the answers of that contribution that are about them. withdrawn_at: since when these take no part.
    """

    PRIVACY = classified(
        personal="contribution columns described_as withdrawn_at",
        technical="id uuid initiative created_at",
        others="withdrawn_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="third_persons")
    contribution = models.UUIDField(db_index=True)
    described_as = models.CharField(max_length=40, choices=[(kind.value, kind.value) for kind in DescribedAs])
    columns = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(described_as__in=[kind.value for kind in DescribedAs]), name="third_person_basis_known"
            )
        ]
