"""Somebody who owns the database: no trigger stops them from changing the record of what was done."""

from collections.abc import Sequence

from django.db import connection

from nyhavn.web.pages.added_only import triggers_of

TABLES = ("audit_auditrecord", "audit_seal")
STATEMENT = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE name = %s AND tbl_name = %s",
    "postgresql": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = %s AND tgrelid = %s::regclass",
}
_OPENED: dict[tuple[str, str], str] = {}  # the statement that makes a trigger, by table and name


def open_the_tables(tables: Sequence[str] = TABLES) -> None:
    """Take the triggers away, for this test."""
    with connection.cursor() as cursor:
        for table in tables:
            on = "" if connection.vendor == "sqlite" else f' ON "{table}"'
            for name in triggers_of(connection, table):
                cursor.execute(STATEMENT[connection.vendor], [name, table])
                (_OPENED[table, name],) = cursor.fetchone()
                cursor.execute(f'DROP TRIGGER "{name}"{on}')


def close_the_tables() -> None:
    """Put back what a test took away and no transaction brought back."""
    with connection.cursor() as cursor:
        for (table, name), statement in _OPENED.items():
            if name not in triggers_of(connection, table):
                cursor.execute(statement)
    _OPENED.clear()
