"""Exact suppression costs what the best of all choices costs, against the public and against respondents."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyhavn.engine.confidentiality.suppression.auditing import audit
from nyhavn.engine.confidentiality.suppression.problem import Need
from nyhavn.engine.confidentiality.suppression.refusing import CannotProtect
from nyhavn.engine.confidentiality.suppression.solving import Method, suppress
from suppression_draws import problem_of, tree
from suppression_twin import cheapest_cost, is_sufficient

A, B, C = tree("a", 2), tree("b", 2), tree("c", 2)
THREE = tree("t", 3)
TABLES = {"2 x 2": [[A, B]], "3 x 2": [[THREE, B]], "linked": [[A], [A, B]]}


def _same_as_twin(problem):
    best = cheapest_cost(problem)
    if best is None:
        with pytest.raises(CannotProtect):
            suppress(problem)
        return 0
    found = suppress(problem)
    assert found.is_optimal
    assert found.cost == pytest.approx(best)
    assert found.bound == pytest.approx(best)
    assert is_sufficient(problem, set(np.flatnonzero(found.hidden).tolist()))
    return 1


@pytest.mark.parametrize("tables", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("seed", range(6))
def test_the_cost_is_that_of_the_best_of_all_choices(tables, seed) -> None:
    _same_as_twin(problem_of(tables, seed))


@pytest.mark.parametrize("seed", range(8))
def test_in_counts_what_serves_is_a_whole_number_of_people(seed) -> None:
    _same_as_twin(problem_of([[A, B]], seed, is_counts=True))


@pytest.mark.parametrize("seed", range(10))
def test_a_respondent_of_another_cell_does_not_narrow_it_down_either(seed) -> None:
    _same_as_twin(problem_of([[A, B]], seed, mean=3.0, with_respondents=True))


@pytest.mark.parametrize("seed", range(6))
def test_both_ends_together_may_be_asked_for(seed) -> None:
    drawn = problem_of([[A, B]], seed, mean=3.0)
    needs = tuple(replace(need, lower=0.0, upper=0.0, sliding=4.0) for need in drawn.needs)
    _same_as_twin(replace(drawn, needs=needs))


@pytest.mark.parametrize("seed", range(6))
def test_cells_that_no_table_shows_are_hidden_at_no_cost(seed) -> None:
    drawn = problem_of([[A, B]], seed, mean=3.0)
    unseen = np.zeros(drawn.size, dtype=bool)
    unseen[int(np.argmin(drawn.values + 1e9 * drawn.fixed))] = True
    drawn = replace(drawn, unseen=unseen, needs=tuple(n for n in drawn.needs if not unseen[n.cell]))
    _same_as_twin(drawn)
    assert suppress(drawn).hidden[unseen].all()


def test_most_of_these_tables_can_be_protected_and_have_something_to_protect() -> None:
    drawn = [problem_of([[A, B]], seed, mean=3.0) for seed in range(10)]
    protected = [_same_as_twin(one) for one in drawn if one.needs]
    assert sum(protected) >= 5


def test_a_sensitive_zero_has_company_in_each_of_its_equations() -> None:
    drawn = problem_of([[THREE, B]], 3, mean=30.0)
    values = drawn.values.copy()
    leaf = next(c for c in range(drawn.size) if not np.any(drawn.matrix.toarray()[:, c] < 0))
    inside = drawn.matrix.toarray() < 0
    values -= _share_of(drawn, leaf) * values[leaf]
    zero = replace(drawn, values=values, needs=(Need(leaf, 0.0, 0.0),), fixed=np.zeros(drawn.size, dtype=bool))
    found = suppress(zero)
    for row in zero.matrix.toarray():
        if row[leaf]:
            assert sum(found.hidden[np.flatnonzero(row)]) >= 2
    assert found.cost == pytest.approx(cheapest_cost(zero))
    assert inside.any()


def _share_of(problem, leaf):
    """1 for the leaf and every sum that it is part of."""
    found = np.zeros(problem.size)
    found[leaf] = 1.0
    for _ in range(problem.size):
        for row in problem.matrix.toarray():
            if found[np.flatnonzero(row > 0)].any():
                found[np.flatnonzero(row < 0)] = 1.0
    return found


def test_a_sensitive_cell_that_is_known_cannot_be_protected_and_is_named() -> None:
    drawn = problem_of([[THREE, B]], 1, mean=3.0)
    cell = drawn.needs[0].cell
    fixed = drawn.fixed.copy()
    fixed[cell] = True
    with pytest.raises(CannotProtect) as refused:
        suppress(replace(drawn, fixed=fixed))
    assert refused.value.cells == (cell,)
    assert refused.value.codes == ("protection-infeasible",)


def test_a_need_for_more_than_there_is_cannot_be_met_and_the_cell_is_named() -> None:
    drawn = problem_of([[THREE, B]], 1, mean=3.0)
    need = drawn.needs[0]
    too_much = replace(need, lower=float(drawn.values[need.cell]) + 1.0)
    with pytest.raises(CannotProtect) as refused:
        suppress(replace(drawn, needs=(too_much, *drawn.needs[1:])))
    assert refused.value.cells == (need.cell,)


def test_the_same_seed_gives_the_same_choice_and_another_seed_the_same_cost() -> None:
    drawn = problem_of([[tree("a", 6, (3,)), tree("b", 5, (2,))]], 1, mean=9.0, costs=np.ones_like)
    first, again, other = suppress(drawn, seed=1), suppress(drawn, seed=1), suppress(drawn, seed=2)
    assert np.array_equal(first.hidden, again.hidden)
    assert first.cost == other.cost
    patterns = {suppress(drawn, seed=seed).hidden.tobytes() for seed in range(8)}
    assert len(patterns) > 1


def test_nothing_is_hidden_where_nothing_is_sensitive() -> None:
    drawn = problem_of([[THREE, B]], 1, mean=50.0)
    found = suppress(replace(drawn, needs=()))
    assert not found.hidden.any()
    assert (found.cost, found.is_optimal, found.method) == (0.0, True, Method.EXACT)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10_000),
    leaves=st.tuples(st.integers(3, 7), st.integers(2, 5)),
    is_counts=st.booleans(),
    with_respondents=st.booleans(),
)
def test_whatever_is_published_is_protected_and_not_everything_is_hidden(
    seed, leaves, is_counts, with_respondents
) -> None:
    tables = [[tree("a", leaves[0], (2,)), tree("b", leaves[1])]]
    drawn = problem_of(tables, seed, mean=5.0, is_counts=is_counts, with_respondents=with_respondents)
    try:
        found = suppress(drawn)
    except CannotProtect as refused:
        assert not audit(drawn, ~drawn.fixed).met
        assert set(refused.cells) <= {need.cell for need in drawn.needs}
        return
    audited = audit(drawn, found.hidden)
    assert audited.met
    assert not [cell for cell in audited.recovered if cell.need]
    assert not found.hidden.all()
    assert found.hidden[[need.cell for need in drawn.needs]].all()
