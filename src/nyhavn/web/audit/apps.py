"""The Django app "audit"."""

from importlib import import_module

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.audit"
    label = "audit"

    def ready(self) -> None:
        """Say which jobs there are; models can only be imported from here on."""
        import_module("nyhavn.web.audit.jobs")
