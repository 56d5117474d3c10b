"""The Django app "consent"."""

from importlib import import_module

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.consent"
    label = "consent"

    def ready(self) -> None:
        """Put the step on the way; models can only be imported from here on."""
        import_module("nyhavn.web.consent.steps")
