"""The Django app "collection"."""

from importlib import import_module

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.collection"
    label = "collection"

    def ready(self) -> None:
        """Put the steps on the way, and say which jobs there are; models can only be imported from here on."""
        for module in (
            "for_board",
            "jobs",
            "held",
            "holdings",
            "key_jobs",
            "import_rows",
            "steps",
            "waiting",
            "withdrawn",
        ):
            import_module(f"nyhavn.web.collection.{module}")
