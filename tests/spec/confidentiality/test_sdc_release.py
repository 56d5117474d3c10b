"""What disclosure control promises: nobody who reads the tables can work out a small group, and the rest is shown."""

import random
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sdc_attacker import Hidden, PublicAttacker, indicator, needs_of, optimum, respondents_of, tables_of

from nyhavn.engine.confidentiality import apply, protect
from nyhavn.framework.protection import ProtectionPolicy
from nyhavn.framework.statistics import TOTAL, CellStatus, GroupCounts

FIVE = ProtectionPolicy(threshold=5)
NAIVE = ProtectionPolicy(threshold=5, complementary=False)


def count(cells, breakdowns=("a", "b"), name="people"):
    return GroupCounts(name, breakdowns, {codes: (n, 0, 0) for codes, n in cells.items()})


def share(cells, breakdowns=("a", "b"), name="treated"):
    """cells: codes to (yes, no)."""
    return GroupCounts(name, breakdowns, {codes: (yes + no, yes, 0) for codes, (yes, no) in cells.items()})


def two_by_two(x_u, x_v, y_u, y_v):
    return {("x", "u"): x_u, ("x", "v"): x_v, ("y", "u"): y_u, ("y", "v"): y_v}


def publish(counts, indicators, policy):
    protection = protect(counts, indicators, policy)
    return protection, apply(tables_of(counts), protection)


def attack(counts, indicators, policy):
    """The cells that an outsider recovers from the published tables, and the attacker itself."""
    attacker = PublicAttacker(publish(counts, indicators, policy)[1], indicators)
    return attacker.recovered(), attacker


def assert_safe(counts, indicators, threshold=5):
    """Nothing hidden is recovered, and every small count could be anything from nobody to publishable.

    For any reader, and for everybody who is in the data but not in that count.
    """
    policy = ProtectionPolicy(threshold=threshold)
    recovered, attacker = attack(counts, indicators, policy)
    assert recovered == []
    truth = PublicAttacker(tables_of(counts), indicators)
    needs = needs_of(truth, threshold)
    for other in (None, *respondents_of(truth, tables_of(counts))):
        knowing, met = attacker.respondent(other) if other else attacker.constraints(), []
        for cell, high in needs.items():
            if other is None or not truth.holds(cell, other):
                assert attacker.must_reckon_with(cell, (0, high), knowing, met), (cell, other)
    return attacker


def assert_audit_agrees(counts, indicators):
    """The audit's interval of every hidden count is the one that an independent attacker finds."""
    attacker = assert_safe(counts, indicators)
    audit = protect(counts, indicators, FIVE).audit
    assert len(audit.cells) > 0
    for row in audit.cells:
        pairs = zip(row.cell.breakdowns, row.cell.categories, strict=True)
        cell = Hidden(row.cell.indicator, frozenset(pair for pair in pairs if pair[1] != TOTAL), row.count)
        low, high = attacker.interval(cell)
        assert (row.low, row.high) == (low, high) or (row.low == low and high == np.inf and row.high > 1000)


PEOPLE, TREATED = indicator("people", "count"), indicator("treated")


def test_one_hidden_cell_is_never_left_alone_in_its_row_or_column():
    """Two people of a village can be found by subtraction; hiding three more cells prevents it."""
    table = count(two_by_two(2, 30, 20, 40))
    recovered, _ = attack([table], [PEOPLE], NAIVE)
    assert recovered == [Hidden("people", frozenset({("a", "x"), ("b", "u")}), "n")]
    attacker = assert_safe([table], [PEOPLE])
    assert len(attacker.hidden) == 4


def test_who_is_in_a_hidden_group_cannot_work_out_the_other():
    """3 + 2 people: the two of y know that x has four at most. So z is hidden with them; 3 + 3 need no third."""
    for y, hidden in ((2, {"x", "y", "z"}), (3, {"x", "y"})):
        table = count({("x",): 3, ("y",): y, ("z",): 40, ("w",): 41}, ("a",))
        assert_safe([table], [PEOPLE])
        _, (published,) = publish([table], [PEOPLE], FIVE)
        assert {f.categories[0] for f in published.figures if f.status is CellStatus.SUPPRESSED} == hidden


def test_totals_still_come_through_where_one_small_group_is_hidden():
    """The margins and the grand total of a table with one small group are published."""
    _, (table,) = publish([count(two_by_two(2, 30, 20, 40))], [PEOPLE], FIVE)
    shown = {f.categories: f.n for f in table.figures if f.status is CellStatus.PUBLISHED}
    margins = {("x", TOTAL): 32, ("y", TOTAL): 60, (TOTAL, "u"): 22, (TOTAL, "v"): 70, (TOTAL, TOTAL): 92}
    assert shown == margins


