"""The cheapest sufficient choice of cells, or one near it with a bound, by Benders decomposition with HiGHS."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nyhavn.engine.confidentiality.suppression.cuts import undetermined
from nyhavn.engine.confidentiality.suppression.master import Master, NoChoiceError
from nyhavn.engine.confidentiality.suppression.problem import Problem, Truths
from nyhavn.engine.confidentiality.suppression.refusing import CannotProtect
from nyhavn.engine.confidentiality.suppression.separation import Separation

Progress = Callable[[int, int], None]
MOST_EXACT_CELLS = 600  # of a table that is solved exactly, however many of its cells are sensitive
CLOSE = 1e-7  # share of a cost that rounding may take


@dataclass(frozen=True)
class Limits:
    """How long to search for the cheapest: rounds of cuts in whole cells, nodes of one search.

    No clock: the same problem gives the same choice on any machine.
    """

    rounds: int
    nodes: int


@dataclass(frozen=True)
class Found:
    """A sufficient choice. bound: none costs less. is_optimal: whether this one is proved to cost least."""

    hidden: Truths
    cost: float
    bound: float
    is_optimal: bool


def cheapest(problem: Problem, limits: Limits, progress: Progress | None = None) -> Found:
    """The cheapest sufficient choice if it is found within the limits, or one near it. Raises CannotProtect."""
    separation = Separation(problem)
    try:
        return search(Master(problem, separation, problem.sensitive), separation, limits, progress)
    except NoChoiceError:
        raise CannotProtect(unprotectable(problem, separation)) from None


def search(master: Master, separation: Separation, limits: Limits, progress: Progress | None = None) -> Found:
    """The same for a master program. Raises NoChoiceError.

    Every cheapest choice that lacks something is completed, by small programs; the cuts met on that way spare large
    ones, and what comes out is sufficient. The search ends when the two meet.
    """
    bound, tasks = master.in_parts(), len(separation.tasks)
    best: Truths | None = None
    for _ in range(limits.rounds):
        hidden, least, is_proved = master.cheapest(limits.nodes, best)
        bound = max(bound, least)
        lacking = separation.decided(hidden)
        if progress:
            progress(tasks - len(lacking), tasks)
        if not lacking:
            return Found(hidden, master.cost(hidden), bound, is_proved)
        master.require([one.cut for one in lacking])
        again = completed(master, hidden, limits)
        best = again if best is None else min(best, again, key=master.cost)
        if master.cost(best) <= bound + CLOSE * max(1.0, abs(bound)) or not is_proved:
            break
    if best is None:
        best = completed(master, master.rounded(), limits)
    cost = master.cost(best)
    return Found(best, cost, min(bound, cost), cost <= bound + CLOSE * max(1.0, abs(bound)))


def completed(master: Master, hidden: Truths, limits: Limits) -> Truths:
    """Add to a choice what it lacks; then keep the cheapest of its cells that suffice."""
    return master.reduced(master.repaired(hidden), limits.nodes)


def unprotectable(problem: Problem, separation: Separation) -> tuple[int, ...]:
    """The sensitive cells that stay known with everything hidden."""
    everything, must = ~problem.fixed, problem.sensitive
    known = np.flatnonzero(must & ~undetermined(problem.matrix, everything)).tolist()
    cells = known or [one.task.cell for one in separation.decided(everything)]
    if not cells:
        raise RuntimeError("no choice is sufficient, and yet all cells together are")
    return tuple(sorted(set(cells)))
