"""The Django app "accounts"."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.accounts"
    label = "accounts"
