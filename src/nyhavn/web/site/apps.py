"""The Django app "site"."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.site"
    label = "site"
