"""A database that was put back from an older period: what survived opens again, what did not is taken away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils import timezone

from nyhavn.web.collection import keys
from nyhavn.web.collection.models import KeyEpoch
from nyhavn.web.collection.wrapped_tables import AT_ONCE, NO_KEY, WRAPPED_TABLES, Wrapped, WrappedTable, write
from nyhavn.web.initiatives.models import Initiative


@dataclass(frozen=True)
class Applied:
    """How many rows got the key they have today, and how many are gone because theirs is in no place any more."""

    opened: int
    gone: int


def fit(initiative: Initiative, number: int | None, ring: Mapping[UUID, bytes]) -> Applied:
    """Make the rows fit the keys that are here. number: period of the ring. Call it in a transaction."""
    with_key = keys.epochs_with_key(initiative.uuid)
    if not with_key:  # nothing to go by: that the files are missing is said when something is opened
        return Applied(0, 0)
    _check_newest(initiative, with_key[-1])
    epochs = _epochs(initiative, with_key)
    if number is None:
        return Applied(0, 0)
    counts = [_fit_table(table, epochs[number], ring, set(with_key)) for table in WRAPPED_TABLES]
    return Applied(sum(opened for opened, _ in counts), sum(gone for _, gone in counts))


def _check_newest(initiative: Initiative, number: int) -> None:
    """Nothing is taken away because a file was lost. Raises OutsideFault "key-missing"."""
    newer = KeyEpoch.objects.filter(initiative=initiative, number__gt=number, destroyed_at=None).first()
    if newer is not None:
        keys.read(keys.epoch_file(initiative.uuid, newer.number))


def _epochs(initiative: Initiative, with_key: list[int]) -> dict[int, KeyEpoch]:
    """The periods as the folder of keys has them: the newest is current, those without a file are destroyed."""
    now, newest = timezone.now(), with_key[-1]
    found = KeyEpoch.objects.filter(initiative=initiative)
    found.filter(ended_at=None).exclude(number=newest).update(ended_at=now)
    found.exclude(number__in=with_key).filter(destroyed_at=None).update(destroyed_at=now)
    for number in with_key:
        check = keys.check_of(keys.read(keys.epoch_file(initiative.uuid, number)))
        ended = None if number == newest else now
        found.get_or_create(number=number, defaults={"initiative": initiative, "key_check": check, "ended_at": ended})
    return {epoch.number: epoch for epoch in found.filter(number__in=with_key)}


def _fit_table(table: WrappedTable, into: KeyEpoch, ring: Mapping[UUID, bytes], with_key: set[int]) -> tuple[int, int]:
    """How many were opened and how many are gone."""
    shut = table.rows.filter(epoch__initiative=into.initiative).exclude(epoch__number__in=with_key)
    shut = shut.exclude(wrapped_key=NO_KEY).order_by("id")
    opened, gone = 0, 0
    for rows in _in_batches(shut.values_list("id", "uuid")):
        kept = [Wrapped(id_, uuid, ring[uuid]) for id_, uuid in rows if uuid in ring]
        write(table, into, kept)
        opened += len(kept)
        gone += table.lose(table.rows.filter(id__in=[id_ for id_, uuid in rows if uuid not in ring]))
    return opened, gone


def _in_batches(found: Any) -> Iterator[list[tuple[int, UUID]]]:
    """All of them, read before anything is changed."""
    rows = iter(list(found))
    while batch := list(islice(rows, AT_ONCE)):
        yield batch
