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

from nyhavn.engine.estimation.cells import Cells, IntArray, category_codes, collapse, rough_means
from nyhavn.engine.estimation.sampling import Sampling
from nyhavn.framework.statistics import DECLINED, NOT_STATED, TOTAL, Breakdown, Indicator


@dataclass(frozen=True)
class TableCells:
    """One table to be made: an indicator, its breakdowns, and cells that can be summed to every group of it."""

    indicator: Indicator
    by: tuple[str, ...]
    cells: Cells


def table_cells(
    coded: nw.LazyFrame[Any], indicators: Sequence[Indicator], breakdowns: Sequence[Breakdown], sampling: Sampling
) -> Iterator[TableCells]:
    """The cells of every table, per indicator the total first and then its breakdowns as declared."""
    wanted = [(indicator, by) for indicator in indicators for by in ((), *indicator.by)]
    chosen = [_home(set(by), _largest(indicators, indicator, by)) for indicator, by in wanted]
    shifts = rough_means(coded, indicators) if sampling.has_errors else {}
    collapsed: dict[frozenset[str], Cells] = {}
    for home in dict.fromkeys(chosen):
        members = [indicator for (indicator, _), place in zip(wanted, chosen, strict=True) if place == home]
        unique = [indicator for indicator in indicators if indicator in members]
        crossed = [breakdown for breakdown in breakdowns if breakdown.id in home]
        collapsed[home] = collapse(coded, unique, crossed, sampling, shifts)
    for (indicator, by), home in zip(wanted, chosen, strict=True):
        yield TableCells(indicator, by, collapsed[home])


def shown_codes(table: TableCells, asked: IntArray) -> list[list[str]]:
    """Per breakdown the codes that the table shows; asked: rows in the universe per cell."""
    return [list(_present(table.cells, name, asked)) for name in table.by]


def margins(by: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every subset of the breakdowns, as the tuple of those kept."""
    for kept in product((True, False), repeat=len(by)):
        yield tuple(name for name, is_kept in zip(by, kept, strict=True) if is_kept)


def groups(codes: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """All groups of a table in order of publication, with totals."""
    return product(*((*shown, TOTAL) for shown in codes))


def group_number(table: TableCells, categories: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """The margin a group belongs to (breakdowns kept) and its number there."""
    declared = {breakdown.id: category_codes(breakdown) for breakdown in table.cells.breakdowns}
    kept = [(name, code) for name, code in zip(table.by, categories, strict=True) if code != TOTAL]
    shape = tuple(len(declared[name]) for name, _ in kept)
    place = tuple(declared[name].index(code) for name, code in kept)
    return tuple(name for name, _ in kept), int(np.ravel_multi_index(place, shape)) if kept else 0


def _largest(indicators: Sequence[Indicator], indicator: Indicator, by: tuple[str, ...]) -> list[frozenset[str]]:
    """Sets to choose from: those of all indicators, the own ones first, so that a total comes with a table."""
    every = [frozenset(sets) for other in (indicator, *indicators) for sets in other.by]
    return [candidate for candidate in every if not any(candidate < larger for larger in every)] or [frozenset(by)]


def _home(by: set[str], candidates: Sequence[frozenset[str]]) -> frozenset[str]:
    return next(candidate for candidate in candidates if by <= candidate)


def _present(cells: Cells, name: str, asked: IntArray) -> Iterator[str]:
    breakdown = next(item for item in cells.breakdowns if item.id == name)
    index, shape = cells.groups((name,))
    rows = np.bincount(index, asked, shape[0])
    for place, code in enumerate(category_codes(breakdown)):
        if code not in (DECLINED, NOT_STATED) or rows[place] > 0:
            yield code
