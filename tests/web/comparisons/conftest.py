"""Releases and a log of their own for each test."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def own_places(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS, settings.RELEASES, settings.RELEASE_LOG = (tmp_path / name for name in ("keys", "releases", "log"))
    settings.KEYS.mkdir(mode=0o700)
