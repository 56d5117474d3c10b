"""Rows that every sufficient choice of cells satisfies.

Fischetti and Salazar-Gonzalez, Management Science 47 (2001), section 4: capacity constraints from the attacker's
program, strengthened by what is needed, and bridge-less inequalities.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from nyhavn.engine.confidentiality.suppression.problem import Floats, Integers, Problem, Truths

NOTHING = 1e-6  # a reduced cost below it is rounding: the matrix holds ones only


@dataclass(frozen=True)
class Cut:
    """The weights of the cells that are hidden add up to 1 at least."""

    cells: Integers
    weights: Floats


def capacity_cut(weights: Floats, amount: float, cell: int) -> Cut:
    """From how much each cell, if hidden, lets the sensitive cell move; no single one need give more than all."""
    lacking = max(amount - weights[cell], amount * NOTHING)
    capped = np.minimum(weights, lacking) / lacking
    capped[cell] = 0.0
    cells = np.flatnonzero(capped)
    return Cut(cells, capped[cells])


def rows_of(cuts: Sequence[Cut], size: int) -> Any:
    """The cuts as scipy.sparse.csr_array; each row adds up to 1 at least."""
    starts = np.cumsum([0, *(len(cut.cells) for cut in cuts)])
    cells = np.concatenate([cut.cells for cut in cuts]) if cuts else np.zeros(0, dtype=np.int64)
    weights = np.concatenate([cut.weights for cut in cuts]) if cuts else np.zeros(0)
    return csr_array((weights, cells, starts), shape=(len(cuts), size))


def bridges(problem: Problem) -> Any:
    """For every cell of every equation: the other cells minus it. At least 0: nobody hidden stands alone.

    A cell hidden alone in an equation is known. If it is sensitive, that is not enough; if not, it serves nobody.
    """
    at = np.flatnonzero(~problem.fixed)
    equations = problem.matrix.tocsr()[:, at]
    entries = np.diff(equations.indptr)
    length = np.repeat(entries, entries)  # of each row: as many cells as its equation has
    starts = np.cumsum([0, *length])
    first = np.repeat(equations.indptr[:-1], entries)
    place = np.repeat(first - starts[:-1], length) + np.arange(starts[-1])
    cells, own = at[equations.indices[place]], at[np.repeat(equations.indices, length)]
    return csr_array((np.where(cells == own, -1.0, 1.0), cells, starts), shape=(len(length), problem.size))


def falls(problem: Problem) -> Any:
    """For every pair: the second minus the first. At least 0: the second is hidden with the first."""
    cuts = [Cut(np.array([second, first]), np.array([1.0, -1.0])) for first, second in problem.follows]
    return rows_of(cuts, problem.size)


def undetermined(matrix: Any, hidden: Truths) -> Truths:
    """The hidden cells that are left when every equation with one unknown has been solved, again and again."""
    rows = abs(matrix).tocsr()
    columns, left = rows.tocsc(), hidden.copy()
    many = np.rint(rows @ left.astype(float))
    todo = np.flatnonzero(many == 1).tolist()
    while todo:
        row = todo.pop()
        cells = rows.indices[rows.indptr[row] : rows.indptr[row + 1]]
        for cell in cells[left[cells]]:
            left[cell] = False
            of = columns.indices[columns.indptr[cell] : columns.indptr[cell + 1]]
            many[of] -= 1
            todo.extend(of[many[of] == 1].tolist())
    return left
