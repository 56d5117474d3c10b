"""The Django app "fitness"."""

from importlib import import_module

from django.apps import AppConfig


class FitnessConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.fitness"
    label = "fitness"

    def ready(self) -> None:
        """Say what waits, and stand among the parts of an initiative; models can only be imported from here on."""
        import_module("nyhavn.web.fitness.waiting")
        import_module("nyhavn.web.fitness.guarding").add_to_initiative()
