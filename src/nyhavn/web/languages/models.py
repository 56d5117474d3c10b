"""A language that speakers add, and their translations of single phrases."""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nyhavn.web.accounts.models import User
from nyhavn.web.pages.classified import classified


class LanguageState(StrEnum):
    """Whether pages are offered in it."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Direction(StrEnum):
    """Which way its script runs."""

    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


STATES, DIRECTIONS = [each.value for each in LanguageState], [each.value for each in Direction]


class Language(models.Model):
    """A language. edition: grows over all languages with everything that changes what pages say (see editions.py)."""

    PRIVACY = classified(public="code own_name direction state", technical="id uuid edition created_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=35, unique=True)
    own_name = models.CharField(max_length=80)
    direction = models.CharField(max_length=3, choices=[(each, each) for each in DIRECTIONS])
    state = models.CharField(max_length=9, default=LanguageState.DRAFT.value)
    edition = models.PositiveIntegerField(default=0, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="language_state"),
            models.CheckConstraint(condition=Q(direction__in=DIRECTIONS), name="language_way"),
        ]

    def __str__(self) -> str:
        return self.code


class Phrase(models.Model):
    """One translation of one phrase. The newest of a key is the proposal; the newest accepted one is what pages say.

    key: of the English text (messages.py). forms: the text, or one for every plural form. accepted_at: when the
    operator published it, None for a proposal.
    """

    PRIVACY = classified(public="forms", personal="proposed_by", technical="id language key proposed_at accepted_at")

    language = models.ForeignKey(Language, on_delete=models.CASCADE, related_name="phrases")
    key = models.CharField(max_length=32)
    forms = models.JSONField()
    proposed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    proposed_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["language", "key"], name="phrase_key")]
