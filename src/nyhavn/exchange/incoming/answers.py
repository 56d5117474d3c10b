"""From received columns to canonical answers: one column per question, stable codes."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from nyhavn.exchange.incoming.dictionary import Reading
from nyhavn.exchange.incoming.spreadsheet import Received
from nyhavn.framework.instrument import Instrument


@dataclass(frozen=True)
class Answers:
    """Canonical answers of one sheet.

    table: one string column per question found, named by the question, in the instrument's order; blank is null.
    unmatched: received columns that belong to no question. absent: questions without a column.
    warnings: plain sentences with counts, never an answer.
    """

    table: pa.Table
    unmatched: tuple[str, ...]
    absent: tuple[str, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Joined:
    """Rows of a repeat with columns of their parent; orphans: how many rows have no parent."""

    table: pa.Table
    orphans: int


def canonical_answers(
    received: Received, instrument: Instrument, readings: Sequence[Reading] = (), *, repeat: str = ""
) -> Answers:
    """Give every question of one sheet its canonical answers."""
    raise NotImplementedError


def join_parent(
    child: pa.Table, parent: pa.Table, *, child_key: str, parent_key: str, columns: Sequence[str] | None = None
) -> Joined:
    """Give every row of a repeat the columns of its parent."""
    raise NotImplementedError
