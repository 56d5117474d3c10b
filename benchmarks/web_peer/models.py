"""The one table."""

from django.db import models


class Dataset(models.Model):
    """A data set with what its page says."""

    name = models.SlugField(max_length=81, unique=True)
    title = models.CharField(max_length=300)
    summary = models.TextField()
    place = models.CharField(max_length=300)
    licence = models.CharField(max_length=120)
    issued_at = models.DateTimeField()
