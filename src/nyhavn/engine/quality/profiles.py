"""The file as received: what each column holds, counted in a few passes however many columns there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from nyhavn.engine.days import only_where
from nyhavn.engine.quality.passes import totals
from nyhavn.engine.quality.value_forms import ANY_FORM, SHORTEST_FORM
from nyhavn.engine.quality.values import rows_where, value_totals, values_where

# The blanks that Unicode knows beyond ASCII are named one by one: engines disagree on what \s means.
_BLANKS = "[ \\t\\r\\n\\f\\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
UNTRIMMED = f"^{_BLANKS}|{_BLANKS}$"
NOT_ASCII = "[^\\x00-\\x7F]"
# U+FFFD stands where a byte could not be read; Ã, Â or â€ before a sign of the upper half is UTF-8 read as Latin-1.
DAMAGED = "\ufffd|[ÃÂØÙ][\u0080-\u00bf]|â€|â\u0080"

_ANY_SIGN = f"{UNTRIMMED}|{NOT_ASCII}|{ANY_FORM}"


@dataclass(frozen=True)
class ColumnProfile:
    """Counts for one column as received. An empty cell is null or an empty text.

    name: its header. column: what the frame calls it. missing: empty cells. distinct: different values, the empty one
    not counted. untrimmed: cells that begin or end with a blank. longest: characters of the longest value. not_ascii,
    damaged: cells with a sign beyond ASCII, and with a sign that shows a wrong encoding. formed: cells that have the
    form of some direct identifier (`value_forms`).
    """

    name: str
    column: str
    missing: int
    distinct: int
    untrimmed: int
    longest: int
    not_ascii: int
    damaged: int
    rows: int
    formed: int = 0

    @property
    def filled(self) -> int:
        """Cells that hold something."""
        return self.rows - self.missing

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything."""
        return self.filled == 0

    @property
    def is_constant(self) -> bool:
        """Whether all cells that hold something hold the same; a column that is wholly empty is empty, not constant."""
        return self.distinct == 1


@dataclass(frozen=True)
class Profile:
    """A table as received: its size and its columns in order."""

    rows: int
    columns: tuple[ColumnProfile, ...]

    @property
    def cells(self) -> int:
        """Rows times columns."""
        return self.rows * len(self.columns)

    @property
    def missing(self) -> int:
        """Empty cells."""
        return sum(column.missing for column in self.columns)

    @property
    def missing_share(self) -> float:
        """Empty cells by all cells, 0 to 1; 0 for a table without cells."""
        return self.missing / self.cells if self.cells else 0.0

    @property
    def untrimmed(self) -> int:
        """Cells that begin or end with a blank."""
        return sum(column.untrimmed for column in self.columns)

    def column(self, name: str) -> ColumnProfile:
        """The column of that header. Raises KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def profile(received: nw.LazyFrame[Any], headers: Sequence[str] = ()) -> Profile:
    """Count a table as received: any headers, every column text.

    headers: of its columns in their order, where the frame calls them otherwise (Spark cannot name a column with a
    point in its header); by default the names of the columns.
    """
    names = received.collect_schema().names()
    rows = totals(received, {"rows": nw.len()})["rows"]
    counted = value_totals(received, {name: sizes(name) for name in names})
    return profile_of(received, rows, dict(zip(headers or names, names, strict=True)), counted)


def profile_of(
    frame: nw.LazyFrame[Any], rows: int, columns: Mapping[str, str], counted: Mapping[str, Sequence[int]]
) -> Profile:
    """The profile of some columns whose sizes are known. columns: by header what the frame calls it, in their order.

    counted: of each column the counts of `sizes`.
    """
    signs = value_totals(frame, {name: _signs(name) for name in columns.values() if counted[name][-1]})
    told = {name: (*counted[name][:-1], *signs.get(name, _NO_SIGNS)) for name in columns.values()}
    return Profile(rows, tuple(_column(name, header, rows, told[name]) for header, name in columns.items()))


def sizes(name: str) -> list[nw.Expr]:
    """Filled, distinct, longest; and whether there are signs worth a closer look, which most columns lack.

    Counts of the values of a column, for `values.value_totals`.
    """
    cell = nw.col(name)
    longest = nw.coalesce(cell.str.len_chars().max(), nw.lit(0))
    return [rows_where(cell != ""), values_where(cell != ""), longest, values_where(cell.str.contains(_ANY_SIGN))]


def _signs(name: str) -> list[nw.Expr]:
    """Untrimmed, not ASCII, damaged, formed."""
    cell = nw.col(name)
    is_foreign, is_long = cell.str.contains(NOT_ASCII), cell.str.len_chars() >= SHORTEST_FORM
    return [
        rows_where(cell.str.contains(UNTRIMMED)),
        rows_where(is_foreign),
        rows_where(only_where(is_foreign, cell.str.contains(DAMAGED))),
        rows_where(only_where(is_long, cell.str.contains(ANY_FORM))),
    ]


_NO_SIGNS = (0, 0, 0, 0)


def _column(name: str, header: str, rows: int, counted: Sequence[int]) -> ColumnProfile:
    filled, distinct, longest, untrimmed, not_ascii, damaged, formed = counted
    return ColumnProfile(
        name=header,
        column=name,
        missing=rows - filled,
        distinct=distinct,
        untrimmed=untrimmed,
        longest=longest,
        not_ascii=not_ascii,
        damaged=damaged,
        rows=rows,
        formed=formed,
    )
