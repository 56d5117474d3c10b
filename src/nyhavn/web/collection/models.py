"""Contributions. What somebody said is one sealed blob per contribution; no query looks inside."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from nyhavn.web.accounts.models import User
from nyhavn.web.consent.models import Notice
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.models import Questionnaire
from nyhavn.web.pages.classified import classified


class Door(models.TextChoices):
    """The ways a contribution comes in."""

    FORM = "form"  # the person fills in the web form
    ENTRY = "entry"  # a named person keys in what stands on paper
    IMPORT = "import"  # a row of a file


class Collection(models.Model):
    """A time in which contributions come in, under one frozen questionnaire. doors: which ways are open.

    code: the public address of the form; not guessable, and says nothing about the topic.
    """

    PRIVACY = classified(
        public="opened_at closed_at", technical="id uuid initiative questionnaire notice code doors created_at"
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="collections")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT)
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT)
    code = models.CharField(max_length=20, unique=True)
    doors = models.JSONField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["initiative", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative"], condition=Q(closed_at=None), name="one_open_collection"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")), name="collection_days_in_order"
            ),
        ]


class KeyEpoch(models.Model):
    """One period of an initiative's key. The key itself lies in a file outside the database and its backups."""

    PRIVACY = classified(technical="id uuid initiative number begun_at ended_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="key_epochs")
    number = models.PositiveIntegerField()
    begun_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "number"], name="epoch_number"),
            models.UniqueConstraint(fields=["initiative"], condition=Q(ended_at=None), name="one_current_epoch"),
        ]


class ImportBatch(models.Model):
    """One file of contributions on its way in. sealed_file: its bytes, until it is in or given up; then empty.

    mapping, basis: what was declared about it. problems: per-row errors without any cell's text.
    """

    PRIVACY = classified(
        special="sealed_file wrapped_key",
        personal="uploaded_by",
        technical="id uuid collection epoch file_name sha256 mapping basis rows problems state created_at job",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="imports")
    epoch = models.ForeignKey(KeyEpoch, on_delete=models.PROTECT)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    sealed_file = models.BinaryField()
    wrapped_key = models.BinaryField()
    mapping = models.JSONField(default=dict)
    basis = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    state = models.CharField(
        max_length=10, default="received", choices=[(s, s) for s in ("received", "running", "in", "refused", "dropped")]
    )
    job = models.UUIDField(null=True)
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)


class Contribution(models.Model):
    """What came in. sealed: the answers, encrypted under a key of its own; wrapped_key: that key under the epoch's key.

    version: counts up with every change of the answers. row: number in the import, None otherwise.
    is_practice: made up, by an enumerator who practises; never in a run. set_aside: why it takes no part, ""
    if it does. contributed_on: the day; consent is compared with it.
    """

    PRIVACY = classified(
        special="sealed wrapped_key",
        personal="uuid entered_by contributed_on set_aside",
        technical="id collection epoch version door batch row is_practice received_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="contributions")
    epoch = models.ForeignKey(KeyEpoch, on_delete=models.PROTECT)
    version = models.PositiveIntegerField(default=1)
    door = models.CharField(max_length=10, choices=Door.choices)
    batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.CASCADE, related_name="contributions")
    row = models.PositiveIntegerField(null=True)
    is_practice = models.BooleanField(default=False)
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField()
    set_aside = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    contributed_on = models.DateField()
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "row"], name="import_row_once")]
