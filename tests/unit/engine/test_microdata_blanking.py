"""Local suppression: the fewest values, against a search through everything; and a stated gap elsewhere."""

from itertools import product

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.opened import opened
from nyhavn.engine.confidentiality.microdata import assess, collapse
from nyhavn.engine.confidentiality.microdata.blanks import blank_table
from nyhavn.engine.confidentiality.microdata.cells import KeyCells
from nyhavn.engine.confidentiality.microdata.local_suppression import HiddenBy, LocalSuppression, suppress_locally
from nyhavn.framework.refusal import Refusal
from unit.engine import microdata_twin as twin

Rows = list[twin.Row]


def table_of(rows: Rows) -> pa.Table:
    return pa.table({f"k{key}": pa.array([row[key] for row in rows], pa.string()) for key in range(len(rows[0]))})


def cells_of(rows: Rows) -> KeyCells:
    table = table_of(rows)
    return collapse(opened("duckdb").frame(table), table.column_names)


def fewest_of_own(rows: Rows, k: int) -> int:
    """Each row at risk by itself: the smallest set of its values without which k rows of the file agree with it."""

    def fewest(row: twin.Row) -> int:
        sets = product([False, True], repeat=len(row))
        enough = [sum(blank) for blank in sets if count(blank, row) >= k]
        return min(enough)

    def count(blank: tuple[bool, ...], row: twin.Row) -> int:
        left = tuple(None if gone else value for gone, value in zip(blank, row, strict=True))
        return sum(twin.agrees(left, other) for other in rows)

    counts = twin.sample_frequencies(rows)
    return sum(fewest(row) for row, fk in zip(rows, counts, strict=True) if fk < k)


def fewest_of_any(rows: Rows, k: int) -> int:
    """All ways to blank values of rows at risk, each counted anew."""
    counts = twin.sample_frequencies(rows)
    places = [(r, key) for r, row in enumerate(rows) for key in range(len(row)) if counts[r] < k and row[key]]
    best = len(places)
    for blank in product([False, True], repeat=len(places)):
        if sum(blank) < best:
            gone = {place for place, is_gone in zip(places, blank, strict=True) if is_gone}
            left = [tuple(None if (r, key) in gone else v for key, v in enumerate(row)) for r, row in enumerate(rows)]
            if min(twin.sample_frequencies(left)) >= k:
                best = sum(blank)
    return best


def blanked_rows(rows: Rows, cells: KeyCells, found: LocalSuppression) -> Rows:
    return list(map(tuple, zip(*blank_table(table_of(rows), cells, found.blanks).to_pydict().values(), strict=True)))


@st.composite
def small_files(draw, most_rows: int = 6) -> tuple[Rows, int]:
    keys = draw(st.integers(1, 3))
    rows = draw(st.lists(st.tuples(*[st.sampled_from(["a", "b", "c", None])] * keys), min_size=3, max_size=most_rows))
    return rows, draw(st.integers(2, 3))


@given(small_files(most_rows=12))
@settings(max_examples=60)
def test_as_few_values_are_blanked_as_can_be_where_a_row_is_hidden_by_true_values(drawn) -> None:
    rows, k = drawn
    cells = cells_of(rows)
    found = suppress_locally(cells, k)
    assert found.values == found.bound == fewest_of_own(rows, k)
    assert found.is_optimal and found.gap == 0
    left = blanked_rows(rows, cells, found)
    for row, own in zip(left, rows, strict=True):
        assert sum(twin.agrees(row, other) for other in rows) >= k or row == own
    assert min(twin.sample_frequencies(left)) >= k


@given(small_files(most_rows=4))
@settings(max_examples=40)
def test_as_few_values_are_blanked_as_can_be_where_a_blank_agrees_with_everything(drawn) -> None:
    rows, k = drawn
    cells = cells_of(rows)
    found = suppress_locally(cells, k, hidden_by=HiddenBy.ANY_BLANKS)
    assert found.values == found.bound == fewest_of_any(rows, k)
    left = blanked_rows(rows, cells, found)
    assert min(twin.sample_frequencies(left)) >= k
    assert sum(row.count(None) for row in left) - sum(row.count(None) for row in rows) == found.values


