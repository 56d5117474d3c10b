"""The cheapest sufficient choice of cells, or one near it with a bound, by Benders decomposition with HiGHS."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nyhavn.engine.confidentiality.suppression.cuts import undetermined
from nyhavn.engine.confidentiality.suppression.master import Master, NoChoiceError
from nyhavn.engine.confidentiality.suppression.problem import Problem, Truths
from nyhavn.engine.confidentiality.suppression.refusing import CannotProtect
from nyhavn.engine.confidentiality.suppression.separation import Proofs, Separation

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Found:
    """A sufficient choice. bound: none costs less. is_optimal: whether this one is proved to cost least."""

    hidden: Truths
    cost: float
    bound: float
    is_optimal: bool
    proofs: Proofs


def must_hide(problem: Problem) -> Truths:
    """The sensitive cells."""
    found = np.zeros(problem.size, dtype=bool)
    found[[need.cell for need in problem.needs]] = True
    return found


def cheapest(
    problem: Problem, *, rounds: int, most_nodes: int, also: Truths | None = None, progress: Progress | None = None
) -> Found:
    """The cheapest sufficient choice, if that is found in so many rounds of cuts and nodes of each search.

    Otherwise one near it: what is lacking is added, and the cheapest of the cells so hidden that suffice are kept.
    also: more cells that must be hidden. Raises CannotProtect.
    """
    separation = Separation(problem)
    must = must_hide(problem) if also is None else must_hide(problem) | also
    if np.any(must & problem.fixed):
        raise CannotProtect(tuple(np.flatnonzero(must & problem.fixed).tolist()))
    try:
        master = Master(problem, separation, must)
        return _search(master, separation, rounds, most_nodes, progress)
    except NoChoiceError:
        raise CannotProtect(_unprotectable(problem, separation, must)) from None


def _search(master: Master, separation: Separation, rounds: int, most_nodes: int, progress: Progress | None) -> Found:
    bound, tasks = master.in_parts(), len(separation.tasks)
    for _ in range(rounds):
        hidden, least, is_proved = master.cheapest(most_nodes)
        bound = max(bound, least)
        proofs = separation.decided(hidden)
        if progress:
            progress(tasks - len(proofs.lacking), tasks)
        if not proofs.lacking:
            return Found(hidden, master.cost(hidden), bound, is_proved, proofs)
        master.require(proofs.lacking)
        if not is_proved:
            break
    hidden, proofs = master.repaired(hidden, most_nodes)
    hidden, proofs = master.reduced(hidden, most_nodes)
    return Found(hidden, master.cost(hidden), bound, False, proofs)


def _unprotectable(problem: Problem, separation: Separation, must: Truths) -> tuple[int, ...]:
    """The cells that stay known with everything hidden."""
    everything = ~problem.fixed
    known = np.flatnonzero(must & ~undetermined(problem.matrix, everything)).tolist()
    cells = known or [one.task.cell for one in separation.decided(everything).lacking]
    if not cells:
        raise RuntimeError("no choice is sufficient, and yet all cells together are")
    return tuple(sorted(set(cells)))