def test_a_release_without_small_groups_is_published_whole():
    """Disclosure control leaves alone what endangers nobody."""
    tables = [count(two_by_two(12, 30, 20, 40)), share(two_by_two((6, 6), (10, 20), (9, 11), (30, 10)))]
    protection, published = publish(tables, [PEOPLE, TREATED], FIVE)
    assert protection.suppressed == frozenset()
    assert published == tables_of(tables)
    assert protection.audit.met


def test_a_larger_table_keeps_most_of_its_cells():
    """One small group in a table of thirty cells takes at most three others with it."""
    cells = {(f"a{i}", f"b{j}"): 20 + i + j for i, j in product(range(6), range(5))} | {("a0", "b0"): 3}
    protection, _ = publish([count(cells)], [PEOPLE], FIVE)
    assert protection.primary == 1
    assert protection.hidden == 4
    assert protection.cells == 42


def test_two_tables_that_share_a_margin_are_protected_together():
    """Protected apart, two tables hide different margins, and each gives away what the other hides."""
    by_a = count({("x",): 3, ("y",): 30, ("z",): 31}, ("a",))
    by_ab = count({("x", "u"): 3, ("y", "u"): 30, ("z", "u"): 5, ("z", "v"): 26})
    apart = [apply(tables_of([table]), protect([table], [PEOPLE], FIVE))[0] for table in (by_a, by_ab)]
    assert Hidden("people", frozenset({("a", "x")}), "n") in PublicAttacker(apart, [PEOPLE]).recovered()
    together = publish([by_a, by_ab], [PEOPLE], FIVE)[1]
    for figure in together[0].figures:
        twin = together[1].figure(*figure.categories, TOTAL)
        assert (figure.status, figure.n) == (twin.status, twin.n)
    assert_safe([by_a, by_ab], [PEOPLE])


def test_two_indicators_over_the_same_answers_hide_the_same_groups():
    """The n that one indicator hides must not stand beside the other."""
    other = indicator("helped", numerator="${treated} != 'no'")
    first = share(two_by_two((2, 1), (10, 9), (10, 10), (12, 15)))
    second = share(two_by_two((1, 2), (9, 10), (9, 11), (14, 13)), name="helped")
    _, published = publish([first, second], [TREATED, other], FIVE)
    for figure, twin in zip(published[0].figures, published[1].figures, strict=True):
        assert figure.n == twin.n
    assert published[0].figure("x", "u").n is None


def test_three_linked_tables_are_bound_by_the_cells_that_nobody_publishes():
    """A x B, A x C and B x C bound each other: 40 and 8 of the same 46 people overlap in at least two."""
    people = {"000": 3, "010": 37, "100": 5, "110": 1, "001": 0, "011": 20, "101": 20, "111": 20}
    tables = [pair_table(people, first, second) for first, second in ((0, 1), (0, 2), (1, 2))]
    small = Hidden("people", frozenset({("a", "a0"), ("b", "b0")}), "n")
    apart = apply(tables_of(tables[:1]), protect(tables[:1], [PEOPLE], FIVE)) + tables_of(tables[1:])
    assert PublicAttacker(apart, [PEOPLE]).interval(small)[0] == 2
    attacker = assert_safe(tables, [PEOPLE])
    assert attacker.interval(small)[0] == 0
    assert protect(tables, [PEOPLE], FIVE).audit.joint_bounds
    assert_audit_agrees(tables, [PEOPLE])


def pair_table(people, first, second):
    cells = {}
    for codes, n in people.items():
        key = (f"{'abc'[first]}{codes[first]}", f"{'abc'[second]}{codes[second]}")
        cells[key] = cells.get(key, 0) + n
    return count(cells, ("abc"[first], "abc"[second]))


def test_a_small_rest_hides_the_numerator_beside_a_shown_n():
    """28 of 30 treated says that two were not; n alone may still be shown."""
    table = share(two_by_two((28, 2), (20, 10), (10, 20), (15, 15)))
    assert_safe([table], [TREATED])
    _, (published,) = publish([table], [TREATED], FIVE)
    figure = published.figure("x", "u")
    assert figure.status is CellStatus.SUPPRESSED
    assert (figure.n, figure.numerator, figure.value) == (30, None, None)


