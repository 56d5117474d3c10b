"""Which differences a log explains, and which it does not: each kind alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from engines import each_engine
from nyhavn.engine.cleaning import ColumnDifferences, Explanation, explain
from nyhavn.framework.cleaning import CleaningAction, CleaningEntry, CleaningLog, Decided
from nyhavn.framework.refusal import Refusal

pytestmark = pytest.mark.engines
DECIDED = Decided("We asked them again.", "A reviewer", datetime(2026, 11, 20, 9, tzinfo=UTC))
RAW = pa.table(
    {
        "_id": pa.array(["a", "b", "c"]),
        "age": pa.array(["34", "340", None]),
        "water": pa.array(["1", "1", "1"]),
        "_row": pa.array([1, 2, 3], pa.int64()),
    }
)
CORRECTION = CleaningEntry(CleaningAction.CORRECT, 2, "b", DECIDED, "age", "340", "34")
REMOVAL = CleaningEntry(CleaningAction.REMOVE, 3, "c", DECIDED)
LOG = CleaningLog("_id", (CORRECTION, REMOVAL))
CLEAN = RAW.slice(0, 2).set_column(1, "age", pa.array(["34", "34"]))


def explained(clean: pa.Table, log: CleaningLog = LOG) -> Explanation:
    found = [explain(engine.frame(RAW), engine.frame(clean), log) for engine in each_engine()]
    assert all(one == found[0] for one in found)
    return found[0]


def cell(clean: pa.Table, column: str, row: int, value: str | None) -> pa.Table:
    cells = clean.column(column).to_pylist()
    cells[row - 1] = value
    return clean.set_column(clean.schema.get_field_index(column), column, pa.array(cells, pa.string()))


def test_what_the_log_makes_is_explained_wholly() -> None:
    found = explained(CLEAN)
    assert found.is_whole
    assert found.columns == (ColumnDifferences("age", 1, 1, 0),)
    assert (found.gone, found.gone_explained, found.added, found.not_removed) == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("clean", "expected"),
    [
        (cell(CLEAN, "age", 1, "35"), ColumnDifferences("age", 2, 1, 0)),
        (cell(CLEAN, "age", 1, None), ColumnDifferences("age", 2, 1, 0)),
        (cell(CLEAN, "age", 2, "33"), ColumnDifferences("age", 1, 0, 1)),
        (cell(CLEAN, "age", 2, "340"), ColumnDifferences("age", 0, 0, 1)),
        (cell(CLEAN, "_id", 1, "z"), ColumnDifferences("_id", 1, 0, 0)),
    ],
    ids=["changed without a decision", "emptied without one", "changed otherwise", "not changed", "another column"],
)
def test_a_cell_that_is_not_as_the_log_says_is_seen(clean: pa.Table, expected: ColumnDifferences) -> None:
    found = explained(clean)
    assert expected in found.columns
    assert not found.is_whole


def test_a_row_that_is_gone_without_a_decision_is_seen() -> None:
    found = explained(CLEAN.slice(1))
    assert (found.gone, found.gone_explained) == (2, 1)
    assert not found.is_whole


def test_a_row_that_should_be_gone_is_seen() -> None:
    found = explained(pa.concat_tables([CLEAN, RAW.slice(2)]))
    assert (found.gone, found.not_removed) == (0, 1)
    assert not found.is_whole


def test_a_row_that_came_from_nowhere_is_seen() -> None:
    more = CLEAN.slice(0, 1).set_column(3, "_row", pa.array([9], pa.int64()))
    found = explained(pa.concat_tables([CLEAN, more]))
    assert found.added == 1
    assert not found.is_whole


def test_columns_without_a_twin_are_named() -> None:
    found = explained(CLEAN.drop_columns(["water"]).append_column("new", pa.array(["x", "y"])))
    assert (found.only_raw, found.only_clean) == (("water",), ("new",))
    assert not found.is_whole


def test_a_log_that_does_not_fit_explains_nothing() -> None:
    with pytest.raises(Refusal) as refused:
        explained(CLEAN, replace(LOG, entries=(replace(CORRECTION, old="341"),)))
    assert refused.value.codes == ("cleaning-old-differs",)


def test_many_columns_are_compared_in_parts() -> None:
    wide = {f"q{n}": pa.array([str(n), None]) for n in range(45)}
    raw = pa.table(wide | {"_row": pa.array([1, 2], pa.int64())})
    clean = cell(raw, "q44", 2, "found")
    for engine in each_engine():
        found = explain(engine.frame(raw), engine.frame(clean), CleaningLog("q0"))
        assert found.columns == (ColumnDifferences("q44", 1, 0, 0),)
