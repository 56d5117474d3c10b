"""An intruder with a register: they take a record that was handed over and look for people who could be it.

The register knows everybody in the file by their true keys, and nobody else: the worst case. A record is given away if
one person alone fits what is left of it. Written apart from the engine: loops over rows.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import pyarrow as pa
import pytest

from nyhavn.engine.backends.duckdb import open_session
from nyhavn.engine.confidentiality.microdata import KeyCells, collapse
from nyhavn.engine.confidentiality.microdata.blanks import blank_table
from nyhavn.engine.confidentiality.microdata.local_suppression import HiddenBy, LocalSuppression, suppress_locally
from spec.microdata.microdata_files import HOUSEHOLD_KEYS, adult, read

Row = tuple[str | None, ...]
pytestmark = pytest.mark.data


class Register:
    """People by their true keys; counts of every part of the keys are made once."""

    def __init__(self, rows: Sequence[Row]) -> None:
        keys = range(len(rows[0]))
        parts = [part for size in range(len(rows[0]) + 1) for part in combinations(keys, size)]
        self._counts = {part: Counter(tuple(row[key] for key in part) for row in rows) for part in parts}

    def fitting(self, record: Row) -> int:
        """How many people could be the record."""
        part = tuple(key for key, value in enumerate(record) if value is not None)
        return self._counts[part][tuple(record[key] for key in part)]


def rows_of(table: pa.Table, keys: Sequence[str]) -> list[Row]:
    return list(zip(*(table.column(key).to_pylist() for key in keys), strict=True))


def cells_of(table: pa.Table, keys: Sequence[str]) -> KeyCells:
    with open_session() as session:
        return collapse(session.frame(table), keys)


def handed_over(table: pa.Table, keys: Sequence[str], k: int, hidden_by: HiddenBy) -> tuple[pa.Table, LocalSuppression]:
    cells = cells_of(table, keys)
    found = suppress_locally(cells, k, hidden_by=hidden_by)
    return blank_table(table, cells, found.blanks), found


def test_without_a_remedy_the_intruder_finds_everybody_who_is_unique(reference_data) -> None:
    """So the attack can succeed."""
    rows = rows_of(read(reference_data / "sdc_reference" / "testdata.csv"), HOUSEHOLD_KEYS)
    register = Register(rows)
    assert sum(register.fitting(row) == 1 for row in rows) == 157


@pytest.mark.parametrize("k", [2, 3, 5])
def test_after_blanking_at_least_k_people_fit_every_record(reference_data, k) -> None:
    table = read(reference_data / "sdc_reference" / "testdata.csv")
    after, found = handed_over(table, HOUSEHOLD_KEYS, k, HiddenBy.OWN_BLANKS)
    register = Register(rows_of(table, HOUSEHOLD_KEYS))
    assert min(register.fitting(row) for row in rows_of(after, HOUSEHOLD_KEYS)) >= k
    assert found.is_optimal and found.gap == 0


def test_and_almost_everything_is_still_there(reference_data) -> None:
    """The twin: a file in which nothing is left would be safe, too."""
    table = read(reference_data / "sdc_reference" / "testdata.csv")
    after, found = handed_over(table, HOUSEHOLD_KEYS, 3, HiddenBy.OWN_BLANKS)
    before_rows, after_rows = rows_of(table, HOUSEHOLD_KEYS), rows_of(after, HOUSEHOLD_KEYS)
    changed = sum(one != other for one, other in zip(before_rows, after_rows, strict=True))
    assert changed == 281  # the rows that were at risk, and no other
    assert found.values == sum(row.count(None) for row in after_rows) < 0.01 * len(before_rows) * len(HOUSEHOLD_KEYS)
    for before, now in zip(before_rows, after_rows, strict=True):
        assert all(value is None or value == true for value, true in zip(now, before, strict=True))
    others = [name for name in table.column_names if name not in HOUSEHOLD_KEYS]
    assert after.select(others).equals(table.select(others))


def test_fewer_blanks_by_counting_them_as_matches_leave_people_to_be_found(reference_data) -> None:
    """What sdcMicro counts as two who agree may be one person beside somebody else's blank: it is not the default."""
    table = read(reference_data / "sdc_reference" / "testdata.csv")
    after, found = handed_over(table, HOUSEHOLD_KEYS, 2, HiddenBy.ANY_BLANKS)
    own = suppress_locally(cells_of(table, HOUSEHOLD_KEYS), 2)
    assert (found.values, found.bound, found.is_optimal) == (12, 12, True)
    assert found.values < own.values
    register = Register(rows_of(table, HOUSEHOLD_KEYS))
    assert sum(register.fitting(row) == 1 for row in rows_of(after, HOUSEHOLD_KEYS)) > 100


def test_four_keys_of_the_household_survey_have_a_proven_fewest(reference_data) -> None:
    cells = cells_of(read(reference_data / "sdc_reference" / "testdata.csv"), HOUSEHOLD_KEYS[:4])
    found = suppress_locally(cells, 5, hidden_by=HiddenBy.ANY_BLANKS)
    assert (found.values, found.bound, found.is_optimal) == (8, 8, True)


def test_where_the_fewest_are_not_proven_the_gap_is_stated(reference_data) -> None:
    cells = cells_of(read(reference_data / "sdc_reference" / "testdata.csv"), HOUSEHOLD_KEYS)
    found = suppress_locally(cells, 3, hidden_by=HiddenBy.ANY_BLANKS)
    assert 24 <= found.bound < found.values <= 31
    assert not found.is_optimal and 0 < found.gap <= (31 - 24) / 31


def test_on_a_large_file_the_fewest_are_proven_for_true_values_and_the_gap_is_stated_otherwise(reference_data) -> None:
    keys = ("sex", "race", "education", "marital-status", "workclass")
    cells = cells_of(adult(reference_data), keys)
    own = suppress_locally(cells, 3)
    assert own.is_optimal and own.values == own.bound > 0
    rough = suppress_locally(cells, 3, hidden_by=HiddenBy.ANY_BLANKS)
    assert 0 < rough.bound <= rough.values < own.values
    assert rough.gap == (rough.values - rough.bound) / rough.values
