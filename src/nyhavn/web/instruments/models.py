"""Questionnaires, each version as it was uploaded, and the method card."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified


class Questionnaire(models.Model):
    """One version of a questionnaire: the file, and what reading it said. Frozen from the moment collection opens.

    form_id, form_version, title, questions: as the form says. remarks: what needs a look. html_refusals: why the HTML
    form cannot ask it ([] if it can), as reasons. break_words: what changed in meaning since a version that people
    had answered. dropped_on: a mistake, taken out before anybody was asked; its number and hash stay, its file is gone.
    """

    PRIVACY = classified(
        public="uuid number file_name content sha256 form_id form_version title questions languages break_words"
        " frozen_on",
        personal="uploaded_by",
        technical="id initiative remarks html_refusals dropped_on uploaded_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="questionnaires")
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    form_id = models.CharField(max_length=250, blank=True)
    form_version = models.CharField(max_length=250, blank=True)
    title = models.CharField(max_length=500)
    questions = models.PositiveIntegerField()
    languages = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    html_refusals = models.JSONField(default=list)
    break_words = models.TextField(blank=True)
    frozen_on = models.DateField(null=True)
    dropped_on = models.DateField(null=True)
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["initiative", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "number"], name="questionnaire_number"),
            models.CheckConstraint(condition=Q(frozen_on=None) | Q(dropped_on=None), name="frozen_is_never_dropped"),
        ]


class MethodCard(models.Model):
    """How people are chosen and asked. design: [design] and method: [method] of the plan; {} until it is said.

    nobody_asks: nobody is sent to ask; people fill in the form themselves.
    """

    PRIVACY = classified(public="initiative design method questionnaire nobody_asks", technical="id changed_at")

    initiative = models.OneToOneField(Initiative, on_delete=models.CASCADE, related_name="method_card")
    design = models.JSONField(default=dict)
    method = models.JSONField(default=dict)
    questionnaire = models.ForeignKey(Questionnaire, null=True, on_delete=models.PROTECT, related_name="method_cards")
    nobody_asks = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)


class Training(models.Model):
    """An enumerator was trained: when, and in what."""

    PRIVACY = classified(personal="enumerator", public="held_on topics", technical="id uuid initiative recorded_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="trainings")
    enumerator = models.ForeignKey(User, on_delete=models.CASCADE, related_name="trainings")
    held_on = models.DateField()
    topics = models.TextField()
    recorded_at = models.DateTimeField(auto_now_add=True)
