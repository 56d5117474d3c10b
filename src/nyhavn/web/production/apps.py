"""The Django app "production"."""

from django.apps import AppConfig


class ProductionConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.production"
    label = "production"
