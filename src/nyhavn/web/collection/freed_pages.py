"""What a database keeps of bytes that were overwritten, and taking it away as far as it can be.

SQLite overwrites what is freed (`secure_delete`), but its log holds older pages until they are moved into the file and
the log is cut. PostgreSQL keeps old versions of a row until a vacuum, and its log longer: there, only turning the keys
makes them worthless, which it does everywhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection

from nyhavn.framework.refusal import OutsideFault, Reason
from nyhavn.web.collection.wrapped_tables import WRAPPED_TABLES


def wipe_freed_pages() -> None:
    """Call it after a commit that destroyed something, outside of any transaction. Raises OutsideFault "pages-held"."""
    if connection.vendor == "sqlite":
        _cut_log()
        return
    if connection.in_atomic_block:  # PostgreSQL would refuse, and with it everything else in the transaction
        what = "A transaction is open here, so that nothing can be cleaned yet."
        raise OutsideFault(Reason("pages-held", what, "database", "Wait; the work is tried again."))
    with connection.cursor() as cursor:
        for table in WRAPPED_TABLES:
            cursor.execute(f"VACUUM {connection.ops.quote_name(table.model._meta.db_table)}")  # noqa: SLF001


def _cut_log() -> None:
    with connection.cursor() as cursor:
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy = bool(cursor.fetchone()[0])
        except OperationalError:  # another connection reads at this moment
            is_busy = True
    if is_busy:
        what = "Somebody reads the database, so that its log cannot be cut yet."
        raise OutsideFault(Reason("pages-held", what, "database", "Wait; the work is tried again."))


@contextmanager
def brought_to_disk() -> Iterator[None]:
    """What is committed within, and all before it, outlives a power cut. Call it outside of any transaction."""
    if connection.vendor != "sqlite":  # PostgreSQL does so with every commit
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")
