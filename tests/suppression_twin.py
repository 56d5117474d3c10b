"""The slow twin: every choice of cells in turn, and an attacker who solves for the values themselves."""

from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

CLOSE = 1e-5


def cheapest_cost(problem):
    """The cost of the cheapest sufficient choice; None if there is none."""
    must = {need.cell for need in problem.needs}
    free = [c for c in range(problem.size) if c not in must and not problem.fixed[c] and not problem.unseen[c]]
    always = must | set(np.flatnonzero(problem.unseen).tolist())
    base = sum(problem.costs[cell] for cell in must)
    choices = [extra for many in range(len(free) + 1) for extra in combinations(free, many)]
    for extra in sorted(choices, key=lambda cells: sum(problem.costs[list(cells)])):
        if is_sufficient(problem, always | set(extra)):
            return float(base + sum(problem.costs[list(extra)]))
    return None


def is_sufficient(problem, hidden):
    """Whether every need is met against the public and against every respondent elsewhere, by trying."""
    if any(problem.fixed[need.cell] for need in problem.needs):
        return False
    if not {need.cell for need in problem.needs} <= unsolved(problem, hidden):
        return False
    return all(_is_met(problem, hidden, need, who) for need in problem.needs for who in _attackers(problem, need.cell))


def unsolved(problem, hidden):
    """What is left when equations with one unknown are solved one by one."""
    matrix, left = problem.matrix.toarray(), set(hidden)
    while alone := [cells for row in matrix if len(cells := [c for c in np.flatnonzero(row) if c in left]) == 1]:
        left -= set(alone[0])
    return {int(cell) for cell in left}


def interval(problem, hidden, cell, who=None):
    """The smallest and largest value of a cell for the public, or for a respondent of the cell `who`."""
    return _end(problem, hidden, cell, who, up=False), _end(problem, hidden, cell, who, up=True)


def _end(problem, hidden, cell, who, *, up):
    low, high = problem.values.copy(), problem.values.copy()
    open_cells = [c for c in hidden if not problem.fixed[c]]
    low[open_cells], high[open_cells] = problem.low[open_cells], problem.high[open_cells]
    if who is not None:
        low[who] = max(low[who], problem.own[who])
        if problem.alone[who]:
            low[who] = high[who] = problem.values[who]
    cost = np.zeros(problem.size)
    cost[cell] = -1.0 if up else 1.0
    adds_up = LinearConstraint(problem.matrix.toarray(), 0, 0)
    whole = np.full(problem.size, int(problem.whole))
    return float(milp(cost, constraints=adds_up, bounds=Bounds(low, high), integrality=whole).x[cell])


def _is_met(problem, hidden, need, who):
    low, high = interval(problem, hidden, need.cell, who)
    value = problem.values[need.cell]
    falls, rises = value - low >= need.lower - CLOSE, high - value >= need.upper - CLOSE
    return falls and rises and high - low >= need.sliding - CLOSE


def _attackers(problem, cell):
    yield None
    if len(problem.own):
        inside = _inside(problem, cell)
        sums = {int(c) for row in problem.matrix.toarray() for c in np.flatnonzero(row < 0)}
        for who in range(problem.size):
            if who not in inside and who not in sums and problem.own[who] > 0 and not problem.fixed[who]:
                yield who


def _inside(problem, cell):
    found, new = {cell}, [cell]
    while new:
        above = new.pop()
        for row in problem.matrix.toarray():
            if row[above] < 0:
                below = set(np.flatnonzero(row > 0).tolist()) - found
                found |= below
                new.extend(below)
    return found
