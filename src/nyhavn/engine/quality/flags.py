"""Flags: conditions that mark rows, counted many at a time, and turned into findings where a row is marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from nyhavn.engine.quality.passes import ROW, ones, totals
from nyhavn.framework.findings import Finding, Severity

MOST_ROW_NUMBERS = 500  # kept with a finding: enough to look into, and restricted
FLAGS_IN_A_PASS = 40


@dataclass(frozen=True)
class Flag:
    """One condition of one check. marked, looked_at: booleans per row; see `Finding` for the rest."""

    check: str
    severity: Severity
    columns: tuple[str, ...]
    wording: str
    marked: nw.Expr
    looked_at: nw.Expr


def flagged(answers: nw.LazyFrame[Any], flags: Sequence[Flag]) -> Iterator[Finding]:
    """A finding for every flag that marks a row, in order."""
    for start in range(0, len(flags), FLAGS_IN_A_PASS):
        part = flags[start : start + FLAGS_IN_A_PASS]
        counts = {f"marked{place}": ones(flag.marked & flag.looked_at) for place, flag in enumerate(part)}
        counts |= {f"looked_at{place}": ones(flag.looked_at) for place, flag in enumerate(part)}
        found = totals(answers, counts)
        for place, flag in enumerate(part):
            if found[f"marked{place}"]:
                yield finding(answers, flag, found[f"marked{place}"], found[f"looked_at{place}"])


def finding(answers: nw.LazyFrame[Any], flag: Flag, rows: int, out_of: int) -> Finding:
    """The finding of a flag, with the numbers of the first rows it marks."""
    numbers = row_numbers(answers.filter(flag.marked & flag.looked_at))
    return Finding(flag.check, flag.severity, flag.columns, rows, out_of, flag.wording, numbers)


def row_numbers(marked: nw.LazyFrame[Any]) -> tuple[int, ...]:
    """The numbers of the first rows of a frame, at most MOST_ROW_NUMBERS."""
    first = marked.select(ROW).sort(ROW).head(MOST_ROW_NUMBERS).collect("pyarrow")
    return tuple(first.to_native().column(ROW).to_pylist())
