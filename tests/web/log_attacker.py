"""Somebody who owns the database: no trigger stops them from changing the record of what was done."""

from django.db import connection

from nyhavn.web.pages.added_only import triggers_of

TABLES = ("audit_auditrecord", "audit_seal")


def open_the_tables() -> None:
    """Take the triggers away, for this test."""
    with connection.cursor() as cursor:
        for table in TABLES:
            on = "" if connection.vendor == "sqlite" else f' ON "{table}"'
            for name in triggers_of(connection, table):
                cursor.execute(f'DROP TRIGGER "{name}"{on}')
