"""Escapes: other numbers that agree with everything published and serve a need, near to the true ones.

An escape that moves few cells stays one for most other choices, and its numbers are mostly whole (Kelly, Golden and
Assad, Networks 22, 1992: by linear programs over deviations up and down).
"""

import numpy as np
from scipy.sparse import hstack

from nyhavn.engine.confidentiality.programs import Program
from nyhavn.engine.confidentiality.suppression.problem import Floats, Integers, Problem

HIDDEN_ANYWAY = 1e-3  # what it costs to move a cell that every choice hides, where others cost 1


class Escapes:
    """Looks for deviations that move hidden cells only.

    Variables: up for each of these cells, negative where no table shows the cell; then down for those that tables show.
    """

    def __init__(self, problem: Problem, cells: Integers) -> None:
        """cells: the hidden ones."""
        part = problem.matrix.tocsc()[:, cells].tocsr()
        part = part[np.flatnonzero(np.diff(part.indptr) > 0)].tocsc()
        self._problem, self._cells = problem, cells
        self._place = np.full(problem.size, -1, dtype=np.int64)
        self._place[cells] = np.arange(len(cells))
        self._is_seen = ~problem.unseen[cells]
        self._seen = np.flatnonzero(self._is_seen)
        both = hstack([part, -part[:, self._seen]], format="csc")
        self._low = self._high = np.zeros(both.shape[1])
        self._program = Program(both, np.zeros(both.shape[0]), self._low, self._high)
        costs = np.where(self._is_seen, np.where(problem.sensitive[cells], HIDDEN_ANYWAY, 1.0), 0.0)
        self._program.objective(np.concatenate([costs, costs[self._seen]]))

    def find(self, cell: int, sign: float, amount: float, down: Floats, up: Floats) -> Floats | None:
        """Deviations by cell, within these bounds, that move a cell by this amount; None if there are none."""
        place = int(self._place[cell])
        if place < 0 or (up if sign > 0 else down)[cell] < amount:
            return None
        self._bound(place, sign, amount, down[self._cells], up[self._cells])
        found = self._program.solve()
        if found is not None and self._problem.whole and not found.whole:
            found = self._program.solve_whole()
        if found is None:
            return None
        point = np.round(found.point) if self._problem.whole else found.point
        moved = np.zeros(self._problem.size)
        moved[self._cells] = point[: len(self._cells)]
        moved[self._cells[self._seen]] -= point[len(self._cells) :]
        return moved

    def _bound(self, place: int, sign: float, amount: float, down: Floats, up: Floats) -> None:
        """Let hidden cells move within these bounds, one of them by this amount and no other way."""
        low = np.concatenate([np.where(self._is_seen, 0.0, -down), np.zeros(len(self._seen))])
        high = np.concatenate([up, down[self._seen]])
        if not self._is_seen[place]:
            low[place], high[place] = (amount, high[place]) if sign > 0 else (low[place], -amount)
        else:
            falls = len(self._cells) + int(np.searchsorted(self._seen, place))
            goes, stays = (place, falls) if sign > 0 else (falls, place)
            low[goes], high[stays] = amount, 0.0
        changed = np.flatnonzero((low != self._low) | (high != self._high))
        self._program.bounds(changed.tolist(), low[changed], high[changed])
        self._low, self._high = low, high
