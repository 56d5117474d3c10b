"""Which numbers of different tables are one number, which are disclosive, and what links them."""

import pytest

from nyhavn.engine.confidentiality import protect
from nyhavn.engine.confidentiality.measures import Kind, n_measure, single_answer, yes_measure
from nyhavn.engine.confidentiality.needs import needs
from nyhavn.engine.confidentiality.publications import publications
from nyhavn.engine.confidentiality.system import UNKNOWN, systems
from nyhavn.framework.protection import ProtectionPolicy
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.statistics import GroupCounts, Indicator

FIVE = ProtectionPolicy(threshold=5)


def asked(name, numerator="", **more):
    statistic = more.pop("statistic", "proportion" if numerator else "count")
    return Indicator(id=name, title=name, statistic=statistic, numerator=numerator, **more)


def table(name, breakdowns, **cells):
    """cells: one triple per category, or per pair of categories joined by an underscore."""
    return GroupCounts(name, breakdowns, {tuple(at.split("_")): values for at, values in cells.items()})


def test_indicators_over_the_same_question_share_their_valid_answers():
    first, second = asked("first", "${water} = 'tap'"), asked("second", "${water} = 'well' or ${water} = 'river'")
    assert n_measure(first) == n_measure(second)
    assert yes_measure(first) != yes_measure(second)
    mean = asked("mean", statistic="mean", value="water")
    assert n_measure(mean) == n_measure(first)
    assert yes_measure(mean) is None


@pytest.mark.parametrize(
    "other",
    [
        {"numerator": "${water} = 'tap'", "universe": "${age} > 17"},
        {"numerator": "${water} = 'tap' and ${age} > 17"},
        {"numerator": "${water} = 'tap'", "valid": "${water} != ''"},
    ],
)
def test_other_rows_are_other_cells(other):
    assert n_measure(asked("first", "${water} = 'tap'")) != n_measure(asked("second", **other))


def test_a_count_counts_everybody_of_its_universe():
    assert n_measure(asked("people")).kind is Kind.ALL
    assert n_measure(asked("people", valid="${age} != ''")).kind is Kind.VALID


@pytest.mark.parametrize(
    ("numerator", "question"),
    [
        ("${kind} = 'pit'", "kind"),
        (' ${ kind } = "pit" ', "kind"),
        ("${kind} != 'pit'", ""),
        ("${kind} = 'pit' or ${kind} = 'none'", ""),
        ("selected(${kind}, 'pit')", ""),
    ],
)
def test_a_numerator_that_asks_for_one_answer_is_recognised(numerator, question):
    assert single_answer(yes_measure(asked("x", numerator))) == question


def test_the_same_number_in_two_tables_is_one_cell():
    tables = [table("p", ("a",), x=(7, 0, 0), y=(9, 0, 0)), table("p", ("a", "b"), x_u=(7, 0, 0), y_u=(9, 0, 0))]
    (system,) = systems(publications(tables, [asked("p")]))
    assert len(system.units) == 1 + 2 + 1 + 2
    total = next(unit for unit in system.units if unit.level == 0)
    refs = system.shown[total.columns[0]].refs
    assert {(ref.breakdowns, ref.categories) for ref in refs} == {(("a",), ("_T",)), (("a", "b"), ("_T", "_T"))}


def test_tables_that_disagree_about_a_group_are_refused_without_numbers():
    tables = [table("p", ("a",), x=(7, 0, 0)), table("p", ("a", "b"), x_u=(8, 0, 0))]
    with pytest.raises(Refusal) as caught:
        protect(tables, [asked("p")], FIVE)
    assert caught.value.codes == ("counts-contradict",)
    assert '"p" by a' in str(caught.value)
    assert "7" not in str(caught.value)


def test_a_group_that_one_table_lists_and_another_leaves_out_is_refused():
    """A table that does not list a group says that it is empty."""
    tables = [table("p", ("a",), x=(7, 0, 0), y=(9, 0, 0)), table("p", ("a", "b"), x_u=(16, 0, 0))]
    with pytest.raises(Refusal) as caught:
        protect(tables, [asked("p")], FIVE)
    assert caught.value.codes == ("counts-contradict",)


