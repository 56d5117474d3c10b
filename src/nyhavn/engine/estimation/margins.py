"""Which cells a table needs, and which groups it shows.

Sets of breakdowns that lie within a larger set asked for are margins of it, so only the largest sets are read from
the rows. Every table has all its margins: each breakdown's categories in declared order (declined and not stated only
where somebody is there), and the total last.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import narwhals as nw
import numpy as np

from nyhavn.engine.estimation.cells import Cells, collapse, rough_means
from nyhavn.engine.estimation.measures import Domain, Measure
from nyhavn.engine.estimation.sampling import Sampling
from nyhavn.engine.estimation.sums import IntArray
from nyhavn.framework.statistics import DECLINED, NOT_STATED, TOTAL, Statistic

_Reading = tuple[frozenset[str], str]


@dataclass(frozen=True)
class TableCells:
    """One table to be made: a measure, its breakdowns, and cells that can be summed to every group of it."""

    measure: Measure
    by: tuple[str, ...]
    cells: Cells


@dataclass(frozen=True)
class Wanted:
    """A measure, and the sets of domains it is wanted by; the total is made anyway."""

    measure: Measure
    by: tuple[tuple[str, ...], ...]


def table_cells(
    coded: nw.LazyFrame[Any], wanted: Sequence[Wanted], domains: Sequence[Domain], sampling: Sampling
) -> Iterator[TableCells]:
    """The cells of every table, per measure the total first and then its domains as declared."""
    made = [(one.measure, by) for one in wanted for by in ((), *one.by)]
    chosen = [_read_with(measure, _home(set(by), _largest(wanted, measure, by))) for measure, by in made]
    shifts = rough_means(coded, [one.measure for one in wanted]) if sampling.has_errors else {}
    collapsed: dict[_Reading, Cells] = {}
    for reading in dict.fromkeys(chosen):
        members = [measure for (measure, _), other in zip(made, chosen, strict=True) if other == reading]
        crossed = [domain for domain in domains if domain.id in reading[0]]
        collapsed[reading] = collapse(coded, list(dict.fromkeys(members)), crossed, sampling, shifts)
    for (measure, by), reading in zip(made, chosen, strict=True):
        yield TableCells(measure, by, collapsed[reading])


def shown_codes(table: TableCells, asked: IntArray) -> list[list[str]]:
    """Per domain the codes that the table shows; asked: rows in the universe per cell."""
    return [list(_present(table.cells, name, asked)) for name in table.by]


def margins(by: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every subset of the breakdowns, as the tuple of those kept."""
    for kept in product((True, False), repeat=len(by)):
        yield tuple(name for name, is_kept in zip(by, kept, strict=True) if is_kept)


def groups(codes: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """All groups of a table in order of publication, with totals."""
    return product(*((*shown, TOTAL) for shown in codes))


def group_number(table: TableCells, categories: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """The margin a group belongs to (domains kept) and its number there."""
    declared = {domain.id: domain.codes for domain in table.cells.domains}
    kept = [(name, code) for name, code in zip(table.by, categories, strict=True) if code != TOTAL]
    shape = tuple(len(declared[name]) for name, _ in kept)
    place = tuple(declared[name].index(code) for name, code in kept)
    return tuple(name for name, _ in kept), int(np.ravel_multi_index(place, shape)) if kept else 0


def _read_with(measure: Measure, home: frozenset[str]) -> _Reading:
    """What is read in one pass: the largest set of domains, and by itself each quantile, whose values are keys."""
    return home, measure.id if measure.statistic is Statistic.QUANTILE else ""


def _largest(wanted: Sequence[Wanted], measure: Measure, by: tuple[str, ...]) -> list[frozenset[str]]:
    """Sets to choose from: those of all measures, the own ones first, so that a total comes with a table."""
    own = [one for one in wanted if one.measure == measure]
    every = [frozenset(sets) for other in (*own, *wanted) for sets in other.by]
    return [candidate for candidate in every if not any(candidate < larger for larger in every)] or [frozenset(by)]


def _home(by: set[str], candidates: Sequence[frozenset[str]]) -> frozenset[str]:
    return next(candidate for candidate in candidates if by <= candidate)


def _present(cells: Cells, name: str, asked: IntArray) -> Iterator[str]:
    domain = next(item for item in cells.domains if item.id == name)
    index, shape = cells.groups((name,))
    rows = np.bincount(index, asked, shape[0])
    for place, code in enumerate(domain.codes):
        if code not in (DECLINED, NOT_STATED) or rows[place] > 0:
            yield code
