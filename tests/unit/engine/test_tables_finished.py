"""Finished cells are taken as they are, and refused where they do not add up."""

import numpy as np
import pyarrow as pa
import pytest

from nyhavn.engine.confidentiality.tables.finished import GivenCells, finished
from nyhavn.engine.confidentiality.tables.linked import linked_tables
from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.table_order import CellsFile, OrderedTable
from unit.engine.tables_twin import TREES, cells, rows

FILE = CellsFile(file="cells.csv", value="n")
SUMS = CellsFile(file="cells.csv", value="n", contributors="who", largest=("first", "second"))


def given(by, made, *, column="", file=FILE, change=None, drop=()):
    """A finished table with all margins, as text. change: place to value; drop: places left out."""
    order = OrderedTable(id="_".join(("t", *by)), by=by, sum=column, cells=file)
    lines = []
    for place, cell in cells(made, by, column=column).items():
        if place in drop:
            continue
        codes = {TREES[name].name: TREES[name].total for name in by} | dict(place)
        tops = (cell.by_contributor + [0, 0])[:2]
        value = (change or {}).get(place, cell.value)
        lines.append([*codes.values(), str(value), str(len(cell.by_contributor)), *map(str, tops)])
    names = [*by, "n", "who", "first", "second"]
    table = pa.table({name: list(column) for name, column in zip(names, zip(*lines, strict=True), strict=True)})
    return GivenCells(order, {name: name for name in by}, table)


def read(*tables):
    shape = linked_tables([each.order for each in tables], TREES)[0]
    return shape, finished(shape, {each.order.id: each for each in tables})


MADE = rows(11)
NORTH, GIRLS = (("place", "north"),), (("place", "n1"), ("sex", "1"))


def test_finished_sums_bring_their_contributors_along() -> None:
    shape, found = read(given(("place", "sex"), MADE, column="money", file=SUMS))
    for place, twin in cells(MADE, ("place", "sex"), column="money").items():
        at = shape.places.index(place)
        assert found.value[at] == twin.value and found.by_contributor.number[at] == len(twin.by_contributor)
        assert found.by_contributor.largest[:, at].tolist() == (twin.by_contributor + [0, 0])[:2]


def test_margins_of_counts_that_are_not_given_are_added_up_and_leaves_are_empty() -> None:
    leaf = (("place", "n3"), ("sex", "2"))
    whole, expected = read(given(("place", "sex"), MADE, drop=()))
    margins = [place for place in whole.places if len(place) < 2 or place[0] == NORTH[0]]
    shape, found = read(given(("place", "sex"), MADE, drop=margins))
    assert found.value.tolist() == expected.value.tolist()
    shape, found = read(given(("place", "sex"), MADE, drop=[*margins, leaf]))
    assert found.value[shape.places.index(leaf)] == 0


def test_a_margin_of_sums_must_be_given() -> None:
    with pytest.raises(Refusal) as refusal:
        read(given(("place", "sex"), MADE, column="money", file=SUMS, drop=[NORTH]))
    assert refusal.value.codes == ("cell-missing",) and "place north" in str(refusal.value)


@pytest.mark.parametrize("place", [NORTH, GIRLS, ()])
def test_a_table_that_does_not_add_up_is_refused_with_its_cell(place) -> None:
    value = cells(MADE, ("place", "sex"))[place].value
    with pytest.raises(Refusal) as refusal:
        read(given(("place", "sex"), MADE, change={place: value + 1}))
    assert refusal.value.codes == ("cells-do-not-add-up",)
    assert ("the grand total" if not place else "place n") in str(refusal.value)


def test_two_tables_that_contradict_each_other_are_refused() -> None:
    fewer = [row for row in MADE if row["place"] != "south"] + [
        row | {"place": "n1"} for row in MADE if row["place"] == "south"
    ]
    with pytest.raises(Refusal) as refusal:
        read(given(("place", "sex"), MADE), given(("place", "age"), fewer))
    assert set(refusal.value.codes) == {"cells-contradict"} and "place south" in str(refusal.value)


def test_tables_that_no_people_could_have_given_together_are_refused() -> None:
    trees = {name: Hierarchy.flat(name, ("0", "1"), "all") for name in "abc"}

    def table(by, first, second):
        lines = {("0", "0"): first, ("0", "1"): second, ("1", "0"): second, ("1", "1"): first}
        order = OrderedTable(id="".join(by), by=by, cells=FILE)
        columns = {by[0]: [x for x, _ in lines], by[1]: [y for _, y in lines], "n": list(lines.values())}
        return GivenCells(order, {name: name for name in by}, pa.table(columns))

    # a and b always alike, b and c always alike, a and c never: every margin is five and five.
    asked = [table(("a", "b"), 5, 0), table(("b", "c"), 5, 0), table(("a", "c"), 0, 5)]
    shape = linked_tables([each.order for each in asked], trees)[0]
    with pytest.raises(Refusal) as refusal:
        finished(shape, {each.order.id: each for each in asked})
    assert refusal.value.codes == ("cells-contradict",)
    asked[2] = table(("a", "c"), 5, 0)
    found = finished(shape, {each.order.id: each for each in asked})
    assert np.abs(shape.structure.matrix @ found.value).max() < 1e-6


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("place", "n9", "cell-code-unknown"),
        ("n", "many-secret", "number-missing"),
        ("n", None, "number-missing"),
        ("n", "nan", "number-missing"),
        ("n", "-3", "number-negative"),
        ("first", "-3", "number-negative"),
    ],
)
def test_a_fault_of_one_cell_is_refused_with_its_row(column, text, code) -> None:
    good = given(("place", "sex"), MADE, column="money", file=SUMS)
    values = good.table.column(column).to_pylist()
    values[4] = text
    at = good.table.column_names.index(column)
    bad = GivenCells(good.order, good.columns, good.table.set_column(at, column, pa.array(values)))
    with pytest.raises(Refusal) as refusal:
        read(bad)
    assert code in refusal.value.codes and "row 5" in str(refusal.value) and "secret" not in str(refusal.value)
    read(good)


def test_a_cell_that_stands_twice_is_refused() -> None:
    good = given(("place", "sex"), MADE)
    bad = GivenCells(good.order, good.columns, pa.concat_tables([good.table, good.table.slice(2, 1)]))
    with pytest.raises(Refusal) as refusal:
        read(bad)
    assert refusal.value.codes == ("cell-twice",)


def test_an_empty_file_and_a_column_that_is_not_there_are_refused() -> None:
    good = given(("place", "sex"), MADE)
    for bad, code in (
        (good.table.slice(0, 0), "table-empty"),
        (good.table.drop_columns(["n"]), "table-column-unknown"),
    ):
        with pytest.raises(Refusal) as refusal:
            read(GivenCells(good.order, good.columns, bad))
        assert refusal.value.codes == (code,)
