"""Keys and cells are the same on every engine, and what a slow twin finds row by row."""

import pyarrow as pa
import pytest
from hypothesis import given, settings

from engines import drawn, on_every_engine
from nyhavn.engine.confidentiality.noise import ORDER_KEY, RECORD_KEY, tabulate, with_keys
from nyhavn.engine.confidentiality.noise.cells import MOST_CELLS, NoisyTable, leaves_below
from nyhavn.engine.confidentiality.noise.keys import SHORTEST_SECRET
from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.refusal import Refusal
from unit.engine import noise_twin as twin
from unit.engine.noise_cast import AGE, COLUMNS, PLACE, SECRET, YEAR, anybody, arrow, row, village

pytestmark = pytest.mark.engines


def test_keys_follow_from_id_and_secret_by_the_digits_of_a_digest():
    table = arrow([row("a"), row("b")])
    expected = [twin.keys_of(id_, SECRET) for id_ in "ab"]
    found = list(zip(table.column(RECORD_KEY).to_pylist(), table.column(ORDER_KEY).to_pylist(), strict=True))
    assert found == expected
    other = arrow([row("a")], SECRET + b"!")
    assert other.column(RECORD_KEY).to_pylist() != [expected[0][0]]


def test_an_id_that_is_a_number_has_the_key_of_its_digits():
    numbers = with_keys(pa.table({"id": pa.array([7])}), "id", SECRET)
    assert numbers.column(RECORD_KEY).to_pylist() == [twin.keys_of("7", SECRET)[0]]


@pytest.mark.parametrize("ids", [["a", None], ["a", ""], ["a", "a"]])
def test_contributions_without_an_id_of_their_own_get_no_key(ids):
    with pytest.raises(Refusal) as refused:
        with_keys(pa.table({"id": pa.array(ids, pa.string())}), "id", SECRET)
    assert refused.value.codes == ("noise-id-unusable",)


def test_a_secret_that_could_be_tried_out_is_refused_and_the_shortest_is_taken():
    rows = pa.table({"id": ["a"]})
    with_keys(rows, "id", b"x" * SHORTEST_SECRET)
    with pytest.raises(Refusal) as refused:
        with_keys(rows, "id", b"x" * (SHORTEST_SECRET - 1))
    assert refused.value.codes == ("noise-secret-short",)


@given(rows=anybody(least=1, declared=True))
@settings(max_examples=drawn(25))
def test_counts_and_cell_keys_are_those_of_the_twin(rows):
    cross = (PLACE, AGE, YEAR)
    expected = twin.counts_and_keys(rows, cross, SECRET)
    found = on_every_engine(arrow(rows), lambda frame: tabulate(frame, "t", cross, COLUMNS))
    shown = zip(twin.all_cells(cross), found.count.ravel().tolist(), found.key.ravel().tolist(), strict=True)
    assert {codes: (count, key) for codes, count, key in shown} == expected


def test_the_cell_key_of_many_contributions_is_exact():
    rows = village(3_000)
    found = on_every_engine(arrow(rows), lambda frame: tabulate(frame, "t", (AGE,), COLUMNS))
    whole = sum(twin.keys_of(one["id"], SECRET)[0] for one in rows)
    assert found.key[0] == whole % 2**32


def test_a_code_that_no_leaf_has_is_refused_with_its_breakdown(engine):
    frame = engine.frame(arrow([row("a"), row("b", place="north"), row("c", place=None)]))
    with pytest.raises(Refusal) as refused:
        tabulate(frame, "t", (PLACE, AGE), COLUMNS)
    assert refused.value.codes == ("noise-code-unknown",)
    assert "2 rows" in str(refused.value)
    assert "place" in refused.value.reasons[0].where


@pytest.mark.parametrize("gone", ["place", RECORD_KEY])
def test_a_column_that_is_gone_is_named(engine, gone):
    frame = engine.frame(arrow([row("a")]).drop_columns([gone]))
    with pytest.raises(Refusal) as refused:
        tabulate(frame, "t", (PLACE,), COLUMNS)
    assert refused.value.codes == ("noise-column-unknown",)
    assert gone in str(refused.value)


def test_a_table_with_more_cells_than_anybody_reads_is_refused(engine):
    many = Hierarchy.flat("place", tuple(f"v{at}" for at in range(MOST_CELLS)), "Total")
    with pytest.raises(Refusal) as refused:
        tabulate(engine.frame(arrow([row("a")])), "t", (many,), COLUMNS)
    assert refused.value.codes == ("noise-table-too-large",)


def test_a_noisy_table_is_written_with_a_row_for_each_cell_and_its_error():
    cross = (PLACE, AGE)
    sizes = leaves_below(cross)
    table = NoisyTable("t", cross, sizes, sizes.astype(float)).to_arrow()
    assert table.column_names == ["place", "age", "value", "standard_error"]
    written = {(one["place"], one["age"]): one["value"] for one in table.to_pylist()}
    assert written["Total", "Total"] == 6
    assert written["north", "young"] == 2
    assert written["south", "Total"] == 2
    assert written["n1", "old"] == 1
