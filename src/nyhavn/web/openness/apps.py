"""The Django app "openness"."""

from importlib import import_module

from django.apps import AppConfig


class OpennessConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.openness"
    label = "openness"

    def ready(self) -> None:
        """Guard what goes out, and take the place around an initiative; models can only be imported from here on."""
        import_module("nyhavn.web.openness.jobs")
        import_module("nyhavn.web.openness.guarding").add_to_initiative()
