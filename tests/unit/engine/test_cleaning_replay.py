"""A log is replayed on the data that it was written for, and refused on others: each fault alone, and its twin."""

from dataclasses import replace
from datetime import UTC, datetime

import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from engines import Engine, on_every_engine
from nyhavn.engine.backends.duckdb import open_session
from nyhavn.engine.cleaning import CLEANED, replay
from nyhavn.engine.cleaning.fitting import MOST_REASONS
from nyhavn.framework.cleaning import CleaningAction, CleaningCounts, CleaningEntry, CleaningLog, Decided, Recode, Where
from nyhavn.framework.refusal import Refusal

pytestmark = pytest.mark.engines
KEEP, CORRECT, BLANK, REMOVE = CleaningAction
DECIDED = Decided("We asked them again.", "A reviewer", datetime(2026, 11, 20, 9, tzinfo=UTC))
RECEIVED = pa.table(
    {
        "id": pa.array(["a", "b", "c", "d"]),
        "age": pa.array(["34", "340", "999", None]),
        "water": pa.array(["1", "2", "1", "No "]),
        "_row": pa.array([1, 2, 3, 4], pa.int64()),
    }
)
SORTED_ANEW = RECEIVED.take(pa.array([1, 0, 2, 3])).set_column(3, "_row", RECEIVED.column("_row"))
CORRECTION = CleaningEntry(CORRECT, 2, "b", DECIDED, "age", "340", "34")
RECODE = Recode("1 means yes", ("water",), (("1", "yes"), ("2", "no")), DECIDED)


def log(*decisions: CleaningEntry | Recode) -> CleaningLog:
    entries = tuple(one for one in decisions if isinstance(one, CleaningEntry))
    return CleaningLog("id", entries, tuple(one for one in decisions if isinstance(one, Recode)))


def clean(received: pa.Table, *decisions: CleaningEntry | Recode) -> list[tuple[object, ...]]:
    """The clean rows (number, id, age, water), after making sure that all engines agree."""

    def rows(frame: nw.LazyFrame) -> list[tuple[object, ...]]:
        made = replay(frame, log(*decisions)).frame.sort("_row").collect("pyarrow").to_native().to_pylist()
        return [tuple(row[column] for column in ("_row", "id", "age", "water")) for row in made]

    return on_every_engine(received, rows)


def refused(received: pa.Table, *decisions: CleaningEntry | Recode) -> Refusal:
    with open_session(threads=1) as session, pytest.raises(Refusal) as found:
        replay(session.frame(received), log(*decisions))
    return found.value


def test_every_decision_does_what_it_says_and_nothing_else() -> None:
    decisions = (
        CORRECTION,
        CleaningEntry(BLANK, 3, "c", DECIDED, "age", "999"),
        CleaningEntry(REMOVE, 4, "d", DECIDED),
        CleaningEntry(KEEP, 1, "a", DECIDED, "age", "34"),
        RECODE,
    )
    assert clean(RECEIVED, *decisions) == [(1, "a", "34", "yes"), (2, "b", "34", "no"), (3, "c", None, "yes")]


def test_what_was_changed_is_counted_by_kind_and_recode() -> None:
    decisions = (CORRECTION, CleaningEntry(BLANK, 3, "c", DECIDED, "age", "999"), RECODE)
    counts = on_every_engine(RECEIVED, lambda frame: replay(frame, log(*decisions)).counts)
    assert counts == CleaningCounts(corrected=1, blanked=1, removed=0, cells=(("1 means yes", 3),))
    assert counts.recoded == 3


def test_a_cell_that_is_kept_or_corrected_is_not_recoded() -> None:
    kept = CleaningEntry(KEEP, 1, "a", DECIDED, "water", "1")
    corrected = CleaningEntry(CORRECT, 3, "c", DECIDED, "water", "1", "2")
    assert [row[3] for row in clean(RECEIVED, RECODE, kept, corrected)] == ["1", "no", "2", "No "]


