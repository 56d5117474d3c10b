"""Raking: iterative proportional fitting of cell weights to several margins.

Every margin in turn is met exactly by multiplying the weights of each of its categories with one factor, until all are
met at once (Deming and Stephan 1940; Ireland and Kullback 1968 show that the result is the closest to the initial
weights in the sense of relative entropy, the same as calibration with the exponential distance).
"""

from collections.abc import Sequence
from dataclasses import replace
from math import prod
from typing import Protocol

import numpy as np

from nyhavn.engine.weighting.convergence import check_converged, measured
from nyhavn.engine.weighting.margins import Margin, Target, check_margins, targets
from nyhavn.engine.weighting.sample import FloatArray, IntArray, SampleCells
from nyhavn.engine.weighting.weights import CellWeights
from nyhavn.framework.weighting import MOST_ROUNDS, TOLERANCE, Method

MOST_DENSE = 5_000_000  # cells of a tensor: 40 MB
LEAST_FILLED = 1 / 8  # share of the tensor that holds rows; below it the list of cells is quicker


def rake(
    cells: SampleCells, margins: Sequence[Margin], *, tolerance: float = TOLERANCE, most_rounds: int = MOST_ROUNDS
) -> CellWeights:
    """Weights that meet every margin within tolerance (largest relative error of any total), all above zero.

    Raises Refusal: those of `check_margins`, and weighting-not-converged.
    """
    used = tuple(name for name in cells.variables if any(name in margin.variables for margin in margins))
    if used != cells.variables:
        return _rake_fewer(cells, used, margins, tolerance, most_rounds)
    wanted = targets(cells, margins)
    g, rounds = _fit(cells, wanted, tolerance, most_rounds)
    convergence = measured(wanted, g * cells.weight, rounds, tolerance)
    check_converged(convergence)
    return CellWeights(cells, g, wanted, Method.RAKING.value, convergence)


def _rake_fewer(
    cells: SampleCells, used: tuple[str, ...], margins: Sequence[Margin], tolerance: float, most_rounds: int
) -> CellWeights:
    """Rake by the variables that margins use, and give every cell the factor of the larger cell it lies in."""
    check_margins(cells, margins)
    number, _ = cells.numbered(used)
    found = rake(cells.project(used), margins, tolerance=tolerance, most_rounds=most_rounds)
    laid = tuple(replace(target, number=target.number[number]) for target in found.targets)
    return replace(found, cells=cells, g=found.g[number], targets=laid)


def _fit(cells: SampleCells, wanted: Sequence[Target], tolerance: float, most_rounds: int) -> tuple[FloatArray, int]:
    """Factor per cell after as many rounds as were needed, or as are allowed."""
    size = prod(len(known) for known in cells.categories)
    is_dense = size <= MOST_DENSE and len(cells) >= LEAST_FILLED * size
    weights: _Weights = Dense(cells, wanted) if is_dense else Sparse(cells, wanted)
    for done in range(1, most_rounds + 1):
        error = max(_meet(weights, place, target) for place, target in enumerate(wanted))
        # The error of each margin was taken before it was met, so this is not yet the state after the round.
        if error <= tolerance and measured(wanted, weights.by_cell(), done, tolerance).is_met:
            return weights.by_cell() / cells.weight, done
    return weights.by_cell() / cells.weight, most_rounds


def _meet(weights: "_Weights", place: int, target: Target) -> float:
    """Meet one margin; the largest relative error that it had before."""
    factor = target.totals / weights.sums(place)
    weights.scale(place, factor)
    return float(np.abs(1 / factor - 1).max())


class _Weights(Protocol):
    """The weights while they are fitted, in one of two shapes."""

    def sums(self, place: int) -> FloatArray:
        """Sums by the groups of one target."""

    def scale(self, place: int, factor: FloatArray) -> None:
        """Multiply the weights of each group of one target."""

    def by_cell(self) -> FloatArray:
        """The weight of each cell."""


class Sparse:
    """One weight per cell that holds rows: for long and thinly filled crosses."""

    def __init__(self, cells: SampleCells, wanted: Sequence[Target]) -> None:
        self._weight, self._wanted = cells.weight.copy(), wanted

    def sums(self, place: int) -> FloatArray:
        """Sums by the groups of one target."""
        return self._wanted[place].sums(self._weight)

    def scale(self, place: int, factor: FloatArray) -> None:
        """Multiply the weights of each group of one target."""
        self._weight *= factor[self._wanted[place].number]

    def by_cell(self) -> FloatArray:
        """The weight of each cell."""
        return self._weight


class Dense:
    """A tensor with one axis per variable: sums along axes need no lookup."""

    def __init__(self, cells: SampleCells, wanted: Sequence[Target]) -> None:
        self._shape = tuple(len(known) for known in cells.categories)
        self._place = np.ravel_multi_index(cells.codes, self._shape)
        self._tensor = np.zeros(self._shape)
        self._tensor.ravel()[self._place] = cells.weight
        self._axes = [tuple(cells.variables.index(name) for name in target.margin.variables) for target in wanted]
        self._groups = [self._present(cells, axes) for axes in self._axes]

    def sums(self, place: int) -> FloatArray:
        """Sums by the groups of one target."""
        axes = self._axes[place]
        summed = self._tensor.sum(axis=tuple(axis for axis in range(self._tensor.ndim) if axis not in axes))
        return np.asarray(summed).ravel()[self._groups[place]]

    def scale(self, place: int, factor: FloatArray) -> None:
        """Multiply the weights of each group of one target."""
        axes = self._axes[place]
        spread = np.ones([length if axis in axes else 1 for axis, length in enumerate(self._shape)])
        spread.ravel()[self._groups[place]] = factor
        self._tensor *= spread

    def by_cell(self) -> FloatArray:
        """The weight of each cell."""
        return self._tensor.ravel()[self._place]

    def _present(self, cells: SampleCells, axes: Sequence[int]) -> IntArray:
        """Position, among all combinations along some axes, of each group that a target numbers.

        The tensor's axes run in the order of the cells' variables, the target's groups in that of the margin.
        """
        ordered = sorted(axes)
        _, codes = cells.numbered([cells.variables[axis] for axis in axes])
        by_axis = dict(zip(axes, codes, strict=True))
        if not ordered:
            return np.zeros(1, dtype=np.int64)
        shape = tuple(self._shape[axis] for axis in ordered)
        return np.ravel_multi_index([by_axis[axis] for axis in ordered], shape).astype(np.int64)
