"""A village with keys of its own."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from pytest_django import Settings

from web.cast import Cast, cast


@pytest.fixture(autouse=True)
def own_keys(settings: Settings, tmp_path: Path) -> Path:
    settings.KEYS = tmp_path / "keys"
    settings.KEYS.mkdir(mode=0o700)
    settings.RELEASES, settings.RELEASE_LOG = tmp_path / "releases", tmp_path / "site-log"
    cache.clear()
    return settings.KEYS


@pytest.fixture
def village(transactional_db: None) -> Cast:
    return cast()


@pytest.fixture(scope="session", autouse=True)
def collected_static_files() -> None:
    """Style sheets stand where a server expects them."""
    call_command("collectstatic", interactive=False, verbosity=0)
