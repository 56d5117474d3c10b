"""The cast of the web tests, with keys of its own for each test."""

from pathlib import Path

import pytest
from pytest_django import Settings

from web.collection.conftest import keys_folder
from web.conftest import harbour, quick_passwords, static_files, stranger, village

__all__ = ["drawer", "harbour", "keys_folder", "quick_passwords", "static_files", "stranger", "village"]


@pytest.fixture
def drawer(settings: Settings, tmp_path: Path) -> Path:
    """A folder for the second copy of the keys."""
    settings.ESCROW = tmp_path / "drawer"
    settings.ESCROW.mkdir()
    return settings.ESCROW
