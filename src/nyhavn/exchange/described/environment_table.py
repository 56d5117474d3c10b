"""A self-assessment that is closed, as a table: JSON for programs, CSV for spreadsheets. The same rows in both."""

import json
from dataclasses import asdict

from nyhavn.exchange.spreadsheet_text import csv_table
from nyhavn.framework.environment_reading import Readable
from nyhavn.framework.environment_table import COLUMNS, table_rows
from nyhavn.framework.refusal import refusal

SCHEMA = "nyhavn-environment-table-1"
NOTICE = "Answers of groups to statements. Nothing is added up, and places are not put beside each other."


def check_export(found: Readable) -> None:
    """Whether this may leave as a file. Raises Refusal "environment-not-closed"."""
    if not found.is_closed:
        what = "This self-assessment is not closed yet."
        raise refusal("environment-not-closed", what, do="Wait until it is closed.")


def environment_json(found: Readable) -> bytes:
    """A table as JSON, UTF-8: schema, notice, whose answers are not in it, columns, rows. Every cell is text.

    Raises Refusal "environment-not-closed".
    """
    check_export(found)
    content = {
        "schema": SCHEMA,
        "notice": NOTICE,
        "unpublished": found.unread,
        "dropped": dict(found.assessment.edition.dropped),
        "columns": COLUMNS,
        "rows": [asdict(row) for row in table_rows(found)],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def environment_csv(found: Readable) -> bytes:
    """The rows as CSV with a header: UTF-8 with its mark, which spreadsheets need to read letters outside English.

    A text that a spreadsheet would run has an apostrophe before it. Raises Refusal "environment-not-closed".
    """
    check_export(found)
    return csv_table((COLUMNS, *(tuple(asdict(row).values()) for row in table_rows(found))))
