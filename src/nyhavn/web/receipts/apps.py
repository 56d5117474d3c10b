"""The Django app "receipts"."""

from importlib import import_module

from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.receipts"
    label = "receipts"

    def ready(self) -> None:
        """Say which jobs there are, what waits for whom, and what a withdrawal leaves; only now are there models."""
        for module in ("holdings", "jobs", "lost_code_waiting", "proof_keys"):
            import_module(f"nyhavn.web.receipts.{module}")
