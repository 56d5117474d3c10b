"""The Django app "receipts"."""

from importlib import import_module

from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.receipts"
    label = "receipts"

    def ready(self) -> None:
        """Say which jobs there are, and what a withdrawal leaves; models can only be imported from here on."""
        for module in ("jobs", "proof_keys"):
            import_module(f"nyhavn.web.receipts.{module}")
