"""The Django app "instruments"."""

from importlib import import_module

from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.instruments"
    label = "instruments"

    def ready(self) -> None:
        """Put the steps on the way; models can only be imported from here on."""
        import_module("nyhavn.web.instruments.steps")
