"""The Django app "pages"."""

from django.apps import AppConfig

from nyhavn.web.pages.catalogues import compile_all


class PagesConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.pages"
    label = "pages"

    def ready(self) -> None:
        """The translations that come with Nyhavn are made readable at every start."""
        compile_all()
