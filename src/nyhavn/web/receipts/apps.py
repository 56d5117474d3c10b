"""The Django app "receipts"."""

from importlib import import_module

from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.receipts"
    label = "receipts"

    def ready(self) -> None:
        """Say which jobs there are; models can only be imported from here on."""
        import_module("nyhavn.web.receipts.jobs")
