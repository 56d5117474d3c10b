"""A table whose rows are only added says no to everything else, by itself."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from nyhavn.web.pages.added_only import SAYS, only_added, triggers_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def said() -> Iterator[None]:
    """A table of what was said, with one row. `seal` may be set later, `salt` may be emptied."""
    run("CREATE TABLE kept (id integer PRIMARY KEY, said text NOT NULL, seal integer, salt text)")
    try:
        with connection.schema_editor() as editor:
            only_added("kept", may_change=["seal"], may_empty=["salt"]).code(apps, editor)
        run("INSERT INTO kept VALUES (1, 'yes', NULL, 'pepper')")
        yield
    finally:
        run("DROP TABLE kept")


def run(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


def rows() -> list[tuple[Any, ...]]:
    return run("SELECT said, seal, salt FROM kept ORDER BY id")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kept SET said = 'no'",
        "UPDATE kept SET said = 'no', seal = 1",
        "UPDATE kept SET id = 2",
        "UPDATE kept SET salt = 'sugar'",
        "DELETE FROM kept",
        "DELETE FROM kept WHERE id = 1",
    ],
)
def test_what_was_said_is_neither_changed_nor_deleted(said: None, statement: str) -> None:
    with pytest.raises(DatabaseError, match=SAYS), transaction.atomic():
        run(statement)
    assert rows() == [("yes", None, "pepper")]


def test_rows_are_added_sealed_and_emptied_where_that_is_meant(said: None) -> None:
    run("INSERT INTO kept VALUES (2, 'no', NULL, NULL)")
    run("UPDATE kept SET seal = 7")
    run("UPDATE kept SET salt = NULL WHERE id = 1")
    assert rows() == [("yes", 7, None), ("no", 7, None)]


def test_a_table_that_is_guarded_again_is_guarded_once(said: None) -> None:
    before = triggers_of(connection, "kept")
    with connection.schema_editor() as editor:
        only_added("kept", may_change=["seal", "salt"]).code(apps, editor)
    run("UPDATE kept SET salt = 'sugar'")
    assert triggers_of(connection, "kept") == before - {"kept_never_refilled_salt"}
    with pytest.raises(DatabaseError, match=SAYS):
        run("DELETE FROM kept")


def test_a_column_that_is_not_there_is_a_mistake_of_whoever_writes_the_migration(said: None) -> None:
    with pytest.raises(ValueError, match="no column sael"), connection.schema_editor() as editor:
        only_added("kept", may_change=["sael"]).code(apps, editor)


def test_what_was_guarded_can_be_taken_back_with_its_migration(said: None) -> None:
    undo = only_added("kept").reverse_code
    assert undo is not None
    with connection.schema_editor() as editor:
        undo(apps, editor)
    run("DELETE FROM kept")
    assert rows() == []
