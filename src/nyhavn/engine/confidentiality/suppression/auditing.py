"""The audit: what somebody who knows every published number can work out about each hidden one.

By linear programs, two per cell at most (Fischetti and Salazar-Gonzalez 2001, section 2). First without them: equations
with one unknown are solved; what is left falls into parts that have no equation in common; bounds that follow from
single equations are compared with deviations met before, which often shows that nothing lies beyond.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import block_array
from scipy.sparse.csgraph import connected_components

from nyhavn.engine.confidentiality.programs import TOLERANCE, Program
from nyhavn.engine.confidentiality.suppression.cuts import undetermined
from nyhavn.engine.confidentiality.suppression.problem import Floats, Integers, Need, Problem, Truths
from nyhavn.engine.confidentiality.suppression.refusing import check_values
from nyhavn.engine.confidentiality.suppression.separation import NEARLY, Separation
from nyhavn.framework.refusal import refusal

PASSES = 20  # over all equations, at most, to narrow bounds
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class HiddenCell:
    """What can be worked out about a hidden cell. Restricted: published with the tables it undoes the protection.

    cell: index into the problem. low, high: the interval that is left to the public. need: the protection it requires.
    met: whether the public is left with it, and every respondent of another cell too. recovered: known exactly.
    """

    cell: int
    value: float
    low: float
    high: float
    need: Need | None
    met: bool
    recovered: bool


@dataclass(frozen=True)
class Audited:
    """cells: every hidden cell that a table shows, and every cell with a need, in their order. Restricted."""

    cells: tuple[HiddenCell, ...]

    @property
    def met(self) -> bool:
        """Whether every sensitive cell keeps the protection it requires."""
        return all(cell.met for cell in self.cells)

    @property
    def under_protected(self) -> tuple[HiddenCell, ...]:
        """The sensitive cells that do not."""
        return tuple(cell for cell in self.cells if not cell.met)

    @property
    def recovered(self) -> tuple[HiddenCell, ...]:
        """The hidden cells that are known exactly."""
        return tuple(cell for cell in self.cells if cell.recovered)


def audit(problem: Problem, hidden: Truths, progress: Progress | None = None) -> Audited:
    """Attack these hidden cells. Cells that no table shows count as hidden, fixed ones as known.

    Raises Refusal "counts-contradict" if the values do not agree with what is known of them.
    """
    check_values(problem)
    unknown = (hidden | problem.unseen) & ~problem.fixed
    left = undetermined(problem.matrix, unknown)
    needs = {need.cell: need for need in problem.needs}
    wanted = np.flatnonzero((unknown & ~problem.unseen) | np.isin(np.arange(problem.size), list(needs)))
    low, high = problem.values.copy(), problem.values.copy()
    done = 0
    for part in _parts(problem, left):
        for cell in part.cells_of(wanted):
            low[cell], high[cell] = part.interval(cell)
            done += 1
            if progress:
                progress(done, len(wanted))
    lacking = _lacking_for_others(problem, left, needs.values())
    return Audited(tuple(_found(problem, int(c), low[c], high[c], needs.get(int(c)), left, lacking) for c in wanted))


def _found(
    problem: Problem, cell: int, low: float, high: float, need: Need | None, left: Truths, lacking: frozenset[int]
) -> HiddenCell:
    value = float(problem.values[cell])
    recovered = high - low <= TOLERANCE * max(1.0, abs(value))
    met = need is None or (_is_served(need, value, low, high) and bool(left[cell]) and cell not in lacking)
    return HiddenCell(cell, value, float(low), float(high), need, met, bool(recovered))


def _is_served(need: Need, value: float, low: float, high: float) -> bool:
    return bool(
        value - low >= need.lower * (1 - NEARLY) - TOLERANCE
        and high - value >= need.upper * (1 - NEARLY) - TOLERANCE
        and high - low >= need.sliding * (1 - NEARLY) - TOLERANCE
    )


def _lacking_for_others(problem: Problem, left: Truths, needs: Iterable[Need]) -> frozenset[int]:
    """Cells of needs that some respondent of another cell can narrow down."""
    if not len(problem.own) and not len(problem.alone):
        return frozenset()
    return frozenset(one.task.cell for one in Separation(problem).decided(left))


def _parts(problem: Problem, left: Truths) -> Iterable["_Part"]:
    """The unknown cells by what they have in common."""
    columns = np.flatnonzero(left)
    matrix = problem.matrix.tocsc()[:, columns].tocsr()
    matrix = matrix[np.flatnonzero(np.diff(matrix.indptr) > 0)]
    part = np.arange(len(columns))
    if matrix.nnz:
        part = connected_components(block_array([[None, matrix], [matrix.T, None]], format="csr"), directed=False)[1]
    of_row, of_column = part[: matrix.shape[0]], part[matrix.shape[0] :]
    for number in sorted(set(of_column.tolist())):
        inside = np.flatnonzero(of_column == number)
        rows = matrix[np.flatnonzero(of_row == number)]
        yield _Part(problem, columns[inside], rows.tocsc()[:, inside].tocsr())


class _Part:
    """One part. Deviations from the truth; each one met is kept, for all cells."""

    def __init__(self, problem: Problem, cells: Integers, matrix: Any) -> None:
        self._values, self._whole = problem.values[cells], problem.whole
        self._place = {int(cell): place for place, cell in enumerate(cells)}
        fall, rise = problem.low[cells] - self._values, problem.high[cells] - self._values
        self._low, self._high = _narrowed(matrix, fall, rise)
        self._program = Program(matrix, np.zeros(matrix.shape[0]), fall, rise, same_bounds=True)
        self._lowest, self._highest = np.zeros(len(cells)), np.zeros(len(cells))
        self._aimed = 0

    def cells_of(self, cells: Integers) -> list[int]:
        """Those of these cells that are in this part."""
        return [int(cell) for cell in cells if int(cell) in self._place]

    def interval(self, cell: int) -> tuple[float, float]:
        """The smallest and largest value of a cell that agree with everything known."""
        place = self._place[cell]
        for sign in (1.0, -1.0):
            self._push(place, sign)
        value = self._values[place]
        return float(value + self._lowest[place]), float(value + self._highest[place])

    def _push(self, place: int, sign: float) -> None:
        ends, seen = (self._high, self._highest) if sign > 0 else (self._low, self._lowest)
        if abs(ends[place] - seen[place]) <= TOLERANCE * max(1.0, abs(ends[place])):
            return
        self._program.cost(self._aimed, 0.0)
        self._program.cost(place, -sign)
        self._aimed = place
        solution = self._program.solve()
        if solution is None:
            raise refusal("counts-contradict", "The values of the tables do not agree with what is known of them.")
        if self._whole and not solution.whole:
            end = np.floor(sign * solution.point[place] + TOLERANCE)
            if sign * seen[place] >= end:
                return
            solution = self._program.solve_whole()
            if solution is None:
                raise refusal("counts-contradict", "No whole numbers agree with what is known of the tables.")
        self._lowest = np.minimum(self._lowest, solution.point)
        self._highest = np.maximum(self._highest, solution.point)


def _narrowed(matrix: Any, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Bounds that follow from one equation at a time; no deviation lies beyond."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    columns, signs = matrix.indices, matrix.data
    for _ in range(PASSES):
        least = np.where(signs > 0, low[columns], -high[columns])
        most = np.where(signs > 0, high[columns], -low[columns])
        below, above = np.bincount(rows, least, matrix.shape[0]), np.bincount(rows, most, matrix.shape[0])
        # What the others of the row sum to at most and at least bounds each cell from the other side.
        from_most, from_least = -(above[rows] - most), -(below[rows] - least)
        new_low, new_high = low.copy(), high.copy()
        np.maximum.at(new_low, columns, np.where(signs > 0, from_most, -from_least))
        np.minimum.at(new_high, columns, np.where(signs > 0, from_least, -from_most))
        if np.allclose(new_low, low) and np.allclose(new_high, high):
            break
        low, high = new_low, new_high
    return np.minimum(low, 0.0), np.maximum(high, 0.0)
