"""The Django app "site"."""

from importlib import import_module

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.site"
    label = "site"

    def ready(self) -> None:
        """Say which jobs there are; models can only be imported from here on."""
        import_module("nyhavn.web.site.jobs")
        catalogue = import_module("nyhavn.web.site.catalogue")
        import_module("nyhavn.web.collection.community_credit").when_community_changes(catalogue.index_again)
