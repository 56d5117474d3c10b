"""Looks for needs that a choice of cells leaves unprotected, and says by cuts what is lacking.

For a choice x, cell i may deviate from the truth by -down_i x_i to up_i x_i. The attacker's program pushes a sensitive
cell as far as that allows. Every deviation met on the way is a witness for all needs that it serves (Fischetti and
Salazar-Gonzalez 2001, section 4.1).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nyhavn.engine.confidentiality.programs import TOLERANCE, Program
from nyhavn.engine.confidentiality.suppression.attackers import Respondents, Task, tasks_of
from nyhavn.engine.confidentiality.suppression.cuts import NOTHING, Cut, capacity_cut
from nyhavn.engine.confidentiality.suppression.escapes import Escapes
from nyhavn.engine.confidentiality.suppression.problem import Floats, Integers, Problem, Truths
from nyhavn.framework.refusal import refusal

VIOLATED = 1e-4  # by how much a cut must be violated to be worth adding
NOBODY = np.zeros(0, dtype=np.int64)
NEARLY = 1e-6  # share of an amount that rounding may take
WORTH_KEEPING = 0.7  # share of a program's cells that must still be in use
MOST_REMEMBERED = 10_000_000  # numbers in witnesses: 80 MB
ENDLESS = 10.0  # times all values together: no cell is believed to be larger


@dataclass(frozen=True)
class Shortfall:
    """A task that a choice leaves open. who: a respondent's cell, None for the public. cut: what is lacking."""

    task: Task
    who: int | None
    cut: Cut


@dataclass(frozen=True)
class _Push:
    """moved: deviations. prices: of the equations; of no use where whole numbers were asked for."""

    moved: Floats
    prices: Floats


