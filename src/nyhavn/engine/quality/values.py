"""One pass over the different values of many columns: what is true of a value is found once and not once per row.

A column of answers holds few different values, whatever its length. Each column is collapsed to its values with the
number of rows that hold them, conditions are put to the values, and the counts of all columns come back together.
"""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

import narwhals as nw

from nyhavn.engine.quality.passes import ROW, ones

COLUMNS_IN_A_PASS = 60  # collapsed side by side; keeps one query small enough to be planned quickly
HELD = "_held"  # how many rows hold a value
_PLACE = "_place"
_MARKS = frozenset('."')
Reads = str | tuple[str, ...]  # the column that conditions read, or the few columns that are collapsed together
R = TypeVar("R", str, Reads)


def rows_where(truth: nw.Expr) -> nw.Expr:
    """How many rows hold a value of which the condition is true (null is not)."""
    return nw.when(truth).then(nw.col(HELD)).otherwise(nw.lit(0)).sum()


def values_where(truth: nw.Expr) -> nw.Expr:
    """How many different values meet the condition."""
    return ones(truth)


def value_totals(
    frame: nw.LazyFrame[Any], wanted: Mapping[R, Sequence[nw.Expr]], *, at_once: int = COLUMNS_IN_A_PASS
) -> dict[R, list[int]]:
    """Counts by column, each made by `rows_where` or `values_where` over the values of that column alone.

    Conditions may use the column, or those that are named together, and ask whether there is a `_row` if the frame has
    it.
    """
    found: dict[R, list[int]] = {}
    remaining = iter(wanted.items())
    has_rows = ROW in frame.collect_schema().names()
    while part := list(islice(remaining, at_once)):
        found |= _totals(frame, part, has_rows)
    return found


def _totals(frame: nw.LazyFrame[Any], part: list[tuple[R, Sequence[nw.Expr]]], has_rows: bool) -> dict[R, list[int]]:
    width = max(len(counts) for _, counts in part)
    counted = [
        _of_values(frame, reads, has_rows).select(_padded(place, counts, width))
        for place, (reads, counts) in enumerate(part)
    ]
    rows = nw.concat(counted).collect("pyarrow").to_native().to_pylist()
    by_place = {int(row[_PLACE] or 0): row for row in rows}
    return {
        reads: [int(by_place[place][f"c{number}"] or 0) for number in range(len(counts))]
        for place, (reads, counts) in enumerate(part)
    }


def _of_values(frame: nw.LazyFrame[Any], reads: Reads, has_rows: bool) -> nw.LazyFrame[Any]:
    columns = (reads,) if isinstance(reads, str) else reads
    return grouped(frame, columns, [nw.len().alias(name) for name in ((HELD, ROW) if has_rows else (HELD,))])


def collapsed(frame: nw.LazyFrame[Any], columns: Sequence[str]) -> nw.LazyFrame[Any]:
    """The different values, or groups of values, each once, with the number of rows that hold them."""
    return grouped(frame, columns, [nw.len().alias(HELD)])


def grouped(
    frame: nw.LazyFrame[Any], by: Sequence[str], counts: Sequence[nw.Expr], *, reading: Sequence[str] = ()
) -> nw.LazyFrame[Any]:
    """One row per group with its counts. reading: the columns that the counts read.

    Headers as received hold points and quotation marks, which DuckDB would read as a table's name where it groups.
    """
    if not any(_MARKS.intersection(name) for name in by):
        return frame.group_by(*by).agg(*counts)
    named = {f"_by{place}": name for place, name in enumerate(by)}
    keys = [nw.col(name).alias(plain) for plain, name in named.items()]
    return frame.select(*keys, *reading).group_by(*named).agg(*counts).rename(named)


def _padded(place: int, counts: Sequence[nw.Expr], width: int) -> list[nw.Expr]:
    """As many counts as the column with most of them has, so that the rows of all columns fit together."""
    filled = [*counts, *([nw.lit(0)] * (width - len(counts)))]
    named = [count.cast(nw.Int64).alias(f"c{number}") for number, count in enumerate(filled)]
    return [nw.lit(place, dtype=nw.Int64).alias(_PLACE), *named]
