"""The Django app "consent"."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.consent"
    label = "consent"
