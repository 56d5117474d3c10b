"""Each rule of primary suppression on both sides of its boundary, and against plain Python."""

import random

import numpy as np
import pytest

from nyhavn.engine.confidentiality.tables.facts import CellFacts, Contributions
from nyhavn.engine.confidentiality.tables.linked import linked_tables
from nyhavn.engine.confidentiality.tables.rules import (
    dominance,
    few_contributors,
    frequency,
    group_disclosure,
    p_percent,
    primaries,
)
from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.table_order import OrderedTable
from nyhavn.framework.table_policy import Contributors, Dominance, Frequency, PPercent, RuleKind, TableRules

PLACE = Hierarchy.flat("place", ("a", "b", "c"), "all")
ILL = Hierarchy("ill", "asked", {"answered": "asked", "yes": "answered", "no": "answered", "silent": "asked"})


def of_sum(*given):
    """One cell with these contributions."""
    ranked = sorted(given, reverse=True) + [0] * 5
    view = Contributions(np.array([float(len(given))]), np.array([[float(one)] for one in ranked[:5]]))
    return CellFacts(np.array([float(sum(given))]), view)


def of_count(*numbers):
    values = np.array([float(number) for number in numbers])
    return CellFacts(values, Contributions(values, np.minimum(values, 1.0)[np.newaxis]))


@pytest.mark.parametrize(("count", "is_sensitive"), [(0, False), (1, True), (9, True), (10, False), (11, False)])
def test_a_count_is_sensitive_from_one_up_to_the_minimum(count, is_sensitive) -> None:
    levels = frequency(of_count(count), Frequency(fewest=10), whole=True)
    assert levels.sensitive[0] == is_sensitive
    assert (levels.lower[0], levels.upper[0]) == ((count, 10 - count) if is_sensitive else (0, 0))


def test_a_weighted_count_of_few_may_be_as_large_as_if_enough_were_in_it() -> None:
    facts = CellFacts(np.array([250.0]), Contributions(np.array([5.0]), np.array([[50.0]])))
    levels = frequency(facts, Frequency(fewest=10), whole=False)
    assert (levels.lower[0], levels.upper[0]) == (250, 250)


@pytest.mark.parametrize(("value", "is_sensitive"), [(99.9, True), (100.0, False)])
def test_a_weighted_count_has_a_minimum_of_its_own(value, is_sensitive) -> None:
    facts = CellFacts(np.array([value]), Contributions(np.array([20.0]), np.array([[9.0]])))
    levels = frequency(facts, Frequency(fewest=10, fewest_weighted=100), whole=False)
    assert levels.sensitive[0] == is_sensitive
    assert levels.upper[0] == pytest.approx(100 - value if is_sensitive else 0)


def test_rows_of_few_contributors_are_few_however_many_rows_they_have() -> None:
    facts = CellFacts(np.array([30.0]), Contributions(np.array([4.0]), np.array([[12.0]])))
    levels = frequency(facts, Frequency(fewest=10), whole=True)
    assert levels.sensitive[0] and levels.upper[0] == 45  # 30 * 10 / 4 - 30


@pytest.mark.parametrize(("given", "is_sensitive"), [((), False), ((5, 5), True), ((5, 5, 5), False), ((0, 0), True)])
def test_a_sum_of_few_is_sensitive_even_if_it_is_zero(given, is_sensitive) -> None:
    levels = few_contributors(of_sum(*given), Contributors(fewest=3, range=10))
    assert levels.sensitive[0] == is_sensitive
    assert levels.upper[0] == pytest.approx(sum(given) / 10 if is_sensitive else 0)


def test_a_holding_of_many_contributors_is_one() -> None:
    alone = of_sum(5, 5, 5)
    group = Contributions(np.array([1.0]), np.array([[15.0], [0.0], [0.0]]))
    both = CellFacts(alone.value, alone.by_contributor, group)
    assert not few_contributors(alone, Contributors(fewest=3, range=10)).sensitive[0]
    assert few_contributors(both, Contributors(fewest=3, range=10)).sensitive[0]
    assert p_percent(both.value, group, PPercent(p=10)).sensitive[0]


def test_dominance_of_the_handbooks_fourth_example() -> None:
    cell = of_sum(300, 20, 10)
    levels = dominance(cell.value, cell.by_contributor, Dominance(n=1, k=85))
    assert levels.sensitive[0] and levels.upper[0] == pytest.approx(352.94 - 330, abs=0.01)


@pytest.mark.parametrize(("first", "is_sensitive"), [(75, False), (76, True)])
def test_dominance_begins_above_k_per_cent(first, is_sensitive) -> None:
    cell = of_sum(first, *[1] * (100 - first))
    assert dominance(cell.value, cell.by_contributor, Dominance(n=1, k=75)).sensitive[0] == is_sensitive


@pytest.mark.parametrize(("second", "is_sensitive"), [(35, False), (36, True)])
def test_dominance_of_two(second, is_sensitive) -> None:
    cell = of_sum(50, second, *[1] * (50 - second))
    assert dominance(cell.value, cell.by_contributor, Dominance(n=2, k=85)).sensitive[0] == is_sensitive


@pytest.mark.parametrize(("rest", "is_sensitive"), [(9, True), (10, False), (11, False)])
def test_p_per_cent_looks_at_what_the_two_largest_leave(rest, is_sensitive) -> None:
    cell = of_sum(100, 60, *[1] * rest)
    levels = p_percent(cell.value, cell.by_contributor, PPercent(p=10))
    assert levels.sensitive[0] == is_sensitive
    assert levels.upper[0] == pytest.approx(10 - rest if is_sensitive else 0)


