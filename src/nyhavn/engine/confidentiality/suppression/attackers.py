"""Who attacks, and what must stay possible for them to believe.

The public knows every published number. A respondent knows their own contribution as well, and, if they are the only
one, the value of their cell (Hundepool et al., Statistical Disclosure Control, 2012, sections 4.2 and 4.4).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from nyhavn.engine.confidentiality.programs import TOLERANCE
from nyhavn.engine.confidentiality.suppression.problem import Floats, Integers, Problem, Truths

UP, DOWN = 1.0, -1.0
HALF = 0.5  # of a respondent: counts are compared as floats


@dataclass(frozen=True)
class Task:
    """One thing to protect: a cell may move by `amount` in these directions, all together.

    need: its place in problem.needs. signs: (UP,), (DOWN,), or both for sliding protection.
    """

    need: int
    cell: int
    signs: tuple[float, ...]
    amount: float

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError("a task of nothing")


def tasks_of(problem: Problem) -> tuple[Task, ...]:
    """Every side of every need that asks for something. In whole numbers an amount is rounded up."""
    return tuple(_tasks(problem))


def _tasks(problem: Problem) -> Iterator[Task]:
    for number, need in enumerate(problem.needs):
        for signs, amount in (((UP,), need.upper), ((DOWN,), need.lower), ((UP, DOWN), need.sliding)):
            asked = float(np.ceil(amount - TOLERANCE)) if problem.whole else amount
            if asked > 0:
                yield Task(number, need.cell, signs, asked)


class Respondents:
    """Those who gave a contribution, by the cell it stands in. A sum of others' cells stands for nobody new."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        nobody = np.zeros(problem.size)
        self._own = problem.own if len(problem.own) else nobody
        self._alone = problem.alone if len(problem.alone) else nobody.astype(bool)
        has = (self._own > 0) | self._alone
        self._is_someone = has & ~(self._below @ has.astype(float) > 0) & ~problem.fixed
        self._inside: dict[int, Integers] = {}

    def __bool__(self) -> bool:
        return bool(self._is_someone.any())

    @property
    def cells(self) -> Integers:
        """The cells that they stand in."""
        return np.flatnonzero(self._is_someone)

    @cached_property
    def _parents(self) -> Any:
        """Equations x the cell that each says is a sum."""
        return (self._problem.matrix < 0).astype(float).tocsr()

    @cached_property
    def _as_child(self) -> Any:
        """Cells x the equations that they are added up in."""
        return (self._problem.matrix > 0).astype(float).T.tocsr()

    @cached_property
    def _children(self) -> Integers:
        """How many cells each equation adds up."""
        return np.bincount(self._as_child.indices, minlength=self._problem.matrix.shape[0])

    @cached_property
    def _below(self) -> Any:
        """Parents x children."""
        return (self._parents.T @ self._as_child.T).tocsr()

    def inside(self, cell: int) -> Integers:
        """The cells that are empty if a cell is: whoever is in one of them is in that cell, and no other.

        Those that it is a sum of; and those that are sums of such cells alone.
        """
        if cell not in self._inside:
            found, new, left = {cell}, [cell], dict[int, int]()
            while new:
                next_cells = {int(child) for one in new for child in _row(self._below, one)}
                for row in (int(row) for one in new for row in _row(self._as_child, one)):
                    left[row] = left.get(row, int(self._children[row])) - 1
                    if left[row] == 0:
                        next_cells.update(int(parent) for parent in _row(self._parents, row))
                new = sorted(next_cells - found)
                found.update(new)
            self._inside[cell] = np.array(sorted(found), dtype=np.int64)
        return self._inside[cell]

    def others(self, cell: int) -> Integers:
        """The respondents of all other cells."""
        found = self._is_someone.copy()
        found[self.inside(cell)] = False
        return np.flatnonzero(found)

    def who_doubts(self, cell: int, moved: Floats) -> Integers:
        """The respondents of other cells who know that these deviations are not so."""
        knowing = self._who_knows(moved)
        knowing[self.inside(cell)] = False
        return np.flatnonzero(knowing)

    def inside_each(self, cells: Integers) -> Any:
        """`inside` of each of these cells as scipy.sparse.csr_array, cells x all cells."""
        each = [self.inside(int(cell)) for cell in cells]
        starts = np.cumsum([0, *(len(one) for one in each)])
        columns = np.concatenate([*each, np.zeros(0, dtype=np.int64)])
        return csr_array((np.ones(len(columns)), columns, starts), shape=(len(cells), self._problem.size))

    def doubts(self, inside_each: Any, moved: Floats) -> Truths:
        """For each of these cells, whether a respondent of another cell knows that these deviations are not so."""
        knowing = self._who_knows(moved)
        return np.asarray(inside_each @ knowing.astype(float) < knowing.sum() - HALF)

    def _who_knows(self, moved: Floats) -> Truths:
        truth = self._problem.values + moved
        knows = (truth < self._own - TOLERANCE) | (self._alone & (np.abs(moved) > TOLERANCE))
        return np.asarray(self._is_someone & knows)

    def bounds(self, who: Integers, down: Floats, up: Floats) -> tuple[Floats, Floats]:
        """How far cells may fall and rise for somebody who knows what all of these respondents know."""
        down, up = down.copy(), up.copy()
        down[who] = np.clip(self._problem.values[who] - self._own[who], 0.0, down[who])
        known = who[self._alone[who]]
        down[known] = up[known] = 0.0
        return down, up


def _row(matrix: Any, row: int) -> Any:
    """The columns in which a row of a sparse matrix has entries."""
    return matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
