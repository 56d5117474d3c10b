"""The Django app "audit"."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.audit"
    label = "audit"
