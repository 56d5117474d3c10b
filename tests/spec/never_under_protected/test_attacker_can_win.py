"""The same attacker wins where the rules are broken: so the promise can fail."""

import pytest
from cell_attacker import Breakdown, CellAttacker
from protecting_draws import broken, published
from random_tables import draw

A = Breakdown("a", "all", {"a0": "all", "a1": "all", "a2": "all"})
B = Breakdown("b", "all", {"b0": "all", "b1": "all", "b2": "all"})


def _table(rows):
    """A table by a and b with its margins, from its inner numbers."""
    found = {}
    for a in ("all", *A.parents):
        for b in ("all", *B.parents):
            found[a, b] = float(
                sum(rows[i][j] for i in range(3) for j in range(3) if a in ("all", f"a{i}") and b in ("all", f"b{j}"))
            )
    return found


def _without(table, *cells):
    return {codes: None if codes in cells else value for codes, value in table.items()}


COUNTS = _table([[1, 5, 9], [4, 6, 8], [7, 7, 7]])


def test_a_single_hidden_cell_is_worked_out_from_its_margins() -> None:
    attacker = CellAttacker((A, B), whole=True)
    attacker.learn(("a", "b"), _without(COUNTS, ("a0", "b0")))
    assert attacker.interval(("a", "b"), ("a0", "b0")) == (1.0, 1.0)


def test_four_hidden_corners_leave_doubt() -> None:
    attacker = CellAttacker((A, B), whole=True)
    attacker.learn(("a", "b"), _without(COUNTS, ("a0", "b0"), ("a0", "b1"), ("a1", "b0"), ("a1", "b1")))
    assert attacker.interval(("a", "b"), ("a0", "b0")) == (0.0, 5.0)
    assert attacker.narrows(("a", "b"), ("a0", "b0"), (0.0, 3.0)) == []


def test_a_respondent_narrows_a_neighbour_whom_the_public_cannot() -> None:
    rows = [[1, 2, 9], [2, 6, 8], [7, 7, 7]]
    attacker = CellAttacker((A, B), whole=True)
    attacker.learn(("a", "b"), _without(_table(rows), ("a0", "b0"), ("a0", "b1"), ("a1", "b0"), ("a1", "b1")))
    assert attacker.narrows(("a", "b"), ("a0", "b0"), (0.0, 3.0)) == []
    someone = (("a0", "b1"), 1.0, None)
    assert attacker.narrows(("a", "b"), ("a0", "b0"), (0.0, 3.0), [someone]) == [("a0", "b1")]


def test_naive_re_publication_gives_a_person_away() -> None:
    """Each release alone is safe; somebody joined in between, and other cells are hidden now."""
    first = _without(COUNTS, ("a0", "b0"), ("a0", "b1"), ("a1", "b0"), ("a1", "b1"))
    second = _without(COUNTS, ("a0", "b0"), ("a0", "b2"), ("a2", "b0"), ("a2", "b2"))
    for release in (first, second):
        alone = CellAttacker((A, B), whole=True)
        alone.learn(("a", "b"), release)
        assert alone.narrows(("a", "b"), ("a0", "b0"), (0.0, 3.0)) == []
    both = CellAttacker((A, B), whole=True)
    both.learn(("a", "b"), first)
    both.learn(("a", "b"), second)
    assert both.interval(("a", "b"), ("a0", "b0")) == (1.0, 1.0)


def test_a_joiner_whom_everybody_knows_hides_nothing() -> None:
    joined = {("a2", "b2"): -1.0}
    before = {
        codes: value - (codes[0] in ("a2", "all") and codes[1] in ("b2", "all")) for codes, value in COUNTS.items()
    }
    both = CellAttacker((A, B), whole=True)
    both.learn(("a", "b"), _without(before, ("a0", "b0"), ("a0", "b1"), ("a1", "b0"), ("a1", "b1")), _negated(joined))
    both.learn(("a", "b"), _without(COUNTS, ("a0", "b0"), ("a0", "b2"), ("a2", "b0"), ("a2", "b2")))
    assert both.interval(("a", "b"), ("a0", "b0")) == (1.0, 1.0)


def _negated(changed):
    return {leaf: -number for leaf, number in changed.items()}


@pytest.mark.parametrize("most_cells", [40])
def test_linked_tables_protected_one_by_one_are_broken_together(most_cells: int) -> None:
    linked = [one for one in (draw(seed, most_cells) for seed in range(400)) if len(one.tables) == 2]
    wins = 0
    for one in linked:
        apart = {}
        for names in one.tables:
            apart |= published(one, (names,), also_joint=False)
        wins += bool(broken(one, apart))
    assert len(linked) > 40
    assert wins >= 10
