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
        guards = import_module("nyhavn.web.initiatives.guards")
        standing = import_module("nyhavn.web.site.moving.standing")
        guards.add_guard("moving", guards.Act, standing.guard)
        import_module("nyhavn.web.pages.operations").check_before_operations(standing.check_operation)
        shown = import_module("nyhavn.web.site.shown_release").shown_content
        import_module("nyhavn.web.fitness.reading_releases").read_releases_with(shown)
        catalogue = import_module("nyhavn.web.site.catalogue")
        import_module("nyhavn.web.collection.community_credit").when_community_changes(catalogue.index_again)
