"""The Django app "accounts"."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Say which jobs there are; models can only be imported from here on."""
        import_module("nyhavn.web.accounts.jobs")
