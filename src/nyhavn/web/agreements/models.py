"""Agreements with offices: their words, version by version, who said yes to which, and what was handed over."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nyhavn.framework.agreement import Handed
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.consent.community_models import CommunityDecision
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified
from nyhavn.web.releases.models import PublicRelease

HANDED = [(one.value, one.value) for one in Handed]


class PackageState(models.TextChoices):
    """How far a package is."""

    WAITING = "being-built"
    READY = "ready"
    REFUSED = "refused"
    TAKEN_BACK = "taken-back"  # somebody in it withdrew: nobody fetches it any more


class Agreement(models.Model):
    """Between the organisation behind an initiative and one recipient. What it says stands in its versions.

    ended_on, ended_because: by a party, before its last day. reminded: of how many days before the end.
    """

    PRIVACY = classified(
        public="uuid initiative recipient ended_on ended_because ended_by_recipient",
        technical="id begun_at reminded",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="agreements")
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    begun_at = models.DateTimeField(auto_now_add=True)
    ended_on = models.DateField(null=True)
    ended_because = models.TextField(blank=True)
    ended_by_recipient = models.BooleanField(null=True)
    reminded = models.PositiveIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]


class AgreementVersion(models.Model):
    """The words at one time. Only ever added; the newest holds.

    terms: those of framework.agreement.Agreement, without who said yes. fingerprint: of them; it is what is signed.
    by_recipient: whether the recipient's side wrote it.
    """

    PRIVACY = classified(
        public="uuid agreement number terms fingerprint by_recipient written_at",
        personal="written_by",
        technical="id",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    terms = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    by_recipient = models.BooleanField(default=False)
    written_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["agreement", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_once"),
        ]


class AgreementSignature(models.Model):
    """A side says yes to the words of one version. as_role: as whom, in words; a name stands there only if wished."""

    PRIVACY = classified(
        public="uuid version by_recipient signed_on", personal="as_role signed_by", technical="id signed_at"
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="signatures")
    by_recipient = models.BooleanField()
    as_role = models.CharField(max_length=200)
    signed_on = models.DateField()
    signed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    signed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["version", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "by_recipient"], name="agreement_signed_once"),
        ]


class AgreementDecision(models.Model):
    """The decision by which the community said yes to the words of one version."""

    PRIVACY = classified(public="uuid version decision linked_at", personal="linked_by", technical="id")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="decisions")
    decision = models.ForeignKey(CommunityDecision, on_delete=models.PROTECT, related_name="+")
    linked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    linked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["version", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "decision"], name="agreement_decision_once"),
        ]


class Package(models.Model):
    """What was handed over: of which release, under which words, when, to whom, and the digest of the file.

    series: SDG series by indicator. place: of the figures in the official structure, as an OfficialPlace. only_csv:
    breakdowns without codes in it. sha256, size: of the file as built; left_out: how many contributions were left out,
    as it may be told. asked_by: None for the one that takes the place of another by itself. replaced_by: the package in
    its place. asked_back_at: since when the recipient is asked to delete it; deleted_on: when they said that they did.
    reasons: why it was refused.
    """

    PRIVACY = classified(
        public="uuid agreement version release handed variables purpose series place only_csv sha256 size built_at "
        "replaced_by asked_back_at deleted_on",
        personal="asked_by",
        technical="id state reasons left_out asked_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="packages")
    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="packages")
    release = models.ForeignKey(PublicRelease, on_delete=models.PROTECT, related_name="packages")
    handed = models.CharField(max_length=30, choices=HANDED)
    variables = models.JSONField()
    purpose = models.TextField()
    series = models.JSONField(default=dict)
    place = models.JSONField(null=True)
    only_csv = models.JSONField(default=list)
    state = models.CharField(max_length=20, choices=PackageState.choices, default=PackageState.WAITING.value)
    reasons = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(null=True)
    left_out = models.CharField(max_length=30, blank=True)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    built_at = models.DateTimeField(null=True)
    replaced_by = models.OneToOneField("self", null=True, on_delete=models.SET_NULL, related_name="replaces")
    asked_back_at = models.DateTimeField(null=True)
    deleted_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(handed__in=[code for code, _ in HANDED]), name="package_handed_known"),
            models.CheckConstraint(condition=Q(state__in=PackageState.values), name="package_state_known"),
            models.CheckConstraint(
                condition=~Q(state="ready") | (Q(built_at__isnull=False) & ~Q(sha256="")), name="package_ready_is_whole"
            ),
        ]


class PackageContribution(models.Model):
    """Whose record is in a package, so that a withdrawal reaches it. It goes once the person is out of it."""

    PRIVACY = classified(personal="contribution", technical="id uuid package")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="holds")
    contribution = models.UUIDField(db_index=True)

    class Meta:
        ordering: ClassVar = ["package", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["package", "contribution"], name="package_contribution_once"),
        ]


class PackageTaken(models.Model):
    """The recipient fetched a package. Only ever added; who it was, the record of what was done says."""

    PRIVACY = classified(technical="id uuid package taken_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="taken")
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["package", "id"]
