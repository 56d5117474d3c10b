"""The Django app "incidents"."""

from importlib import import_module

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.incidents"
    label = "incidents"

    def ready(self) -> None:
        """Name the jobs and what waits for whom; models can only be imported from here on."""
        for module in ("jobs", "words", "waiting"):
            import_module(f"nyhavn.web.incidents.{module}")
