"""Words that somebody told in confidence, and those of what was done about it: sealed under a key of their own.

Incidents and complaints keep them so. What was done is sealed beside, under the same key: it opens with the words, and
is gone with them.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from nyhavn.framework.refusal import OutsideFault, Refusal
from nyhavn.web.collection import vault
from nyhavn.web.collection.epochs import current_epoch
from nyhavn.web.collection.models import KeyEpoch
from nyhavn.web.collection.shredding import WIPE_JOB, schedule_turn
from nyhavn.web.collection.vault import Answers, Place, Sealed
from nyhavn.web.collection.wrapped_tables import NO_KEY
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.actions import enqueue

if TYPE_CHECKING:
    from django.db.models import QuerySet

DESTROYED: Mapping[str, object] = {"sealed": b"", "wrapped_key": NO_KEY}
"""What a row holds once its words are gone."""


class Told(Protocol):
    """A row with words, in a table of `wrapped_tables`."""

    uuid: UUID
    initiative: Initiative
    epoch: KeyEpoch
    sealed: bytes | memoryview
    wrapped_key: bytes | memoryview


def seal_told(told: Told, words: Answers) -> None:
    """Put words into a row that is not saved yet. Call it in the transaction that saves it."""
    told.epoch = current_epoch(told.initiative)
    made = vault.seal(_place(told), words)
    told.sealed, told.wrapped_key = made.blob, made.wrapped_key


def sealed_beside(told: Told, on: UUID, words: Answers) -> bytes:
    """Words for another row, under the same key; nothing where that is destroyed. on: uuid of that row."""
    return vault.seal_beside(_place(told), _sealed(told), on, words) if _has_key(told) else b""


def words_told(told: Told) -> Answers:
    """What was told; empty where it was destroyed. Raises OutsideFault "key-missing"."""
    return _opened(lambda: vault.open_one(_place(told), _sealed(told))) if _has_key(told) else {}


def words_beside(told: Told, on: UUID, blob: bytes | memoryview) -> Answers:
    """What was sealed beside it; empty where it was destroyed. Raises OutsideFault "key-missing"."""
    if not blob or not _has_key(told):
        return {}
    return _opened(lambda: vault.open_beside(_place(told), _sealed(told), on, bytes(blob)))


def destroy_words(told: "QuerySet[Any]", beside: "QuerySet[Any]", initiative: Initiative, **also: object) -> None:
    """Destroy words of an initiative, and what was sealed beside them. Call it in a transaction.

    also: what else is emptied in their rows.
    """
    beside.update(sealed=b"")
    told.update(**DESTROYED, **also)
    schedule_turn(initiative)
    enqueue(WIPE_JOB)


def _opened(read: Callable[[], Answers]) -> Answers:
    try:
        return read()
    except OutsideFault:
        raise
    except Refusal:  # changed or moved in the database: the rest can still be acted on
        return {}


def _has_key(told: Told) -> bool:
    return bytes(told.wrapped_key) != NO_KEY


def _sealed(told: Told) -> Sealed:
    return Sealed(bytes(told.sealed), bytes(told.wrapped_key))


def _place(told: Told) -> Place:
    return Place(told.initiative.uuid, told.epoch.number, told.uuid)
