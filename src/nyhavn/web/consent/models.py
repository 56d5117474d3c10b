"""What people are told before they agree, in each language; and, from `ledger_models`, what they said."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from nyhavn.web.consent.community_models import CommunityBody, CommunityDecision
from nyhavn.web.consent.ledger_models import ConsentEvent, StandingRow, ThirdPerson
from nyhavn.web.consent.media_models import NoticeFile, NoticeMedium
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified

__all__ = [
    "CommunityBody",
    "CommunityDecision",
    "ConsentEvent",
    "Notice",
    "NoticeFile",
    "NoticeMedium",
    "NoticeText",
    "StandingRow",
    "ThirdPerson",
]


class Notice(models.Model):
    """One version of a notice. In use from valid_from; frozen from then on. purposes: those it asks for, in order.

    contact: whom people ask, the same in every language (a telephone number, a place, an address). terms: how long and
    for whom, by purpose (framework.notice_terms). witnessed_path: whether a lost code can be helped; None: not said.
    """

    PRIVACY = classified(
        public="uuid version purposes contact valid_from valid_until terms witnessed_path",
        technical="id initiative created_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="notices")
    version = models.CharField(max_length=40)
    purposes = models.JSONField()
    contact = models.TextField()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    terms = models.JSONField(default=list)
    witnessed_path = models.BooleanField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["initiative", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "version"], name="notice_version_once"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from__isnull=False, valid_until__gte=F("valid_from")),
                name="notice_days_in_order",
            ),
        ]


class NoticeText(models.Model):
    """The notice in one language; what each part says is written at framework.notice.NoticeWords.

    rendered: the record of everything shown (framework.notice_record), written when the notice is put in use; ""
    before, and for texts of the first format. sha256: of the record, or of the words in the first format.
    """

    PRIVACY = classified(
        public="notice language title body retention recipients can_take_back stays lost_code by_purpose rendered "
        "sha256",
        technical="id changed_at",
    )

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=35)
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    retention = models.TextField(blank=True)
    recipients = models.TextField(blank=True)
    can_take_back = models.TextField(blank=True)
    stays = models.TextField(blank=True)
    lost_code = models.TextField(blank=True)
    by_purpose = models.JSONField(default=dict)
    rendered = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["notice", "language"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "language"], name="notice_language_once")]