class _Witnesses:
    """Deviations met before. They stay of use for every later choice that hides all cells that they move."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._most = max(1, MOST_REMEMBERED // max(1, size))
        self._moved: list[Floats] = []

    def add(self, moved: Floats) -> None:
        """Remember one; the oldest are forgotten."""
        self._moved.append(moved)
        if len(self._moved) > self._most:
            del self._moved[0]

    def possible(self, shown: Integers) -> list[Floats]:
        """Those that move none of these cells."""
        return [moved for moved in self._moved if not _moves(moved, shown)]


def _moves(moved: Floats, cells: Integers) -> bool:
    return bool(np.any(np.abs(moved[cells]) > TOLERANCE))


def _reached(task: Task, pushes: Sequence[_Push]) -> float:
    return float(sum(sign * push.moved[task.cell] for sign, push in zip(task.signs, pushes, strict=True)))


class Separation:
    """The attacker's programs of a problem; warm while one choice is looked at."""

    def __init__(self, problem: Problem, tasks: Sequence[Task] | None = None) -> None:
        self.problem = problem
        self.tasks = tasks_of(problem) if tasks is None else tuple(tasks)
        ceiling = ENDLESS * float(np.abs(problem.values).sum()) + 1.0
        self._down = np.minimum(problem.values - problem.low, ceiling)
        self._up = np.minimum(problem.high - problem.values, ceiling)
        self._respondents = Respondents(problem)
        self._witnesses = _Witnesses(problem.size)
        self._proofs: dict[int, tuple[Floats, ...]] = {}
        self._looked_at, self._lacked = np.zeros(0, dtype=bool), list[Shortfall]()
        self._matrix = problem.matrix.tocsc()
        self._cells = np.array([task.cell for task in self.tasks], dtype=np.int64)
        self._inside = self._respondents.inside_each(self._cells) if self._respondents else None
        self._amounts = np.array([task.amount * (1 - NEARLY) for task in self.tasks])
        self._signs = np.array([sum(task.signs) for task in self.tasks])  # 0: two-sided, served by no single witness
        self._choice = np.zeros(problem.size)
        self._columns = np.zeros(0, dtype=np.int64)

    def choose(self, choice: Floats) -> None:
        """Set what is hidden: per cell of the problem, 0 to 1.

        The program has the hidden cells only; it stays while it would not get much smaller.
        """
        before, self._choice = self._choice, np.where(self.problem.fixed, 0.0, np.clip(choice, 0.0, 1.0))
        used = self._choice > 0
        if np.all(np.isin(np.flatnonzero(used), self._columns)) and used.sum() > WORTH_KEEPING * len(self._columns):
            changed = np.flatnonzero(before != self._choice)
            self._limit(self._down, self._up, changed[np.isin(changed, self._columns)])
            return
        self._columns = np.flatnonzero(used)
        self._place = np.full(self.problem.size, -1, dtype=np.int64)
        self._place[self._columns] = np.arange(len(self._columns))
        matrix = self._matrix[:, self._columns].tocsr()
        self._rows = np.flatnonzero(np.diff(matrix.indptr) > 0)
        share = self._choice[self._columns]
        low, high = -self._down[self._columns] * share, self._up[self._columns] * share
        self._program = Program(matrix[self._rows], np.zeros(len(self._rows)), low, high, same_bounds=True)
        self._aimed = 0

    def divided(self, choice: Floats) -> list[Shortfall]:
        """What a choice between 0 and 1 lacks against the public.

        A cut that this choice violates for each; not every such cut is found.
        """
        self.choose(np.maximum(choice, self.problem.unseen))
        served, found = np.zeros(len(self.tasks), dtype=bool), []
        for number, task in enumerate(self.tasks):
            if served[number]:
                continue
            pushes = [self._push(task.cell, sign) for sign in task.signs]
            for push in pushes:
                served |= self._signs * push.moved[self._cells] >= self._amounts
            if _reached(task, pushes) >= task.amount * (1 - NEARLY):
                continue
            cut = self._lacking(task, pushes, self._down, self._up)
            if cut.weights @ self._choice[cut.cells] < 1 - VIOLATED:
                found.append(Shortfall(task, None, cut))
        return found

    def decided(self, hidden: Truths) -> list[Shortfall]:
        """What a choice of whole cells lacks, against the public and against every respondent.

        Programs are solved only for tasks that no deviation met before serves.
        """
        hidden = hidden | self.problem.unseen  # whatever was chosen: nobody sees them
        if not np.array_equal(hidden, self._looked_at):
            served = self._served_before(np.flatnonzero(~hidden))
            if not np.all(served):
                self.choose(hidden.astype(float))
                cells = np.flatnonzero(hidden & ~self.problem.fixed)
                self._escapes = Escapes(self.problem, cells)
            self._lacked = self._prove_others(served)
            self._looked_at = hidden.copy()
        return self._lacked

    def _served_before(self, shown: Integers) -> Truths:
        """The tasks that deviations met before serve, if these cells are shown."""
        served = np.zeros(len(self.tasks), dtype=bool)
        for moved in self._witnesses.possible(shown):
            self._mark(moved, served)
        for number, known in self._proofs.items():
            served[number] |= not any(_moves(moved, shown) for moved in known)
        return served

    def _prove_others(self, served: Truths) -> list[Shortfall]:
        """Look for deviations that serve the other tasks; what comes back are those with none."""
        found: list[Shortfall] = []
        for number, task in enumerate(self.tasks):
            if served[number]:
                continue
            proof = self._prove(task)
            if isinstance(proof, Shortfall):
                found.append(proof)
                continue
            self._proofs[number] = proof
            for moved in proof:
                self._witnesses.add(moved)
                self._mark(moved, served)
        return found

    def _mark(self, moved: Floats, served: Truths) -> None:
        """Note the one-sided tasks that these deviations serve, with nobody in doubt."""
        reached = self._signs * moved[self._cells] >= self._amounts
        served |= reached if not self._respondents else reached & ~self._respondents.doubts(self._inside, moved)

    def _prove(self, task: Task) -> tuple[Floats, ...] | Shortfall:
        """Deviations of which everybody finds some that serve the task; or who does not."""
        if self._respondents:
            together = self._serve(task, self._respondents.others(task.cell))
            if together:
                return together
        public = self._serve(task, NOBODY)
        if not public:
            return Shortfall(task, None, self._cut(task, NOBODY))
        doubting = np.unique(np.concatenate([self._respondents.who_doubts(task.cell, moved) for moved in public]))
        if not len(doubting):
            return public
        found = self._prove_for(task, doubting)
        return found if isinstance(found, Shortfall) else public + found

    def _prove_for(self, task: Task, who: Integers) -> tuple[Floats, ...] | Shortfall:
        """The same for these respondents: for all of them at once if that is possible, otherwise for each half."""
        served = self._serve(task, who)
        if served:
            return served
        if len(who) == 1:
            return Shortfall(task, int(who[0]), self._cut(task, who))
        first = self._prove_for(task, who[: len(who) // 2])
        if isinstance(first, Shortfall):
            return first
        second = self._prove_for(task, who[len(who) // 2 :])
        return second if isinstance(second, Shortfall) else first + second

    def _serve(self, task: Task, who: Integers) -> tuple[Floats, ...]:
        """Deviations that serve a task, one per direction, of which all of these respondents know nothing else."""
        bounds = self._respondents.bounds(who, self._down, self._up)
        if self.problem.whole and len(task.signs) == 1:
            moved = self._escapes.find(task.cell, task.signs[0], task.amount, *bounds)
            return () if moved is None else (moved,)
        pushes = self._pushes(task, who, bounds, whole=self.problem.whole)
        return tuple(push.moved for push in pushes) if _reached(task, pushes) >= task.amount * (1 - NEARLY) else ()

    def _cut(self, task: Task, who: Integers) -> Cut:
        """What is lacking for a task that nothing serves."""
        bounds = self._respondents.bounds(who, self._down, self._up)
        pushes = self._pushes(task, who, bounds)
        if _reached(task, pushes) < task.amount * (1 - NEARLY):
            return self._lacking(task, pushes, *bounds)
        return self._something_else(*bounds)

    def _pushes(self, task: Task, who: Integers, bounds: tuple[Floats, Floats], *, whole: bool = False) -> list[_Push]:
        """Push a cell as far as it goes, within the bounds of these respondents."""
        known = who[self._place[who] >= 0]
        self._limit(*bounds, known)
        try:
            return [self._push(task.cell, sign, whole=whole) for sign in task.signs]
        finally:
            self._limit(self._down, self._up, known)

    def _lacking(self, task: Task, pushes: Sequence[_Push], down: Floats, up: Floats) -> Cut:
        both = zip(pushes, task.signs, strict=True)
        weights = np.sum([self._weights(task, push, sign, down, up) for push, sign in both], axis=0)
        return capacity_cut(weights, task.amount, task.cell)

    def _something_else(self, down: Floats, up: Floats) -> Cut:
        """No whole numbers serve: something must be hidden that is not, and that may move."""
        others = np.flatnonzero((self._choice < 0.5) & ~self.problem.fixed & (down + up > 0))
        return Cut(others, np.ones(len(others)))

    def _push(self, cell: int, sign: float, *, whole: bool = False) -> _Push:
        """The deviations that move a cell furthest. A cell that is shown does not move."""
        if self._place[cell] < 0:
            return _Push(np.zeros(self.problem.size), np.zeros(len(self._rows)))
        self._aim(cell, sign)
        solution = self._program.solve()
        if solution is not None and whole and not solution.whole:
            solution = self._program.solve_whole()
        if solution is None:
            raise refusal("counts-contradict", "The values of the tables do not agree with what is known of them.")
        return _Push(self._spread(solution.point), solution.prices)

    def _weights(self, task: Task, push: _Push, sign: float, down: Floats, up: Floats) -> Floats:
        """How much each cell, if hidden, lets the task's cell move at most: its reduced cost times its room."""
        prices = np.zeros(self._matrix.shape[0])
        prices[self._rows] = push.prices
        reduced = -(self._matrix.T @ prices)
        reduced[task.cell] -= sign
        reduced[np.abs(reduced) < NOTHING] = 0.0
        return np.asarray(np.where(reduced < 0, -reduced * up, reduced * down))

    def _aim(self, cell: int, sign: float) -> None:
        if len(self._columns):
            self._program.cost(self._aimed, 0.0)
            self._aimed = int(self._place[cell])
            self._program.cost(self._aimed, -sign)

    def _spread(self, point: Floats) -> Floats:
        moved = np.zeros(self.problem.size)
        moved[self._columns] = point
        return moved

    def _limit(self, down: Floats, up: Floats, cells: Integers) -> None:
        share = self._choice[cells]
        self._program.bounds(self._place[cells].tolist(), -down[cells] * share, up[cells] * share)
