"""Releases and a log of their own for each test; a village with something published."""

from pathlib import Path

import pytest
from pytest_django import Settings

from nyhavn.web.releases.models import PublicRelease
from web.cast import Cast
from web.site.in_public import publish


@pytest.fixture(autouse=True)
def own_places(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS, settings.RELEASES, settings.RELEASE_LOG = (tmp_path / name for name in ("keys", "releases", "log"))
    settings.KEYS.mkdir(mode=0o700)


@pytest.fixture
def services(village: Cast) -> PublicRelease:
    """The release of the example initiative, published by the village."""
    return publish(village)
