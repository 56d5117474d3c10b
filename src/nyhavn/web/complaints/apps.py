"""The Django app "complaints"."""

from importlib import import_module

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.complaints"
    label = "complaints"

    def ready(self) -> None:
        """Name the jobs, guard decisions, say what releases tell; models can only be imported from here on."""
        for module in ("jobs", "words", "waiting"):
            import_module(f"nyhavn.web.complaints.{module}")
        import_module("nyhavn.web.complaints.guarding").add_to_initiative()
