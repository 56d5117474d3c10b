"""Linearised values: what one row adds to the error of a figure, summed over the places of the sample.

For a figure of group d the linearised value of row i is, with w its weight, y and x its values,

    u_i = (y_i - R x_i) / sum_d(w x)   for a ratio R (a mean: x = 1)         u_i = y_i   for a total

within the group and 0 outside it (Woodruff 1971; Wolter 2007, chapter 6). Where weights were calibrated, u is replaced
for *all* rows by the residual u_i - a_i b of its regression on the auxiliaries a, weighted by the initial weights
(Deville and Sarndal 1992, section 3; R survey `calibrate`, `postStratify`, `rake`). What enters the variance is
z_i = w_i u_i with the final weight.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from nyhavn.engine.estimation.cells import Cells
from nyhavn.engine.estimation.sums import FloatArray, IntArray, Sums
from nyhavn.engine.estimation.units import members

CANCELLED = 1e-13  # of the parts of a sum of squares: less than this is the rounding of doubles, not a spread
MOST_NUMBERS = 4_000_000  # figures times places worked on at once: 32 MB a table of doubles


@dataclass(frozen=True)
class Placed:
    """Sums of z, and of z squared, of each figure over each place: figures by places. answers: valid rows."""

    z: FloatArray
    squares: FloatArray
    answers: FloatArray


@dataclass(frozen=True)
class Slopes:
    """The linearised value of a figure's rows is y * of_y + x * of_x; one entry per figure."""

    of_y: FloatArray
    of_x: FloatArray


def slopes(group: Sums, *, is_ratio: bool) -> Slopes:
    """Slopes of every group; nan where a ratio has nothing to be divided by."""
    if not is_ratio:
        return Slopes(np.ones(len(group.wy)), np.zeros(len(group.wy)))
    divided = np.where(group.wx != 0, group.wx, np.nan)
    return Slopes(1 / divided, -group.wy / divided**2)


def placed(cells: Cells, sums: Sums, index: IntArray, size: int, found: Slopes) -> Iterator[tuple[slice, Placed]]:
    """The placed values of all groups, some groups at a time. index: group of each cell, below size."""
    step = max(1, MOST_NUMBERS // max(cells.units.places, 1))
    order = np.argsort(index, kind="stable")
    for start in range(0, size, step):
        part = slice(start, min(start + step, size))
        first, last = np.searchsorted(index[order], (part.start, part.stop))
        chosen = order[first:last]
        own = index[chosen]
        yield part, _place(cells, sums, chosen, own - start, part.stop - start, found.of_y[own], found.of_x[own])


def combined(cells: Cells, sums: Sums, members: Sequence[tuple[IntArray, Slopes, int, float]]) -> Placed:
    """The placed values of one sum of figures. members: index, slopes and number of each figure, and its factor."""
    of_y, of_x, taking_part = (
        np.zeros(len(cells.rows)),
        np.zeros(len(cells.rows)),
        np.zeros(len(cells.rows), dtype=bool),
    )
    for index, found, number, factor in members:
        inside = index == number
        of_y += factor * np.where(inside, found.of_y[number], 0.0)
        of_x += factor * np.where(inside, found.of_x[number], 0.0)
        taking_part |= inside
    chosen = np.flatnonzero(taking_part)
    return _place(cells, sums, chosen, np.zeros(len(chosen), dtype=np.int64), 1, of_y[chosen], of_x[chosen])


def _place(
    cells: Cells, sums: Sums, chosen: IntArray, figure: IntArray, figures: int, of_y: FloatArray, of_x: FloatArray
) -> Placed:
    """chosen: cells that take part; figure: of each of them; of_y, of_x: slopes of each of them."""
    places = cells.units.places
    at = figure * places + cells.units.place[chosen]

    def added(numbers: FloatArray) -> FloatArray:
        return np.bincount(at, numbers, figures * places).astype(np.float64).reshape(figures, places)

    answers = added(sums.valid[chosen].astype(np.float64))
    z = added(of_y * sums.wy[chosen] + of_x * sums.wx[chosen])
    own = added(of_y**2 * sums.wwyy[chosen] + of_x**2 * sums.wwxx[chosen])
    squares = own + added(2 * of_y * of_x * sums.wwxy[chosen])
    squares = np.where(np.abs(squares) <= CANCELLED * own, 0.0, squares)
    if cells.auxiliaries is None:
        return Placed(z, squares, answers)
    once = added(of_y * sums.wwy[chosen] + of_x * sums.wwx[chosen])
    return _residuals(cells, z, squares, once, answers)


def _residuals(cells: Cells, z: FloatArray, squares: FloatArray, once: FloatArray, answers: FloatArray) -> Placed:
    """Take from every row what the auxiliaries explain of it. once: sums of w^2 u."""
    if cells.auxiliaries is None:
        return Placed(z, squares, answers)
    units = cells.units
    by_cell = z @ members(units.calibrated, len(cells.auxiliaries.g))
    explained = cells.auxiliaries.coefficients(by_cell)[:, units.calibrated]
    weight = np.bincount(units.place, cells.weight, units.places)
    weight_squared = np.bincount(units.place, cells.squares, units.places)
    residual = z - explained * weight
    return Placed(residual, squares - 2 * explained * once + explained**2 * weight_squared, answers)
