"""The Django app "agreements"."""

from importlib import import_module

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.agreements"
    label = "agreements"

    def ready(self) -> None:
        """Name the jobs, say what withdrawals reach and what waits; models can only be imported from here on."""
        for module in ("jobs", "withdrawn", "waiting"):
            import_module(f"nyhavn.web.agreements.{module}")
        import_module("nyhavn.web.agreements.guarding").add_to_ways()
