"""Where it can be, hiding is the cheapest there is; where it cannot, nothing is left under-protected."""

import numpy as np
import pytest

from nyhavn.engine.confidentiality.suppression.auditing import audit
from nyhavn.engine.confidentiality.suppression.costs import Cost, costs_of
from nyhavn.engine.confidentiality.suppression.solving import Method, suppress
from suppression_draws import problem_of, tree
from suppression_twin import cheapest_cost

TWO_WAY = {
    "about 150 cells": [[tree("a", 10, (4, 3)), tree("b", 8, (3,))]],
    "about 300 cells": [[tree("a", 18, (5, 4, 4)), tree("b", 10, (4,))]],
    "about 500 cells": [[tree("a", 25, (6, 5, 5, 4)), tree("b", 14, (5, 4))]],
}
THREE_WAY = [[tree("a", 15, (5, 4, 3)), tree("b", 11, (4, 4)), tree("c", 8, (3, 3))]]


def _by_value(values):
    return costs_of(values, Cost.TOTAL)


@pytest.mark.parametrize("seed", range(4))
def test_no_choice_of_cells_that_protects_costs_less(seed) -> None:
    problem = problem_of([[tree("a", 2), tree("b", 2)], [tree("a", 2)]], seed, mean=3.0)
    assert suppress(problem).cost == pytest.approx(cheapest_cost(problem))


@pytest.mark.parametrize("tables", TWO_WAY.values(), ids=TWO_WAY)
def test_hierarchical_tables_of_up_to_500_cells_are_proved_to_be_the_cheapest(tables) -> None:
    problem = problem_of(tables, 5, mean=6.0, costs=_by_value)
    found = suppress(problem)
    assert (found.method, found.is_optimal) == (Method.EXACT, True)
    assert found.cost == pytest.approx(found.bound)
    assert audit(problem, found.hidden).met
    assert found.hidden.mean() < 0.6


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_in_three_way_tables_of_3000_cells_nothing_is_under_protected(seed) -> None:
    problem = problem_of(THREE_WAY, seed, mean=1.5, few=6, costs=_by_value)
    assert 2_800 < problem.size < 3_100
    assert 0.3 < len(problem.needs) / problem.size < 0.5
    found = suppress(problem)
    audited = audit(problem, found.hidden)
    assert audited.under_protected == ()
    assert found.method is Method.BOUNDED
    assert found.cost < 1.05 * found.bound
    assert not found.hidden[np.argmax(problem.values)]
