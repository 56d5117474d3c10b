"""Large tables by their sub-tables: each solved by itself, then everything checked and repaired together.

De Wolf, HiTaS: A Heuristic Approach to Cell Suppression in Hierarchical Tables (2002): from the coarse sub-tables to
the fine ones, a cell hidden in one is hidden in all it belongs to. Two things are different here. Sub-tables are
repeated until nothing new is hidden. And what a sub-table lacks, the whole lacks as well, for whoever knows the whole
knows its equations: so the cuts of all sub-tables are kept for the whole, which the attacker's programs then check.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from nyhavn.engine.confidentiality.suppression.cuts import Cut
from nyhavn.engine.confidentiality.suppression.exact import (
    MOST_EXACT_CELLS,
    Found,
    Limits,
    completed,
    search,
    unprotectable,
)
from nyhavn.engine.confidentiality.suppression.master import Master, NoChoiceError
from nyhavn.engine.confidentiality.suppression.problem import Block, Problem, Truths
from nyhavn.engine.confidentiality.suppression.refusing import CannotProtect
from nyhavn.engine.confidentiality.suppression.separation import Separation

Progress = Callable[[int, int], None]
PASSES = 50  # over all sub-tables; each but the last hides more, so that far fewer are met


@dataclass
class _Whole:
    """What is known so far: hidden cells, and the cuts of all sub-tables."""

    problem: Problem
    hidden: Truths
    cuts: dict[tuple[bytes, bytes], Cut] = field(default_factory=dict)
    _solved: dict[int, bytes] = field(default_factory=dict)

    def solve(self, block: Block, limits: Limits) -> None:
        """Hide in one sub-table what it lacks, unless it was looked at just like this before."""
        state = self.hidden[block.cells].tobytes()
        if self._solved.get(id(block)) == state:
            return
        part = _part(self.problem, block, self.hidden)
        separation = Separation(part)
        master = Master(part, separation, self.hidden[block.cells])
        found = search(master, separation, limits)
        self.hidden[block.cells] |= found.hidden
        self._solved[id(block)] = self.hidden[block.cells].tobytes()
        for cut in master.cuts:
            cells = block.cells[cut.cells]
            self.cuts.setdefault((cells.tobytes(), cut.weights.tobytes()), Cut(cells, cut.weights))


def decomposed(problem: Problem, small: Limits, large: Limits, progress: Progress | None = None) -> Found:
    """A sufficient choice. Raises CannotProtect.

    small, large: limits of the search in sub-tables of up to MOST_EXACT_CELLS cells, and in larger ones and the whole.
    """
    whole = _Whole(problem, problem.sensitive)
    for _ in range(PASSES):
        before = whole.hidden.copy()
        for number, block in enumerate(problem.blocks):
            _try(whole, block, small if len(block.cells) <= MOST_EXACT_CELLS else large)
            if progress:
                progress(number + 1, len(problem.blocks))
        if np.array_equal(before, whole.hidden):
            break
    separation = Separation(problem)
    try:
        master = Master(problem, separation, problem.sensitive)
        master.require(list(whole.cuts.values()))
        bound = master.least()
        hidden = completed(master, whole.hidden, large)
        return Found(hidden, master.cost(hidden), bound, False)
    except NoChoiceError:
        raise CannotProtect(unprotectable(problem, separation)) from None


def _try(whole: _Whole, block: Block, limits: Limits) -> None:
    try:
        whole.solve(block, limits)
    except NoChoiceError:
        # Alone it cannot hold what other sub-tables hid; the whole decides.
        return


def _part(problem: Problem, block: Block, hidden: Truths) -> Problem:
    """One sub-table: its cells and equations, and the needs of its sensitive cells."""
    place = {int(cell): number for number, cell in enumerate(block.cells)}
    needs = tuple(replace(need, cell=place[need.cell]) for need in problem.needs if need.cell in place)
    by_cell = ("values", "low", "high", "costs", "fixed", "unseen", "own", "alone")
    arrays = {name: array[block.cells] for name in by_cell if len(array := getattr(problem, name))}
    matrix = problem.matrix[block.equations][:, block.cells].tocsr()
    pairs = [(place[a], place[b]) for a, b in problem.follows.tolist() if a in place and b in place]
    follows = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return replace(problem, matrix=matrix, needs=needs, blocks=(), follows=follows, **arrays)
