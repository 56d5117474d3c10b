"""Contributions. What somebody said is one sealed blob per contribution; no query looks inside."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from nyhavn.framework.attribution import Wish
from nyhavn.framework.opening import Door
from nyhavn.web.accounts.models import User
from nyhavn.web.consent.models import Notice
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.models import Questionnaire
from nyhavn.web.pages.classified import classified

COMMUNITY_WISHES = [(wish.value, wish.value) for wish in (Wish.NAMED, Wish.COLLECTIVE, Wish.ANONYMOUS)]
DOORS = [(door.value, door.value) for door in Door]


class Collection(models.Model):
    """A time in which contributions come in, under one frozen questionnaire. doors: which ways are open.

    code: the public address of the form; not guessable, and says nothing about the topic. languages: those the form is
    offered in. closed_because: in the words of whoever closed it.
    """

    PRIVACY = classified(
        public="opened_at closed_at",
        technical="id uuid initiative questionnaire notice code doors languages closed_because created_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="collections")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT)
    code = models.CharField(max_length=20, unique=True)
    doors = models.JSONField()
    languages = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["initiative", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative"], condition=Q(closed_at=None), name="one_open_collection"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")), name="collection_days_in_order"
            ),
        ]

    def has_door(self, door: Door) -> bool:
        """Whether contributions may come in that way now."""
        return self.closed_at is None and door.value in self.doors


class KeyEpoch(models.Model):
    """One period of an initiative's key. The key itself lies in a file outside the database and its backups.

    key_check: by which another file in the place of the key is noticed, "" for periods from before it was kept.
    ring_at: since then the wrapped keys of those who survived the turn to it stand in a file beside its key, None for
    the first one. shredded_at: when something that this key opens was destroyed for the first time, None if nothing
    was. ended_at: since then another one is current. destroyed_at: since then its key is in no place.
    """

    PRIVACY = classified(
        technical="id uuid initiative number key_check begun_at ring_at shredded_at ended_at destroyed_at"
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="key_epochs")
    number = models.PositiveIntegerField()
    key_check = models.CharField(max_length=64, blank=True)
    begun_at = models.DateTimeField(auto_now_add=True)
    ring_at = models.DateTimeField(null=True)
    shredded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "number"], name="epoch_number"),
            models.UniqueConstraint(fields=["initiative"], condition=Q(ended_at=None), name="one_current_epoch"),
            models.CheckConstraint(
                condition=Q(destroyed_at=None) | Q(ended_at__isnull=False), name="destroyed_epoch_ended"
            ),
        ]


class BatchState(models.TextChoices):
    """Where a file stands on its way in."""

    RECEIVED = "received"  # read, and waits for what its columns mean
    CHECKED = "checked"  # every row was looked at, and somebody decides
    RUNNING = "running"  # rows are being taken in
    IN = "in"
    GIVEN_UP = "given up"


class ImportBatch(models.Model):
    """One file of contributions on its way in. sealed_file: its bytes, until it is in or given up; then empty.

    fingerprint: keyed hash of the bytes, to notice the same file. reading: how the file is written. headers: of its
    columns. declared, basis: what somebody said about it. problems: per-row errors without any cell's text, the first
    thousands; faulty_rows: all numbers of rows with an error. leaves_out: those rows stay out, as somebody decided.
    withdrawn_rows: their contributions were taken back, so they never come in, also not from the same file again.
    remarks: plain sentences with counts.
    """

    PRIVACY = classified(
        special="sealed_file wrapped_key",
        personal="uploaded_by fingerprint withdrawn_rows",
        derived="remarks problems faulty_rows",
        technical="id uuid collection epoch file_name reading headers declared basis rows "
        "leaves_out state created_at finished_at job",
        others="uploaded_by",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="imports")
    epoch = models.ForeignKey(KeyEpoch, on_delete=models.PROTECT)
    file_name = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    sealed_file = models.BinaryField()
    wrapped_key = models.BinaryField()
    reading = models.JSONField(default=dict)
    headers = models.JSONField(default=list)
    declared = models.JSONField(null=True)
    basis = models.JSONField(null=True)
    rows = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    faulty_rows = models.JSONField(default=list)
    leaves_out = models.BooleanField(default=False)
    withdrawn_rows = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    state = models.CharField(max_length=10, default=BatchState.RECEIVED, choices=BatchState.choices)
    job = models.UUIDField(null=True)
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="batch_state_known"),
        ]


class KeptContributions(models.Manager["Contribution"]):
    """Those that were not destroyed."""

    def get_queryset(self) -> "models.QuerySet[Contribution]":
        """Without the empty rows that destroyed ones leave until everything made from them is settled."""
        return super().get_queryset().filter(shredded_at=None)


class Contribution(models.Model):
    """What came in. sealed: the answers, encrypted under a key of its own; wrapped_key: that key under the epoch's key.

    version: counts up with every change of the answers. row: number in the import, None otherwise. receipt: keyed hash
    of the words that the person took along, "" for none. set_aside: why it takes no part, sealed (aside.py), or "".
    contributed_on: the day of the interview; consent is compared with it. shredded_at: its answers and their key
    were destroyed; the empty row stays until everything made from it is settled, and only `with_shredded` finds it.
    Made-up contributions are in PracticeRecord.
    """

    PRIVACY = classified(
        special="sealed wrapped_key",
        personal="uuid entered_by contributed_on set_aside receipt",
        technical="id collection epoch version door batch row received_at shredded_at",
        others="entered_by",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="contributions")
    epoch = models.ForeignKey(KeyEpoch, on_delete=models.PROTECT)
    version = models.PositiveIntegerField(default=1)
    door = models.CharField(max_length=10, choices=DOORS)
    batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.CASCADE, related_name="contributions")
    row = models.PositiveIntegerField(null=True)
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField()
    receipt = models.CharField(max_length=64, blank=True)
    set_aside = models.TextField(blank=True)
    entered_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    contributed_on = models.DateField()
    received_at = models.DateTimeField(auto_now_add=True)
    shredded_at = models.DateTimeField(null=True)

    objects = KeptContributions()
    with_shredded = models.Manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "row"], name="import_row_once"),
            models.UniqueConstraint(fields=["receipt"], condition=~Q(receipt=""), name="receipt_once"),
            models.CheckConstraint(condition=Q(door__in=[door.value for door in Door]), name="door_known"),
            models.CheckConstraint(
                condition=Q(shredded_at=None) & ~Q(sealed=b"") & ~Q(wrapped_key=b"")
                | Q(shredded_at__isnull=False, sealed=b"", wrapped_key=b"", receipt="", set_aside=""),
                name="shredded_is_empty",
            ),
        ]


class PracticeRecord(models.Model):
    """A made-up contribution, by somebody who practises. A table of its own: nothing that counts ever reads it."""

    PRIVACY = classified(
        special="sealed wrapped_key", personal="by", technical="id uuid initiative questionnaire epoch made_at"
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="practice_records")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT)
    epoch = models.ForeignKey(KeyEpoch, on_delete=models.PROTECT)
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="practice_records")
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]


class Draft(models.Model):
    """Answers in progress. Sealed under a key made from a secret that only the open page holds, and soon gone.

    secret_hash: of that secret. collection: None for practice. by: the account that keys in; None for a contributor.
    """

    PRIVACY = classified(
        special="sealed",
        personal="by",
        technical="id uuid initiative collection questionnaire secret_hash begun_at expires_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    collection = models.ForeignKey(Collection, null=True, on_delete=models.CASCADE, related_name="drafts")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    by = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering: ClassVar = ["id"]


class ContributorCredit(models.Model):
    """How one contributor wishes to be named. sealed: wish and name, under the contribution's own key, gone with it.

    Whoever says nothing, or wishes not to be named, has no row.
    """

    PRIVACY = classified(personal="contribution sealed", technical="id uuid")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="credit")
    sealed = models.BinaryField()


class CommunityWish(models.Model):
    """How a community wishes to be named, and the Labels it puts. Without a row it is not named by this.

    labels: code of Local Contexts -> language -> the community's own text.
    """

    PRIVACY = classified(personal="name", public="wish says_others labels", technical="id uuid initiative changed_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.OneToOneField(Initiative, on_delete=models.CASCADE, related_name="community_wish")
    wish = models.CharField(max_length=10, choices=COMMUNITY_WISHES, default=Wish.ANONYMOUS.value)
    name = models.CharField(max_length=120, blank=True)
    says_others = models.BooleanField(default=False)
    labels = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(wish__in=[code for code, _ in COMMUNITY_WISHES]), name="community_wish_known"
            ),
        ]