def test_nothing_of_a_figure_is_left_where_n_is_hidden():
    """A hidden n takes numerator, value and interval with it."""
    _, (published,) = publish([share(two_by_two((1, 2), (20, 10), (10, 20), (15, 15)))], [TREATED], FIVE)
    figure = published.figure("x", "u")
    assert (figure.status, figure.n, figure.numerator, figure.value) == (CellStatus.SUPPRESSED, None, None, None)
    assert published.figure(TOTAL, TOTAL).numerator == 46


@pytest.mark.parametrize("unanimous", [(12, 0), (0, 12)])
def test_what_is_true_of_a_whole_group_is_hidden(unanimous):
    """0 % and 100 % tell something about every member, however large the group."""
    table = share(two_by_two(unanimous, (20, 10), (10, 20), (15, 15)))
    assert_safe([table], [TREATED])
    _, (published,) = publish([table], [TREATED], FIVE)
    assert published.figure("x", "u").numerator is None
    assert published.figure("x", "u").n == 12


def test_a_harmless_indicator_may_say_something_of_a_whole_group():
    """Where the indicator is not sensitive, or the policy does not ask for it, 100 % is published."""
    table = share(two_by_two((12, 0), (20, 10), (10, 20), (15, 15)))
    harmless = indicator("treated", sensitive=False)
    assert protect([table], [harmless], FIVE).hidden == 0
    assert protect([table], [TREATED], ProtectionPolicy(threshold=5, group_disclosure=False)).hidden == 0


def test_small_nonresponse_is_hidden_where_group_sizes_are_published():
    """Who did not answer is sensitive too, if the policy says so: group size minus answers must not give it away."""
    answers = GroupCounts("treated", ("a",), {("x",): (28, 12, 2), ("y",): (30, 12, 20), ("z",): (31, 11, 20)})
    people = count({("x",): 30, ("y",): 50, ("z",): 51}, ("a",))
    strict = ProtectionPolicy(threshold=5, protect_nonresponse=True)
    assert protect([answers, people], [TREATED, PEOPLE], FIVE).hidden == 0
    protection = protect([answers, people], [TREATED, PEOPLE], strict)
    (row,) = [row for row in protection.audit.cells if row.count == "nonresponse"]
    assert (row.value, row.low) == (2, 0)
    assert row.high >= 5
    assert protection.audit.met
    assert protect([answers], [TREATED], strict).hidden == 0, "without group sizes nobody can subtract"


def test_a_threshold_of_one_protects_nothing():
    """Where no persons are concerned, everything is published."""
    protection = protect([count(two_by_two(1, 2, 3, 0))], [PEOPLE], ProtectionPolicy(threshold=1))
    assert (protection.suppressed, protection.hidden, protection.audit.cells) == (frozenset(), 0, ())
    assert protection.audit.met


@pytest.mark.parametrize(("n", "hidden"), [(4, 4), (5, 0)])
def test_the_threshold_itself_may_be_published(n, hidden):
    """Both sides of the boundary."""
    assert protect([count(two_by_two(n, 30, 20, 40))], [PEOPLE], FIVE).hidden == hidden


def test_a_tiny_release_says_nothing_at_all():
    """Three people in all: even the grand total is hidden."""
    protection, (table,) = publish([count(two_by_two(1, 1, 1, 0))], [PEOPLE], FIVE)
    assert {figure.n for figure in table.figures if figure.categories != ("y", "v")} == {None}
    assert protection.audit.met


def test_the_audit_tells_the_truth_when_complementary_protection_is_off():
    """The audit of a naive protection fails and counts what can be recovered."""
    protection = protect([count(two_by_two(2, 30, 20, 40))], [PEOPLE], NAIVE)
    assert protection.audit.recovered == 1
    assert not protection.audit.met


def test_exclusive_answers_are_known_to_add_up():
    """Three answers to one question: the rest of the other two is the third."""
    asked = [indicator(name, numerator=f"${{kind}} = '{name}'") for name in ("pit", "flush", "none")]
    cells = {"pit": (3, 20, 23), "flush": (17, 20, 30), "none": (20, 20, 10)}
    tables = [
        GroupCounts(name, ("a",), {(c,): (n, yes, 0) for c, n, yes in zip("xyz", (40, 60, 63), column, strict=True)})
        for name, column in cells.items()
    ]
    _, published = publish(tables, asked, FIVE)
    by_name = {table.indicator: table for table in published}
    assert by_name["pit"].figure("x").numerator is None
    others = [by_name[name].figure("x").numerator for name in ("flush", "none")]
    assert others.count(None) >= 1, "40 - 17 - 20 = 3 would be the hidden count"


