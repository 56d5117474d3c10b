"""How much one person can move the cells, bounded on the data engine before any cell is counted.

A library for differential privacy that sees cells only cannot vouch for this, so it is done here, and tests try to
break it: two data sets that differ by one person never differ by more than `Question.sensitivity` says.

Each row is judged by its own person alone. Rows of a person are ordered by ORDER_KEY, which depends on the id of the
row and a secret, so that nobody can choose which of their contributions count, and no other person's rows matter.
"""

from typing import Any

import narwhals as nw

from nyhavn.engine.confidentiality.noise.cells import Integers, check_columns, check_whole, leaf_sums
from nyhavn.engine.confidentiality.noise.keys import ORDER_KEY
from nyhavn.engine.confidentiality.noise.question import PrivateTable, Question

_PLACE, _VALUE = "_place", "_value"


def check_data(frame: nw.LazyFrame[Any], question: Question) -> None:
    """Looks at names and types of columns, never at a row: a refusal for what stands in a row would tell something.

    Raises Refusal: noise-column-unknown, noise-value-not-whole.
    """
    sums = [table.sum.column for table in question.tables if table.sum]
    by = [column for table in question.tables for column in question.columns_of(table).values()]
    check_columns(frame, [question.person, ORDER_KEY, *by, *sums])
    check_whole(frame, sums)


def bounded(frame: nw.LazyFrame[Any], person: str, most: int) -> nw.LazyFrame[Any]:
    """At most so many rows of each person, with their place 1, 2, ... in the order of ORDER_KEY. person: the column.

    Rows of nobody are left out: nobody could say whom they concern.
    """
    text = nw.col(person).cast(nw.String)
    known = frame.filter(~text.is_null() & (text != ""))
    place = nw.col(ORDER_KEY).rank("ordinal").over(person).cast(nw.Int64).alias(_PLACE)
    return known.with_columns(place).filter(nw.col(_PLACE) <= most)


def exact_cells(frame: nw.LazyFrame[Any], question: Question) -> dict[str, Integers]:
    """The leaf cells of each table, by id, shaped as the leaves: restricted, for they have no noise yet.

    Rows whose code is declared nowhere are counted nowhere. A missing value adds nothing.
    """
    rows = bounded(frame, question.person, question.contributions)
    return {table.id: _leaves(rows, question, table) for table in question.tables}


def _leaves(rows: nw.LazyFrame[Any], question: Question, table: PrivateTable) -> Integers:
    own, columns = rows.filter(nw.col(_PLACE) <= question.kept(table)), question.columns_of(table)
    if table.sum is None:
        return leaf_sums(own, table.cross, columns, [], every=False)[0]
    value, low, high = nw.col(table.sum.column).cast(nw.Int64), table.sum.low, table.sum.high
    clipped = (
        nw.when(value < low).then(nw.lit(low)).otherwise(nw.when(value > high).then(nw.lit(high)).otherwise(value))
    )
    added = nw.when(value.is_null()).then(nw.lit(0)).otherwise(clipped).cast(nw.Int64)
    return leaf_sums(own.with_columns(added.alias(_VALUE)), table.cross, columns, [_VALUE], every=False)[1]