def test_two_codes_can_be_turned_around() -> None:
    swapped = Recode("coded the wrong way round", ("water",), (("1", "2"), ("2", "1")), DECIDED)
    assert [row[3] for row in clean(RECEIVED, swapped)] == ["2", "1", "2", "No "]


def test_a_recode_fills_and_empties_cells_and_applies_where_its_condition_holds() -> None:
    filled = Recode("not asked", ("age",), ((None, "98"), ("999", None)), DECIDED)
    assert [row[2] for row in clean(RECEIVED, filled)] == ["34", "340", None, "98"]
    conditional = replace(RECODE, values=(("1", "yes"),), when=Where("age", ("999", None)))
    assert [row[3] for row in clean(RECEIVED, conditional)] == ["1", "2", "yes", "No "]


def test_a_log_without_decisions_changes_nothing() -> None:
    assert clean(RECEIVED) == [(row["_row"], row["id"], row["age"], row["water"]) for row in RECEIVED.to_pylist()]


def test_thousands_of_corrections_are_replayed() -> None:
    """DuckDB takes expressions up to a thousand deep."""
    size = 5000
    received = pa.table(
        {
            "id": pa.array([f"k{n}" for n in range(size)]),
            "age": pa.array([str(n) for n in range(size)]),
            "_row": pa.array(range(1, size + 1), pa.int64()),
        }
    )
    decisions = [
        CleaningEntry(CORRECT, n + 1, f"k{n}", DECIDED, "age", str(n), f"{n} years") for n in range(0, size, 2)
    ]
    with open_session(threads=1) as session:
        made = replay(session.frame(received), log(*decisions)).frame.sort("_row").collect("pyarrow").to_native()
    assert made.column("age").to_pylist() == [str(n) if n % 2 else f"{n} years" for n in range(size)]


# --- Refused, each alone --------------------------------------------------------------------


@pytest.mark.parametrize("named", ["key", "cell", "recode", "condition"])
def test_a_column_that_is_not_there_is_refused(named: str) -> None:
    decisions = {
        "key": CORRECTION,
        "cell": replace(CORRECTION, column="height"),
        "recode": replace(RECODE, columns=("height",)),
        "condition": replace(RECODE, when=Where("height", ("1",))),
    }
    received = RECEIVED.drop_columns(["id"]) if named == "key" else RECEIVED
    found = refused(received, decisions[named])
    assert found.codes == ("cleaning-column-absent",)
    assert found.reasons[0].where == f"cleaning log, column {'id' if named == 'key' else 'height'}"


def test_a_column_of_numbers_is_refused() -> None:
    numbers = RECEIVED.set_column(2, "water", pa.array([1, 2, 1, None]))
    assert refused(numbers, RECODE).codes == ("cleaning-column-not-text",)


def test_a_row_beyond_the_last_is_refused() -> None:
    found = refused(RECEIVED, replace(CORRECTION, row=5))
    assert found.codes == ("cleaning-row-absent",)
    assert found.reasons[0].where == "cleaning log, row 5, column age"


def test_a_file_that_was_sorted_anew_is_refused_and_the_one_received_is_not() -> None:
    found = refused(SORTED_ANEW, CORRECTION)
    assert found.codes == ("cleaning-key-differs",)
    assert clean(RECEIVED, CORRECTION)[1] == (2, "b", "34", "2")


def test_a_row_without_a_key_is_told_from_one_with_a_key() -> None:
    no_key = RECEIVED.set_column(0, "id", pa.array(["a", None, "c", "d"]))
    assert refused(no_key, CORRECTION).codes == ("cleaning-key-differs",)
    assert clean(no_key, replace(CORRECTION, key=None))[1] == (2, None, "34", "2")


