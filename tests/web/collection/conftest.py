"""Keys of their own for each test."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def keys_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.KEYS = tmp_path / "keys"
    settings.KEYS.mkdir(mode=0o700)
    return settings.KEYS
