"""Random logs on random tables: what replaying makes equals a slow twin in plain Python, on every engine."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines import Engine, drawn
from nyhavn.engine.cleaning import CLEANED, explain, replay
from nyhavn.framework.cleaning import (
    CleaningAction,
    CleaningCounts,
    CleaningEntry,
    CleaningLog,
    Decided,
    Recode,
    Where,
    check_conflicts,
)
from nyhavn.framework.refusal import Refusal

Row = Mapping[str, str | None]
COLUMNS = ("id", "water", "age", "has a space")
VALUES = (None, "1", "0", "No ", "No", "007", "=1+1", "it's", "ja, nein", "بئر")
DECIDED = Decided("Seen on the paper form.", "A reviewer", datetime(2026, 11, 20, 9, tzinfo=UTC))


def twin(rows: Sequence[Row], log: CleaningLog) -> list[dict[str, str | None]]:
    """The clean rows with their numbers, one cell after another, straight from what the decisions say."""
    clean = []
    for number, row in enumerate(rows, start=1):
        about = [entry for entry in log.entries if entry.row == number]
        if any(entry.action is CleaningAction.REMOVE for entry in about):
            continue
        made = {column: _twin_cell(row, column, about, log.recodes) for column in row}
        clean.append({**made, "_row": number, CLEANED: sum(made[column] != row[column] for column in row)})
    return clean


def _twin_cell(row: Row, column: str, about: Sequence[CleaningEntry], recodes: Sequence[Recode]) -> str | None:
    for entry in about:
        if entry.column == column:
            return row[column] if entry.action is CleaningAction.KEEP else entry.new
    for recode in recodes:
        is_met = recode.when is None or row[recode.when.column] in recode.when.values
        for old, new in recode.values:
            if column in recode.columns and is_met and row[column] == old:
                return new
    return row[column]


def table_of(rows: Sequence[Row]) -> pa.Table:
    cells = {column: pa.array([row[column] for row in rows], pa.string()) for column in COLUMNS}
    return pa.table(cells | {"_row": pa.array(range(1, len(rows) + 1), pa.int64())})


@st.composite
def tables_with_logs(draw: st.DrawFn) -> tuple[list[Row], CleaningLog]:
    """Up to twelve rows, and a log that fits them, its decisions in any order."""
    one_row = st.fixed_dictionaries({column: st.sampled_from(VALUES) for column in COLUMNS})
    rows: list[Row] = draw(st.lists(one_row, min_size=1, max_size=12))
    entries = [entry for number, row in enumerate(rows, start=1) for entry in draw(_entries(number, row))]
    recodes = [] if not draw(st.booleans()) else draw(_recodes(rows))
    return rows, CleaningLog("id", tuple(draw(st.permutations(entries))), tuple(draw(st.permutations(recodes))))


@st.composite
def _entries(draw: st.DrawFn, number: int, row: Row) -> list[CleaningEntry]:
    """What is decided about one row: nothing, that it is removed, or something about some of its cells."""
    what = draw(st.sampled_from(("nothing", "nothing", "remove", "cells")))
    if what == "remove":
        column = draw(st.sampled_from(("", *COLUMNS)))
        old = row[column] if column else None
        return [CleaningEntry(CleaningAction.REMOVE, number, row["id"], DECIDED, column, old)]
    columns = draw(st.sets(st.sampled_from(COLUMNS))) if what == "cells" else ()
    return [_entry(number, row, column, draw(st.sampled_from(VALUES))) for column in sorted(columns)]


def _entry(number: int, row: Row, column: str, new: str | None) -> CleaningEntry:
    old = row[column]
    action = CleaningAction.BLANK if new is None else CleaningAction.CORRECT
    if new == old:
        action, new = CleaningAction.KEEP, None
    return CleaningEntry(action, number, row["id"], DECIDED, column, old, new)


@st.composite
def _recodes(draw: st.DrawFn, rows: Sequence[Row]) -> list[Recode]:
    """One recode per column, or per two columns, of values that stand there; some only where a condition holds."""
    made = []
    for name, columns in (("one", ("water",)), ("two", ("age", "has a space"))):
        when = draw(st.none() | st.builds(Where, st.just("id"), st.sets(st.sampled_from(VALUES)).map(tuple)))
        when = when if when is None or when.values else None
        applies = [row for row in rows if when is None or row[when.column] in when.values]
        there = sorted({row[column] for row in applies for column in columns}, key=str)
        olds = draw(st.sets(st.sampled_from(there))) if there else ()
        values = tuple((old, draw(st.sampled_from([v for v in VALUES if v != old]))) for old in sorted(olds, key=str))
        if values and all(any(row[column] in olds for row in applies) for column in columns):
            made.append(Recode(name, columns, values, DECIDED, when))
    return made


def rows_of(frame) -> list[dict[str, str | int | None]]:
    table = frame.select(*COLUMNS, "_row", CLEANED).sort("_row").collect("pyarrow").to_native()
    return table.select([*COLUMNS, "_row", CLEANED]).to_pylist()  # pandas leaves an index behind


def agrees_with_its_twin(engine: Engine, rows: Sequence[Row], log: CleaningLog) -> None:
    made = replay(engine.frame(table_of(rows)), log)
    expected = twin(rows, log)
    assert rows_of(made.frame) == expected
    assert made.counts == counted(rows, log, expected)


@pytest.mark.engines
@settings(max_examples=drawn(25))
@given(drawn_one=tables_with_logs())
def test_a_random_log_makes_what_its_twin_makes(engine: Engine, drawn_one: tuple[list[Row], CleaningLog]) -> None:
    agrees_with_its_twin(engine, *drawn_one)


@pytest.mark.slow
@pytest.mark.engines
@settings(max_examples=drawn(300))
@given(drawn_one=tables_with_logs())
def test_many_random_logs_make_what_their_twins_make(engine: Engine, drawn_one: tuple[list[Row], CleaningLog]) -> None:
    agrees_with_its_twin(engine, *drawn_one)


def counted(rows: Sequence[Row], log: CleaningLog, clean: Sequence[Mapping[str, str | int | None]]) -> CleaningCounts:
    kinds = [entry.action for entry in log.entries]
    single = sum(entry.changes_cell for entry in log.entries)
    changed = sum(int(row[CLEANED] or 0) for row in clean)
    found = CleaningCounts(
        kinds.count(CleaningAction.CORRECT),
        kinds.count(CleaningAction.BLANK),
        len(rows) - len(clean),
        tuple((recode.name, _changed_by(rows, log, recode)) for recode in log.recodes),
    )
    assert single + found.recoded == changed, "every changed cell is counted once"
    return found


def _changed_by(rows: Sequence[Row], log: CleaningLog, recode: Recode) -> int:
    """How many cells change less without it."""
    others = replace(log, recodes=tuple(one for one in log.recodes if one is not recode))
    with_it, without_it = (sum(int(row[CLEANED] or 0) for row in twin(rows, one)) for one in (log, others))
    return with_it - without_it


@pytest.mark.engines
@settings(max_examples=drawn(12))
@given(drawn_one=tables_with_logs())
def test_what_a_log_made_is_explained_by_it_wholly_and_never_made_twice(
    engine: Engine, drawn_one: tuple[list[Row], CleaningLog]
) -> None:
    rows, log = drawn_one
    raw = engine.frame(table_of(rows))
    made = replay(raw, log).frame
    assert explain(raw, made, log).is_whole
    with pytest.raises(Refusal) as refused:
        replay(made, log)
    assert refused.value.codes == ("cleaning-done-already",)


@settings(max_examples=200)
@given(drawn_one=tables_with_logs(), data=st.data())
def test_the_order_of_the_decisions_does_not_matter(
    drawn_one: tuple[list[Row], CleaningLog], data: st.DataObject
) -> None:
    """The twin takes the first decision that applies, so it would notice two that meet in one cell."""
    rows, log = drawn_one
    check_conflicts(log)
    entries, recodes = (tuple(data.draw(st.permutations(part))) for part in (log.entries, log.recodes))
    assert twin(rows, log) == twin(rows, replace(log, entries=entries, recodes=recodes))
