"""Somebody who contributed and kept a receipt, for tests of any folder."""

from dataclasses import dataclass

from nyhavn.web.collection.models import Collection, Contribution
from nyhavn.web.collection.receipts import receipt_hash, words_for
from web import objects


@dataclass(frozen=True)
class Person:
    """A person with a receipt."""

    contribution: Contribution
    words: str
    collection: Collection


def holder(collection: Collection, secret: bytes = b"somebody's secret") -> Person:
    """Somebody answered, and keeps seven words in the head."""
    words = " ".join(words_for(secret))
    return Person(objects.contribution(collection, receipt=receipt_hash(words)), words, collection)
