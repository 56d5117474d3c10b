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
    """Those who gave a contribution, by the cell it stands in. Cells that are sums of others stand for nobody new."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        nobody = np.zeros(problem.size)
        self._own = problem.own if len(problem.own) else nobody
        self._alone = problem.alone if len(problem.alone) else nobody.astype(bool)
        self._is_someone = ((self._own > 0) | self._alone) & ~self._is_sum & ~problem.fixed
        self._inside: dict[int, Integers] = {}

    def __bool__(self) -> bool:
        return bool(self._is_someone.any())

    @cached_property
    def _is_sum(self) -> Truths:
        falls = self._problem.matrix.tocoo()
        found = np.zeros(self._problem.size, dtype=bool)
        found[falls.col[falls.data < 0]] = True
        return found

    @cached_property
    def _below(self) -> Any:
        """Parents x children, from equations that say children minus parent."""
        rows, size = self._problem.matrix.tocoo(), self._problem.size
        up, down = rows.data < 0, rows.data > 0
        shape = (self._problem.matrix.shape[0], size)
        parent = csr_array((np.ones(int(up.sum())), (rows.row[up], rows.col[up])), shape=shape)
        child = csr_array((np.ones(int(down.sum())), (rows.row[down], rows.col[down])), shape=shape)
        return (parent.T @ child).tocsr()

    def inside(self, cell: int) -> Integers:
        """The cells that a cell is a sum of, with the cell itself: whose respondents are not others."""
        if cell not in self._inside:
            below = self._below
            found, new = {cell}, [cell]
            while new:
                reached = np.concatenate([below.indices[below.indptr[c] : below.indptr[c + 1]] for c in new])
                new = sorted({int(c) for c in reached} - found)
                found.update(new)
            self._inside[cell] = np.array(sorted(found), dtype=np.int64)
        return self._inside[cell]

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
