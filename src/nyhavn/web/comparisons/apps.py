"""The Django app "comparisons"."""

from importlib import import_module

from django.apps import AppConfig


class ComparisonsConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.comparisons"
    label = "comparisons"

    def ready(self) -> None:
        """Take the place around an initiative; models can only be imported from here on."""
        import_module("nyhavn.web.comparisons.around").add_to_initiative()