@given(small_files(most_rows=5))
@settings(max_examples=40)
def test_the_gap_of_a_file_too_large_to_solve_is_true(drawn) -> None:
    """The same files, as if they were too large: k is reached, and the fewest lies between bound and what is said."""
    rows, k = drawn
    cells = cells_of(rows)
    rough = suppress_locally(cells, k, hidden_by=HiddenBy.ANY_BLANKS, most_choices=0)
    exact = suppress_locally(cells, k, hidden_by=HiddenBy.ANY_BLANKS)
    assert rough.bound <= exact.values <= rough.values
    assert rough.is_optimal == (rough.bound == rough.values)
    assert min(twin.sample_frequencies(blanked_rows(rows, cells, rough))) >= k


def test_examples_with_known_optima() -> None:
    """sdcMicro, tests/testthat/test_ls_optimal.R, test_ls_optimal-modelB.R and test_theory.R."""
    for rows, k, values in (
        ([("1", "1"), ("1", "2"), ("2", "2")], 2, 2),
        ([("1", "1"), ("1", "2")], 2, 1),
        ([("1", str(number)) for number in range(7)], 2, 1),
        ([("1", "1"), ("2", "2")], 2, 2),
        ([("1", "1", "1"), ("2", "2", "2")], 2, 3),
        ([("1", "1")] * 10 + [("1", "9")], 3, 1),
        ([("2", "2")] * 5 + [("1", None)], 2, 1),
    ):
        found = suppress_locally(cells_of(rows), k, hidden_by=HiddenBy.ANY_BLANKS)
        assert (found.values, found.is_optimal) == (values, True)


def test_one_row_that_is_nearly_blank_hides_nobody_where_true_values_count() -> None:
    """Seven people who differ in one key: as sdcMicro counts one blank is enough; here each has to lose it."""
    rows = [("1", str(number)) for number in range(7)]
    assert suppress_locally(cells_of(rows), 2).values == 7


def test_importance_decides_between_equally_few_values_and_never_costs_one() -> None:
    """sdcMicro, tests/testthat/test_ls_optimal.R: either key of the first row would do."""
    rows = [("1", "1"), ("2", "1"), ("1", "2"), ("2", "1"), ("1", "2")]
    for hidden_by in HiddenBy:
        for keep, blank in (("k0", "k1"), ("k1", "k0")):
            found = suppress_locally(cells_of(rows), 2, hidden_by=hidden_by, importance=[keep])
            assert dict(found.per_key) == {keep: 0, blank: 1}
    only_one = [("1", "1")] * 3 + [("1", "2")]
    assert dict(suppress_locally(cells_of(only_one), 2, importance=["k1", "k0"]).per_key) == {"k0": 0, "k1": 1}


def test_what_is_safe_already_loses_nothing() -> None:
    rows = [("a", "x"), ("a", "x"), ("b", "y"), ("b", "y")]
    cells = cells_of(rows)
    for hidden_by in HiddenBy:
        found = suppress_locally(cells, 2, hidden_by=hidden_by)
        assert (found.values, found.gap) == (0, 0)
        assert blanked_rows(rows, cells, found) == rows


def test_a_key_that_is_not_there_and_a_k_above_the_file_are_refused() -> None:
    cells = cells_of([("a",), ("b",)])
    with pytest.raises(Refusal) as unknown:
        suppress_locally(cells, 2, importance=["k9"])
    with pytest.raises(Refusal) as large:
        suppress_locally(cells, 3)
    assert (unknown.value.codes, large.value.codes) == (("microdata-column-unknown",), ("k-too-large",))
    assert assess(suppress_locally(cells, 2).after).assessment.least == 2
