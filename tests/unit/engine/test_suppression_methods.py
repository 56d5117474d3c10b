"""Every method protects; the exact one costs least; the size of a problem decides between them."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from nyhavn.engine.confidentiality.suppression.auditing import audit
from nyhavn.engine.confidentiality.suppression.costs import Cost, costs_of
from nyhavn.engine.confidentiality.suppression.decomposition import decomposed
from nyhavn.engine.confidentiality.suppression.exact import Limits, cheapest
from nyhavn.engine.confidentiality.suppression.problem import Need
from nyhavn.engine.confidentiality.suppression.refusing import CannotProtect
from nyhavn.engine.confidentiality.suppression.separation import Separation
from nyhavn.engine.confidentiality.suppression.solving import (
    EXACT,
    MOST_EXACT_CELLS,
    MOST_EXACT_NEEDS,
    MOST_JOINT_CELLS,
    NEAR,
    Method,
    method_for,
    suppress,
)
from suppression_draws import problem_of, tree
from suppression_twin import is_sufficient

LARGER = [[tree("a", 10, (4, 3)), tree("b", 7, (3,))]]
THREE_WAY = [[tree("a", 4, (2,)), tree("b", 3), tree("c", 2)]]
LINKED = [[tree("a", 6, (3,)), tree("b", 5)], [tree("a", 6, (3,)), tree("c", 6, (2,))]]
SHAPES = {"two-way": LARGER, "three-way": THREE_WAY, "linked": LINKED}


@pytest.mark.parametrize("tables", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("how", [{}, {"is_counts": True}, {"with_respondents": True}], ids=str)
def test_every_method_protects_and_none_costs_less_than_the_exact_one(tables, how) -> None:
    problem = problem_of(tables, 11, mean=1.5 if len(tables) > 1 else 5.0, **how)
    assert problem.needs
    best = cheapest(problem, EXACT)
    others = [
        cheapest(problem, NEAR),
        cheapest(problem, Limits(rounds=1, nodes=1)),
        cheapest(problem, Limits(rounds=0, nodes=10)),
        decomposed(problem, EXACT, NEAR),
    ]
    assert best.is_optimal
    for found in (best, *others):
        assert audit(problem, found.hidden).met
        assert found.bound <= best.cost + 1e-6 <= found.cost + 2e-6
        assert found.hidden.mean() < 0.8


def test_sub_tables_one_by_one_come_near_the_exact_cost() -> None:
    drawn = [problem_of(LARGER, seed, mean=5.0) for seed in range(8)]
    ratios = [decomposed(one, EXACT, NEAR).cost / cheapest(one, EXACT).cost for one in drawn]
    assert np.median(ratios) < 1.1


@pytest.mark.parametrize("find", [lambda p: cheapest(p, NEAR), lambda p: decomposed(p, EXACT, NEAR)])
def test_what_cannot_be_protected_is_refused_by_every_method_with_its_cell(find) -> None:
    problem = problem_of(LARGER, 3, mean=5.0)
    need = problem.needs[0]
    with pytest.raises(CannotProtect) as refused:
        find(replace(problem, needs=(replace(need, lower=problem.values[need.cell] + 1.0), *problem.needs[1:])))
    assert refused.value.cells == (need.cell,)


@pytest.mark.parametrize("how", [{}, {"is_counts": True}, {"with_respondents": True, "mean": 3.0}], ids=str)
@pytest.mark.parametrize("seed", range(4))
def test_no_sufficient_choice_is_cut_off(seed, how) -> None:
    problem = problem_of([[tree("a", 3), tree("b", 2)]], seed, **how)
    must = {need.cell for need in problem.needs}
    free = [cell for cell in range(problem.size) if cell not in must and not problem.fixed[cell]]
    choices = [must | set(extra) for many in range(len(free) + 1) for extra in combinations(free, many)]
    separation, cuts = Separation(problem), []
    for choice in choices[:: max(1, len(choices) // 40)]:
        cuts += [one.cut for one in separation.decided(_mask(problem, choice))]
        cuts += [one.cut for one in separation.divided(0.3 + 0.7 * _mask(problem, choice))]
    for choice in choices[:: max(1, len(choices) // 60)]:
        if is_sufficient(problem, choice):
            chosen = _mask(problem, choice)
            assert all(cut.weights @ chosen[cut.cells] >= 1 - 1e-6 for cut in cuts)


def _mask(problem, cells):
    found = np.zeros(problem.size, dtype=bool)
    found[list(cells)] = True
    return found


def _sized(cells, needs, blocks=2):
    """A problem of which only the size counts."""
    drawn = problem_of(LARGER, 1)
    return replace(
        drawn,
        values=np.ones(cells),
        needs=tuple(Need(cell, 1.0, 1.0) for cell in range(needs)),
        blocks=drawn.blocks[:blocks],
    )


@pytest.mark.parametrize(
    ("cells", "needs", "method"),
    [
        (MOST_EXACT_CELLS, MOST_EXACT_NEEDS + 1, Method.EXACT),
        (MOST_EXACT_CELLS + 1, MOST_EXACT_NEEDS + 1, Method.BOUNDED),
        (MOST_EXACT_CELLS + 1, MOST_EXACT_NEEDS, Method.EXACT),
        (MOST_JOINT_CELLS, MOST_EXACT_NEEDS, Method.EXACT),
        (MOST_JOINT_CELLS, MOST_EXACT_NEEDS + 1, Method.BOUNDED),
        (MOST_JOINT_CELLS + 1, MOST_EXACT_NEEDS, Method.DECOMPOSED),
    ],
)
def test_the_size_decides_between_the_methods(cells, needs, method) -> None:
    assert method_for(_sized(cells, needs)) is method


def test_a_large_table_that_is_one_block_is_not_decomposed() -> None:
    assert method_for(_sized(MOST_JOINT_CELLS + 1, 1, blocks=1)) is Method.BOUNDED


def test_costs_count_cells_or_what_they_hold_or_the_information_in_it() -> None:
    values = np.array([0.0, 1.0, 99.0])
    assert costs_of(values, Cost.COUNT).tolist() == [1.0, 1.0, 1.0]
    assert costs_of(values, Cost.TOTAL).tolist() == [1.0, 1.0, 99.0]
    assert costs_of(values, Cost.INFORMATION) == pytest.approx([1.0, 1.0 + np.log(2), 1.0 + np.log(100)])


def test_a_cell_that_a_community_asked_to_keep_is_hidden_only_if_nothing_else_protects() -> None:
    drawn = problem_of(LARGER, 7, mean=6.0)
    before = suppress(replace(drawn, costs=costs_of(drawn.values, Cost.COUNT)))
    sensitive = {need.cell for need in drawn.needs}
    secondary = [cell for cell in np.flatnonzero(before.hidden).tolist() if cell not in sensitive]
    kept = secondary[0]
    after = suppress(replace(drawn, costs=costs_of(drawn.values, Cost.COUNT, kept=[kept])))
    assert not after.hidden[kept]
    assert audit(drawn, after.hidden).met
