"""The Django app "production"."""

from importlib import import_module

from django.apps import AppConfig


class ProductionConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.production"
    label = "production"

    def ready(self) -> None:
        """Name the jobs and fill the registries; models can only be imported from here on."""
        import_module("nyhavn.web.production.identity_said")
        import_module("nyhavn.web.production.jobs")
        import_module("nyhavn.web.production.remedy_jobs")
        import_module("nyhavn.web.production.why_decided")
        import_module("nyhavn.web.production.withdrawn")
        import_module("nyhavn.web.production.risk_on_record")
        import_module("nyhavn.web.production.needs_on_record")
        handovers = import_module("nyhavn.web.production.handovers")
        import_module("nyhavn.web.accounts.membership").add_watcher(handovers.WATCHER)
        import_module("nyhavn.web.production.holdings")
        import_module("nyhavn.web.production.way").add_to_way()
