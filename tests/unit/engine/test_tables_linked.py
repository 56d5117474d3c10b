"""Which tables bind each other, and which cells nobody sees join them."""

import numpy as np
import pytest

from nyhavn.engine.confidentiality.tables import linked as module
from nyhavn.engine.confidentiality.tables.linked import in_words, linked_tables, listed
from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.table_order import OrderedTable


def flat(name, codes):
    return Hierarchy.flat(name, tuple(f"{name}{number}" for number in range(codes)), "all")


TREES = {name: flat(name, 3) for name in "abcd"}


def tables(*bys, **measure):
    return [OrderedTable(id=f"t{number}", by=tuple(by), **measure) for number, by in enumerate(bys)]


def test_tables_of_one_measure_are_one_system_and_others_stand_apart() -> None:
    asked = [
        *tables("ab", "ac"),
        OrderedTable(id="s", by=("a",), sum="x"),
        OrderedTable(id="w", by=("a",), weighted=True),
    ]
    found = linked_tables(asked, TREES)
    assert [[table.id for table in each.tables] for each in found] == [["t0", "t1"], ["s"], ["w"]]
    assert [(each.is_sum, each.is_whole) for each in found] == [(False, True), (True, False), (False, False)]


def test_what_nobody_publishes_joins_the_system_and_is_unseen() -> None:
    shape = linked_tables(tables("ab", "ac"), TREES)[0]
    assert shape.is_joint and len(shape.places) == 4**3
    unseen = {frozenset(name for name, _ in shape.places[at]) for at in np.flatnonzero(shape.unseen)}
    assert unseen == {frozenset("abc"), frozenset("bc")}
    assert int((~shape.unseen).sum()) == 4 * 4 + 4 * 4 - 4


def test_a_single_table_hides_nothing_from_sight() -> None:
    shape = linked_tables(tables("abc", "ab"), TREES)[0]
    assert not shape.unseen.any() and shape.finest == (0,)


def test_too_many_joint_cells_leave_the_cliques_and_then_none(monkeypatch) -> None:
    three = tables("ab", "bc", "ac", "ad")
    monkeypatch.setattr(module, "MOST_JOINT_CELLS", 4**4)
    assert len(linked_tables(three, TREES)[0].places) == 4**4
    monkeypatch.setattr(module, "MOST_JOINT_CELLS", 4**4 - 1)
    shape = linked_tables(three, TREES)[0]
    assert shape.is_joint
    assert {frozenset(tree.name for tree in cross) for cross in shape.crosses[4:]} == {frozenset("abc")}
    monkeypatch.setattr(module, "MOST_JOINT_CELLS", 4**3 - 1)
    shape = linked_tables(three, TREES)[0]
    assert not shape.is_joint and not shape.unseen.any()


def test_a_table_that_nobody_can_read_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(module, "MOST_CELLS", 63)
    with pytest.raises(Refusal) as refusal:
        linked_tables(tables("ab", "abc"), TREES)
    assert refusal.value.codes == ("table-too-large",) and '"t1"' in str(refusal.value)
    monkeypatch.setattr(module, "MOST_CELLS", 64)
    assert linked_tables(tables("ab", "abc"), TREES)


def test_every_position_is_the_place_of_its_codes() -> None:
    shape = linked_tables(tables("ba"), TREES)[0]
    assert shape.places[shape.at[0][0, 0]] == ()
    assert shape.places[shape.at[0][1, 2]] == (("a", "a1"), ("b", "b0"))
    assert shape.places[shape.at[0][3, 0]] == (("b", "b2"),)


def test_cells_in_words() -> None:
    assert in_words(()) == "the grand total"
    assert in_words((("place", "north"), ("sex", "f"))) == "place north, sex f"
    assert listed(iter("abc"), most=2) == "a; b and 1 more"
