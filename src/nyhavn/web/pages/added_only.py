"""Tables whose rows are only ever added, held by the database itself: no code, and no hand at a console, changes
or deletes a row by accident.

A trigger refuses what must not be. SQLite drops the triggers of a table that Django rebuilds, so every later migration
that changes such a table ends with `only_added` again; a test compares the tables with their triggers.
"""

from collections.abc import Iterator, Sequence

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

SAYS, DELETED = "rows of this table are only added", "deleted"
_REFUSE = """CREATE OR REPLACE FUNCTION nyhavn_only_added() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'rows of this table are only added'; END $$"""


def only_added(
    table: str, *, may_change: Sequence[str] = (), may_empty: Sequence[str] = (), may_delete: bool = False
) -> RunPython:
    """The migration step after which the database refuses to change or delete rows of a table.

    may_change: columns that may be written again. may_empty: columns that may be set to NULL, and to nothing else.
    may_delete: whole rows may go, because they go with the person.
    A table that has such triggers gets new ones. PostgreSQL's TRUNCATE is not refused: it needs the right of the
    owner, and tests empty tables with it.
    """

    def guard(_: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        _unguard(editor, table)
        for name, statement in _statements(editor.connection, table, may_change, may_empty):
            if name != DELETED or not may_delete:
                editor.execute(statement)

    def unguard(_: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        _unguard(editor, table)

    return RunPython(guard, unguard)


def triggers_of(connection: BaseDatabaseWrapper, table: str) -> frozenset[str]:
    """The names of the triggers that stand on a table."""
    where = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(where, [table])
        return frozenset(name for (name,) in cursor.fetchall())


def _unguard(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    on = "" if editor.connection.vendor == "sqlite" else f" ON {editor.quote_name(table)}"
    for name in sorted(triggers_of(editor.connection, table)):
        if name.startswith(f"{table}_never_"):
            editor.execute(f"DROP TRIGGER {editor.quote_name(name)}{on}")


def _statements(
    connection: BaseDatabaseWrapper, table: str, may_change: Sequence[str], may_empty: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """What each statement refuses, "" for what they need, and the statement."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    unknown = sorted({*may_change, *may_empty} - set(columns))
    if unknown:
        raise ValueError(f"{table} has no column {', '.join(unknown)}")
    fixed = ", ".join(quote(name) for name in columns if name not in {*may_change, *may_empty})
    if connection.vendor == "postgresql":
        yield "", _REFUSE
    yield DELETED, _trigger(connection, table, DELETED, "DELETE")
    yield "changed", _trigger(connection, table, "changed", f"UPDATE OF {fixed}")
    for name in may_empty:
        differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
        when = f"NEW.{quote(name)} IS NOT NULL AND NEW.{quote(name)} {differs} OLD.{quote(name)}"
        yield name, _trigger(connection, table, f"refilled_{name}", f"UPDATE OF {quote(name)}", when)


def _trigger(connection: BaseDatabaseWrapper, table: str, name: str, event: str, when: str = "") -> str:
    """One trigger before an event on each row."""
    quote = connection.ops.quote_name
    refuses = (
        f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        if connection.vendor == "sqlite"
        else "EXECUTE FUNCTION nyhavn_only_added()"
    )
    condition = f" WHEN ({when})" if when else ""
    on = f"BEFORE {event} ON {quote(table)} FOR EACH ROW{condition}"
    return f"CREATE TRIGGER {quote(f'{table}_never_{name}')} {on} {refuses}"
