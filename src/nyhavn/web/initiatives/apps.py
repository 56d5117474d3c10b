"""The Django app "initiatives"."""

from importlib import import_module

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.initiatives"
    label = "initiatives"

    def ready(self) -> None:
        """Fill the registries; models can only be imported from here on."""
        first = import_module("nyhavn.web.initiatives.first_steps")
        first.add_first_steps()
        first.add_first_parts()
        people = import_module("nyhavn.web.initiatives.people")
        import_module("nyhavn.web.accounts.membership").add_watcher(people.WATCHER)
