"""A release as the attacker sees it: unknown whole numbers, and equations between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from nyhavn.engine.confidentiality.lattice import Lattice, Margin, lattice
from nyhavn.engine.confidentiality.measures import Group, Kind, Measure, single_answer
from nyhavn.engine.confidentiality.publications import Key, Publications, Shown
from nyhavn.framework.refusal import Reason, Refusal

UNKNOWN = -1  # value of a cell that no table shows

# Own choice, by measurement: one attacker problem of this size takes some tens of milliseconds, and a release needs
# hundreds of them. Above it, linked tables are bound by shared margins only, and the audit says so.
MOST_JOINT_CELLS = 6_000

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Unit:
    """What is shown or hidden together: the n of a group, or its numerator with what is left (n - numerator).

    columns: its cells. with_it: units that cannot be shown without it.
    """

    columns: tuple[int, ...]
    key: Key
    with_it: tuple[int, ...] = ()

    @property
    def level(self) -> int:
        """Number of breakdowns; 0 is the grand total."""
        return len(self.key[1])


@dataclass(frozen=True)
class System:
    """Linked tables: cells x >= 0, whole, with matrix @ x = 0.

    keys: (measure, group) per column. values: true counts, UNKNOWN where no table shows the cell.
    unit: index of the column's unit, -1 for cells that no table shows. shown: what tables show, by column.
    """

    keys: tuple[Key, ...]
    values: Integers
    matrix: Any  # scipy.sparse.csr_array, float: equations x cells
    unit: Integers
    units: tuple[Unit, ...]
    shown: dict[int, Shown]
    joint: bool

    @property
    def ceiling(self) -> int:
        """No attacker believes in larger counts: ten times everything that the tables show, and some room."""
        return 10 * int(np.maximum(self.values, 0).sum()) + 1_000

    def hidden_columns(self, hidden: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Which cells the attacker does not know, if these units are hidden."""
        known = self.unit >= 0
        unseen = ~known
        unseen[known] = hidden[self.unit[known]]
        return unseen


def systems(shown: Publications) -> Iterator[System]:
    """The release, divided into systems that have no cell and no equation in common."""
    counted = {measure.universe for measure in shown.sets if measure.kind is Kind.ALL}
    linked: dict[tuple[str, str], list[Measure]] = {}
    for measure in sorted(shown.sets):
        # A universe is part of everybody; an attacker who knows everybody's groups can compare.
        everybody = "" in counted
        alone = not everybody and measure.universe not in counted
        linked.setdefault(("" if everybody else measure.universe, measure.answers if alone else ""), []).append(measure)
    for _, measures in sorted(linked.items()):
        yield _system(shown, tuple(measures))


