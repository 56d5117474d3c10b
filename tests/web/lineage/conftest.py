"""Keys and a mirror of their own for each test."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def folders_outside(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS, settings.MIRROR = tmp_path / "keys", tmp_path / "mirror"
    settings.KEYS.mkdir(mode=0o700)
