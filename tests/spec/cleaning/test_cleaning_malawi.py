"""Water points in Malawi: what was received, what their makers published, and a log that explains every difference.

The log was written by hand, from looking at the cells that differ. Its makers' own script was not looked at.
"""

import csv
import io
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest

from engines import on_every_engine
from engines.opened import each_engine
from nyhavn.chain.cleaning import explained as explained_files
from nyhavn.engine.cleaning import CLEANED, Explanation, explain, replay
from nyhavn.exchange.incoming.cleaning_log import read_cleaning_log
from nyhavn.exchange.incoming.spreadsheet import read_table
from nyhavn.framework.cleaning import CleaningLog
from nyhavn.framework.refusal import Refusal

pytestmark = [pytest.mark.data, pytest.mark.engines]
LOG = Path(__file__).with_name("malawi-cleaning-log.csv")
DIFFERENT = 1436


@pytest.fixture(scope="module")
def folder(reference_data: Path) -> Path:
    return reference_data / "malawi_waterpoints"


@cache
def numbered(path: Path) -> pa.Table:
    table = read_table(path).table
    return table.append_column("_row", pa.array(range(1, table.num_rows + 1), pa.int64()))


@pytest.fixture
def log() -> CleaningLog:
    return read_cleaning_log(LOG, key="waterpoint_id")


def written(table: pa.Table) -> bytes:
    """A table as its makers write it."""
    stream = io.StringIO(newline="")
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(table.column_names)
    rows.writerows(tuple(cells.values()) for cells in table.to_pylist())
    return stream.getvalue().encode()


def replayed(table: pa.Table, log: CleaningLog) -> bytes:
    def clean(frame):
        rows = replay(frame, log).frame.sort("_row").collect("pyarrow").to_native()
        return written(rows.drop_columns(["_row", CLEANED]))

    return on_every_engine(table, clean)


def explained(raw: pa.Table, clean: pa.Table, log: CleaningLog) -> Explanation:
    found = [explain(engine.frame(raw), engine.frame(clean), log) for engine in each_engine()]
    assert all(one == found[0] for one in found)
    return found[0]


def without(log: CleaningLog, place: int) -> CleaningLog:
    return replace(log, recodes=tuple(one for at, one in enumerate(log.recodes) if at != place))


def test_two_recodes_replay_what_was_received_to_what_was_published_byte_for_byte(
    folder: Path, log: CleaningLog
) -> None:
    received, published = folder / "raw_survey.csv", folder / "published_clean.csv"
    assert written(numbered(received).drop_columns(["_row"])) == received.read_bytes()
    assert [recode.name for recode in log.recodes] == [
        "No without a blank behind it",
        "No problems without a blank behind it",
    ]
    assert replayed(numbered(received), log) == published.read_bytes()


def test_they_explain_every_differing_cell_and_nothing_else(folder: Path, log: CleaningLog) -> None:
    found = explained(numbered(folder / "raw_survey.csv"), numbered(folder / "published_clean.csv"), log)
    assert found.is_whole
    assert found.differing == found.explained == found.counts.recoded == DIFFERENT
    assert {each.column: each.differing for each in found.columns} == {"has_bank_account": 723, "observed_issues": 713}
    assert [cells for _, cells in found.counts.cells] == [723, 713]


def test_the_two_files_are_explained_as_they_lie_there(folder: Path, log: CleaningLog) -> None:
    found = explained_files(read_table(folder / "raw_survey.csv"), read_table(folder / "published_clean.csv"), log)
    assert found.is_whole and found.explained == DIFFERENT


@pytest.mark.parametrize(("left_out", "unexplained"), [(0, 723), (1, 713)])
def test_with_one_of_them_left_out_the_difference_stays_unexplained(
    folder: Path, log: CleaningLog, left_out: int, unexplained: int
) -> None:
    raw, clean = numbered(folder / "raw_survey.csv"), numbered(folder / "published_clean.csv")
    less = without(log, left_out)
    found = explained(raw, clean, less)
    assert not found.is_whole
    assert found.differing - found.explained == unexplained
    assert replayed(raw, less) != (folder / "published_clean.csv").read_bytes()


def test_on_the_published_file_the_log_is_refused(folder: Path, log: CleaningLog) -> None:
    with pytest.raises(Refusal) as refused:
        replayed(numbered(folder / "published_clean.csv"), log)
    assert set(refused.value.codes) == {"cleaning-recode-finds-nothing"}


def test_a_difference_that_no_decision_names_is_seen(folder: Path, log: CleaningLog) -> None:
    clean = numbered(folder / "published_clean.csv")
    ids = clean.column("user_population").to_pylist()
    ids[4] = "1"
    touched = clean.set_column(clean.schema.get_field_index("user_population"), "user_population", pa.array(ids))
    found = explained(numbered(folder / "raw_survey.csv"), touched, log)
    assert not found.is_whole
    assert {each.column: each.unexplained for each in found.columns if each.unexplained} == {"user_population": 1}
