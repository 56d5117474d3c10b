"""The Django app "safety"."""

from importlib import import_module

from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.safety"
    label = "safety"

    def ready(self) -> None:
        """Put guards before acts and the page among the others; models can only be imported from here on."""
        for module in ("guards", "steps"):
            import_module(f"nyhavn.web.safety.{module}")
