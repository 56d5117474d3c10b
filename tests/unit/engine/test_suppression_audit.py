"""The audit finds the interval of every hidden cell that an attacker who solves for the values finds."""

from dataclasses import replace

import numpy as np
import pytest

from nyhavn.engine.confidentiality.suppression.auditing import audit
from nyhavn.engine.confidentiality.suppression.cuts import undetermined
from nyhavn.engine.confidentiality.suppression.problem import Need
from nyhavn.engine.confidentiality.suppression.solving import suppress
from nyhavn.framework.refusal import Refusal
from suppression_draws import problem_of, tree
from suppression_twin import interval, is_sufficient, unsolved

TABLES = [[tree("a", 4, (2,)), tree("b", 3)]]


def _drawn(seed, **how):
    """A table, and some hidden cells: the sensitive ones and others by chance."""
    problem = problem_of(TABLES, seed, mean=4.0, **how)
    hidden = np.random.default_rng(seed).random(problem.size) < 0.4
    hidden[[need.cell for need in problem.needs]] = True
    return problem, hidden & ~problem.fixed


@pytest.mark.parametrize("is_counts", [False, True], ids=["amounts", "counts"])
@pytest.mark.parametrize("seed", range(8))
def test_every_interval_is_the_attackers(seed, is_counts) -> None:
    problem, hidden = _drawn(seed, is_counts=is_counts)
    audited = audit(problem, hidden)
    assert [cell.cell for cell in audited.cells] == np.flatnonzero(hidden).tolist()
    for cell in audited.cells:
        low, high = interval(problem, np.flatnonzero(hidden), cell.cell)
        assert (cell.low, cell.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))
        assert cell.recovered == (high - low < 1e-4)


@pytest.mark.parametrize("with_respondents", [False, True], ids=["public", "respondents"])
@pytest.mark.parametrize("seed", range(12))
def test_needs_are_met_exactly_when_no_attacker_narrows_them_down(seed, with_respondents) -> None:
    problem, hidden = _drawn(seed, with_respondents=with_respondents)
    assert audit(problem, hidden).met == is_sufficient(problem, set(np.flatnonzero(hidden).tolist()))


def test_some_of_these_are_met_and_some_are_not() -> None:
    met = [audit(*_drawn(seed)).met for seed in range(30)]
    assert 0 < sum(met) < len(met)


def test_sensitive_cells_hidden_alone_are_known_exactly_and_said_to_be() -> None:
    problem = problem_of(TABLES, 2, mean=6.0)
    one = replace(problem, needs=problem.needs[:1])
    hidden = np.zeros(problem.size, dtype=bool)
    hidden[one.needs[0].cell] = True
    audited = audit(one, hidden)
    assert [cell.cell for cell in audited.recovered] == [one.needs[0].cell]
    assert [cell.cell for cell in audited.under_protected] == [one.needs[0].cell]
    assert not audited.met


def test_a_sensitive_cell_that_is_shown_is_not_protected() -> None:
    problem = problem_of(TABLES, 2, mean=6.0)
    hidden = suppress(problem).hidden
    assert audit(problem, hidden).met
    hidden[problem.needs[0].cell] = False
    assert problem.needs[0].cell in [cell.cell for cell in audit(problem, hidden).under_protected]


@pytest.mark.parametrize("lacking", ["lower", "upper", "sliding"])
def test_each_kind_of_protection_is_met_up_to_its_boundary_and_not_beyond(lacking) -> None:
    problem = problem_of(TABLES, 2, mean=6.0)
    hidden = suppress(problem).hidden
    found = next(cell for cell in audit(problem, hidden).cells if cell.need)
    reach = {"lower": found.value - found.low, "upper": found.high - found.value, "sliding": found.high - found.low}
    nothing = Need(found.cell, 0.0, 0.0)
    for amount, is_met in ((reach[lacking], True), (reach[lacking] + 0.5, False)):
        asked = replace(problem, needs=(replace(nothing, **{lacking: amount}),))
        assert audit(asked, hidden).met == is_met


@pytest.mark.parametrize("seed", range(20))
def test_equations_with_one_unknown_are_solved_one_after_the_other(seed) -> None:
    problem, hidden = _drawn(seed)
    left = undetermined(problem.matrix, hidden)
    assert set(np.flatnonzero(left).tolist()) == unsolved(problem, np.flatnonzero(hidden).tolist())


def test_values_that_do_not_agree_with_what_is_known_are_refused() -> None:
    problem = problem_of(TABLES, 2, mean=6.0)
    hidden = suppress(problem).hidden
    values = problem.values.copy()
    values[0] += 1.0
    for impossible in (
        replace(problem, low=np.where(hidden, problem.values + 5.0, 0.0)),
        replace(problem, high=np.where(hidden, problem.values - 5.0, problem.high)),
        replace(problem, values=values),
    ):
        for look in (lambda one: audit(one, hidden), suppress):
            with pytest.raises(Refusal) as refused:
                look(impossible)
            assert refused.value.codes == ("counts-contradict",)