@pytest.mark.parametrize("action", [KEEP, CORRECT, BLANK, REMOVE])
@pytest.mark.parametrize("stands_there", ["34", " 340", "340.0", None])
def test_a_cell_that_holds_something_else_is_refused(action: CleaningAction, stands_there: str | None) -> None:
    other = RECEIVED.set_column(1, "age", pa.array(["34", stands_there, "999", None]))
    entry = CleaningEntry(action, 2, "b", DECIDED, "age", "340", "34" if action is CORRECT else None)
    found = refused(other, entry)
    assert found.codes == ("cleaning-old-differs",)
    assert found.reasons[0].where == "cleaning log, row 2, column age"
    clean(RECEIVED, entry)


@pytest.mark.parametrize(
    "recode",
    [
        replace(RECODE, values=(("1", "yes"), ("3", "no"))),
        replace(RECODE, values=((None, "no"),)),
        replace(RECODE, when=Where("age", ("34",))),
        replace(RECODE, columns=("water", "age")),
    ],
    ids=["a value", "an empty cell", "under its condition", "in one of its columns"],
)
def test_a_recode_that_finds_nothing_is_refused(recode: Recode) -> None:
    assert set(refused(RECEIVED, recode).codes) == {"cleaning-recode-finds-nothing"}


def test_clean_data_are_not_cleaned_again() -> None:
    """Turned around once more, the codes would be those received."""
    swapped = Recode("coded the wrong way round", ("water",), (("1", "2"), ("2", "1")), DECIDED)
    with open_session(threads=1) as session:
        made = replay(session.frame(RECEIVED), log(swapped)).frame
        with pytest.raises(Refusal) as found:
            replay(made, log(swapped))
    assert found.value.codes == ("cleaning-done-already",)


def test_contradictions_are_refused_before_the_data_are_looked_at() -> None:
    assert refused(RECEIVED, CORRECTION, replace(CORRECTION, new="35")).codes == ("cleaning-cell-twice",)


def test_no_more_reasons_are_given_than_people_read_and_the_rest_is_counted() -> None:
    entries = [replace(CORRECTION, row=row) for row in range(10, 10 + MOST_REASONS + 5)]
    reasons = refused(RECEIVED, *entries).reasons
    assert len(reasons) == MOST_REASONS + 1
    assert reasons[-1].what == "So it is with 5 more decisions of the log."
    assert len(refused(RECEIVED, *entries[:MOST_REASONS]).reasons) == MOST_REASONS


def test_no_answer_and_no_key_stands_in_a_refusal_or_in_a_repr() -> None:
    secret = CleaningEntry(CORRECT, 2, "zz-key", DECIDED, "age", "zz-answer", "zz-other")
    recode = Recode("named", ("water",), (("zz-code", "zz-new"),), DECIDED, Where("id", ("zz-id",)))
    said = "".join(str(refused(RECEIVED, one)) for one in (secret, replace(secret, key="b"), recode))
    assert "zz" not in said + repr(secret) + repr(recode) + repr(log(secret, recode))


# --- Frames that people hand in -------------------------------------------------------------


def test_frames_of_pandas_and_polars_are_taken_as_they_are() -> None:
    cells = RECEIVED.to_pydict()
    for native in (pd.DataFrame(cells), pl.DataFrame(cells), pl.LazyFrame(cells)):
        made = replay(nw.from_native(native).lazy(), log(CORRECTION, RECODE)).frame.sort("_row").collect("pyarrow")
        assert made["age"].to_list() == ["34", "34", "999", None]
        assert made["water"].to_list() == ["yes", "no", "yes", "No "]
        assert made[CLEANED].to_list() == [1, 2, 1, 0]


def test_each_row_says_how_many_of_its_cells_were_changed(engine: Engine) -> None:
    made = replay(engine.frame(RECEIVED), log(CORRECTION, RECODE)).frame.sort("_row").collect("pyarrow")
    assert made[CLEANED].to_list() == [1, 2, 1, 0]
