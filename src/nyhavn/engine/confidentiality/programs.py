"""The one door to the solver: linear and integer programs that are solved again and again with small changes.

Every program uses the same options. Two HiGHS objects with different numbers of threads in one process have been seen
to return all-zero solutions without an error; one thread also makes every run give the same answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from nyhavn.framework.refusal import refusal

Floats = npt.NDArray[np.float64]
TOLERANCE = 1e-6  # a solver's whole number
RESIDUAL = 1e-3  # no equation of whole numbers may be off by more

_OPTIONS = {"output_flag": False, "threads": 1, "random_seed": 0, "mip_rel_gap": 0.0, "mip_abs_gap": 1e-6}
_PRIMAL = 4  # HiGHS: kSimplexStrategyPrimal
_Status = highspy.HighsModelStatus


@dataclass(frozen=True)
class Solution:
    """An optimal point."""

    point: Floats

    @property
    def whole(self) -> bool:
        """Whether all variables are whole numbers."""
        return bool(np.all(np.abs(self.point - np.round(self.point)) <= TOLERANCE))


class Program:
    """Minimise a linear objective over {x : matrix @ x = target, low <= x <= high}; warm from one call to the next."""

    def __init__(self, matrix: Any, target: Floats, low: Floats, high: Floats, same_bounds: bool = False) -> None:
        """same_bounds: only the objective will change, so that the last point stays feasible.

        Then the primal simplex method goes on from it; measured on 3,500 cells: 25 steps a call instead of 350.
        """
        lp = highspy.HighsLp()
        self._matrix, self._target = matrix.tocsr(), target
        columns = matrix.tocsc()
        lp.num_row_, lp.num_col_ = columns.shape
        lp.col_cost_ = np.zeros(lp.num_col_)
        lp.col_lower_, lp.col_upper_ = low, high
        lp.row_lower_, lp.row_upper_ = target, target
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = columns.indptr
        lp.a_matrix_.index_ = columns.indices
        lp.a_matrix_.value_ = columns.data
        self.columns = int(lp.num_col_)
        self._all = np.arange(self.columns, dtype=np.int32)
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]  # the package types only part of itself
        for option, value in _OPTIONS.items():
            self._solver.setOptionValue(option, value)
        if same_bounds:
            self._solver.setOptionValue("simplex_strategy", _PRIMAL)
        self._solver.passModel(lp)

    def objective(self, costs: Floats) -> None:
        """Set all costs."""
        self._solver.changeColsCost(self.columns, self._all, np.ascontiguousarray(costs, dtype=float))

    def bounds(self, columns: Sequence[int], low: Floats, high: Floats) -> None:
        """Set the bounds of some variables."""
        index = np.asarray(columns, dtype=np.int32)
        self._solver.changeColsBounds(len(index), index, np.asarray(low, dtype=float), np.asarray(high, dtype=float))

    def solve(self) -> Solution | None:
        """The optimum, None if no point is feasible. Raises Refusal if the solver proves neither."""
        self._solver.run()
        status = self._solver.getModelStatus()
        if status in (_Status.kInfeasible, _Status.kUnboundedOrInfeasible):
            return None
        point = np.array(self._solver.getSolution().col_value)
        if status == _Status.kOptimal and self._agrees(point):
            return Solution(point)
        raise refusal(
            "protection-not-solved",
            f'Disclosure control ended without a proof: the solver says "{self._solver.modelStatusToString(status)}".',
            do="Publish fewer or coarser breakdowns.",
        )

    def solve_whole(self) -> Solution | None:
        """The same in whole numbers for all variables."""
        self._ask(highspy.HighsVarType.kInteger)
        try:
            return self.solve()
        finally:
            self._ask(highspy.HighsVarType.kContinuous)

    def _ask(self, kind: highspy.HighsVarType) -> None:
        kinds = np.full(self.columns, int(kind), dtype=np.uint8)
        self._solver.changeColsIntegrality(self.columns, self._all, kinds)

    def _agrees(self, point: Floats) -> bool:
        """Whether the point satisfies the equations: an "optimal" point that does not has been seen (see above)."""
        return bool(np.all(np.abs(self._matrix @ point - self._target) <= RESIDUAL))
