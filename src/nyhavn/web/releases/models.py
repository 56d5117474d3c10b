"""Releases on their way to the public, what happened to them, and whom to tell."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nyhavn.framework.release_states import PUBLIC, UNANNOUNCED, ReleaseState
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.models import Contribution
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified
from nyhavn.web.production.models import Run
from nyhavn.web.releases.early_models import EarlyReading as EarlyReading
from nyhavn.web.releases.home_models import HomeText as HomeText
from nyhavn.web.releases.home_models import ValidationEntry as ValidationEntry
from nyhavn.web.releases.recall_models import RecallAsked as RecallAsked
from nyhavn.web.releases.vintage_models import VintagePlan as VintagePlan  # Django looks for models here

IN_THE_TEAM = sorted(state.value for state in UNANNOUNCED)
ISSUED = sorted(state.value for state in PUBLIC)
ANNOUNCED = [ReleaseState.SCHEDULED.value, *ISSUED]


class PublicRelease(models.Model):
    """One version of a release, from candidate to publication and after.

    name, version: the release's id and version. content: the release as release_json wrote it; it is text, because the
    order of its labels counts. It is the candidate's until publication, then exactly what was signed. release_date:
    announced and locked. credit: name and Labels of the community as they were at production. credit_share: of the salt
    of the credit file; credit_commitment: its hash, as signed. issued_at: fixed before signing, so that a repetition
    signs the same bytes. announced_commitment: fixes the content when the date is announced; announced_salt: of it,
    told with the release. independence, validation: what is on record about it, and what the
    community says of it, fixed with the moment of issue. withdrawn_because,
    abandoned_because: in somebody's words; the first is public.
    records_recalled_at: since then its single records are shown to nobody; records_removed_at: since then no file of it
    holds them. job: the one that publishes it; any other is void.
    """

    PRIVACY = classified(
        public="uuid initiative name version state title headline summary language place licence issued_at "
        "release_date withdrawn_because content replaced_by search_text returned_on returned_how waived_because "
        "credit credit_commitment announced_commitment independence validation",
        personal="approved_by",
        derived="run",
        technical="id credit_share announced_salt created_at approved_at scheduled_at abandoned_because job "
        "records_recalled_at records_removed_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="releases")
    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="public_release")
    name = models.CharField(max_length=81)
    version = models.CharField(max_length=40)
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in ReleaseState], default=ReleaseState.CANDIDATE.value
    )
    title = models.CharField(max_length=300)
    headline = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    language = models.CharField(max_length=35)
    place = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    search_text = models.TextField(blank=True)
    content = models.TextField()
    approved_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    approved_at = models.DateTimeField(null=True)
    returned_on = models.DateField(null=True)
    returned_how = models.TextField(blank=True)
    waived_because = models.TextField(blank=True)
    release_date = models.DateField(null=True)
    scheduled_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True, db_index=True)
    withdrawn_because = models.TextField(blank=True)
    abandoned_because = models.TextField(blank=True)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="replaces")
    credit = models.JSONField(default=dict)
    credit_share = models.CharField(max_length=64, blank=True)
    credit_commitment = models.CharField(max_length=64, blank=True)
    announced_commitment = models.CharField(max_length=64, blank=True)
    announced_salt = models.CharField(max_length=64, blank=True)
    independence = models.JSONField(null=True)
    validation = models.JSONField(null=True)
    job = models.UUIDField(null=True)
    records_recalled_at = models.DateTimeField(null=True)
    records_removed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["name", "-issued_at", "-id"], name="release_versions"),
            models.Index(fields=["state", "-issued_at", "-id"], name="release_newest"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name", "version"], condition=Q(state__in=ANNOUNCED), name="release_version_once"
            ),
            models.UniqueConstraint(fields=["name"], condition=Q(state="published"), name="one_newest_version"),
            models.UniqueConstraint(
                fields=["initiative", "name"], condition=Q(state__in=IN_THE_TEAM), name="one_candidate_at_a_time"
            ),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in ReleaseState]), name="release_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=ISSUED) | Q(issued_at__isnull=False),
                name="published_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["scheduled", "published"]) | Q(release_date__isnull=False),
                name="scheduled_has_date",
            ),
        ]


class ReleaseCredit(models.Model):
    """Somebody who may be named with a release. sealed: the name as it was wished then, and a share of the salt.

    It is sealed under the key of the contribution and gone with it. A row is deleted as soon as the wish is taken back.
    """

    PRIVACY = classified(personal="contribution sealed", technical="id uuid release")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    release = models.ForeignKey(PublicRelease, on_delete=models.CASCADE, related_name="credits")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["release", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "contribution"], name="release_credit_once"),
        ]


class EventKind(models.TextChoices):
    """What everybody may know about a release."""

    ANNOUNCED = "announced"  # day: the date; figures: the commitment to the content
    RESCHEDULED = "rescheduled"  # day: the new date; words: why
    EARLY_READER = "early-reader"  # somebody outside may read it before; who and why, with the release
    CALLED_OFF = "called-off"  # day: the date that fell; words: why
    PUBLISHED = "published"
    SUPERSEDED = "superseded"  # words: the version in its place
    CORRECTED = "corrected"  # words: what was wrong; figures: which; day: since when
    WITHDRAWN = "withdrawn"  # words: why


class ReleaseEvent(models.Model):
    """Something everybody may know about a release, for ever: a date set or changed, a correction."""

    PRIVACY = classified(public="release kind at day words figures", technical="id uuid")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    release = models.ForeignKey(PublicRelease, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=30, choices=EventKind.choices)
    at = models.DateTimeField(auto_now_add=True)
    day = models.DateField(null=True)
    words = models.TextField(blank=True)
    figures = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["release", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="release_event_known"),
        ]


class Recipient(models.Model):
    """Somebody who took a release and wants to hear of corrections. Nobody is shown the list."""

    PRIVACY = classified(personal="email", technical="id uuid name language confirmed_at created_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=81)  # of the release, all versions
    email = models.EmailField()
    language = models.CharField(max_length=35, default="en")
    confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "email"], name="recipient_once")]
