"""The village of the web tests, with keys of its own for each test."""

from pathlib import Path

import pytest
from pytest_django import Settings

from web.cast import Cast, cast


@pytest.fixture(autouse=True)
def keys_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.KEYS = tmp_path / "keys"
    settings.KEYS.mkdir(mode=0o700)
    return settings.KEYS


@pytest.fixture
def village(db: None) -> Cast:
    return cast()


@pytest.fixture
def harbour(db: None) -> Cast:
    return cast("harbour-noise", "harbour.example")
