"""The Django app "material"."""

from importlib import import_module

from django.apps import AppConfig


class MaterialConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.material"
    label = "material"

    def ready(self) -> None:
        """Name the job, fill the registries, take the place around an initiative; models come only from here on."""
        for module in ("jobs", "sealed_table", "withdrawn", "holdings", "place"):
            import_module(f"nyhavn.web.material.{module}")
