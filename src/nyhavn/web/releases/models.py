"""Releases on their way to the public, what happened to them, and whom to tell."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nyhavn.framework.release_states import ReleaseState
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified
from nyhavn.web.production.models import Run


class PublicRelease(models.Model):
    """One version of a release, from candidate to publication and after.

    name, version: the release's id and version. content: the release as JSON (exchange.bundle.content); the pages read
    it. release_date: announced and locked. facts for lists: title, headline, language, place, unit, licence.
    """

    PRIVACY = classified(
        public="uuid initiative name version state title headline summary language place licence issued_at "
        "release_date withdrawn_because content replaced_by search_text",
        personal="approved_by",
        derived="run",
        technical="id created_at approved_at returned_on returned_how waived_because scheduled_at job",
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
    content = models.JSONField()
    approved_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    approved_at = models.DateTimeField(null=True)
    returned_on = models.DateField(null=True)
    returned_how = models.TextField(blank=True)
    waived_because = models.TextField(blank=True)
    release_date = models.DateField(null=True)
    scheduled_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True, db_index=True)
    withdrawn_because = models.TextField(blank=True)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="replaces")
    job = models.UUIDField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name", "version"], condition=~Q(state="abandoned"), name="release_version_once"
            ),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in ReleaseState]), name="release_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "superseded", "withdrawn"]) | Q(issued_at__isnull=False),
                name="published_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["scheduled", "published"]) | Q(release_date__isnull=False),
                name="scheduled_has_date",
            ),
        ]


class ReleaseEvent(models.Model):
    """Something everybody may know about a release: a date set or changed, with the public reason; a correction."""

    PRIVACY = classified(public="release kind at words", technical="id uuid")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    release = models.ForeignKey(PublicRelease, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=30)
    at = models.DateTimeField(auto_now_add=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["release", "id"]


class Recipient(models.Model):
    """Somebody who took a release and wants to hear of corrections."""

    PRIVACY = classified(personal="email", technical="id uuid name language confirmed_at created_at token_hash")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=81)  # of the release, all versions
    email = models.EmailField()
    language = models.CharField(max_length=35, default="en")
    token_hash = models.CharField(max_length=64, unique=True)
    confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "email"], name="recipient_once")]
