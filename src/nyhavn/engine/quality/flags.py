"""Flags: conditions that mark rows, counted many at a time, and turned into findings where a row is marked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from nyhavn.engine.quality.passes import ROW, ones, totals
from nyhavn.engine.quality.values import rows_where, value_totals, values_where
from nyhavn.framework.findings import Evidence, EvidenceKind, Finding, Severity

MOST_ROW_NUMBERS = 500  # kept with a finding: enough to look into, and restricted
FLAGS_IN_A_PASS = 40


@dataclass(frozen=True)
class Flag:
    """One condition of one check. marked, looked_at: booleans per row; see `Finding` for the rest.

    alone: the one column that both conditions read, "" if they read several; then they are put to its different values
    and not to every row. parts: conditions that tell the marked rows apart, counted as evidence.
    """

    check: str
    severity: Severity
    columns: tuple[str, ...]
    wording: str
    marked: nw.Expr
    looked_at: nw.Expr
    alone: str = ""
    parts: tuple[tuple[str, nw.Expr], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    is_restricted: bool = False

    @property
    def conditions(self) -> list[nw.Expr]:
        """What is counted: marked rows, rows looked at, and each part of the marked ones."""
        both = self.marked & self.looked_at
        return [both, self.looked_at, *(both & part for _, part in self.parts)]


@dataclass(frozen=True)
class FlagCounts:
    """What one pass over the values and the rows counted: the conditions of each flag, and different values."""

    of_flags: tuple[Sequence[int], ...]
    different: Mapping[str, int]


def count_flags(answers: nw.LazyFrame[Any], flags: Sequence[Flag], columns: Sequence[str] = ()) -> FlagCounts:
    """Count the conditions of all flags, and by the way how many different values some columns hold."""
    by_column: dict[str, list[nw.Expr]] = {column: [values_where(~nw.col(column).is_null())] for column in columns}
    begins: dict[int, int] = {}
    for place, flag in enumerate(flags):
        if flag.alone:
            counts = by_column.setdefault(flag.alone, [])
            begins[place] = len(counts)
            counts += [rows_where(condition) for condition in flag.conditions]
    found = value_totals(answers, by_column)
    of_rows = _of_rows(answers, {place: flag for place, flag in enumerate(flags) if not flag.alone})
    of_flags = tuple(
        found[flag.alone][begins[place] : begins[place] + len(flag.conditions)] if flag.alone else of_rows[place]
        for place, flag in enumerate(flags)
    )
    return FlagCounts(of_flags, {column: found[column][0] for column in columns})


def flagged(answers: nw.LazyFrame[Any], flags: Sequence[Flag], counts: FlagCounts) -> Iterator[Finding | None]:
    """For each flag in turn its finding, or None if it marks no row. counts: of these flags."""
    for flag, counted in zip(flags, counts.of_flags, strict=True):
        yield finding(answers, flag, counted) if counted[0] else None


def _of_rows(answers: nw.LazyFrame[Any], flags: dict[int, Flag]) -> dict[int, list[int]]:
    """Counts of flags that read several columns."""
    found: dict[int, list[int]] = {}
    places = list(flags)
    for start in range(0, len(places), FLAGS_IN_A_PASS):
        part = {place: flags[place].conditions for place in places[start : start + FLAGS_IN_A_PASS]}
        named = {
            f"{place}.{of}": ones(condition)
            for place, conditions in part.items()
            for of, condition in enumerate(conditions)
        }
        counts = totals(answers, named)
        found |= {place: [counts[f"{place}.{of}"] for of in range(len(part[place]))] for place in part}
    return found


def finding(answers: nw.LazyFrame[Any], flag: Flag, counts: Sequence[int]) -> Finding:
    """The finding of a flag, with the numbers of the first rows it marks. counts: those of its conditions."""
    numbers = row_numbers(answers.filter(flag.marked & flag.looked_at))
    parts = zip(flag.parts, counts[2:], strict=True)
    evidence = tuple(Evidence(name, count, EvidenceKind.COUNT) for (name, _), count in parts)
    return Finding(
        flag.check,
        flag.severity,
        flag.columns,
        counts[0],
        counts[1],
        flag.wording,
        numbers,
        (*flag.evidence, *evidence),
        flag.is_restricted,
    )


def row_numbers(marked: nw.LazyFrame[Any]) -> tuple[int, ...]:
    """The numbers of the first rows of a frame, at most MOST_ROW_NUMBERS."""
    first = marked.select(ROW).sort(ROW).head(MOST_ROW_NUMBERS).collect("pyarrow")
    return tuple(first.to_native().column(ROW).to_pylist())
