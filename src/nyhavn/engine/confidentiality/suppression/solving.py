"""Secondary suppression: which other cells are hidden with the sensitive ones."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from nyhavn.engine.confidentiality.suppression.decomposition import decomposed
from nyhavn.engine.confidentiality.suppression.exact import MOST_EXACT_CELLS, Found, Limits, cheapest
from nyhavn.engine.confidentiality.suppression.problem import Block, Integers, Problem, Truths
from nyhavn.engine.confidentiality.suppression.refusing import CannotProtect, check_values

Progress = Callable[[int, int], None]

# By measurement, like MOST_EXACT_CELLS, November 2026 (docs/explanation/cell-suppression.md). 50 two-way tables of 110
# to 500 cells needed 8 rounds at most and one node each, 0.03 s of one core in the median. Three-way tables of 3,000
# cells with 40 % sensitive come within half a percent of the bound in three rounds, and to the optimum in 16, which is
# 20 times slower. At 5,900 cells three rounds take minutes, sub-tables 9 s. A three-way table of 280 cells with costs
# from 1 to 10 met the limits below, which end it after minutes. Where a choice near the cheapest is enough, one round
# hides one or two per cent more than three, in a third of the time.
MOST_EXACT_NEEDS = 150
MOST_JOINT_CELLS = 4_000
EXACT = Limits(rounds=20, nodes=200)
NEAR = Limits(rounds=3, nodes=100)
QUICK = Limits(rounds=1, nodes=100)


class Method(StrEnum):
    """How a choice is found. EXACT: the cheapest, proved. BOUNDED: one near it, all tables at once, with a bound.

    DECOMPOSED: sub-table by sub-table, then repaired as a whole.
    """

    EXACT = "exact"
    BOUNDED = "bounded"
    DECOMPOSED = "decomposed"


@dataclass(frozen=True)
class Suppression:
    """What is hidden: per cell of the problem, sensitive and unseen ones with it.

    cost: of everything hidden that tables show. bound: no sufficient choice costs less. is_optimal: whether this one is
    proved to cost least. method: how it was found.
    """

    hidden: Truths
    cost: float
    bound: float
    is_optimal: bool
    method: Method


def suppress(
    problem: Problem, *, seed: int = 0, progress: Progress | None = None, is_near_enough: bool = False
) -> Suppression:
    """Hide so many cells that every need is met, as cheaply as can be found.

    seed: decides between choices that cost the same; the same problem and seed give the same choice. progress: called
    with the number of protected sides of needs, and of all. is_near_enough: do not look for the cheapest where it could
    be found, but for one near it. Raises CannotProtect (a Refusal) with the cells that stay known whatever is hidden.
    """
    check_values(problem)
    mixed, order = shuffled(problem, seed)
    method = method_for(problem, is_near_enough=is_near_enough)
    near = QUICK if is_near_enough and problem.size > MOST_EXACT_CELLS else NEAR
    try:
        found = _found(mixed, method, near, progress)
    except CannotProtect as fault:
        raise CannotProtect(tuple(sorted(int(order[cell]) for cell in fault.cells))) from None
    hidden = np.zeros(problem.size, dtype=bool)
    hidden[order] = found.hidden
    return Suppression(hidden | problem.unseen, found.cost, found.bound, found.is_optimal, method)


def method_for(problem: Problem, *, is_near_enough: bool = False) -> Method:
    """The best method that is feasible for a problem of this size."""
    if not is_near_enough and (
        problem.size <= MOST_EXACT_CELLS
        or (len(problem.needs) <= MOST_EXACT_NEEDS and problem.size <= MOST_JOINT_CELLS)
    ):
        return Method.EXACT
    if problem.size <= MOST_JOINT_CELLS or len(problem.blocks) < 2:
        return Method.BOUNDED
    return Method.DECOMPOSED


def _found(problem: Problem, method: Method, near: Limits, progress: Progress | None) -> Found:
    if method is Method.DECOMPOSED:
        return decomposed(problem, EXACT, near, progress)
    return cheapest(problem, EXACT if method is Method.EXACT else near, progress)


def shuffled(problem: Problem, seed: int) -> tuple[Problem, Integers]:
    """The same problem with its cells in an order drawn from the seed, and the old places of the new cells.

    Of choices that cost the same, the order decides.
    """
    order = np.random.default_rng(seed).permutation(problem.size)
    place = np.argsort(order)
    by_cell = ("values", "low", "high", "costs", "fixed", "unseen", "own", "alone")
    arrays = {name: array[order] for name in by_cell if len(array := getattr(problem, name))}
    needs = tuple(replace(need, cell=int(place[need.cell])) for need in problem.needs)
    blocks = tuple(Block(block.level, np.sort(place[block.cells]), block.equations) for block in problem.blocks)
    matrix = problem.matrix.tocsc()[:, order].tocsr()
    return replace(problem, matrix=matrix, needs=needs, blocks=blocks, follows=place[problem.follows], **arrays), order
