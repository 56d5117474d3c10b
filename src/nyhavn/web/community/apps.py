"""The Django app "community"."""

from importlib import import_module

from django.apps import AppConfig


class CommunityConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.community"
    label = "community"

    def ready(self) -> None:
        """Guard the acts that a community can stop, and put the page among the others; models load from here on."""
        for name in ("guarding", "leaving", "waiting_for_board"):
            import_module(f"nyhavn.web.community.{name}")
