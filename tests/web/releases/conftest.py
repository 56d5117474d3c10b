"""Keys, releases and a log of their own for each test, and a village that has everything a run needs."""

from pathlib import Path

import pytest
from pytest_django import Settings

from web import objects
from web.cast import Cast


@pytest.fixture(autouse=True)
def own_places(settings: Settings, tmp_path: Path) -> None:
    names = ("keys", "releases", "log", "packages")
    settings.KEYS, settings.RELEASES, settings.RELEASE_LOG, settings.PACKAGES = (tmp_path / name for name in names)
    settings.KEYS.mkdir(mode=0o700)


@pytest.fixture
def ready(village: Cast) -> Cast:
    """The village with an open collection, forty contributions, and tables: a run may start."""
    objects.contributions(objects.collection(village), 40)
    objects.tables(village)
    return village
