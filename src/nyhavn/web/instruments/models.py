"""Questionnaires, each version as it was uploaded, and the method card."""

import uuid
from typing import ClassVar

from django.db import models

from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified


class Questionnaire(models.Model):
    """One version of a questionnaire: the file, and what reading it said. Frozen from the moment collection opens.

    form_id, form_version, title, questions: as the form says. remarks: what needs a look. html_refusals: why the HTML
    form cannot ask it ([] if it can), as reasons.
    """

    PRIVACY = classified(
        public="uuid number file_name content sha256 form_id form_version title questions languages frozen_on",
        personal="uploaded_by",
        technical="id initiative remarks html_refusals uploaded_at",
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
    frozen_on = models.DateField(null=True)
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["initiative", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["initiative", "number"], name="questionnaire_number")]


class MethodCard(models.Model):
    """How people are chosen and asked. design: [design] and method: [method] of the plan; complete_at: when it was."""

    PRIVACY = classified(public="initiative design method", technical="id complete_at changed_at")

    initiative = models.OneToOneField(Initiative, on_delete=models.CASCADE, related_name="method_card")
    design = models.JSONField(default=dict)
    method = models.JSONField(default=dict)
    complete_at = models.DateTimeField(null=True)
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
