"""The Django app "jobs"."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.jobs"
    label = "jobs"