def test_the_order_of_tables_and_cells_does_not_matter():
    """The same release gives the same protection, however it is handed over."""
    answers = random_release(7, (3, 4), "proportion")
    counts = [*answers, count({codes: n + 6 for codes, (n, _, _) in answers[0].cells.items()})]
    indicators = [indicator("proportion"), PEOPLE]
    expected = protect(counts, indicators, FIVE)
    turned = [GroupCounts(t.indicator, t.breakdowns, dict(reversed(t.cells.items()))) for t in reversed(counts)]
    assert expected.hidden > 0
    assert protect(turned, indicators[::-1], FIVE) == expected
    assert protect(counts, indicators, FIVE) == expected


def random_release(seed, shape, statistic, by=None, sizes=(0, 1, 2, 4, 7, 12, 20, 35)):
    """One indicator, people drawn per leaf. by: the tables, as positions of breakdowns; one table of all if None."""
    draw = random.Random(seed)
    people = {}
    for leaf in product(*(range(size) for size in shape)):
        n = draw.choice(sizes)
        people[leaf] = (n, draw.randint(0, n) if statistic == "proportion" else 0, 0)
    tables = []
    for kept in by or [tuple(range(len(shape)))]:
        cells = {}
        for leaf, values in people.items():
            codes = tuple(f"{'abc'[i]}{leaf[i]}" for i in kept)
            cells[codes] = tuple(x + y for x, y in zip(cells.get(codes, (0, 0, 0)), values, strict=True))
        tables.append(GroupCounts(statistic, tuple("abc"[i] for i in kept), cells))
    return tables


SHAPES = st.sampled_from(
    [
        ((3, 3), None),
        ((2, 4), None),
        ((2, 2, 3), [(0, 1), (1, 2)]),
        ((2, 2, 2), [(0, 1), (0, 2), (1, 2)]),
        ((4,), None),
    ]
)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.integers(0, 10**6), SHAPES, st.sampled_from(["count", "proportion"]))
def test_no_reader_of_drawn_releases_recovers_a_hidden_cell(seed, shape, statistic):
    """Drawn tables, alone and linked: an attacker who has only the published tables stays uncertain."""
    counts = random_release(seed, shape[0], statistic, shape[1])
    assert_safe(counts, [indicator(statistic, statistic)])


@pytest.mark.parametrize("seed", range(4))
def test_group_sizes_and_answers_are_attacked_together(seed):
    """Where a count shows who is in a group, answers of the same groups are at most that many."""
    answers = random_release(seed, (3, 3), "proportion", sizes=(0, 1, 2, 3, 12))
    draw = random.Random(seed)
    sizes = {codes: n + draw.choice([0, 1, 8]) for codes, (n, _, _) in answers[0].cells.items()}
    tables = [*answers, count(sizes)]
    assert_audit_agrees(tables, [indicator("proportion"), PEOPLE])


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("by", [None, [(0, 1), (0, 2), (1, 2)]])
@pytest.mark.parametrize("statistic", ["count", "proportion"])
def test_the_audit_finds_what_an_independent_attacker_finds(seed, by, statistic):
    """Every interval of the audit, in whole numbers, for single and for linked tables."""
    shape = (2, 2, 2) if by else (3, 3)
    counts = random_release(seed, shape, statistic, by, sizes=(0, 1, 2, 3, 12))
    assert_audit_agrees(counts, [indicator(statistic, statistic)])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shape", "statistic", "by"),
    [
        ((3, 3), "count", None),
        ((4, 5), "count", None),
        ((3, 3), "proportion", None),
        ((2, 3, 3), "count", [(0, 1), (0, 2), (1, 2)]),
        ((2, 2, 3), "proportion", [(0, 1), (1, 2)]),
    ],
)
def test_little_more_is_hidden_than_the_least_possible(shape, statistic, by):
    """At most half as much again as the exact optimum, on each of six drawn tables; on average far less."""
    asked = [indicator(statistic, statistic)]
    ratios = []
    for seed in range(6):
        counts = random_release(seed, shape, statistic, by)
        least = optimum(tables_of(counts), asked, 5)
        hidden = protect(counts, asked, FIVE).hidden
        assert least <= hidden <= 1.5 * least
        ratios.append(hidden / least if least else 1.0)
    print(f"{shape} {statistic}: mean ratio {sum(ratios) / len(ratios):.3f}, largest {max(ratios):.3f}")
    assert sum(ratios) / len(ratios) < 1.2
