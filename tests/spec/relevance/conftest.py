"""What stands in front of every test of relevance: a village, its keys, and a browser for whoever signs in."""

from pathlib import Path

import pytest
from pytest_django import Settings

from web import objects
from web.cast import Cast
from web.conftest import harbour, quick_passwords, signed_in, static_files, stranger, village

__all__ = ["harbour", "quick_passwords", "signed_in", "static_files", "stranger", "village"]


@pytest.fixture(autouse=True)
def keys_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.KEYS, settings.RELEASES, settings.RELEASE_LOG = (tmp_path / name for name in ("keys", "releases", "log"))
    settings.KEYS.mkdir(mode=0o700)
    return settings.KEYS


@pytest.fixture
def ready(village: Cast) -> Cast:
    """An open collection, forty contributions and tables."""
    objects.contributions(objects.collection(village), 40)
    objects.tables(village)
    return village
