"""The file as received: what each column holds, counted in a few passes however many columns there are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from nyhavn.engine.quality.passes import ones, totals

COLUMNS_IN_A_PASS = 60  # counted side by side; keeps one query small enough to be planned quickly
# The blanks that Unicode knows beyond ASCII are named one by one: engines disagree on what \s means.
_BLANKS = "[ \\t\\r\\n\\f\\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
UNTRIMMED = f"^{_BLANKS}|{_BLANKS}$"
NOT_ASCII = "[^\\x00-\\x7F]"
# U+FFFD stands where a byte could not be read; Ã, Â or â€ before a sign of the upper half is UTF-8 read as Latin-1.
DAMAGED = "\ufffd|[ÃÂØÙ][\u0080-\u00bf]|â€|â\u0080"


@dataclass(frozen=True)
class ColumnProfile:
    """Counts for one column as received. An empty cell is null or an empty text.

    missing: empty cells. distinct: different values, the empty one not counted. untrimmed: cells that begin or end
    with a blank. longest: characters of the longest value. not_ascii, damaged: cells with a sign beyond ASCII, and
    with a sign that shows a wrong encoding.
    """

    name: str
    missing: int
    distinct: int
    untrimmed: int
    longest: int
    not_ascii: int
    damaged: int
    rows: int

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


def profile(received: nw.LazyFrame[Any]) -> Profile:
    """Count a table as received: any headers, every column text."""
    headers = received.collect_schema().names()
    rows = totals(received, {"rows": nw.len()})["rows"]
    columns: list[ColumnProfile] = []
    for start in range(0, len(headers), COLUMNS_IN_A_PASS):
        columns += _profiled(received, headers[start : start + COLUMNS_IN_A_PASS], rows)
    return Profile(rows, tuple(columns))


def _profiled(received: nw.LazyFrame[Any], headers: Sequence[str], rows: int) -> Iterator[ColumnProfile]:
    counted = totals(received, {f"{place}.{of}": count for place, of, count in _counts(headers)})
    for place, header in enumerate(headers):
        yield _column(header, rows, {of: counted[f"{place}.{of}"] for of in _OF_COLUMN})


_OF_COLUMN = ("filled", "distinct", "untrimmed", "longest", "not_ascii", "damaged")


def _counts(headers: Sequence[str]) -> Iterator[tuple[int, str, nw.Expr]]:
    for place, header in enumerate(headers):
        cell = nw.col(header)
        yield place, "filled", ones(cell != "")
        yield place, "distinct", nw.when(cell != "").then(cell).n_unique()  # null is one of them
        yield place, "untrimmed", ones(cell.str.contains(UNTRIMMED))
        yield place, "longest", cell.str.len_chars().max()
        yield place, "not_ascii", ones(cell.str.contains(NOT_ASCII))
        yield place, "damaged", ones(cell.str.contains(DAMAGED))


def _column(header: str, rows: int, counted: Mapping[str, int]) -> ColumnProfile:
    missing = rows - counted["filled"]
    return ColumnProfile(
        name=header,
        missing=missing,
        distinct=counted["distinct"] - (1 if missing else 0),
        untrimmed=counted["untrimmed"],
        longest=counted["longest"],
        not_ascii=counted["not_ascii"],
        damaged=counted["damaged"],
        rows=rows,
    )
