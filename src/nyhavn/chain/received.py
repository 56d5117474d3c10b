"""Contributions that never were a file."""

import pyarrow as pa
import pyarrow.compute as pc

from nyhavn.exchange.incoming.headers import check_headers
from nyhavn.exchange.incoming.spreadsheet import Received
from nyhavn.framework.refusal import refusal

TEXT = (pa.types.is_string, pa.types.is_large_string, pa.types.is_null)  # null: a column in which nobody answered


def received_of(table: pa.Table, *, name: str) -> Received:
    """A table in memory as if it had been read from a file: a text that is empty is no answer.

    name: stands in refusals where a file's name would. Raises ValueError for a column that is not text, and Refusal
    header-empty, header-duplicate, table-without-rows.
    """
    if not all(any(is_kind(column.type) for is_kind in TEXT) for column in table.schema):
        raise ValueError("Contributions are text, as they were given.")
    check_headers(table.column_names, where=name)
    if not table.num_rows:
        raise refusal("table-without-rows", "There are no contributions.", where=name)
    texts = [column.cast(pa.string()) for column in table.columns]
    empty = pa.scalar(None, pa.string())
    columns = [pc.if_else(pc.equal(column, ""), empty, column) for column in texts]
    return Received(pa.table(columns, names=table.column_names), name, "", "")
