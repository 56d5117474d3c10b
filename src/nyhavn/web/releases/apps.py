"""The Django app "releases"."""

from importlib import import_module

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.releases"
    label = "releases"

    def ready(self) -> None:
        """Name the jobs and fill the registries; models can only be imported from here on."""
        for name in ("jobs", "vintage_jobs", "for_board", "withdrawn", "holdings", "harm_review", "validation"):
            import_module(f"nyhavn.web.releases.{name}")
        import_module("nyhavn.web.releases.way").add_to_way()
