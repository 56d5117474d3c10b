"""Flags: conditions that mark rows, counted many at a time, and turned into findings where a row is marked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import numpy as np

from nyhavn.engine.quality.passes import ROW, ones, totals
from nyhavn.engine.quality.values import Reads, rows_where, value_totals
from nyhavn.framework.findings import Evidence, EvidenceKind, Finding, Severity

MOST_ROW_NUMBERS = 500  # kept with a finding: enough to look into, and restricted
MOST_COUNTED_AT_ONCE = 50_000  # rows found that come along with their count; more are counted by themselves
FLAGS_IN_A_PASS = 40
_BEGINNING = 20_000  # rows in which the first ones of frequent flags are looked for, all at once
_LONGER = 3  # so many times the rows that would do if marked ones were spread evenly


@dataclass(frozen=True)
class Flag:
    """One condition of one check. marked, looked_at: booleans per row; see `Finding` for the rest.

    alone: the column that both conditions read, or a few columns that vary together; then they are put to its different
    values and not to every row. "" if they read others. parts: conditions that tell the marked rows apart, counted as
    evidence. at_most: the share of rows looked at up to which the flag means something; beyond it stands `instead`, if
    anything, with the same counts.
    """

    check: str
    severity: Severity
    columns: tuple[str, ...]
    wording: str
    marked: nw.Expr
    looked_at: nw.Expr
    alone: Reads = ""
    parts: tuple[tuple[str, nw.Expr], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    is_restricted: bool = False
    at_most: float = 1.0
    instead: Finding | None = None

    @property
    def conditions(self) -> list[nw.Expr]:
        """What is counted: marked rows, and rows looked at."""
        return [self.marked & self.looked_at, self.looked_at]


@dataclass(frozen=True)
class FlagCounts:
    """What one pass over the values and the rows counted: the conditions of each flag, and further counts by column."""

    of_flags: tuple[Sequence[int], ...]
    further: tuple[Mapping[str, Sequence[int]], ...] = ()


@dataclass(frozen=True)
class Answered:
    """The answers as they are, and once more with the moments that some conditions read beside them.

    Apart, because engines plan every query anew with all that a frame was made of.
    """

    answers: nw.LazyFrame[Any]
    timed: nw.LazyFrame[Any]

    def of(self, flag: Flag) -> nw.LazyFrame[Any]:
        """The frame that a flag's conditions read."""
        return self.answers if flag.alone else self.timed


def count_flags(
    looked_at: Answered, flags: Sequence[Flag], also: Sequence[Mapping[str, Sequence[nw.Expr]]] = ()
) -> FlagCounts:
    """Count the conditions of all flags. also: further counts of the values of some columns, made on the way."""
    by_column: dict[Reads, list[nw.Expr]] = {}

    def noted(column: Reads, counts: Sequence[nw.Expr]) -> slice:
        """Where the counts will stand among those of their column."""
        known = by_column.setdefault(column, [])
        known += counts
        return slice(len(known) - len(counts), len(known))

    of_further = [{column: noted(column, counts) for column, counts in each.items()} for each in also]
    of_values = {
        place: noted(flag.alone, [rows_where(condition) for condition in flag.conditions])
        for place, flag in enumerate(flags)
        if flag.alone
    }
    found = value_totals(looked_at.answers, by_column)
    of_rows = _of_rows(looked_at.timed, {place: flag for place, flag in enumerate(flags) if not flag.alone})
    return FlagCounts(
        tuple(
            found[flag.alone][of_values[place]] if flag.alone else of_rows[place] for place, flag in enumerate(flags)
        ),
        tuple({column: found[column][where] for column, where in each.items()} for each in of_further),
    )


def flagged(looked_at: Answered, flags: Sequence[Flag], counts: FlagCounts) -> Iterator[Finding | None]:
    """For each flag in turn its finding, or None if it marks no row. counts: of these flags."""
    early = _early_rows(looked_at.timed, flags, counts)
    for place, (flag, (rows, out_of)) in enumerate(zip(flags, counts.of_flags, strict=True)):
        if not rows or rows > flag.at_most * out_of:
            yield replace(flag.instead, rows=rows, out_of=out_of) if rows and flag.instead else None
            continue
        numbers = early[place] if place in early else _marked_rows(looked_at.of(flag), flag, rows, out_of)
        figures, words = (*flag.evidence, *_parts(looked_at.of(flag), flag)), flag.wording
        yield Finding(
            flag.check, flag.severity, flag.columns, rows, out_of, words, numbers, figures, flag.is_restricted
        )


