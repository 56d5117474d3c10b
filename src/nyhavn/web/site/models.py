"""What the catalogue searches: a narrow row for each published release, made from it and never more than it says."""

from typing import ClassVar

from django.db import models

from nyhavn.web.pages.classified import classified
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.site.move_models import Move as Move  # Django finds it here


class CatalogueEntry(models.Model):
    """One published release in the catalogue; a job makes it, and it goes when the release is withdrawn or superseded.

    A release itself is far too wide to be searched a hundred thousand times over. text: small letters without accents,
    every word that finds it. topics: titles of indicators, one on each line. sdg: codes of indicators, with blanks.
    """

    PRIVACY = classified(
        derived="release name version title headline summary author place language unit licence issued_at text topics "
        "sdg collected_from collected_to",
        technical="id",
    )

    release = models.OneToOneField(PublicRelease, on_delete=models.CASCADE, related_name="catalogue_entry")
    name = models.CharField(max_length=81, unique=True)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    headline = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    author = models.TextField(blank=True)
    place = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=35)
    unit = models.CharField(max_length=30)
    licence = models.CharField(max_length=120, blank=True)
    issued_at = models.DateTimeField()
    text = models.TextField()
    topics = models.TextField(blank=True)
    sdg = models.TextField(blank=True)
    collected_from = models.DateField(null=True)
    collected_to = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["-issued_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["-issued_at", "-id"], name="catalogue_newest"),
            models.Index(fields=["language", "-issued_at", "-id"], name="catalogue_language"),
            models.Index(fields=["unit", "-issued_at", "-id"], name="catalogue_unit"),
        ]


class CatalogueGoal(models.Model):
    """A Sustainable Development Goal that a release speaks to. issued_at: of the release, so that one index serves."""

    PRIVACY = classified(derived="entry goal issued_at", technical="id")

    entry = models.ForeignKey(CatalogueEntry, on_delete=models.CASCADE, related_name="goals")
    goal = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "goal"], name="catalogue_goal_once")]
        indexes: ClassVar = [models.Index(fields=["goal", "-issued_at"], name="catalogue_goal")]
