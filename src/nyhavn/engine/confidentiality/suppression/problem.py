"""The cell suppression problem: values, equations between them, and how uncertain an attacker must stay.

Fischetti and Salazar-Gonzalez, Management Science 47 (2001): lower, upper and sliding protection levels. Hundepool et
al., Statistical Disclosure Control (2012), chapter 4.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Need:
    """The required protection of one sensitive cell, in units of its value.

    Whatever is published, the cell may still be as low as value - lower and as high as value + upper, and the two ends
    lie at least `sliding` apart.
    """

    cell: int
    lower: float
    upper: float
    sliding: float = 0.0


@dataclass(frozen=True)
class Block:
    """A sub-table without hierarchy: one code and those directly below it, in every dimension.

    level: steps below the totals, summed over the dimensions. cells, equations: indices into the problem.
    """

    level: int
    cells: Integers
    equations: Integers


@dataclass(frozen=True)
class Problem:
    """All cells of tables that are published together.

    matrix: scipy.sparse.csr_array, equations x cells, with matrix @ values = 0. values: per cell. low, high: what
    an attacker knows of a cell before anything is published. costs: of hiding a cell, at least 0. fixed: cells that
    cannot be hidden, because they are known. unseen: cells that no table shows; hidden at no cost. needs: of the cells
    that are sensitive by themselves. blocks: the sub-tables of a hierarchy, coarse ones first.

    own: the largest contribution of one respondent to each cell, 0 where nobody has one. A respondent attacks with what
    they know: that cell is at least so large. alone: cells whose only respondent knows to be the only one, and so knows
    the value. Needs must hold against the public and against each respondent of another cell. Empty: the public alone.
    whole: all cells are whole numbers and the attacker knows it; then what serves a need must be whole too.
    follows: pairs of cells; where the first is hidden the second is hidden with it.
    """

    matrix: Any
    values: Floats
    low: Floats
    high: Floats
    costs: Floats
    fixed: Truths
    unseen: Truths
    needs: tuple[Need, ...]
    blocks: tuple[Block, ...] = ()
    own: Floats = field(default_factory=lambda: np.zeros(0))
    alone: Truths = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    whole: bool = False
    follows: Integers = field(default_factory=lambda: np.zeros((0, 2), dtype=np.int64))

    @property
    def size(self) -> int:
        """Number of cells."""
        return len(self.values)

    @property
    def sensitive(self) -> Truths:
        """The cells with a need: every choice hides them."""
        found = np.zeros(self.size, dtype=np.bool_)
        found[[need.cell for need in self.needs]] = True
        return found
