"""Results that go home: the page in each language of the community, and what the community says of it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from nyhavn.framework.validation import AskedIn, Describes
from nyhavn.web.community.models import MeetingItem
from nyhavn.web.pages.classified import classified

TITLE = 300
OUTCOMES = [one.value for one in Describes]


class HomeText(models.Model):
    """The one-page result in one language. content: framework.home_page.HomePage as JSON; it holds no number."""

    PRIVACY = classified(personal="written_by", technical="id uuid release language content written_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    release = models.ForeignKey("releases.PublicRelease", on_delete=models.CASCADE, related_name="home_texts")
    language = models.CharField(max_length=35)
    content = models.JSONField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["release", "language"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["release", "language"], name="home_text_once")]


class EntryKind(models.TextChoices):
    """What was recorded about "does this describe us?"."""

    SAID = "said"  # by people of the community
    WAIVED = "waived"  # words: why nobody is asked
    ANSWERED = "answered"  # words: to a no


class ValidationEntry(models.Model):
    """Something on record about "does this describe us?". Only ever added.

    tables: SHA-256 of the table files of the release when it was recorded. item: of the meeting it was said in.
    who, words, dissent: published with the release; they name no person. unread: there are reasons that stay at home.
    """

    PRIVACY = classified(
        public="uuid release kind tables said_on outcome who people words dissent unread",
        personal="recorded_by",
        technical="id item created_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    release = models.ForeignKey("releases.PublicRelease", on_delete=models.PROTECT, related_name="validation_entries")
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    tables = models.CharField(max_length=64)
    said_on = models.DateField()
    outcome = models.CharField(max_length=25, blank=True, choices=[(one, one) for one in OUTCOMES])
    item = models.ForeignKey(MeetingItem, null=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=TITLE, blank=True)
    people = models.PositiveIntegerField(null=True)
    words = models.TextField(blank=True)
    dissent = models.JSONField(default=list)
    unread = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["release", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="validation_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="said", outcome__in=[one.value for one in Describes])
                | (~Q(kind="said") & Q(outcome="")),
                name="validation_outcome_of_people",
            ),
            models.CheckConstraint(condition=Q(kind="said") | ~Q(words=""), name="validation_words_there"),
        ]

    @property
    def asked_in(self) -> AskedIn:
        """Where people were asked."""
        return AskedIn.MEETING if self.item_id is not None else AskedIn.GATHERING
