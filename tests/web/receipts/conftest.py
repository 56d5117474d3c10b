"""A place of its own for the keys of each test, and somebody with a receipt."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from nyhavn.web.collection.models import Collection, Contribution
from nyhavn.web.collection.receipts import receipt_hash, words_for
from web import objects
from web.cast import Cast
from web.visitors import Visitor

SECRET = b"somebody's secret"


@pytest.fixture(autouse=True)
def keys_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.KEYS = tmp_path / "keys"
    settings.KEYS.mkdir(mode=0o700)
    return settings.KEYS


@dataclass(frozen=True)
class Person:
    """Somebody who contributed and kept a receipt."""

    contribution: Contribution
    words: str
    collection: Collection

    def comes(self, client: Client | None = None, words: str = "") -> Visitor:
        """Opens the door with the receipt, on a device of its own."""
        visitor = Visitor(client or Client(), "/mine/").open()
        visitor.say({"code": words or self.words}, "", "")
        return visitor


@pytest.fixture
def collection(village: Cast) -> Collection:
    return objects.collection(village)


@pytest.fixture
def amina(collection: Collection) -> Person:
    """Amina answered in the village and keeps seven words in her head."""
    words = " ".join(words_for(SECRET))
    kept = objects.contribution(collection, receipt=receipt_hash(words))
    return Person(kept, words, collection)
