"""The Django app "commitments"."""

from importlib import import_module

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.commitments"
    label = "commitments"

    def ready(self) -> None:
        """Name the jobs, say what waits and what releases tell; models can only be imported from here on."""
        for module in ("jobs", "waiting"):
            import_module(f"nyhavn.web.commitments.{module}")
        import_module("nyhavn.web.commitments.around").add_to_others()
