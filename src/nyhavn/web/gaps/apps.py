"""The Django app "gaps"."""

from importlib import import_module

from django.apps import AppConfig


class GapsConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.gaps"
    label = "gaps"

    def ready(self) -> None:
        """Take the place around an initiative and an organisation; models can only be imported from here on."""
        import_module("nyhavn.web.gaps.jobs")
        import_module("nyhavn.web.gaps.guarding").add_to_work()
