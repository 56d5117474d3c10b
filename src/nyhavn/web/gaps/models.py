"""What offices handed in, and which initiatives said that they may stand on the map. Rows are kept for good.

Of a source only a summary is kept: for whom there are figures, never the figures.
"""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from nyhavn.framework.gap_showing import Coverage
from nyhavn.framework.sdg import Group
from nyhavn.web.accounts.models import Organisation
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified


class SourceFormat(StrEnum):
    """How a file of official series is made."""

    OPEN_SDG = "open-sdg"
    SDMX_CSV = "sdmx-csv"
    SDMX_ML = "sdmx-ml"


class Source(models.Model):
    """A snapshot of official series of a place, as an office handed it in.

    area: M49 code; place: its name in the office's words. content: the file, until it is read; then empty. published:
    what it shows of each indicator. unknown: columns or series that stand for nothing that we know. read_at: None until
    its job is over. replaced_by: a newer snapshot of the same source by the same office.
    """

    PRIVACY = classified(
        public="uuid organisation area place name licence snapshot_on published unknown replaced_by",
        personal="handed_in_by",
        technical="id format file_name content sha256 job handed_in_at read_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="gap_sources")
    area = models.CharField(max_length=3)
    place = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    licence = models.CharField(max_length=120)
    snapshot_on = models.DateField()
    format = models.CharField(max_length=10, choices=[(one.value, one.value) for one in SourceFormat])
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    published = models.JSONField(default=list)
    unknown = models.JSONField(default=list)
    job = models.UUIDField(null=True)
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    handed_in_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaces")

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["area", "-id"], name="gap_source_area")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(format__in=[one.value for one in SourceFormat]), name="gap_source_format_known"
            ),
            models.CheckConstraint(condition=Q(replaced_by=None) | ~Q(read_at=None), name="gap_source_read_first"),
        ]


class OptIn(models.Model):
    """The coordinator said whether the initiative may stand on the map. Only ever added; the newest row holds.

    area: of the map on which it stands. coverage: whether its figures speak of the whole place or of a part.
    """

    PRIVACY = classified(personal="by", technical="id uuid initiative is_shown area coverage said_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="gap_map_opt_ins")
    is_shown = models.BooleanField()
    area = models.CharField(max_length=3)
    coverage = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Coverage])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["initiative", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(coverage__in=[one.value for one in Coverage]), name="gap_coverage_known"
            ),
        ]


class NationalList(models.Model):
    """An office's own list of indicators for a place: framework.national_indicators. The newest of an office holds."""

    PRIVACY = classified(
        public="uuid organisation area title indicators handed_in_on replaced_by",
        personal="handed_in_by",
        technical="id handed_in_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="national_lists")
    area = models.CharField(max_length=3)
    title = models.CharField(max_length=200)
    indicators = models.JSONField()
    handed_in_on = models.DateField()
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    handed_in_at = models.DateTimeField(auto_now_add=True)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaces")

    class Meta:
        ordering: ClassVar = ["-id"]


class NationalCodes(models.Model):
    """An office's codes for a group that has none in the official structure. The newest for a group holds."""

    PRIVACY = classified(
        public="uuid organisation area group title column codes handed_in_on replaced_by",
        personal="handed_in_by",
        technical="id handed_in_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="national_codes")
    area = models.CharField(max_length=3)
    group = models.CharField(max_length=30, choices=[(one.value, one.value) for one in Group])
    title = models.CharField(max_length=200)
    column = models.CharField(max_length=100)
    codes = models.JSONField()
    handed_in_on = models.DateField()
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    handed_in_at = models.DateTimeField(auto_now_add=True)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaces")

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(group__in=[one.value for one in Group]), name="national_codes_group"),
        ]
