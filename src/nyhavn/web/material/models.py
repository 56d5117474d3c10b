"""Pieces of single people, and what somebody found who looked at them. What a piece holds is one sealed blob."""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nyhavn.framework.material import Agreed, PieceKind
from nyhavn.web.collection.models import KeyEpoch
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified
from nyhavn.web.releases.models import PublicRelease


class PieceState(StrEnum):
    """Where a piece is. What is gone is an empty row: whoever has its address reads that it was taken back."""

    KEPT = "kept"
    SHOWN = "shown"
    DOWN = "taken-down"
    GONE = "gone"


class Piece(models.Model):
    """A story, a photograph, sound or a map.

    sealed: file, words, credit and agreement under a key of its own; wrapped_key: that key under the epoch's key.
    version: counts up with every change. digest: keyed hash of file and words, which a check is bound to. contribution:
    uuid of the one that it came with, None where an agreement of its own is on record: agreed_how, agreed_on,
    agreed_until. release: beside which it is or was shown. changed_by: whoever changed it last.
    """

    PRIVACY = classified(
        special="sealed wrapped_key",
        personal="contribution agreed_how agreed_on agreed_until digest added_by changed_by",
        technical="id uuid initiative kind language media_type state release version epoch added_at",
        others="added_by changed_by digest",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="pieces")
    kind = models.CharField(max_length=12, blank=True)
    language = models.CharField(max_length=35, blank=True)
    media_type = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=12, default=PieceState.KEPT.value)
    release = models.ForeignKey(PublicRelease, null=True, on_delete=models.PROTECT, related_name="pieces")
    contribution = models.UUIDField(null=True, db_index=True)
    agreed_how = models.CharField(max_length=30, blank=True)
    agreed_on = models.DateField(null=True)
    agreed_until = models.DateField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)
    epoch = models.ForeignKey(KeyEpoch, on_delete=models.PROTECT)
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["initiative", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=[one.value for one in PieceState]), name="piece_state_known"),
            models.CheckConstraint(condition=Q(kind__in=["", *(one.value for one in PieceKind)]), name="piece_kind"),
            models.CheckConstraint(
                condition=Q(agreed_how__in=["", *(one.value for one in Agreed)]), name="piece_agreed_how"
            ),
            models.CheckConstraint(
                condition=Q(state="gone", kind="", sealed=b"", wrapped_key=b"", digest="", agreed_on=None)
                | (~Q(state="gone") & ~Q(kind="") & ~Q(sealed=b"") & ~Q(wrapped_key=b"")),
                name="piece_gone_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(state="gone")
                | Q(contribution__isnull=False, agreed_on=None, agreed_how="")
                | (Q(contribution=None, agreed_on__isnull=False) & ~Q(agreed_how="")),
                name="piece_rests_on_one",
            ),
            models.CheckConstraint(
                condition=Q(agreed_until=None) | Q(agreed_until__gte=F("agreed_on")), name="piece_agreement_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("shown", "taken-down")) | Q(release__isnull=False), name="piece_shown_beside"
            ),
        ]


class PieceCheck(models.Model):
    """What one person found. Never changed; gone with the piece, and with every change of it.

    found: what is looked for -> what was found, as codes. sealed: the words, under the key of the piece. noticed: codes
    of what a machine pointed at then.
    """

    PRIVACY = classified(
        personal="by", special="sealed", technical="id uuid piece digest found noticed checked_at", others="by"
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    piece = models.ForeignKey(Piece, on_delete=models.CASCADE, related_name="checks")
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    found = models.JSONField()
    noticed = models.JSONField(default=list)
    sealed = models.BinaryField()
    checked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["piece", "id"]
