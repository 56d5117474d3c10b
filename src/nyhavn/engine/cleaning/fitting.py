"""Whether a log fits the data: every row, key and value that it expects must be there."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import narwhals as nw

from nyhavn.engine.cleaning.conditions import ROW, RecodedPair, in_rows, recoded_pairs
from nyhavn.engine.quality.passes import ones, totals
from nyhavn.framework.cleaning import Cell, CleaningAction, CleaningCounts, CleaningEntry, CleaningLog, place_of
from nyhavn.framework.refusal import Reason, Refusal

MOST_REASONS = 20  # named one by one; a file that was sorted anew would give one for every entry
PAIRS_IN_A_PASS = 40
CHANGED = "The contributions are not those that the log was written for: take the file as it was received."

_Cells = Mapping[str, Cell]


def fitted(raw: nw.LazyFrame[Any], log: CleaningLog) -> CleaningCounts:
    """What the log changes in these data. Raises Refusal, for everything that does not fit, at most MOST_REASONS.

    raw: text columns and Int64 `_row`. Codes: cleaning-column-absent, cleaning-column-not-text, cleaning-row-absent,
    cleaning-key-differs, cleaning-old-differs, cleaning-recode-finds-nothing.
    """
    _refuse(list(_columns_amiss(raw, log)))
    cells, reasons = _recoded(raw, log)
    _refuse([*_entries_amiss(log, _rows_named(raw, log)), *reasons])
    kinds = [entry.action for entry in log.entries]
    return CleaningCounts(
        corrected=kinds.count(CleaningAction.CORRECT),
        blanked=kinds.count(CleaningAction.BLANK),
        removed=kinds.count(CleaningAction.REMOVE),
        cells=cells,
    )


def _refuse(reasons: Sequence[Reason]) -> None:
    if not reasons:
        return
    shown = list(reasons[:MOST_REASONS])
    if len(reasons) > MOST_REASONS:
        what = f"So it is with {len(reasons) - MOST_REASONS} more decisions of the log."
        shown.append(Reason(reasons[MOST_REASONS].code, what, "cleaning log", CHANGED))
    raise Refusal(*shown)


def _columns_amiss(raw: nw.LazyFrame[Any], log: CleaningLog) -> Iterator[Reason]:
    schema = raw.collect_schema()
    for name in log.columns:
        where = f"cleaning log, column {name}"
        if name not in schema:
            do = "Use the headers as they stand in the contributions as received."
            yield Reason("cleaning-column-absent", "The contributions have no such column.", where, do)
        elif schema[name] != nw.String:
            do = "Read the contributions as text, cell by cell as they stand in the file."
            yield Reason("cleaning-column-not-text", "This column does not hold text.", where, do)


def _rows_named(raw: nw.LazyFrame[Any], log: CleaningLog) -> Mapping[int, _Cells]:
    """The rows that entries are about, with the columns that entries name."""
    rows = sorted({entry.row for entry in log.entries})
    if not rows:
        return {}
    named = dict.fromkeys([log.key, *(entry.column for entry in log.entries if entry.column)])
    found = raw.filter(in_rows(rows)).select(ROW, *named).collect("pyarrow").to_native().to_pylist()
    return {cells[ROW]: cells for cells in found}


def _entries_amiss(log: CleaningLog, rows: Mapping[int, _Cells]) -> Iterator[Reason]:
    for entry in sorted(log.entries, key=lambda one: (one.row, one.column)):
        where = f"cleaning log, {place_of(entry)}"
        cells = rows.get(entry.row)
        if cells is None:
            yield Reason("cleaning-row-absent", "The contributions have no such row.", where, CHANGED)
        elif cells[log.key] != entry.key:
            yield Reason("cleaning-key-differs", "Another contribution stands in this row.", where, CHANGED)
        elif not _holds_old(entry, cells):
            what = "In this cell stands something else than the log expects."
            do = "Look at it again, and decide anew; or take the file as it was received."
            yield Reason("cleaning-old-differs", what, where, do)


def _holds_old(entry: CleaningEntry, cells: _Cells) -> bool:
    return not entry.column or cells[entry.column] == entry.old


def _recoded(raw: nw.LazyFrame[Any], log: CleaningLog) -> tuple[tuple[tuple[str, int], ...], list[Reason]]:
    """How many cells each recode changes, and which of its parts find nothing."""
    pairs = list(recoded_pairs(log))
    counts = [count for start in range(0, len(pairs), PAIRS_IN_A_PASS) for count in _counted(raw, pairs, start)]
    cells, reasons = [], []
    for recode in log.recodes:
        of_it = [(pair, *count) for pair, count in zip(pairs, counts, strict=True) if pair.recode is recode]
        cells.append((recode.name, sum(applied for _, _, applied in of_it)))
        where = f'cleaning log, recode "{recode.name}"'
        do = "Take out what stands nowhere; or take the file as it was received."
        for column in recode.columns:
            if not any(found for pair, found, _ in of_it if pair.column == column):
                what = f"None of its old values stands in column {column}."
                reasons.append(Reason("cleaning-recode-finds-nothing", what, where, do))
        for place, (old, _) in enumerate(recode.values, start=1):
            if not any(found for pair, found, _ in of_it if pair.old == old):
                what = f"Its old value {place} of {len(recode.values)} stands nowhere that it applies to."
                reasons.append(Reason("cleaning-recode-finds-nothing", what, where, do))
    return tuple(cells), reasons


def _counted(raw: nw.LazyFrame[Any], pairs: Sequence[RecodedPair], start: int) -> list[tuple[int, int]]:
    """Found and changed cells of some pairs, in one pass."""
    part = pairs[start : start + PAIRS_IN_A_PASS]
    wanted = {f"found{place}": ones(pair.found) for place, pair in enumerate(part)}
    wanted |= {f"applied{place}": ones(pair.applies) for place, pair in enumerate(part)}
    counted = totals(raw, wanted)
    return [(counted[f"found{place}"], counted[f"applied{place}"]) for place in range(len(part))]
