"""Problems that hiding does not solve."""

import numpy as np

from nyhavn.engine.confidentiality.suppression.problem import Problem
from nyhavn.framework.refusal import Reason, Refusal, refusal

ROUNDING = 1e-6  # share of the largest value


class CannotProtect(Refusal):
    """Some cells stay known more closely than they may, even with everything hidden that may be.

    cells: their indices in the problem, so that whoever knows their names can say them.
    """

    def __init__(self, cells: tuple[int, ...]) -> None:
        self.cells = cells
        what = f"{len(cells)} sensitive cells cannot be protected, even with everything hidden that may be hidden."
        do = "Publish coarser breakdowns, or fewer tables of the same contributions."
        super().__init__(Reason("protection-infeasible", what, do=do))


def check_values(problem: Problem) -> None:
    """Raise Refusal "counts-contradict" if values do not add up, or are not what is known of them already."""
    close = ROUNDING * max(1.0, float(np.abs(problem.values).max(initial=0.0)))
    outside = (problem.values < problem.low - close) | (problem.values > problem.high + close)
    unequal = np.abs(problem.matrix @ problem.values) > close
    if np.any(outside & ~problem.fixed) or np.any(unequal):
        what = f"{int(unequal.sum())} sums and {int(outside.sum())} values do not agree with what else is known."
        raise refusal("counts-contradict", what, do="Count all tables of a release from the same contributions.")
