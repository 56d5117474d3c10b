"""One person, there or not, never moves the cells by more than the declared sensitivity; nobody else's rows matter.

The proof by trying: data sets are drawn with everything that rows can have wrong, one person is taken out, and the
cells before any noise are compared. Noise is made for the sensitivity, so this is what the promise to people rests on.
"""

import math
from dataclasses import replace
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines import drawn, on_every_engine
from nyhavn.engine.confidentiality.noise import Clipped, Mechanism, PrivateTable, Question
from nyhavn.engine.confidentiality.noise.bounding import bounded, check_data, exact_cells
from nyhavn.engine.confidentiality.noise.question import MOST_BOUND, MOST_CONTRIBUTIONS, check_question
from nyhavn.framework.refusal import Refusal
from unit.engine import noise_twin as twin
from unit.engine.noise_cast import AGE, PLACE, SECRET, YEAR, anybody, arrow, row

pytestmark = pytest.mark.engines

CROSSES = ((PLACE,), (AGE,), (PLACE, AGE), (YEAR, PLACE), (PLACE, AGE, YEAR))


@st.composite
def questions(draw):
    limits = st.integers(-1_000, 1_000)
    tables = []
    for at in range(draw(st.integers(1, 3))):
        low, high = sorted((draw(limits), draw(limits)))
        clipped = Clipped("money", low, high) if draw(st.booleans()) and (low, high) != (0, 0) else None
        most = draw(st.one_of(st.none(), st.integers(1, 4)))
        tables.append(PrivateTable(f"t{at}", draw(st.sampled_from(CROSSES)), clipped, most, draw(st.integers(1, 3))))
    return Question(tuple(tables), draw(st.integers(1, 4)), draw(st.sampled_from(Mechanism)), Decimal("0.5"))


def cells(rows, question):
    """Before noise, as every engine finds them."""
    return on_every_engine(arrow(rows), lambda frame: exact_cells(frame, question))


PEOPLE = st.sampled_from(["ann", "ben", "cho", "dia"])


def check_one_person(rows, gone, question):
    """The change of every table, and of all together, against what noise is made for."""
    others = [one for one in rows if one["person"] != gone]
    there, without = cells(rows, question), cells(others, question)
    l1 = squares = 0
    for table in question.tables:
        change = (there[table.id] - without[table.id]).ravel().tolist()
        bound = question.sensitivity(table)
        assert sum(map(abs, change)) <= bound.l1
        assert math.sqrt(sum(one**2 for one in change)) <= bound.l2
        assert max(map(abs, change)) <= bound.linf
        l1, squares = l1 + sum(map(abs, change)), squares + sum(one**2 for one in change)
    bounds = [question.sensitivity(table) for table in question.tables]
    assert l1 <= sum(bound.l1 for bound in bounds)
    assert squares <= sum(bound.l2**2 for bound in bounds)


@pytest.mark.slow
@given(rows=anybody(), gone=PEOPLE, question=questions(), data=st.data())
@settings(max_examples=drawn(50))
def test_taking_one_person_out_moves_no_table_by_more_than_its_sensitivity(rows, gone, question, data):
    check_one_person(data.draw(st.permutations(rows)), gone, question)


@pytest.mark.slow
@given(rows=anybody(least=8), gone=PEOPLE, question=questions(), data=st.data())
@settings(max_examples=drawn(400))
def test_taking_one_of_many_rows_out_moves_no_table_by_more_than_its_sensitivity(rows, gone, question, data):
    check_one_person(data.draw(st.permutations(rows)), gone, question)


@given(rows=anybody(least=1), question=questions())
@settings(max_examples=drawn(40))
def test_the_cells_are_those_of_the_slow_twin(rows, question):
    found = cells(rows, question)
    for table in question.tables:
        expected = twin.private_leaves(rows, question, table, SECRET)
        assert found[table.id].ravel().tolist() == list(expected.values())


@pytest.mark.parametrize("sum_", [None, Clipped("money", -7, 5)])
def test_the_sensitivity_is_reached_so_no_more_noise_is_added_than_needed(sum_):
    table = PrivateTable("t", (PLACE, AGE), sum_)
    question = Question((table,), 3, Mechanism.LAPLACE, Decimal(1))
    many = [row(f"c{at}", "ann", money=-100) for at in range(5)]
    bound = question.sensitivity(table)
    assert abs(cells(many, question)["t"]).sum() == bound.l1 == bound.l2 == bound.linf


@pytest.mark.parametrize(
    ("value", "counted"), [(-8, -7), (-7, -7), (-6, -6), (0, 0), (4, 4), (5, 5), (6, 5), (2**40, 5), (None, 0)]
)
def test_a_value_on_either_side_of_a_bound_is_moved_to_it_and_within_is_left(value, counted):
    question = Question((PrivateTable("t", (AGE,), Clipped("money", -7, 5)),), 1, Mechanism.LAPLACE, Decimal(1))
    assert cells([row("a", age="old", money=value)], question)["t"].tolist() == [0, counted]


def test_without_bounds_the_same_person_moves_a_cell_further_so_that_the_proof_can_fail():
    table = PrivateTable("t", (PLACE,))
    many = [row(f"c{at}", "ann") for at in range(5)]
    loose, tight = (Question((table,), most, Mechanism.LAPLACE, Decimal(1)) for most in (5, 2))
    moved = abs(cells(many, loose)["t"]).sum()
    assert moved > tight.sensitivity(table).l1


