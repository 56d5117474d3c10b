"""The Django app "languages"."""

from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.languages"
    label = "languages"