def test_p_per_cent_of_the_handbooks_second_example() -> None:
    # X = 110,000 with 52,000 and 50,000: safe by p = 10, not by (2, 90.9).
    cell = of_sum(52_000, 50_000, 8_000)
    assert not p_percent(cell.value, cell.by_contributor, PPercent(p=10)).sensitive[0]
    assert dominance(cell.value, cell.by_contributor, Dominance(n=2, k=90.9)).sensitive[0]


def test_what_is_known_beforehand_makes_more_cells_sensitive() -> None:
    cell = of_sum(100, 60, 15)
    assert not p_percent(cell.value, cell.by_contributor, PPercent(p=10)).sensitive[0]
    levels = p_percent(cell.value, cell.by_contributor, PPercent(p=10, q=50))
    assert levels.sensitive[0] and levels.upper[0] == pytest.approx(5)


def test_lower_levels_end_at_zero() -> None:
    cell = of_sum(10)
    levels = p_percent(cell.value, cell.by_contributor, PPercent(p=150))
    assert (levels.lower[0], levels.upper[0]) == (10, 15)


def by_hand(given, p, n, k):
    """Both rules as the Handbook writes them."""
    ranked, total = sorted(given, reverse=True) + [0, 0], sum(given)
    return total - ranked[0] - ranked[1] < p / 100 * ranked[0], sum(ranked[:n]) > k / 100 * total


def test_the_rules_agree_with_plain_python_on_drawn_cells() -> None:
    draw, found = random.Random(3), set()
    for _ in range(500):
        given = [draw.choice((1, 2, 3, 50, 60, 400)) for _ in range(draw.randint(1, 8))]
        cell, n, k = of_sum(*given), draw.randint(1, 3), draw.choice((75, 85))
        mine = (
            bool(p_percent(cell.value, cell.by_contributor, PPercent(p=15)).sensitive[0]),
            bool(dominance(cell.value, cell.by_contributor, Dominance(n=n, k=k)).sensitive[0]),
        )
        assert mine == by_hand(given, 15, n, k), given
        found.add(mine)
    assert len(found) == 4


def answers(cells):
    """Counts of yes and no by place, with those who kept silent, as linked tables and facts."""
    linked = linked_tables([OrderedTable(id="t", by=("place", "ill"))], {"place": PLACE, "ill": ILL})[0]
    leaf = {(place, code): float(number) for place, each in cells.items() for code, number in each.items()}
    values = []
    for at in linked.places:
        codes = {"place": "all", "ill": "asked"} | dict(at)
        values.append(
            sum(
                number
                for (place, code), number in leaf.items()
                if codes["place"] in PLACE.ancestors(place) and codes["ill"] in ILL.ancestors(code)
            )
        )
    return linked, of_count(*values)


def sensitive(linked, levels):
    return {linked.places[at]: levels.upper[at] for at in np.flatnonzero(levels.sensitive)}


YES_NO = {"ill": ("yes", "no")}


def test_a_group_whose_answers_are_all_alike_is_told_by_the_answer_that_nobody_gave() -> None:
    linked, facts = answers({"a": {"yes": 12, "no": 20, "silent": 3}, "b": {"no": 30}, "c": {"yes": 4, "silent": 9}})
    levels = group_disclosure(linked, facts, 10, YES_NO)
    assert sensitive(linked, levels) == {
        (("ill", "yes"), ("place", "b")): 10,  # a minority of ten must stay possible
        (("ill", "no"), ("place", "c")): 4,  # or everybody, where there are fewer
    }


def test_one_other_answer_is_enough_for_the_rule_of_groups() -> None:
    linked, facts = answers({"a": {"yes": 12, "no": 20}, "b": {"yes": 1, "no": 30}, "c": {"yes": 9, "no": 9}})
    assert sensitive(linked, group_disclosure(linked, facts, 10, YES_NO)) == {}


def test_a_group_tells_nothing_where_everybody_gave_the_same_answer_and_silence_is_no_answer() -> None:
    linked, facts = answers({"a": {"no": 20}, "b": {"no": 30, "silent": 4}, "c": {"silent": 5}})
    assert sensitive(linked, group_disclosure(linked, facts, 10, YES_NO)) == {}


def test_all_rules_together_ask_for_the_most_and_say_which_found_what() -> None:
    linked = linked_tables([OrderedTable(id="t", by=("place",), sum="x")], {"place": PLACE})[0]
    value = np.array([0.0] * 4)
    tops = np.zeros((2, 4))
    for code, given in {"a": (100, 5), "b": (40, 30, 30), "c": (50, 40, 40)}.items():
        at = linked.places.index((("place", code),))
        value[at], tops[:, at] = sum(given), sorted(given, reverse=True)[:2]
    number = np.array([8.0 if not at else 2.0 if at[0][1] == "a" else 3.0 for at in linked.places])
    facts = CellFacts(value, Contributions(number, tops))
    rules = TableRules(contributors={"fewest": 3, "range": 10}, p_percent={"p": 20}, dominance=({"n": 2, "k": 65},))
    found = primaries(linked, facts, rules, {})
    by_kind = {kind: [linked.places[at] for at in np.flatnonzero(mask)] for kind, mask in found.rules.items()}
    a, b, c = ((("place", code),) for code in "abc")
    assert by_kind == {RuleKind.CONTRIBUTORS: [a], RuleKind.DOMINANCE: [a, b, c], RuleKind.P_PERCENT: [a]}
    assert found.levels.upper[linked.places.index(a)] == pytest.approx(100 / 65 * 105 - 105)
    assert found.levels.upper[linked.places.index(b)] == pytest.approx(100 / 65 * 70 - 100)
