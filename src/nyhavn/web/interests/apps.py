"""The Django app "interests"."""

from importlib import import_module

from django.apps import AppConfig


class InterestsConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.interests"
    label = "interests"

    def ready(self) -> None:
        """Guard decisions, and take the place around an initiative; models can only be imported from here on."""
        import_module("nyhavn.web.interests.guarding").add_to_initiative()
