"""The attack: what somebody who knows every published number can work out about the hidden ones."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import block_array
from scipy.sparse.csgraph import connected_components

from nyhavn.engine.confidentiality.programs import TOLERANCE, Program
from nyhavn.engine.confidentiality.system import UNKNOWN, Integers, System
from nyhavn.framework.refusal import refusal

WORTH_A_SWEEP = 5  # cells that one linear program must settle to be worth another


class Attack:
    """The attacker's problem, divided into parts that have nothing hidden in common."""

    def __init__(self, system: System, hidden: npt.NDArray[np.bool_]) -> None:
        self._system = system
        self._free = np.flatnonzero(system.hidden_columns(hidden))
        unseen = system.matrix[:, self._free]
        known = np.where(system.hidden_columns(hidden), 0, np.maximum(system.values, 0))
        rows = np.flatnonzero(np.diff(unseen.indptr) > 0)
        self._matrix, self._target = unseen[rows], -(system.matrix @ known)[rows].astype(float)
        both = block_array([[None, self._matrix], [self._matrix.T, None]], format="csr")
        part = connected_components(both, directed=False)[1] if both.shape[0] else np.zeros(0, dtype=int)
        self._row_part, self._column_part = part[: len(rows)], part[len(rows) :]
        self._place = {int(column): place for place, column in enumerate(self._free)}

    def intervals(
        self, columns: Sequence[int], progress: Callable[[int, int], None] | None = None
    ) -> dict[int, tuple[int, int]]:
        """The smallest and largest whole number of each of these hidden cells."""
        found: dict[int, tuple[int, int]] = {}
        wanted: dict[int, list[int]] = {}
        for column in columns:
            wanted.setdefault(int(self._column_part[self._place[column]]), []).append(column)
        for part in sorted(wanted):
            problem = self._part(part)
            problem.sweep(wanted[part])
            for column in wanted[part]:
                found[column] = problem.interval(column)
                if progress:
                    progress(len(found), len(columns))
        return found

    def check(self) -> None:
        """Raise Refusal "counts-contradict" if no contributions at all agree with what is known."""
        for part in range(int(self._column_part.max(initial=-1)) + 1):
            if np.any(self._column_part == part):
                self._part(part).check()

    def _part(self, part: int) -> "_Part":
        inside = np.flatnonzero(self._column_part == part)
        rows = np.flatnonzero(self._row_part == part)
        matrix = self._matrix[rows][:, inside]
        columns = self._free[inside]
        return _Part(matrix, self._target[rows], columns, self._system.values[columns], self._system.ceiling)


class _Part:
    """One part of the problem. Every whole-numbered solution met on the way is kept as a witness for all cells."""

    def __init__(
        self, matrix: npt.ArrayLike, target: npt.NDArray[np.float64], columns: Integers, values: Integers, ceiling: int
    ) -> None:
        self._at = {int(column): place for place, column in enumerate(columns)}
        zeros = np.zeros(len(columns))
        self._program = Program(matrix, target, zeros, zeros + ceiling, same_bounds=True)
        self._size, self._ceiling = len(columns), ceiling
        # The truth is the first witness; of cells that no table shows the truth is not known here.
        self._low = np.where(values == UNKNOWN, ceiling, values)
        self._high = np.where(values == UNKNOWN, 0, values)

    def check(self) -> None:
        if self._program.solve() is None:
            raise _contradiction()

    def sweep(self, columns: Sequence[int]) -> None:
        """Collect witnesses: push all cells not yet seen empty down at once, as long as that empties many."""
        places = np.array([self._at[column] for column in columns])
        left = len(places) + WORTH_A_SWEEP
        while left - (still := int(np.count_nonzero(self._low[places] > 0))) >= WORTH_A_SWEEP:
            left = still
            costs = np.zeros(self._size)
            costs[places] = self._low[places] > 0
            self._program.objective(costs)
            solution = self._program.solve()
            if solution and solution.whole:
                self._keep(solution.point)

    def interval(self, column: int) -> tuple[int, int]:
        place = self._at[column]
        self._reach(place, up=False)
        self._reach(place, up=True)
        return int(self._low[place]), int(self._high[place])

    def _reach(self, place: int, up: bool) -> None:
        """Push one cell as far as it goes: by linear program, and in whole numbers where that leaves a doubt."""
        if self._at_end(place, up, self._ceiling if up else 0):
            return
        costs = np.zeros(self._size)
        costs[place] = -1.0 if up else 1.0
        self._program.objective(costs)
        solution = self._program.solve()
        if solution is None:
            raise _contradiction()
        if solution.whole:
            self._keep(solution.point)
        bound = float(solution.point[place])
        # Rounded inwards: no whole number lies beyond.
        inward = int(np.floor(bound + TOLERANCE)) if up else int(np.ceil(bound - TOLERANCE))
        if self._at_end(place, up, inward):
            return
        solution = self._program.solve_whole()
        if solution is None:
            raise _contradiction()
        self._keep(solution.point)

    def _at_end(self, place: int, up: bool, end: int) -> bool:
        """Whether a witness proves that the cell can be that large (or small)."""
        return bool(self._high[place] >= end) if up else bool(self._low[place] <= end)

    def _keep(self, point: npt.NDArray[np.float64]) -> None:
        whole = np.round(point).astype(np.int64)
        self._low, self._high = np.minimum(self._low, whole), np.maximum(self._high, whole)


def _contradiction() -> Exception:
    return refusal(
        "counts-contradict",
        "The tables of the release contradict each other: no set of contributions could have given them.",
        do="Count all tables of a release from the same contributions.",
    )
