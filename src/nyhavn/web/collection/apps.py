"""The Django app "collection"."""

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.collection"
    label = "collection"
