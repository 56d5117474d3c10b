"""What stands in front of every test of decisions: a village, its keys, an authority, and a browser to sign in with."""

from pathlib import Path

import pytest
from pytest_django import Settings

from web import asking_authorities as asking
from web.conftest import harbour, quick_passwords, signed_in, static_files, stranger, village

__all__ = ["harbour", "quick_passwords", "signed_in", "static_files", "stranger", "village"]


@pytest.fixture(autouse=True)
def keys_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.KEYS, settings.RELEASES, settings.RELEASE_LOG = (tmp_path / name for name in ("keys", "releases", "log"))
    settings.KEYS.mkdir(mode=0o700)
    return settings.KEYS


@pytest.fixture
def ministry(db: None) -> asking.Authority:
    """An authority with a page on this site."""
    return asking.authority()
