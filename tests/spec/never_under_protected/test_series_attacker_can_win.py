"""The attacker on several vintages of one small table: what they work out, and where doubt stays."""

import pytest
from series_attacker import TOTAL, Need, SeriesAttacker

CODES = {"a": ("a0", "a1", "a2"), "b": ("b0", "b1", "b2")}
SICK, ALL = ("yes",), ("yes", "no", "none")
BLOCK_OF = {(a, b): int(a != "a0") for a in CODES["a"] for b in CODES["b"]}  # a0 by itself, a1 with a2
FIRST = {("a0", "b0"): 1, ("a0", "b1"): 5, ("a0", "b2"): 9, ("a1", "b0"): 4, ("a1", "b1"): 6, ("a1", "b2"): 8}
FIRST |= {("a2", b): 7 for b in CODES["b"]}
SECOND = FIRST | {("a1", "b0"): 6, ("a2", "b2"): 12}  # the second block has moved
CORNERS = [("a0", "b0"), ("a0", "b1"), ("a1", "b0"), ("a1", "b1")]
OTHERS = [("a0", "b0"), ("a0", "b2"), ("a2", "b0"), ("a2", "b2")]
TARGET = (("a", "a0"), ("b", "b0"))


def _attacker(states, *vintages):
    """Somebody who has read these tables. vintages: the numbers and the hidden cells of each."""
    attacker = SeriesAttacker(CODES, BLOCK_OF, states)
    truth = {}
    for vintage, (numbers, hidden) in enumerate(vintages):
        truth |= {(leaf, "no", states[vintage][BLOCK_OF[leaf]]): n for leaf, n in numbers.items()}
        for cell in [(a, b) for a in (TOTAL, *CODES["a"]) for b in (TOTAL, *CODES["b"]) if (a, b) not in hidden]:
            group = tuple((name, code) for name, code in zip("ab", cell, strict=True) if code != TOTAL)
            inside = [n for leaf, n in numbers.items() if all(leaf["ab".index(name)] == code for name, code in group)]
            attacker.learn(vintage, group, ALL, sum(inside))
    attacker.close(truth)
    return attacker


def _interval(attacker, vintage=0, group=TARGET):
    return attacker.interval(attacker.parts(vintage, group, ALL))


def test_one_vintage_leaves_doubt() -> None:
    assert _interval(_attacker([(0, 0)], (FIRST, CORNERS))) == (0, 5)
    assert _interval(_attacker([(1, 1)], (SECOND, OTHERS))) == (0, 8)


def test_a_cell_that_did_not_move_is_known_from_the_vintage_that_shows_it() -> None:
    """The second vintage shows its neighbour, whose block has not moved."""
    both = _attacker([(0, 0), (0, 1)], (FIRST, CORNERS), (SECOND, OTHERS))
    assert _interval(both) == (1, 1)
    assert _interval(both, 1) == (1, 1)


def test_a_cell_that_moved_is_another_number() -> None:
    both = _attacker([(0, 0), (1, 1)], (FIRST, CORNERS), (SECOND, OTHERS))
    assert _interval(both) == (0, 5)
    assert _interval(both, 1) == (0, 8)


def test_two_vintages_apart_are_linked_by_one_between_them() -> None:
    """What the first shows is hidden in the second, and what the second hides alone comes out by the third."""
    row = [(a, b) for a in ("a0", "a1") for b in CODES["b"]]
    states = [(0, 0), (0, 1), (0, 2)]
    third = SECOND | {("a1", "b1"): 9}
    assert _interval(_attacker(states[1:], (SECOND, row), (third, OTHERS))) == (0, 7)
    assert _interval(_attacker(states, (FIRST, CORNERS), (SECOND, row), (third, OTHERS))) == (1, 1)


def test_somebody_who_is_counted_knows_of_themselves_in_every_vintage() -> None:
    numbers = FIRST | {("a0", "b1"): 2}
    attacker = _attacker([(0, 0), (0, 1)], (numbers, CORNERS), (numbers | {("a1", "b2"): 20}, CORNERS))
    parts = attacker.parts(0, TARGET, ALL)
    need = Need("target", parts, 0, 3, frozenset(parts))
    own = frozenset({(attacker.unknowns[("a0", "b1"), "no", 0],)})
    assert attacker.narrows([need]) == []
    assert attacker.narrows([need], [own]) == [(need, 1, own)]


def test_somebody_of_the_group_itself_is_no_attacker_of_it() -> None:
    attacker = _attacker([(0, 0)], (FIRST, CORNERS))
    parts = attacker.parts(0, TARGET, ALL)
    own = frozenset({(attacker.unknowns[("a0", "b0"), "no", 0],)})
    assert attacker.narrows([Need("target", parts, 0, 3, frozenset(parts))], [own]) == []


def test_an_attacker_who_is_told_what_was_never_published_is_noticed() -> None:
    attacker = SeriesAttacker(CODES, BLOCK_OF, [(0, 0)])
    attacker.learn(0, TARGET, ALL, 2)
    with pytest.raises(ValueError, match="not what is held"):
        attacker.close({(("a0", "b0"), "no", 0): 1})
    with pytest.raises(ValueError, match="Two numbers"):
        attacker.learn(0, TARGET, ALL, 3)
