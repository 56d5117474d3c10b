"""The Django app "instruments"."""

from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    """Where the app stands."""

    name = "nyhavn.web.instruments"
    label = "instruments"
