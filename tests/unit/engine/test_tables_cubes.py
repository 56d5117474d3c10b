"""Cubes protect what they say, in the eyes of an attacker who knows nothing of cubes; forged proofs prove nothing."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from nyhavn.engine.confidentiality.suppression.auditing import audit
from nyhavn.engine.confidentiality.suppression.costs import Cost
from nyhavn.engine.confidentiality.suppression.problem import Need
from nyhavn.engine.confidentiality.tables.facts import CellFacts, Contributions, added_up, largest_of, scattered
from nyhavn.engine.confidentiality.tables.hypercubes import cubes
from nyhavn.engine.confidentiality.tables.linked import linked_tables
from nyhavn.engine.confidentiality.tables.problem import problem
from nyhavn.engine.confidentiality.tables.proofs import proved
from nyhavn.engine.confidentiality.tables.rules import primaries
from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.table_order import KnownCell, OrderedTable
from nyhavn.framework.table_policy import TableRules

TREES = {
    "a": Hierarchy("a", "all", {"n": "all", "s": "all", "n1": "n", "n2": "n", "n3": "n", "s1": "s", "s2": "s"}),
    "b": Hierarchy.flat("b", ("b1", "b2", "b3"), "all"),
    "c": Hierarchy.flat("c", ("c1", "c2"), "all"),
}
COUNTS = TableRules(frequency={"fewest": 5})
SUMS = TableRules(contributors={"fewest": 3, "range": 20}, p_percent={"p": 15})
LINKED = ((("a", "b"),), (("a", "b", "c"),), (("a", "b"), ("a", "c")))


def drawn(bys, seed, *, sums=False, known=()):
    """Linked tables over a drawn population, as a problem."""
    tables = [OrderedTable(id=f"t{n}", by=by, sum="x" if sums else "") for n, by in enumerate(bys)]
    linked = linked_tables(tables, TREES)[0]
    cross, at = linked.crosses[linked.finest[0]], [linked.at[linked.finest[0]]]
    random = np.random.default_rng(seed)
    shape = [len(tree.leaves) for tree in cross]
    number = random.integers(0, 5, shape) * random.integers(1, 6, shape) + (random.random(shape) < 0.2)
    if not sums:
        counts = added_up(number.astype(float), cross)
        facts = CellFacts(*(scattered([each], at, len(linked.places)) for each in (counts,)), _ones(linked, counts, at))
    else:
        given = np.where(np.arange(4).reshape(-1, *[1] * len(shape)) < number, random.integers(1, 90, (4, *shape)), 0)
        given = -np.sort(-given.astype(float), axis=0)
        value = scattered([added_up(given.sum(axis=0), cross)], at, len(linked.places))
        who = scattered([added_up(np.minimum(number, 4).astype(float), cross)], at, len(linked.places))
        facts = CellFacts(value, Contributions(who, scattered([largest_of(given, cross)], at, len(linked.places))))
    primary = primaries(linked, facts, SUMS if sums else COUNTS, {})
    return linked, problem(linked, facts, primary, cost=Cost.COUNT, known=known)


def _ones(linked, counts, at):
    values = scattered([counts], at, len(linked.places))
    return Contributions(values, np.minimum(values, 1.0)[np.newaxis])


@pytest.mark.parametrize("sums", [False, True], ids=["counts", "sums"])
@pytest.mark.parametrize("bys", LINKED, ids=["two", "three", "linked"])
def test_an_attacker_finds_no_less_doubt_than_the_cubes_prove(bys, sums) -> None:
    solved = 0
    for seed in range(6):
        linked, asked = drawn(bys, seed, sums=sums)
        found = cubes(linked, asked, seed)
        if found is None:
            continue
        solved += bool(asked.needs)
        mine, theirs = proved(asked, found.hidden, found.proofs), audit(asked, found.hidden)
        assert mine.met and theirs.met
        assert [cell.cell for cell in mine.cells] == [cell.cell for cell in theirs.cells]
        for own, other in zip(mine.cells, theirs.cells, strict=True):
            assert own.low >= other.low - 1e-6 and own.high <= other.high + 1e-6
    assert solved >= 3


def test_not_everything_is_hidden_and_the_total_is_shown() -> None:
    linked, asked = drawn(LINKED[1], 2)
    found = cubes(linked, asked, 0)
    assert found.hidden.sum() < 0.6 * asked.size and not found.hidden[linked.places.index(())]


def test_the_same_seed_gives_the_same_cubes() -> None:
    linked, asked = drawn(LINKED[1], 2)
    assert np.array_equal(cubes(linked, asked, 4).hidden, cubes(linked, asked, 4).hidden)


def test_where_no_cube_is_left_there_is_no_choice() -> None:
    known = [KnownCell(table="t0", by={"a": a, "b": b}, reason="x") for a, b in itertools.product(("n1", "n"), ("b1",))]
    known += [KnownCell(table="t0", by={"a": a}, reason="x") for a in TREES["a"].codes]
    known += [KnownCell(table="t0", by={"a": a, "b": "b2"}, reason="x") for a in TREES["a"].codes]
    known += [KnownCell(table="t0", by={"a": a, "b": "b3"}, reason="x") for a in TREES["a"].codes]
    linked, asked = drawn(LINKED[0], 1, known=known)
    at = linked.places.index((("a", "n2"), ("b", "b1")))
    assert cubes(linked, replace(asked, needs=(Need(at, 0.0, 3.0),)), 0) is None


def forged(asked, hidden, need, moved):
    """Whether the need passes for met with this deviation upwards, and nothing asked downwards."""
    audited = proved(replace(asked, needs=(need,)), hidden, ((need, moved),))
    return next(cell.met for cell in audited.cells if cell.cell == need.cell)


def test_a_sound_deviation_proves_and_each_forged_one_does_not() -> None:
    linked, asked = drawn(LINKED[0], 3)
    places = [(("a", a), ("b", b)) for a in ("n1", "n2") for b in ("b1", "b2")]
    corners = [linked.places.index(place) for place in places]
    asked = replace(asked, values=np.where(np.isin(np.arange(asked.size), corners), 9.0, asked.values))
    hidden, moved, need = np.zeros(asked.size, dtype=bool), np.zeros(asked.size), Need(corners[0], 0.0, 3.0)
    hidden[corners] = True
    moved[corners] = (3.0, -3.0, -3.0, 3.0)
    assert forged(asked, hidden, need, moved)
    shown = hidden.copy()
    shown[corners[3]] = False
    broken = np.where(np.arange(asked.size) == corners[3], 0.0, moved)
    assert not forged(asked, shown, need, moved), "a shown cell moves"
    assert not forged(asked, hidden, need, broken), "an equation does not hold"
    assert not forged(asked, hidden, Need(corners[0], 0.0, 3.5), moved), "the end is not reached"
    assert not forged(asked, hidden, need, moved * 4), "a cell falls below zero"
    assert not forged(asked, hidden, Need(corners[0], 0.0, 2.5), moved * 2.5 / 3), "half a person"
    asked.own[corners[1]] = 7.0
    assert not forged(asked, hidden, need, moved), "a respondent knows better"
    asked.own[corners[1]] = 6.0
    assert forged(asked, hidden, need, moved)
    assert not forged(replace(asked, fixed=hidden), hidden, need, moved), "everybody knows these cells"


def test_a_wide_hierarchy_and_a_giant_are_protected_and_the_total_is_shown() -> None:
    districts = {f"d{number}": "all" for number in range(8)}
    villages = {f"v{number}": f"d{number % 8}" for number in range(80)}
    trees = {"a": Hierarchy("a", "all", districts | villages), "b": TREES["b"]}
    linked = linked_tables([OrderedTable(id="t", by=("a", "b"), sum="x")], trees)[0]
    cross, at = linked.crosses[0], [linked.at[0]]
    given = -np.sort(-np.random.default_rng(0).uniform(10, 90, (4, 80, 3)), axis=0)
    given[0, 5, 1] = 900.0  # no single neighbour is large enough to stand for what must stay possible about this one
    value = scattered([added_up(given.sum(axis=0), cross)], at, len(linked.places))
    number = scattered([added_up(np.full((80, 3), 4.0), cross)], at, len(linked.places))
    largest = scattered([largest_of(given, cross)], at, len(linked.places))
    facts = CellFacts(value, Contributions(number, largest))
    asked = problem(linked, facts, primaries(linked, facts, TableRules(p_percent={"p": 60}), {}), cost=Cost.COUNT)
    found = cubes(linked, asked, 1)
    giant = linked.places.index((("a", cross[0].leaves[5]), ("b", "b2")))
    assert max(need.upper for need in asked.needs if need.cell == giant) > value[linked.at[0][-40:, 1:]].max()
    assert proved(asked, found.hidden, found.proofs).met and audit(asked, found.hidden).met
    assert not found.hidden[linked.places.index(())]