def test_more_answers_than_people_are_refused():
    tables = [table("p", ("a",), x=(8, 0, 0), y=(90, 0, 0)), table("q", ("a",), x=(9, 5, 0), y=(60, 30, 0))]
    with pytest.raises(Refusal) as caught:
        protect(tables, [asked("p"), asked("q", "${w} = 'tap'")], FIVE)
    assert caught.value.codes == ("counts-contradict",)


def test_pairs_of_breakdowns_that_no_people_could_give_are_refused():
    """Everybody of a0 is in b0, everybody of b0 in c0, and yet nobody of a0 in c0."""
    pairs = {("a", "b"): "a0_b0 a1_b1", ("b", "c"): "b0_c0 b1_c1", ("a", "c"): "a0_c1 a1_c0"}
    tables = [table("p", by, **dict.fromkeys(cells.split(), (9, 0, 0))) for by, cells in pairs.items()]
    with pytest.raises(Refusal) as caught:
        protect(tables, [asked("p")], FIVE)
    assert caught.value.codes == ("counts-contradict",)


def test_hidden_cells_join_answers_to_group_sizes():
    tables = [table("p", ("a",), x=(30, 0, 0), y=(40, 0, 0)), table("q", ("a",), x=(28, 14, 2), y=(35, 15, 5))]
    (system,) = systems(publications(tables, [asked("p"), asked("q", "${w} = 'tap'")]))
    hidden = [key for key, value in zip(system.keys, system.values, strict=True) if value == UNKNOWN]
    assert {measure.kind for measure, _ in hidden} == {Kind.MISSING}
    assert system.joint


def test_tables_without_group_sizes_are_systems_of_their_own():
    tables = [table("q", ("a",), x=(28, 14, 0)), table("r", ("a",), x=(28, 14, 0))]
    found = list(systems(publications(tables, [asked("q", "${w} = 'tap'"), asked("r", "${v} = 'tap'")])))
    assert [len(system.units) for system in found] == [4, 4]


def test_a_universe_is_known_to_be_part_of_everybody():
    """Three people in a group, none of them outside: the hidden count of the universe can be no larger."""
    adults = asked("adults", universe="${age} > 17")
    tables = [table("p", ("a",), x=(12, 0, 0), y=(40, 0, 0)), table("adults", ("a",), x=(3, 0, 0), y=(35, 0, 0))]
    (system,) = systems(publications(tables, [asked("p"), adults]))
    assert Kind.OUTSIDE in {measure.kind for measure, _ in system.keys}
    protection = protect(tables, [asked("p"), adults], FIVE)
    row = next(row for row in protection.audit.cells if row.value == 3)
    assert (row.low, row.high) == (0, 12)


def needed(tables, indicators, policy=FIVE):
    (system,) = systems(publications(tables, indicators))
    found = {}
    for need in needs(system, policy):
        measure, group = system.keys[need.cell]
        value = system.values[need.cell]
        found[measure.kind, tuple(sorted(group))] = (value - need.lower, value + need.upper)
    return found


@pytest.mark.parametrize(("n", "found"), [(0, False), (1, True), (4, True), (5, False)])
def test_counts_from_one_to_just_under_the_threshold_are_disclosive(n, found):
    wanted = needed([table("p", ("a",), x=(n, 0, 0), y=(40, 0, 0))], [asked("p")])
    assert wanted == ({(Kind.ALL, (("a", "x"),)): (0, 5)} if found else {})


def test_a_unanimous_group_needs_room_for_a_minority():
    q = asked("q", "${w} = 'tap'")
    wanted = needed([table("q", ("a",), x=(6, 6, 0), y=(40, 20, 0))], [q])
    assert wanted == {(Kind.NO, (("a", "x"),)): (0, 5)}


def test_a_unanimous_release_tells_nothing_more_of_its_groups():
    """Where everybody said the same, the grand total says it; it is not hidden, so its groups need not be."""
    q = asked("q", "${w} = 'tap'")
    assert needed([table("q", ("a",), x=(6, 0, 0), y=(40, 0, 0))], [q]) == {}


def test_nothing_is_needed_of_a_release_without_persons():
    q = asked("q", "${w} = 'tap'")
    tables = [table("q", ("a",), x=(6, 6, 0), y=(2, 1, 0))]
    assert needed(tables, [q], ProtectionPolicy(threshold=1)) == {}
