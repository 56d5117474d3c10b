"""The Django app "initiatives"."""

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.initiatives"
    label = "initiatives"
