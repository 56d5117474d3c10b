"""Files that are shown with a notice: easy-read pages, sound, pictograms, films in sign language."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nyhavn.framework.notice_media import CAPTIONS_TYPE, TYPES, MediumKind
from nyhavn.web.pages.classified import classified

MEDIA_TYPES = sorted({name for names in TYPES.values() for name in names} | {CAPTIONS_TYPE})


class NoticeFile(models.Model):
    """The bytes of one file, once, under the hash of what is in it. media_type: by its first bytes, never as claimed.

    In the database and not in a folder: a backup then holds every notice whole, a file comes and goes in one
    transaction with what refers to it, and the limits on size keep the database small.
    """

    PRIVACY = classified(public="sha256 media_type content", technical="id")

    sha256 = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=30, choices=[(name, name) for name in MEDIA_TYPES])
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(media_type__in=MEDIA_TYPES), name="notice_file_type_known"),
        ]


class WithoutBytes(models.Manager["NoticeMedium"]):
    """Rows with what is known of their files; the bytes are read only where they are sent."""

    def get_queryset(self) -> models.QuerySet["NoticeMedium"]:
        """All rows."""
        found = super().get_queryset().select_related("file", "captions")
        return found.defer("file__content", "captions__content")


class NoticeMedium(models.Model):
    """A file that is shown with the text of a notice in one language. Frozen with the notice.

    words: the transcript, or the words beside a picture. captions: of a film. Shown in the order in which they came.
    """

    PRIVACY = classified(
        public="uuid notice kind language sign_language title words file captions", technical="id created_at"
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notice = models.ForeignKey("consent.Notice", on_delete=models.CASCADE, related_name="media")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in MediumKind])
    language = models.CharField(max_length=35)
    sign_language = models.CharField(max_length=35, blank=True)
    title = models.CharField(max_length=300)
    words = models.TextField()
    file = models.ForeignKey(NoticeFile, on_delete=models.PROTECT, related_name="shown_by")
    captions = models.ForeignKey(NoticeFile, null=True, on_delete=models.PROTECT, related_name="captions_of")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WithoutBytes()

    class Meta:
        ordering: ClassVar = ["notice", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in MediumKind]), name="notice_medium_kind_known"
            ),
            models.CheckConstraint(condition=~Q(words="") & ~Q(title=""), name="notice_medium_has_words"),
            models.CheckConstraint(
                condition=Q(kind="sign-language") ^ Q(sign_language=""), name="notice_medium_sign_language_named"
            ),
        ]