def _system(shown: Publications, published: Sequence[Measure]) -> System:
    relations = tuple(_relations(published))
    measures = tuple(sorted({*published, *(measure for relation in relations for measure in relation)}))
    sizes = {breakdown: len(codes) for breakdown, codes in shown.categories.items()}
    shape = lattice({s for m in published for s in shown.sets[m]}, sizes, MOST_JOINT_CELLS // len(measures))
    keys = [(m, g) for m in measures for margin in shape.margins for g in _groups(shown, m, margin)]
    column = {key: index for index, key in enumerate(keys)}
    cells = {column[key]: shown.shown[key] for key in keys if key in shown.shown}
    values = np.array([cells[i].value if i in cells else UNKNOWN for i in range(len(keys))], dtype=np.int64)
    matrix = _matrix(len(keys), [*_sums(shown, shape, measures, column), *_splits(shape, shown, relations, column)])
    _check_balance(matrix, values, cells)
    unit, units = _units(column, cells)
    return System(tuple(keys), values, matrix, unit, units, cells, shape.joint)


def _relations(published: Sequence[Measure]) -> Iterator[tuple[Measure, ...]]:
    """Equations within a group: the first count is the sum of the others."""
    counted = {measure.universe for measure in published if measure.kind is Kind.ALL}
    for measure in published:
        whole = Measure(measure.universe, "", "", Kind.ALL)
        if measure.kind is Kind.YES:
            yield measure.sibling(Kind.VALID), measure, measure.sibling(Kind.NO, measure.numerator)
        if measure.kind is Kind.VALID and counted & {"", measure.universe}:
            yield whole, measure, measure.sibling(Kind.MISSING)
    if "" in counted:
        everybody = Measure("", "", "", Kind.ALL)
        for universe in sorted({measure.universe for measure in published} - {""}):
            whole = Measure(universe, "", "", Kind.ALL)
            yield everybody, whole, whole.sibling(Kind.OUTSIDE)
    yield from _exclusive(published)


def _exclusive(published: Sequence[Measure]) -> Iterator[tuple[Measure, ...]]:
    """Numerators that ask for different answers to one question exclude each other."""
    asked: dict[Measure, list[Measure]] = {}
    for measure in published:
        if measure.kind is Kind.YES and (question := single_answer(measure)):
            asked.setdefault(measure.sibling(Kind.OTHER, question), []).append(measure)
    for other, numerators in asked.items():
        if len(numerators) > 1:
            yield other.sibling(Kind.VALID), *numerators, other
            for one in numerators:
                yield one.sibling(Kind.NO, one.numerator), *(each for each in numerators if each != one), other


def _groups(shown: Publications, measure: Measure, margin: Margin) -> Iterator[Group]:
    """The groups of a margin that may hold somebody. A group that a table does not list is known to be empty."""
    known = [(m, s) for m in (measure, *_wholes(measure)) for s in shown.sets.get(m, ()) if s <= margin]
    order = sorted(margin)
    for codes in product(*(sorted(shown.categories[breakdown]) for breakdown in order)):
        group = frozenset(zip(order, codes, strict=True))
        if all((m, frozenset(pair for pair in group if pair[0] in s)) in shown.shown for m, s in known):
            yield group


def _wholes(measure: Measure) -> Iterator[Measure]:
    """What a measure is a part of."""
    if measure.kind in (Kind.YES, Kind.NO, Kind.OTHER):
        yield measure.sibling(Kind.VALID)
    if measure.kind not in (Kind.ALL, Kind.OUTSIDE):
        yield Measure(measure.universe, "", "", Kind.ALL)
    if measure.universe:
        yield Measure("", "", "", Kind.ALL)


def _sums(
    shown: Publications, shape: Lattice, measures: Sequence[Measure], column: dict[Key, int]
) -> Iterator[dict[int, int]]:
    """Every cell is the sum of its children."""
    for measure in measures:
        for coarse, fine in shape.sums:
            parents: dict[Group, dict[int, int]] = {}
            for group in _groups(shown, measure, fine):
                parent = frozenset(pair for pair in group if pair[0] in coarse)
                parents.setdefault(parent, {})[column[measure, group]] = 1
            for parent in _groups(shown, measure, coarse):
                parents.setdefault(parent, {})[column[measure, parent]] = -1
            yield from parents.values()


def _splits(
    shape: Lattice, shown: Publications, relations: Sequence[tuple[Measure, ...]], column: dict[Key, int]
) -> Iterator[dict[int, int]]:
    """The relations within each group."""
    for whole, *parts in relations:
        for margin in shape.margins:
            groups = {group for measure in (whole, *parts) for group in _groups(shown, measure, margin)}
            for group in sorted(groups, key=sorted):
                row = {column[part, group]: 1 for part in parts if (part, group) in column}
                if (whole, group) in column:
                    row[column[whole, group]] = -1
                yield row


def _matrix(cells: int, rows: Sequence[dict[int, int]]) -> Any:
    entries = [(r, c, v) for r, row in enumerate(rows) for c, v in sorted(row.items())]
    at_row, at_column, value = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_array((np.array(value, dtype=float), (at_row, at_column)), shape=(len(rows), cells))


def _check_balance(matrix: Any, values: Integers, cells: dict[int, Shown]) -> None:
    """Raise Refusal where numbers that tables show do not add up."""
    unknown = (values == UNKNOWN).astype(float)
    open_rows = abs(matrix) @ unknown > 0
    wrong = np.flatnonzero(~open_rows & (matrix @ np.maximum(values, 0) != 0))
    tables = {cells[int(c)].refs[0] for r in wrong for c in matrix.indices[matrix.indptr[r] : matrix.indptr[r + 1]]}
    names = sorted({f'"{ref.indicator}" by {" x ".join(ref.breakdowns) or "total"}' for ref in tables})
    if names:
        what = f"The counts of {', '.join(names)} do not add up to each other."
        raise Refusal(Reason("counts-contradict", what, do="Count all tables from the same contributions."))


def _units(column: dict[Key, int], cells: dict[int, Shown]) -> tuple[Integers, tuple[Unit, ...]]:
    """Cells by what is shown or hidden together. n comes before the numerators that hang on it."""
    at = np.full(len(column), -1, dtype=np.int64)
    heads = [key for key, index in column.items() if index in cells and key[0].kind is not Kind.NO]
    numerators: dict[Key, list[int]] = {}
    for number, (measure, group) in enumerate(heads):
        at[column[measure, group]] = number
        if measure.kind is Kind.YES:
            at[column[measure.sibling(Kind.NO, measure.numerator), group]] = number
            numerators.setdefault((measure.sibling(Kind.VALID), group), []).append(number)
    units = (
        Unit(tuple(int(c) for c in np.flatnonzero(at == number)), key, tuple(numerators.get(key, ())))
        for number, key in enumerate(heads)
    )
    return at, tuple(units)
