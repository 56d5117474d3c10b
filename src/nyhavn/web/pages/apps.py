"""The Django app "pages"."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.pages"
    label = "pages"
