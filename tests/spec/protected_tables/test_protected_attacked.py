"""Drawn people in linked tables, from rows to what is published: an attacker who is one of them finds nobody."""

import numpy as np
import pyarrow as pa
import pytest

from nyhavn.engine.backends.duckdb import open_session
from nyhavn.engine.confidentiality.tables.collapse import collapse
from nyhavn.engine.confidentiality.tables.linked import linked_tables
from nyhavn.engine.confidentiality.tables.protecting import Choices, protect_tables
from nyhavn.engine.confidentiality.tables.rows import RowColumns
from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.statistics import TOTAL
from nyhavn.framework.table_order import OrderedTable
from nyhavn.framework.table_policy import TableRules
from spec.never_under_protected.cell_attacker import Breakdown, CellAttacker

TREES = {
    "a": Hierarchy("a", "all", {"n": "all", "s": "all", "n1": "n", "n2": "n", "s1": "s", "s2": "s"}),
    "b": Hierarchy.flat("b", ("b1", "b2", "b3"), "all"),
    "c": Hierarchy.flat("c", ("c1", "c2"), "all"),
}
SEEN = tuple(Breakdown(name, tree.total, dict(tree.parents)) for name, tree in TREES.items())
FAMILIES = ((("a", "b"), ("a", "c")), (("a", "b", "c"),), (("a", "b"), ("b", "c"), ("a", "c")))
FEWEST = 4
RULES = TableRules(frequency={"fewest": FEWEST})


def people(seed):
    draw = np.random.default_rng(seed)
    number = int(draw.integers(20, 120))
    places = draw.choice(["n1", "n2", "s1", "s2"], number, p=[0.4, 0.3, 0.25, 0.05])
    return pa.table({"a": places, "b": draw.choice(["b1", "b2", "b3"], number), "c": draw.choice(["c1", "c2"], number)})


def published(rows, family, seed, quick):
    """What everybody sees: for each table, codes to number, None where hidden."""
    linked = linked_tables([OrderedTable(id=f"t{n}", by=by) for n, by in enumerate(family)], TREES)[0]
    with open_session(threads=1) as session:
        facts = collapse(session.frame(rows), linked, RowColumns({name: name for name in TREES}), RULES)
    (protected,) = protect_tables([(linked, facts)], Choices(RULES, {}, seed=seed, quick=quick))
    found = {}
    for table in protected.tables:
        totals = [TREES[name].total for name in table.breakdowns]
        found[table.breakdowns] = {
            tuple(
                total if code == TOTAL else code for code, total in zip(each.categories, totals, strict=True)
            ): each.value
            for each in table.figures
        }
    return found


def counted(rows, by, codes):
    """How many people are in a cell, one by one."""
    wanted = list(zip(by, codes, strict=True))
    return sum(all(code in TREES[name].ancestors(row[name]) for name, code in wanted) for row in rows)


def attack(seed, quick):
    """Protected tables of a drawn population; how many small cells were attacked, and how many of all were shown."""
    rows, family = people(seed), FAMILIES[seed % len(FAMILIES)]
    tables, persons = published(rows, family, seed, quick), rows.to_pylist()
    attacker = CellAttacker(SEEN, whole=True)
    for by, table in tables.items():
        attacker.learn(by, table)
    insiders = [(leaf, 1, None) for leaf in sorted({tuple(person[name] for name in TREES) for person in persons})]
    small = shown = 0
    for by, table in tables.items():
        for codes, value in table.items():
            count = counted(persons, by, codes)
            shown += value is not None
            assert value is None or value == count
            if 0 < count < FEWEST:
                small += 1
                assert value is None and attacker.narrows(by, codes, (0, FEWEST), insiders) == []
    return small, shown


@pytest.mark.parametrize("quick", [False, True], ids=["cheapest", "cubes"])
@pytest.mark.parametrize("seed", range(3))
def test_nobody_is_found_and_something_is_shown(seed, quick) -> None:
    small, shown = attack(seed, quick)
    assert small and shown


@pytest.mark.slow
@pytest.mark.parametrize("quick", [False, True], ids=["cheapest", "cubes"])
def test_nobody_is_found_in_many_populations(quick) -> None:
    found = [attack(seed, quick) for seed in range(3, 60)]
    assert sum(small for small, _ in found) > 500 and sum(shown for _, shown in found) > 1_500
