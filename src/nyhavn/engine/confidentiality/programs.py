"""The one door to the solver: linear and integer programs that are solved again and again with small changes.

Every program uses the same options. Two HiGHS objects with different numbers of threads in one process have been seen
to return all-zero solutions without an error; one thread also makes every run give the same answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from nyhavn.framework.refusal import Refusal, refusal

Floats = npt.NDArray[np.float64]
TOLERANCE = 1e-6  # a solver's whole number
RESIDUAL = 1e-3  # no equation of whole numbers may be off by more

_OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 1e-6,
    "mip_heuristic_run_feasibility_jump": False,  # a third of the time of our small programs, and it finds nothing more
}
_PRIMAL = 4  # HiGHS: kSimplexStrategyPrimal
_FEASIBLE = 2  # HiGHS: kSolutionStatusFeasible
_Status = highspy.HighsModelStatus


def _without_proof(status: str) -> Refusal:
    return refusal(
        "protection-not-solved",
        f'Disclosure control ended without a proof: the solver says "{status}".',
        do="Publish fewer or coarser breakdowns.",
    )


@dataclass(frozen=True)
class Solution:
    """An optimal point. prices: duals of the equations; of no use where whole numbers were asked for."""

    point: Floats
    prices: Floats = field(default_factory=lambda: np.zeros(0), repr=False)

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
        solution = self._solver.getSolution()
        point = np.array(solution.col_value)
        if status == _Status.kOptimal and self._agrees(point):
            return Solution(point, np.array(solution.row_dual))
        raise _without_proof(self._solver.modelStatusToString(status))

    def cost(self, column: int, cost: float) -> None:
        """Set the cost of one variable."""
        self._solver.changeColCost(column, cost)

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


@dataclass(frozen=True)
class Choice:
    """A choice of cells, 0 to 1 each. bound: no choice costs less. is_optimal: whether that is proved of this one.

    point: empty if a limited search found none.
    """

    point: Floats
    cost: float
    bound: float
    is_optimal: bool


class Choices:
    """Minimise costs @ x over x in {0, 1}, or 0 <= x <= 1, under rows that are added from one call to the next."""

    def __init__(self, costs: Floats, low: Floats, high: Floats) -> None:
        self._size = len(costs)
        self._all = np.arange(self._size, dtype=np.int32)
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]  # the package types only part of itself
        for option, value in _OPTIONS.items():
            self._solver.setOptionValue(option, value)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self._size, 0
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = costs, low, high
        lp.a_matrix_.start_ = np.zeros(self._size + 1, dtype=np.int32)
        self._solver.passModel(lp)

    def require(self, rows: Any, least: Floats) -> None:
        """Add rows @ x >= least. rows: scipy.sparse.csr_array."""
        if rows.shape[0]:
            starts, index = rows.indptr[:-1].astype(np.int32), rows.indices.astype(np.int32)
            most = np.full(rows.shape[0], highspy.kHighsInf)
            self._solver.addRows(rows.shape[0], least, most, rows.nnz, starts, index, rows.data)

    def fix(self, low: Floats, high: Floats) -> None:
        """Set all bounds."""
        self._solver.changeColsBounds(self._size, self._all, low, high)

    def divided(self) -> Choice | None:
        """The cheapest x between 0 and 1; None if there is none."""
        return self._solve()

    def whole(self, most_nodes: int, start: Floats | None = None) -> Choice | None:
        """The cheapest x of zeros and ones that a search of so many nodes finds; None if there is none.

        start: a choice to begin from.
        """
        kinds = np.full(self._size, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        self._solver.changeColsIntegrality(self._size, self._all, kinds)
        self._solver.setOptionValue("mip_max_nodes", most_nodes)
        if start is not None:
            self._solver.setSolution(self._size, self._all, start)
        try:
            return self._solve()
        finally:
            self._solver.changeColsIntegrality(self._size, self._all, np.zeros(self._size, dtype=np.uint8))

    def _solve(self) -> Choice | None:
        self._solver.run()
        status, info = self._solver.getModelStatus(), self._solver.getInfo()
        if status in (_Status.kInfeasible, _Status.kUnboundedOrInfeasible):
            return None
        point = np.array(self._solver.getSolution().col_value)
        cost = float(info.objective_function_value)
        if status == _Status.kOptimal:
            return Choice(point, cost, cost, True)
        if status == _Status.kSolutionLimit:
            found = info.primal_solution_status == _FEASIBLE
            return Choice(point if found else np.zeros(0), cost, float(info.mip_dual_bound), False)
        raise _without_proof(self._solver.modelStatusToString(status))