def test_which_rows_of_a_person_count_is_decided_by_the_secret_and_not_by_their_order():
    rows = [row(f"c{at}", "ann", money=at) for at in range(6)]

    def kept(frame):
        return sorted(bounded(frame, "person", 2).select("id").collect("pyarrow").to_native().column("id").to_pylist())

    chosen = on_every_engine(arrow(rows), kept)
    assert chosen == on_every_engine(arrow(rows[::-1]), kept)
    assert chosen == sorted(one["id"] for one in twin.kept_rows(rows, 2, SECRET))
    others = {tuple(on_every_engine(arrow(rows, bytes([at]) * 16), kept)) for at in range(8)}
    assert len(others) > 1


def test_a_refusal_looks_at_columns_and_never_at_a_row(engine):
    table = PrivateTable("t", (PLACE,), Clipped("money", 0, 10))
    question = Question((table,), 1, Mechanism.LAPLACE, Decimal(1))
    rows = arrow([row("a", place="elsewhere", money=2**40), row("b", person=None)])
    check_data(engine.frame(rows), question)
    decimals = rows.set_column(rows.column_names.index("money"), "money", pa.array([1.5, 2.0]))
    with pytest.raises(Refusal) as refused:
        check_data(engine.frame(decimals), question)
    assert refused.value.codes == ("noise-value-not-whole",)
    with pytest.raises(Refusal) as refused:
        check_data(engine.frame(rows.drop_columns(["_order_key", "person"])), question)
    assert refused.value.codes == ("noise-column-unknown", "noise-column-unknown")


GOOD = PrivateTable("t", (AGE,), Clipped("money", 0, 10), 2, 1)


def asked(*tables, contributions=1, price="1"):
    return Question(tables or (GOOD,), contributions, Mechanism.LAPLACE, Decimal(price))


FAULTS = {
    "no table": Question((), 1, Mechanism.LAPLACE, Decimal(1)),
    "two tables of one name": asked(GOOD, GOOD),
    "no contribution": asked(contributions=0),
    "more contributions than anybody gives": asked(contributions=MOST_CONTRIBUTIONS + 1),
    "no price": asked(price="0"),
    "a price below zero": asked(price="-1"),
    "a price that is no number": asked(price="NaN"),
    "an endless price": asked(price="Infinity"),
    "a price that nobody asks": asked(price="1000.000001"),
    "a price too fine to count": asked(price="0.0000015"),
    "a table without breakdowns": asked(PrivateTable("t", ())),
    "no contribution to a table": asked(PrivateTable("t", (AGE,), contributions=0)),
    "no share of the price": asked(PrivateTable("t", (AGE,), share=0)),
    "bounds the wrong way round": asked(PrivateTable("t", (AGE,), Clipped("money", 1, 0))),
    "bounds of nothing": asked(PrivateTable("t", (AGE,), Clipped("money", 0, 0))),
    "bounds that the price cannot pay": asked(PrivateTable("t", (AGE,), Clipped("money", 0, 2**20)), price="0.00003"),
    "bounds out of reach": asked(PrivateTable("t", (AGE,), Clipped("money", 0, MOST_BOUND + 1))),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_question_with_one_fault_is_refused(fault):
    with pytest.raises(Refusal) as refused:
        check_question(FAULTS[fault])
    assert refused.value.codes == ("private-question-wrong",)


@pytest.mark.parametrize(
    "question",
    [
        asked(),
        asked(price="0.000001"),
        asked(price="1000"),
        asked(contributions=MOST_CONTRIBUTIONS),
        asked(PrivateTable("t", (AGE,), Clipped("money", 0, 2**20)), price="0.000031"),
        asked(PrivateTable("t", (AGE,), Clipped("money", -MOST_BOUND, 0))),
    ],
)
def test_a_question_at_the_edge_of_what_is_allowed_is_taken(question):
    check_question(question)


def test_a_question_has_the_same_digest_however_its_price_is_written_and_another_if_anything_else_is():
    one = asked(price="1.50")
    assert one.digest == asked(price="1.5").digest
    others = [
        asked(price="1.6"),
        asked(price="1.5", contributions=2),
        Question((GOOD,), 1, Mechanism.GAUSSIAN, Decimal("1.5")),
        asked(PrivateTable("t", (AGE,), Clipped("money", 0, 11), 2, 1), price="1.5"),
        asked(PrivateTable("t", (PLACE,), Clipped("money", 0, 10), 2, 1), price="1.5"),
        asked(GOOD, PrivateTable("u", (AGE,)), price="1.5"),
        replace(one, person="household"),
        replace(one, columns={"age": "age at the interview"}),
    ]
    assert len({one.digest, *(other.digest for other in others)}) == 9
    assert one.digest == replace(one, columns={"age": "age"}).digest


def test_a_breakdown_may_stand_in_a_column_of_another_name(engine):
    rows = arrow([row("a", age="old"), row("b", "ben", age="young")]).rename_columns(
        ["id", "who", "place", "years", "year", "money", "_record_key", "_order_key"]
    )
    question = replace(asked(PrivateTable("t", (AGE,))), person="who", columns={"age": "years"})
    check_data(engine.frame(rows), question)
    assert exact_cells(engine.frame(rows), question)["t"].tolist() == [1, 1]


def test_the_parts_of_a_price_are_the_price():
    question = asked(PrivateTable("a", (AGE,), share=1), PrivateTable("b", (PLACE,), share=2), price="0.1")
    assert [float(question.price_of(table)) for table in question.tables] == pytest.approx([0.1 / 3, 0.2 / 3])
    assert sum(question.price_of(table) for table in question.tables) == Decimal("0.1")
