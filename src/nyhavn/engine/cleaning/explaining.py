"""Which differences between raw and clean data a log explains. What comes out is restricted: it points at cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from nyhavn.engine.cleaning.conditions import ROW, every_row, in_rows
from nyhavn.engine.cleaning.replaying import CLEANED, clean_cells, differ, replay
from nyhavn.engine.quality.passes import ones, totals
from nyhavn.framework.cleaning import CleaningCounts, CleaningLog

COLUMNS_IN_A_PASS = 40


@dataclass(frozen=True)
class ColumnDifferences:
    """One column, in the rows that raw and clean data share. Counts of cells.

    differing: raw and clean differ. explained: of these, clean holds what the log makes of raw. not_made: the log
    changes a cell, and clean holds something else than the log makes of it.
    """

    column: str
    differing: int
    explained: int
    not_made: int

    @property
    def unexplained(self) -> int:
        """Cells that differ, and not as the log says."""
        return self.differing - self.explained


@dataclass(frozen=True)
class Explanation:
    """Restricted. columns: those with a difference, in the order of raw. only_raw, only_clean: columns without a twin.

    gone: rows of raw that clean lacks, and gone_explained those of them that the log removes. not_removed: rows that
    the log removes and clean still has. added: rows that only clean has. counts: what the log changes.
    """

    columns: tuple[ColumnDifferences, ...]
    only_raw: tuple[str, ...]
    only_clean: tuple[str, ...]
    gone: int
    gone_explained: int
    not_removed: int
    added: int
    counts: CleaningCounts

    @property
    def differing(self) -> int:
        """Cells that differ."""
        return sum(column.differing for column in self.columns)

    @property
    def explained(self) -> int:
        """Cells that differ as the log says."""
        return sum(column.explained for column in self.columns)

    @property
    def is_whole(self) -> bool:
        """Whether the log explains every difference and nothing else is in it: replayed, raw is clean."""
        cells = all(column.unexplained == column.not_made == 0 for column in self.columns)
        rows = self.gone == self.gone_explained and not self.not_removed and not self.added
        return cells and rows and not self.only_raw and not self.only_clean


def explain(raw: nw.LazyFrame[Any], clean: nw.LazyFrame[Any], log: CleaningLog) -> Explanation:
    """Compare clean data with raw ones cell by cell, and say which differences the log explains.

    raw, clean: lazy frames of one engine, text columns and Int64 `_row`; in clean, `_row` is the number of the row in
    raw. Raises the refusals of `replay`: a log that does not fit raw explains nothing.
    """
    counts = replay(raw, log).counts
    names, others = (
        [name for name in frame.collect_schema().names() if name not in (ROW, CLEANED)] for frame in (raw, clean)
    )
    shared = [name for name in names if name in set(others)]
    starts = range(0, len(shared), COLUMNS_IN_A_PASS)
    found = [each for at in starts for each in _compared(raw, clean, log, shared[at : at + COLUMNS_IN_A_PASS])]
    removed = in_rows(log.removed_rows)
    gone = totals(
        raw.select(ROW).join(clean.select(ROW), on=ROW, how="anti"), {"all": ones(every_row()), "said": ones(removed)}
    )
    added = totals(clean.select(ROW).join(raw.select(ROW), on=ROW, how="anti"), {"all": ones(every_row())})
    kept = totals(clean.select(ROW), {"removed": ones(removed)})
    return Explanation(
        columns=tuple(column for column in found if column.differing or column.not_made),
        only_raw=tuple(name for name in names if name not in set(others)),
        only_clean=tuple(name for name in others if name not in set(names)),
        gone=gone["all"],
        gone_explained=gone["said"],
        not_removed=kept["removed"],
        added=added["all"],
        counts=counts,
    )


def _compared(
    raw: nw.LazyFrame[Any], clean: nw.LazyFrame[Any], log: CleaningLog, columns: Sequence[str]
) -> list[ColumnDifferences]:
    """Some columns, in one pass over the rows that both have."""
    cells = clean_cells(log)
    was = {f"was{at}": nw.col(name) for at, name in enumerate(columns)}
    made = {f"made{at}": cells.get(name, nw.col(name)) for at, name in enumerate(columns)}
    now = {f"now{at}": nw.col(name) for at, name in enumerate(columns)}
    both = raw.select(ROW, **was, **made).join(clean.select(ROW, **now), on=ROW, how="inner")
    wanted: dict[str, nw.Expr] = {}
    for at in range(len(columns)):
        before, after, replayed = nw.col(f"was{at}"), nw.col(f"now{at}"), nw.col(f"made{at}")
        is_other, is_as_said = differ(before, after), ~differ(replayed, after)
        wanted[f"differing{at}"] = ones(is_other)
        wanted[f"explained{at}"] = ones(is_other & is_as_said)
        wanted[f"not_made{at}"] = ones(differ(before, replayed) & ~is_as_said)
    found = totals(both, wanted)
    parts = ("differing", "explained", "not_made")
    return [ColumnDifferences(name, *(found[f"{part}{at}"] for part in parts)) for at, name in enumerate(columns)]