def _parts(answers: nw.LazyFrame[Any], flag: Flag) -> list[Evidence]:
    """The marked rows of a flag told apart."""
    marked = flag.marked & flag.looked_at
    if not flag.parts:
        return []
    if flag.alone:
        counts = value_totals(answers, {flag.alone: [rows_where(marked & part) for _, part in flag.parts]})[flag.alone]
    else:
        counts = list(totals(answers, {name: ones(marked & part) for name, part in flag.parts}).values())
    return [Evidence(name, count, EvidenceKind.COUNT) for (name, _), count in zip(flag.parts, counts, strict=True)]


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


def _early_rows(answers: nw.LazyFrame[Any], flags: Sequence[Flag], counts: FlagCounts) -> Mapping[int, tuple[int, ...]]:
    """The first rows of flags that mark so many that the beginning of the file has enough of them; all in one query.

    Flags of which it has too few are left out, and asked for one by one.
    """
    frequent = {
        place: min(rows, MOST_ROW_NUMBERS)
        for place, (rows, out_of) in enumerate(counts.of_flags)
        if rows and _LONGER * min(rows, MOST_ROW_NUMBERS) * out_of <= _BEGINNING * rows
    }
    if len(frequent) < 2:
        return {}
    marked = {f"{place}": _mark(flags[place]) for place in frequent}
    beginning = answers.filter(nw.col(ROW) <= _BEGINNING).select(nw.col(ROW), **marked).collect("pyarrow").to_native()
    numbers = beginning.column(ROW).to_numpy()
    found = {place: np.sort(numbers[beginning.column(f"{place}").to_numpy() == 1]) for place in frequent}
    return {
        place: tuple(found[place][:wanted].tolist())
        for place, wanted in frequent.items()
        if len(found[place]) >= wanted
    }


def _mark(flag: Flag) -> nw.Expr:
    return nw.when(flag.marked & flag.looked_at).then(nw.lit(1)).otherwise(nw.lit(0))


def _marked_rows(answers: nw.LazyFrame[Any], flag: Flag, rows: int, out_of: int) -> tuple[int, ...]:
    """The first rows of one flag: where it marks many, the beginning of the file may have enough of them."""
    wanted = min(rows, MOST_ROW_NUMBERS)
    beginning = _LONGER * wanted * out_of // rows
    if beginning < out_of // 2:
        numbers = _first_numbers(answers.filter(nw.col(ROW) <= beginning), flag)
        if len(numbers) >= wanted:
            return numbers
    return _first_numbers(answers, flag)


def _first_numbers(answers: nw.LazyFrame[Any], flag: Flag) -> tuple[int, ...]:
    """The numbers of the first marked rows. The condition is computed beside the rows and not filtered by: engines
    evaluate a filter term by term, and a long one many times over.
    """
    numbered = answers.select(nw.when(flag.marked & flag.looked_at).then(nw.col(ROW)).alias(ROW))
    first = numbered.sort(ROW, nulls_last=True).head(MOST_ROW_NUMBERS).collect("pyarrow").to_native()
    return tuple(int(number) for number in first.column(ROW).drop_null().to_pylist())


@dataclass(frozen=True)
class Rows:
    """Rows that a check found by a query of its own: how many, the first of them, and their largest figure."""

    count: int
    numbers: tuple[int, ...]
    largest: float = 0.0


def rows_found(found: nw.LazyFrame[Any], figure: str = "") -> Rows:
    """Count and first numbers of the rows of a frame in one query, unless they are very many. figure: a column."""
    wanted = found.select(ROW, *([figure] if figure else [])).sort(ROW)
    first = wanted.head(MOST_COUNTED_AT_ONCE + 1).collect("pyarrow").to_native()
    numbers = tuple(int(number) for number in first.column(ROW).slice(0, MOST_ROW_NUMBERS).to_pylist())
    largest = max(first.column(figure).to_pylist(), default=0.0) if figure else 0.0
    if first.num_rows <= MOST_COUNTED_AT_ONCE:
        return Rows(first.num_rows, numbers, float(largest))
    figures = {"rows": nw.len(), **({"largest": nw.col(figure).max()} if figure else {})}
    whole = found.select(**figures).collect("pyarrow").to_native().to_pylist()[0]
    return Rows(int(whole["rows"]), numbers, float(whole.get("largest", 0.0)))


def row_numbers(marked: nw.LazyFrame[Any]) -> tuple[int, ...]:
    """The numbers of the first rows of a frame, at most MOST_ROW_NUMBERS."""
    first = marked.select(ROW).sort(ROW).head(MOST_ROW_NUMBERS).collect("pyarrow")
    return tuple(first.to_native().column(ROW).to_pylist())
