"""The Django app "needs"."""

from importlib import import_module

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.needs"
    label = "needs"

    def ready(self) -> None:
        """Guard the opening, and take the place around an initiative; models can only be imported from here on."""
        import_module("nyhavn.web.needs.guarding").add_to_initiative()
