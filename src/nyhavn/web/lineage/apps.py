"""The Django app "lineage"."""

from importlib import import_module

from django.apps import AppConfig


class LineageConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.lineage"
    label = "lineage"

    def ready(self) -> None:
        """Say which jobs there are; models can only be imported from here on."""
        for name in ("certificates", "own_holdings", "replaying", "retention", "steps", "walk"):
            import_module(f"nyhavn.web.lineage.{name}")
