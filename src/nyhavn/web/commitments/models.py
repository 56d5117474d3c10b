"""Requests to authorities, and what was said after each. Only drafts are changed or dropped; the rest is added to."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from nyhavn.framework.commitments import OF_AUTHORITY, Proof, Seen, TrailStep
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.needs.models import NeedRaised
from nyhavn.web.pages.classified import classified
from nyhavn.web.releases.models import PublicRelease

_SAID_BY_AUTHORITY = [step.value for step in sorted(OF_AUTHORITY)]


class RequestDraft(models.Model):
    """A request that was not brought to anybody yet; only those who may bring it read it. It goes once it is brought.

    authority: with a page on this site; or authority_name: one outside.
    """

    PRIVACY = classified(
        personal="written_by",
        technical="id uuid initiative authority authority_name how need release asked_for answer_by created_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="request_drafts")
    authority = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    authority_name = models.CharField(max_length=300)
    how = models.TextField(blank=True)
    need = models.ForeignKey(NeedRaised, null=True, on_delete=models.PROTECT, related_name="+")
    release = models.ForeignKey(PublicRelease, null=True, on_delete=models.PROTECT, related_name="+")
    asked_for = models.TextField()
    answer_by = models.DateField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]


class ActionRequest(models.Model):
    """What an authority was asked. number: within its initiative. authority_name: as it was called then.

    authority: with a page on this site; it does not move with the initiative to another site. reminded_at: the last
    mail about what is due.
    """

    PRIVACY = classified(
        public="uuid number authority authority_name how need release asked_for asked_on answer_by recorded_on",
        personal="recorded_by",
        technical="id initiative created_at reminded_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="action_requests")
    number = models.PositiveIntegerField()
    authority = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="asked_of")
    authority_name = models.CharField(max_length=300)
    how = models.TextField(blank=True)
    need = models.ForeignKey(NeedRaised, null=True, on_delete=models.PROTECT, related_name="action_requests")
    release = models.ForeignKey(PublicRelease, null=True, on_delete=models.PROTECT, related_name="action_requests")
    asked_for = models.TextField()
    asked_on = models.DateField()
    answer_by = models.DateField()
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["initiative", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "number"], name="request_number_once"),
            models.CheckConstraint(condition=~Q(authority_name=""), name="request_names_authority"),
            models.CheckConstraint(
                condition=Q(need__isnull=False) | Q(release__isnull=False), name="request_is_about_something"
            ),
            models.CheckConstraint(condition=Q(answer_by__gt=F("asked_on")), name="request_answer_comes_after"),
            models.CheckConstraint(condition=Q(recorded_on__gte=F("asked_on")), name="request_recorded_after"),
        ]


class TrailEntry(models.Model):
    """One thing said after a request. by_authority: on its own page; else the initiative recorded it, with a source."""

    PRIVACY = classified(
        public="uuid number step said_on recorded_on words by_authority source due office about proof reference keeps"
        " seen seen_by takes_back",
        personal="recorded_by",
        technical="id request created_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(ActionRequest, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=20, choices=[(one.value, one.value) for one in TrailStep])
    said_on = models.DateField()
    recorded_on = models.DateField()
    words = models.TextField()
    by_authority = models.BooleanField()
    source = models.TextField(blank=True)
    due = models.DateField(null=True)
    office = models.CharField(max_length=300, blank=True)
    about = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="spoken_of_in")
    proof = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Proof])
    reference = models.TextField(blank=True)
    keeps = models.BooleanField(default=False)
    seen = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Seen])
    seen_by = models.CharField(max_length=300, blank=True)
    takes_back = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["request", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "number"], name="trail_number_once"),
            models.CheckConstraint(condition=Q(step__in=[one.value for one in TrailStep]), name="trail_step_known"),
            models.CheckConstraint(condition=~Q(words=""), name="trail_says_something"),
            models.CheckConstraint(condition=Q(recorded_on__gte=F("said_on")), name="trail_recorded_after"),
            models.CheckConstraint(
                condition=Q(step="commit", due__isnull=False, due__gte=F("said_on")) & ~Q(office="")
                | (~Q(step="commit") & Q(due=None, office="")),
                name="commitment_has_day_and_office",
            ),
            models.CheckConstraint(
                condition=(Q(step="act") & ~Q(proof="") & ~Q(reference=""))
                | (~Q(step="act") & Q(proof="", reference="", keeps=False)),
                name="action_has_proof",
            ),
            models.CheckConstraint(
                condition=(Q(step="see", by_authority=False) & ~Q(seen="") & ~Q(seen_by=""))
                | (~Q(step="see") & Q(seen="", seen_by="")),
                name="outcome_is_seen_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(step="correct", about__isnull=False) | (~Q(step="correct") & Q(takes_back=False)),
                name="correction_is_of_something",
            ),
            models.CheckConstraint(condition=Q(keeps=False) | Q(about__isnull=False), name="kept_is_a_commitment"),
            models.CheckConstraint(
                condition=Q(by_authority=True, source="")
                | (Q(by_authority=False, step__in=_SAID_BY_AUTHORITY) & ~Q(source=""))
                | (Q(by_authority=False, source="") & ~Q(step__in=_SAID_BY_AUTHORITY)),
                name="recorded_words_have_source",
            ),
        ]
