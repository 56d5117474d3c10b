"""The attacker's arithmetic, and how a protection is applied and reported."""

import numpy as np
import pytest
from pydantic import ValidationError
from scipy.sparse import csr_array

from nyhavn.engine.confidentiality import apply, protect
from nyhavn.engine.confidentiality.needs import needs
from nyhavn.engine.confidentiality.programs import Program
from nyhavn.engine.confidentiality.publications import publications
from nyhavn.engine.confidentiality.release_problem import release_problem
from nyhavn.engine.confidentiality.suppression.auditing import audit
from nyhavn.engine.confidentiality.system import systems
from nyhavn.framework.protection import Audit, CellAudit, CellRef, Protection, ProtectionPolicy
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.statistics import CellStatus, Figure, GroupCounts, Indicator, StatisticalTable

PEOPLE = Indicator(id="people", title="People", statistic="count")
INCOME = Indicator(id="income", title="Income", statistic="mean", value="income")
FIVE = ProtectionPolicy(threshold=5)


def by_region(name="people", **sizes):
    return GroupCounts(name, ("region",), {(code,): (n, 0, 0) for code, n in sizes.items()})


def figures(name, **sizes):
    rows = [Figure((code,), CellStatus.PUBLISHED, n=n, value=float(n)) for code, n in sizes.items()]
    total = sum(sizes.values())
    rows.append(Figure(("_T",), CellStatus.PUBLISHED, n=total, value=float(total)))
    return StatisticalTable(name, name, ("region",), tuple(rows))


def attacked(counts, *hidden):
    """The audit of a release by region in which these regions are hidden, by region."""
    (system,) = systems(publications(counts, [PEOPLE]))
    problem = release_problem(system, needs(system, FIVE))
    codes = [dict(group).get("region") for _, group in system.keys]
    return {codes[cell.cell]: cell for cell in audit(problem, np.isin(codes, hidden)).cells}


def test_the_attacker_subtracts():
    """3 + 4 hidden people in two regions: each has between none and seven."""
    found = attacked([by_region(north=3, south=4, west=20)], "north", "south")
    assert {code: (cell.low, cell.high) for code, cell in found.items()} == {"north": (0, 7), "south": (0, 7)}


def test_whoever_is_in_another_group_knows_that_it_is_not_empty():
    """3 + 2 hidden people: a reader thinks that the north may have five, the two of the south know that it has not."""
    found = attacked([by_region(north=3, south=2, west=20)], "north", "south")
    assert (found["north"].low, found["north"].high) == (0, 5)
    assert not found["north"].met
    found = attacked([by_region(north=3, south=3, west=20)], "north", "south")
    assert found["north"].met


def test_a_fractional_end_is_rounded_inwards_to_a_whole_solution():
    """x + y = 3, x = y + 2z: in fractions x can be 1.5, in whole numbers 2."""
    matrix = csr_array(np.array([[1.0, 1.0, 0.0], [1.0, -1.0, -2.0]]))
    program = Program(matrix, np.array([3.0, 0.0]), np.zeros(3), np.full(3, 10.0))
    program.objective(np.array([1.0, 0.0, 0.0]))
    fractional = program.solve()
    assert fractional.point[0] == pytest.approx(1.5)
    assert not fractional.whole
    with_parity = Program(csr_array(np.array([[1.0, -2.0]])), np.array([1.0]), np.zeros(2), np.full(2, 9.5))
    with_parity.objective(np.array([-1.0, 0.0]))
    assert with_parity.solve().point[0] == pytest.approx(9.5)
    assert with_parity.solve_whole().point[0] == pytest.approx(9.0)
    assert with_parity.solve().point[0] == pytest.approx(9.5), "whole numbers are asked for once only"


def test_a_program_without_a_solution_says_so():
    program = Program(csr_array(np.array([[1.0, 1.0]])), np.array([5.0]), np.zeros(2), np.full(2, 2.0))
    assert program.solve() is None
    program.bounds([0], np.array([0.0]), np.array([4.0]))
    assert program.solve() is not None


def test_a_release_of_one_number_is_hidden_or_shown():
    """A table without breakdowns is protected like any other."""
    for n, hidden in ((3, 1), (7, 0)):
        protection = protect([GroupCounts("people", (), {(): (n, 0, 0)})], [PEOPLE], FIVE)
        assert (protection.hidden, protection.cells) == (hidden, 1)
        assert protection.audit.met


def test_a_release_without_tables_needs_nothing():
    protection = protect([], [], FIVE)
    assert (protection.cells, protection.hidden, protection.audit.met) == (0, 0, True)


def test_a_mean_is_hidden_with_its_number_of_answers():
    sizes = {"north": 3, "south": 20, "west": 30}
    protection = protect([by_region("income", **sizes)], [INCOME], FIVE)
    (table,) = apply([figures("income", **sizes)], protection)
    north = table.figure("north")
    assert (north.status, north.n, north.value) == (CellStatus.SUPPRESSED, None, None)
    assert table.figure("west").value == 30.0


def test_a_hidden_empty_group_looks_like_any_hidden_group():
    """A group in which nobody answered may have to be hidden for the sake of another."""
    empty = Figure(("south",), CellStatus.NO_ANSWERS, n=0)
    table = StatisticalTable("people", "people", ("region",), (empty,))
    hidden = Protection(frozenset({ref("south")}), Audit(), cells=1, checked=frozenset({ref("south")}))
    assert apply([table], hidden)[0].figures == (Figure(("south",), CellStatus.SUPPRESSED),)


def test_a_table_that_was_not_protected_is_refused():
    protection = protect([by_region(north=30, south=20)], [PEOPLE], FIVE)
    with pytest.raises(Refusal) as caught:
        apply([figures("people", north=30, south=20), figures("income", north=30)], protection)
    assert caught.value.codes == ("table-not-protected",)
    with pytest.raises(Refusal):
        apply([figures("people", north=30, south=20, east=1)], protection)


def test_progress_is_told_step_by_step():
    told = []
    protect([by_region(north=3, south=4, west=20)], [PEOPLE], FIVE, lambda *step: told.append(step))
    assert {step for step, _, _ in told} >= {"hide", "attack"}
    assert all(1 <= done <= total for _, done, total in told)


def test_a_threshold_below_one_is_refused():
    with pytest.raises(ValidationError):
        ProtectionPolicy(threshold=0)


def ref(code):
    return CellRef("people", ("region",), (code,), "n")


@pytest.mark.parametrize(("low", "high", "met"), [(0, 5, True), (0, 9, True), (1, 9, False), (0, 4, False)])
def test_an_audit_is_met_only_if_the_whole_needed_interval_is_open(low, high, met):
    row = CellAudit(ref("north"), "n", 3, low, high, need_low=0, need_high=5)
    assert row.met is met
    assert Audit((row,)).met is met


def test_an_audit_is_not_met_if_a_respondent_knows_more():
    row = CellAudit(ref("north"), "n", 3, 0, 5, need_low=0, need_high=5, by_respondent=True)
    assert not row.met
    assert not Audit((row,)).met


def test_an_audit_with_a_recovered_cell_is_not_met():
    """Even one that needs no protection of its own: what is hidden must stay hidden."""
    row = CellAudit(ref("north"), "n", 30, 30, 30)
    assert row.met
    assert (Audit((row,)).recovered, Audit((row,)).met, Audit((row,)).protected) == (1, False, 0)
