"""Escapes: other whole numbers that agree with everything published, so that the attacker stays uncertain.

An escape of a cell to some count is a solution of the system in which the cell has that count. The cells that differ
from the truth must be hidden. The cheapest escape is found by a linear program over deviations from the truth (Kelly,
Golden and Assad, Networks 1992; Fischetti and Salazar-Gonzalez, Management Science 2001).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import hstack

from nyhavn.engine.confidentiality.needs import Need
from nyhavn.engine.confidentiality.programs import TOLERANCE, Floats, Program, Solution
from nyhavn.engine.confidentiality.system import System

NOTICEABLE = 0.5  # cost of a unit below which there is nothing to save


@dataclass(frozen=True)
class Escape:
    """moved: deviation from the truth, by column. units: those whose cells move. whole: whether all cells are whole."""

    moved: Floats
    units: frozenset[int]
    whole: bool


class Escapes:
    """Looks for escapes. Variables: up and down for every cell that tables show, then the cells that none shows."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._shown = np.flatnonzero(system.unit >= 0)
        self._place = {int(column): place for place, column in enumerate(self._shown)}
        unseen = np.flatnonzero(system.unit < 0)
        self._size = len(self._shown)
        self._at_unseen = {int(column): 2 * self._size + place for place, column in enumerate(unseen)}
        truth = system.values[self._shown].astype(float)
        part = system.matrix[:, self._shown]
        matrix = hstack([part, -part, system.matrix[:, unseen]], format="csc")
        self._ceiling = float(system.ceiling)
        self._open_high = np.concatenate(
            [np.full(self._size, self._ceiling), truth, np.full(len(unseen), self._ceiling)]
        )
        self._high = self._open_high.copy()
        self._program = Program(matrix, -(part @ truth), np.zeros(len(self._high)), self._high)

    def show(self, units: frozenset[int]) -> None:
        """Keep the cells of these units as they are."""
        self._set_high(units, np.zeros_like(self._open_high))

    def release(self, units: frozenset[int]) -> None:
        """Let the cells of these units move again."""
        self._set_high(units, self._open_high)

    def _set_high(self, units: frozenset[int], source: Floats) -> None:
        columns = [self._place[c] for u in sorted(units) for c in self._system.units[u].columns]
        both = np.array([*columns, *(self._size + c for c in columns)], dtype=np.int64)
        if len(both):
            self._high[both] = source[both]
            self._program.bounds(both.tolist(), np.zeros(len(both)), self._high[both])

    def cheapest(self, need: Need, up: bool, costs: npt.NDArray[np.float64], rounds: int = 0) -> Escape | None:
        """The cheapest escape of a cell to what it needs, in whole numbers; None if there is none.

        costs: per unit. rounds: how often to try again with dear those cells that moved little, for fewer cells.
        """
        force = self._force(need, up)
        try:
            return self._cheapest(costs, rounds)
        finally:
            self._program.bounds(force, np.zeros(len(force)), self._high[force])

    def _force(self, need: Need, up: bool) -> list[int]:
        """Bind the variables of the cell, so that it goes as far as it needs."""
        if need.column in self._at_unseen:
            place = self._at_unseen[need.column]
            low, high = (need.high, self._ceiling) if up else (0, need.low)
            self._program.bounds([place], np.array([low]), np.array([high]))
            return [place]
        rises, falls = self._place[need.column], self._size + self._place[need.column]
        amount = float(need.high - need.value if up else need.value - need.low)
        goes, stays = (rises, falls) if up else (falls, rises)
        self._program.bounds([goes, stays], np.array([amount, 0.0]), np.array([max(amount, self._high[goes]), 0.0]))
        return [goes, stays]

    def _cheapest(self, costs: npt.NDArray[np.float64], rounds: int) -> Escape | None:
        per_cell = self._price(costs)
        self._program.objective(per_cell)
        solution = self._program.solve()
        if solution is None:
            return None
        best = self._escape(solution)
        for _ in range(rounds if any(costs[unit] >= NOTICEABLE for unit in best.units) else 0):
            # Reweighted l1 (Candes, Wakin and Boyd 2008): what already moves much becomes cheap.
            self._program.objective(per_cell / (1.0 + solution.point))
            again = self._program.solve()
            if again is None:
                break
            solution, other = again, self._escape(again)
            if sum(costs[u] for u in sorted(other.units)) < sum(costs[u] for u in sorted(best.units)) - TOLERANCE:
                best = other
        return best if best.whole else self._whole(per_cell)

    def _whole(self, per_cell: Floats) -> Escape | None:
        self._program.objective(per_cell)
        solution = self._program.solve_whole()
        return None if solution is None else self._escape(solution)

    def _price(self, costs: npt.NDArray[np.float64]) -> Floats:
        """The price of moving each cell by one: that of its unit, shared by the unit's cells."""
        unit = self._system.unit[self._shown]
        shares = np.bincount(unit, minlength=len(self._system.units))
        one = costs[unit] / shares[unit]
        return np.concatenate([one, one, np.zeros(len(self._at_unseen))])

    def _escape(self, solution: Solution) -> Escape:
        size = self._size
        moved = np.zeros(len(self._system.keys))
        moved[self._shown] = solution.point[:size] - solution.point[size : 2 * size]
        moving = np.flatnonzero(np.abs(moved) > TOLERANCE)
        return Escape(moved, frozenset(int(u) for u in self._system.unit[moving]), solution.whole)
