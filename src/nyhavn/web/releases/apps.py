"""The Django app "releases"."""

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.releases"
    label = "releases"
