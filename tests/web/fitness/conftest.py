"""Keys, releases and a log of their own for each test, and a village that has everything a run needs."""

from pathlib import Path

import pytest
from pytest_django import Settings

from nyhavn.web.releases.models import PublicRelease
from web import judging, objects, publishing
from web.cast import Cast
from web.judging import Office


@pytest.fixture(autouse=True)
def own_places(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS, settings.RELEASES, settings.RELEASE_LOG = (tmp_path / name for name in ("keys", "releases", "log"))
    settings.KEYS.mkdir(mode=0o700)


@pytest.fixture
def ready(village: Cast) -> Cast:
    """The village with an open collection, forty contributions, and tables: a run may start."""
    objects.contributions(objects.collection(village), 40)
    objects.tables(village)
    return village


@pytest.fixture
def release(ready: Cast) -> PublicRelease:
    """A published release of the village."""
    return publishing.published(ready)


@pytest.fixture
def office(db: None) -> Office:
    """A statistics office that has no part in it."""
    return judging.office()


@pytest.fixture
def institution(db: None) -> Office:
    """A human-rights institution that has no part in it."""
    return judging.institution()
