"""Rows collapse to the same cells on every data engine, and to those that plain Python counts."""

import numpy as np
import pytest

from nyhavn.engine.confidentiality.tables.collapse import collapse
from nyhavn.engine.confidentiality.tables.linked import linked_tables
from nyhavn.engine.confidentiality.tables.rows import ROW, RowColumns, check_columns
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.table_order import OrderedTable
from nyhavn.framework.table_policy import TableRules
from unit.engine.tables_twin import ALL, PLAIN, TREES, cells, rows, table

TWO = (("place", "sex"), ("place", "age"))
SUMS = TableRules(p_percent={"p": 10}, dominance=({"n": 3, "k": 80},))


def linked(bys=TWO, **measure):
    return linked_tables([OrderedTable(id=f"t{n}", by=by, **measure) for n, by in enumerate(bys)], TREES)[0]


def same_as_twin(found, shape, made, bys, *, holdings=True, contributors=True, **measure):
    index = {place: number for number, place in enumerate(shape.places)}
    for by in bys:
        for place, twin in cells(made, by, contributors=contributors, **measure).items():
            at = index[place]
            assert found.value[at] == pytest.approx(twin.value)
            views = [(found.by_contributor, twin.by_contributor)]
            views += [(found.by_holding, twin.by_holding)] if holdings else []
            for view, theirs in views:
                assert view.number[at] == len(theirs)
                expected = (theirs + [0] * 5)[: len(view.largest)]
                assert view.largest[:, at].tolist() == pytest.approx(expected)


@pytest.mark.parametrize("texts", [False, True], ids=["numbers", "texts"])
def test_sums_with_contributors_of_several_rows_and_places_and_with_holdings(engine, texts) -> None:
    made, shape = rows(1), linked(sum="money")
    found = collapse(engine.frame(table(made, texts=texts)), shape, ALL, SUMS)
    assert len(found.by_contributor.largest) == 3
    same_as_twin(found, shape, made, TWO, column="money")


def test_counts_and_weighted_counts(engine) -> None:
    made = rows(2)
    frame = engine.frame(table(made))
    same_as_twin(collapse(frame, linked(), ALL, SUMS), linked(), made, TWO)
    weighted = linked(weighted=True)
    same_as_twin(collapse(frame, weighted, ALL, SUMS), weighted, made, TWO, weighted=True)


def test_weighted_sums_rank_what_was_given_and_not_what_it_stands_for(engine) -> None:
    made, shape = rows(3), linked(sum="money", weighted=True)
    found = collapse(engine.frame(table(made)), shape, ALL, SUMS)
    same_as_twin(found, shape, made, TWO, column="money", weighted=True)


def test_without_a_column_of_contributors_every_row_is_one(engine) -> None:
    made = rows(4)
    for measure in ({"sum": "money"}, {}):
        shape = linked(**measure)
        found = collapse(engine.frame(table(made)), shape, PLAIN, SUMS)
        assert found.by_holding is None
        column = measure.get("sum", "")
        same_as_twin(found, shape, made, TWO, column=column, holdings=False, contributors=False)


def test_a_contributor_of_two_villages_is_one_contributor_of_the_district(engine) -> None:
    made = [
        {"place": "n1", "money": 60, "who": "a"},
        {"place": "n2", "money": 50, "who": "a"},
        {"place": "n2", "money": 70, "who": "b"},
    ]
    shape = linked((("place",),), sum="money")
    found = collapse(engine.frame(table(made)), shape, RowColumns({"place": "place"}, "who"), SUMS)
    district = shape.places.index((("place", "north"),))
    assert found.by_contributor.number[district] == 2
    assert found.by_contributor.largest[:, district].tolist() == [110, 70, 0]


def test_cells_that_tables_share_are_counted_once_and_add_up(engine) -> None:
    shape = linked(sum="money")
    found = collapse(engine.frame(table(rows(5))), shape, ALL, SUMS)
    assert np.abs(shape.structure.matrix @ found.value).max() == 0.0


def refused(made, column="money", columns=ALL):
    from_file = table(made, texts=True)
    numbered = from_file.append_column(ROW, [list(range(1, len(made) + 1))])
    shape = linked((("place", "sex"),), sum=column)
    return lambda engine: collapse(engine.frame(numbered), shape, columns, SUMS)


@pytest.mark.parametrize(
    ("fault", "code", "said"),
    [
        ({"place": "n9-secret"}, "code-unknown", "first in row 8"),
        ({"place": None}, "code-missing", "first in row 8"),
        ({"place": "north"}, "code-not-leaf", "north"),
        ({"money": "much-secret"}, "number-missing", "place n1, sex 1"),
        ({"money": None}, "number-missing", "first in row 8"),
        ({"money": -1}, "number-negative", "place n1, sex 1"),
        ({"who": None}, "contributor-unknown", "place n1, sex 1"),
    ],
)
def test_a_fault_is_refused_with_its_cell_or_row_and_never_with_what_stands_there(engine, fault, code, said) -> None:
    made = rows(6, 20)
    made[7] |= {"place": "n1", "sex": 1} | fault
    with pytest.raises(Refusal) as refusal:
        refused(made)(engine)
    assert refusal.value.codes == (code,)
    sentence = refusal.value.reasons[0].sentence()
    assert said in sentence and "secret" not in sentence
    del made[7]
    assert refused(made)(engine).value.sum() > 0


def test_a_weight_of_zero_is_refused(engine) -> None:
    made = rows(7, 20)
    made[3]["weight"] = 0.0
    with pytest.raises(Refusal) as refusal:
        collapse(engine.frame(table(made)), linked(weighted=True), ALL, SUMS)
    assert refusal.value.codes == ("weight-unusable",)


def test_a_table_of_nobody_is_refused(engine) -> None:
    with pytest.raises(Refusal) as refusal:
        collapse(engine.frame(table(rows(8, 3)).slice(0, 0)), linked(), PLAIN, SUMS)
    assert refusal.value.codes == ("table-empty",)


def test_columns_that_are_not_there_are_named_together(engine) -> None:
    columns = RowColumns({"place": "palce", "sex": "sex", "age": "age"}, contributor="whom")
    with pytest.raises(Refusal) as refusal:
        check_columns(engine.frame(table(rows(9, 5))), [linked(sum="mony")], columns)
    assert [reason.what.split(".")[0] for reason in refusal.value.reasons] == [
        "The rows have no column palce",
        "The rows have no column whom",
        "The rows have no column mony",
    ]
