"""A place of its own for the keys of each test, and somebody with a receipt."""

from pathlib import Path

import pytest
from pytest_django import Settings

from nyhavn.web.collection.models import Collection
from web import objects
from web.cast import Cast
from web.receipt_holders import Person, holder


@pytest.fixture(autouse=True)
def keys_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.KEYS = tmp_path / "keys"
    settings.KEYS.mkdir(mode=0o700)
    return settings.KEYS


@pytest.fixture
def collection(village: Cast) -> Collection:
    return objects.collection(village)


@pytest.fixture
def amina(collection: Collection) -> Person:
    """Amina answered in the village and keeps seven words in her head."""
    return holder(collection)
