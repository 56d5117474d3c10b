"""The cast, with places of its own for each test."""

from pathlib import Path

import pytest
from pytest_django import Settings

from web.conftest import harbour, quick_passwords, static_files, stranger, village

__all__ = ["harbour", "own_places", "quick_passwords", "static_files", "stranger", "village"]


@pytest.fixture(autouse=True)
def own_places(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS, settings.RELEASES, settings.RELEASE_LOG = (tmp_path / name for name in ("keys", "releases", "log"))
    settings.KEYS.mkdir(mode=0o700)
    settings.MIRROR = tmp_path / "mirror"
