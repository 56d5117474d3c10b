"""Finished cells: tables that somebody has added up already. They must add up, to each other and to themselves."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa

from nyhavn.engine.confidentiality.programs import Program
from nyhavn.engine.confidentiality.suppression.problem import Floats, Truths
from nyhavn.engine.confidentiality.suppression.structure import Place, place
from nyhavn.engine.confidentiality.tables.facts import CellFacts, Contributions
from nyhavn.engine.confidentiality.tables.linked import Linked, in_words, listed
from nyhavn.engine.weighting.collapse import category_text, near
from nyhavn.framework.expression_values import read_number
from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.framework.table_order import OrderedTable

# Relative; what doubles lose when a few thousand numbers are added up. Rounded tables do not add up, and are refused.
ADDS_UP = 1e-9


@dataclass(frozen=True)
class GivenCells:
    """One finished table. columns: of its breakdowns, by id. table: one row per cell, of any types."""

    order: OrderedTable
    columns: Mapping[str, str]
    table: pa.Table


def finished(linked: Linked, given: Mapping[str, GivenCells]) -> CellFacts:
    """The cells of linked tables. given: by id of the table. A leaf that is not given is empty, a margin is added up.

    Raises Refusal: table-empty, table-column-unknown, cell-code-unknown, cell-twice, number-missing, number-negative,
    cell-missing, cells-contradict, cells-do-not-add-up.
    """
    size = len(linked.places)
    index = {one: number for number, one in enumerate(linked.places)}
    value, known = np.zeros(size), np.zeros(size, dtype=np.bool_)
    number, largest = np.zeros(size), np.zeros((max(_most(linked), 1), size))
    reasons: list[Reason] = []
    for table in linked.tables:
        for cell in _cells(given[table.id], linked, reasons):
            at = index[cell.place]
            if known[at] and value[at] != cell.value:
                what = f"Two tables give different numbers for the same cell: {in_words(cell.place)}."
                reasons.append(Reason("cells-contradict", what, _where(table), "Make all tables from the same data."))
            value[at], known[at] = cell.value, True
            number[at] = cell.number
            largest[: len(cell.largest), at] = cell.largest
    if reasons:
        raise Refusal(*reasons)
    _complete(linked, value, known, number)
    _check_sums(linked, value)
    if linked.unseen.any():
        value = _with_joint(linked, value)
    if not linked.is_sum and not _most(linked):
        largest[0] = np.minimum(value, 1.0)
    return CellFacts(value, Contributions(number, largest))


@dataclass(frozen=True)
class _Cell:
    place: Place
    value: float
    number: float
    largest: tuple[float, ...]


def _most(linked: Linked) -> int:
    return max(len(table.cells.largest) if table.cells else 0 for table in linked.tables)


def _where(table: OrderedTable) -> str:
    return f'[[table]] "{table.id}"'


def _cells(given: GivenCells, linked: Linked, reasons: list[Reason]) -> Iterator[_Cell]:
    """The cells of one file; faults are added to the reasons."""
    cross = linked.crosses[[table.id for table in linked.tables].index(given.order.id)]
    file = given.order.cells
    if file is None or not given.table.num_rows:
        raise refusal("table-empty", "The table has no cells.", where=_where(given.order), do="Hand in its cells.")
    texts = [_column(given, given.columns[tree.name], category_text) for tree in cross]
    values = _column(given, file.value, _number)
    counts = _column(given, file.contributors, _number) if file.contributors else values
    if linked.is_sum and not file.contributors:
        counts = [0.0] * len(values)
    tops = [_column(given, name, _number) for name in file.largest]
    seen: set[Place] = set()
    for row, (*codes, value, count) in enumerate(zip(*texts, values, counts, strict=True), start=1):
        where = f"{_where(given.order)}, row {row}"
        unknown = [tree.name for tree, code in zip(cross, codes, strict=True) if code not in tree.codes]
        parts = (value, count, *(top[row - 1] for top in tops))
        if unknown:
            what = f'The code of "{unknown[0]}" is none that its hierarchy has.'
            reasons.append(Reason("cell-code-unknown", what, where, "Correct it, or add it to the hierarchy."))
        elif None in parts:
            what = f"Something is no number in the cell {in_words(place(cross, codes))}."
            reasons.append(Reason("number-missing", what, where, "Write 0 for nobody, and numbers elsewhere."))
        elif min(parts) < 0:
            what = f"Something is below zero in the cell {in_words(place(cross, codes))}."
            reasons.append(Reason("number-negative", what, where, "Show gains and losses in two tables."))
        elif (at := place(cross, codes)) in seen:
            what = f"The cell {in_words(at)} stands here twice."
            reasons.append(Reason("cell-twice", what, where, "Leave one out."))
        else:
            seen.add(at)
            yield _Cell(at, value, count, tuple(sorted(parts[2:], reverse=True)))


def _column(given: GivenCells, name: str, read: Callable[[Any], Any]) -> list[Any]:
    if name not in given.table.column_names:
        what = f"There is no column {name}.{near(name, given.table.column_names)}"
        raise refusal("table-column-unknown", what, where=_where(given.order), do="Correct the name in the order.")
    return [read(value) for value in given.table.column(name).to_pylist()]


def _number(value: object) -> float | None:
    """A finite number, or its text; None for everything else."""
    if isinstance(value, bool) or value is None:
        return None
    found = read_number(value) if isinstance(value, str) else float(value)  # type: ignore[arg-type]  # Arrow's numbers
    return found if np.isfinite(found) else None


def _complete(linked: Linked, value: Floats, known: Truths, number: Floats) -> None:
    """Margins that were not given, from the lowest upwards. Of sums, nobody can tell how many are behind a margin."""
    index = {one: at for at, one in enumerate(linked.places)}
    for table, cross in zip(linked.tables, linked.crosses, strict=False):
        for codes in sorted(product(*(tree.codes for tree in cross)), key=lambda codes: -_depth(cross, codes)):
            at = index[place(cross, codes)]
            inner = next((axis for axis, tree in enumerate(cross) if tree.children(codes[axis])), None)
            if known[at] or inner is None:
                known[at] = True
                continue
            if linked.is_sum:
                what = (
                    f"The margin {in_words(linked.places[at])} is not there, and its contributors cannot be added up."
                )
                do = "Hand in all margins of a table of sums."
                raise refusal("cell-missing", what, where=_where(table), do=do)
            parts = [(*codes[:inner], child, *codes[inner + 1 :]) for child in cross[inner].children(codes[inner])]
            below = [index[place(cross, part)] for part in parts]
            value[at], number[at], known[at] = value[below].sum(), number[below].sum(), True


def _depth(cross: Sequence[Any], codes: Sequence[str]) -> int:
    return sum(tree.level(code) for tree, code in zip(cross, codes, strict=True))


def _check_sums(linked: Linked, value: Floats) -> None:
    """Raises Refusal "cells-do-not-add-up" with the cells that differ from what stands below them."""
    matrix = linked.structure.matrix
    shown = abs(matrix) @ linked.unseen.astype(np.float64) == 0
    size = abs(matrix) @ np.abs(value)
    wrong = np.flatnonzero(shown & (np.abs(matrix @ value) > ADDS_UP * np.maximum(size, 1.0)))
    if len(wrong):
        sums = {int(matrix.indices[at]) for row in wrong for at in _row(matrix, int(row)) if matrix.data[at] < 0}
        cells = listed(in_words(linked.places[at]) for at in sorted(sums))
        what = f"{len(sums)} cells differ from the sum of what stands below them: {cells}."
        do = "Hand in the numbers before any rounding, all from the same data."
        raise Refusal(Reason("cells-do-not-add-up", what, _where(linked.tables[0]), do))


def _row(matrix: Any, row: int) -> range:
    return range(int(matrix.indptr[row]), int(matrix.indptr[row + 1]))


def _with_joint(linked: Linked, value: Floats) -> Floats:
    """Numbers for the cells that no table shows: some that agree with all tables, for nobody knows the true ones."""
    ceiling = 10.0 * value.max() + 1.0
    low, high = np.where(linked.unseen, 0.0, value), np.where(linked.unseen, ceiling, value)
    matrix = linked.structure.matrix
    program = Program(matrix, np.zeros(matrix.shape[0]), low, high)
    solution = program.solve_whole() if linked.is_whole else program.solve()
    if solution is None:
        what = "No people at all could have given these tables together: they contradict each other."
        raise Refusal(Reason("cells-contradict", what, _where(linked.tables[0]), "Make all tables from the same data."))
    return np.where(linked.unseen, np.maximum(solution.point, 0.0), value)
