"""Every table with wrapped keys, and wrapping them anew. A later stage adds its own when it starts.

A test compares the tables with the models that have such keys.
Statements are written out here and nowhere else: the ORM updates a hundred thousand rows with a value of their own
each ten times slower than the driver does.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.db import connection, models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from nyhavn.web.collection.models import BatchState, Contribution, ImportBatch, KeyEpoch, PracticeRecord

AT_ONCE = 2_000  # rows in one transaction: others can write in between
NO_KEY = b""


@dataclass(frozen=True)
class WrappedTable:
    """A table whose rows have `uuid`, `epoch` and `wrapped_key`.

    lose: what becomes of rows whose key is in no place any more, after an old database was put back; how many.
    """

    code: str
    model: type[models.Model]
    lose: Callable[["QuerySet[Any]"], int]

    @property
    def rows(self) -> "QuerySet[Any]":
        """All of them, also those that other queries hide."""
        return self.model._base_manager.all()  # noqa: SLF001 (the one manager that hides nothing)

    def under(self, epoch: KeyEpoch) -> "QuerySet[Any]":
        """Those that this period's key opens."""
        return self.rows.filter(epoch=epoch).exclude(wrapped_key=NO_KEY)


class Wrapped(NamedTuple):
    """The wrapped key of one row."""

    id: int
    uuid: UUID
    key: bytes


_TABLES: dict[str, WrappedTable] = {}


def add_wrapped_table(table: WrappedTable) -> None:
    """From now on its keys turn with the others."""
    _TABLES[table.code] = table


def wrapped_tables() -> tuple[WrappedTable, ...]:
    """All of them, in the order added."""
    return tuple(_TABLES.values())


def tables_with_receipts() -> tuple[WrappedTable, ...]:
    """Those whose rows somebody comes back to with a code."""
    return tuple(table for table in wrapped_tables() if hasattr(table.model, "receipt"))


def count_under(epoch: KeyEpoch) -> int:
    """How many wrapped keys this period's key opens."""
    return sum(table.under(epoch).count() for table in wrapped_tables())


def wrap_some(epoch: KeyEpoch, into: KeyEpoch, old: bytes, new: bytes) -> int:
    """Wrap the keys of some rows anew, in one transaction; how many. 0: none is left under that period."""
    for table in wrapped_tables():
        with transaction.atomic():
            held = table.under(epoch).select_for_update(of=("self",), no_key=True).order_by("id")
            rows = [Wrapped(id_, uuid, bytes(key)) for id_, uuid, key in _columns(held)[:AT_ONCE]]
            if rows:
                write(table, into, [_anew(row, old, new) for row in rows])
                return len(rows)
    return 0


def wrapped_under(epoch: KeyEpoch) -> Iterator[tuple[UUID, bytes]]:
    """Uuid and wrapped key of everything that this period's key opens."""
    for table in wrapped_tables():
        for _, uuid, key in _columns(table.under(epoch)).iterator(chunk_size=10_000):
            yield uuid, bytes(key)


def _columns(found: "QuerySet[Any]") -> "QuerySet[Any, tuple[int, UUID, bytes]]":
    return found.values_list("id", "uuid", "wrapped_key")


def write(table: WrappedTable, into: KeyEpoch, rows: Sequence[Wrapped]) -> None:
    """Write wrapped keys and their period. Call it in a transaction that holds the rows."""
    name, quoted = table.model._meta.db_table, connection.ops.quote_name  # noqa: SLF001 (Django documents it)
    statement = f"UPDATE {quoted(name)} SET wrapped_key = %s, epoch_id = %s WHERE id = %s"  # noqa: S608 (our own name)
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(row.key, into.pk, row.id) for row in rows])


def opens_some(epoch: KeyEpoch, key: bytes) -> bool:
    """Whether the key opens at least one row under its period, or there is none."""
    found = [row for table in wrapped_tables() for row in _columns(table.under(epoch))[:AT_ONCE]]
    rows = [Wrapped(id_, uuid, bytes(wrapped)) for id_, uuid, wrapped in found]
    return not rows or any(_anew(row, key, key) is not row for row in rows)


def _anew(row: Wrapped, old: bytes, new: bytes) -> Wrapped:
    """Under the new key. A row that was tampered with opens with no key: it goes along as it is, and stays shut."""
    try:
        return row._replace(key=aes_key_wrap(new, aes_key_unwrap(old, row.key)))
    except (InvalidUnwrap, ValueError):
        return row


def _delete(found: "QuerySet[Any]") -> int:
    return sum(1 for row in list(found) if row.delete())


def _give_up(found: "QuerySet[ImportBatch]") -> int:
    """A file that opens no more stays as an empty row: rows of it may have survived."""
    return found.update(sealed_file=b"", wrapped_key=b"", state=BatchState.GIVEN_UP, finished_at=timezone.now())


add_wrapped_table(WrappedTable("contribution", Contribution, _delete))
add_wrapped_table(WrappedTable("practice", PracticeRecord, _delete))
add_wrapped_table(WrappedTable("import-file", ImportBatch, _give_up))
