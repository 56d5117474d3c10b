"""A release as a cell suppression problem: its true counts, what hangs together, what hiding costs, and who attacks."""

from collections.abc import Iterator, Sequence

import numpy as np

from nyhavn.engine.confidentiality.lattice import maximal
from nyhavn.engine.confidentiality.programs import Program
from nyhavn.engine.confidentiality.suppression.cuts import undetermined
from nyhavn.engine.confidentiality.suppression.problem import Block, Floats, Need, Problem
from nyhavn.engine.confidentiality.system import UNKNOWN, System
from nyhavn.framework.refusal import refusal

# Own choices. Every hidden number costs one; these decide between choices that hide equally many.
EXTRA_LEVEL = 0.04  # a margin is worth more than the cells it sums
EXTRA_SIZE = 0.04  # a large count is worth more than a small one


def release_problem(system: System, needs: Sequence[Need]) -> Problem:
    """What has to be solved. Raises Refusal "counts-contradict" if no contributions agree with the tables.

    A respondent knows their own group in every table, one table at a time: in which of the cells between linked tables
    they stand, no table says.
    """
    size, unseen = len(system.keys), system.unit < 0
    values = _completed(system)
    is_told = ~undetermined(system.matrix, unseen)
    return Problem(
        matrix=system.matrix,
        values=values,
        low=np.zeros(size),
        high=np.full(size, float(system.ceiling)),
        costs=_costs(system),
        fixed=np.zeros(size, dtype=np.bool_),
        unseen=unseen,
        needs=tuple(needs),
        blocks=tuple(_blocks(system)),
        own=np.where(is_told, np.minimum(values, 1.0), 0.0),
        whole=True,
        follows=np.array(list(_follows(system)), dtype=np.int64).reshape(-1, 2),
    )


def _completed(system: System) -> Floats:
    """The counts, with whole numbers that agree with them where no table shows the cell.

    What an attacker can believe does not depend on which numbers these are.
    """
    values = system.values.astype(float)
    unknown = system.values == UNKNOWN
    low, high = np.where(unknown, 0.0, values), np.where(unknown, float(system.ceiling), values)
    program = Program(system.matrix, np.zeros(system.matrix.shape[0]), low, high)
    found = program.solve()
    if found is not None and not found.whole:
        found = program.solve_whole()
    if found is None:
        raise refusal(
            "counts-contradict",
            "The tables of the release contradict each other: no set of contributions could have given them.",
            do="Count all tables of a release from the same contributions.",
        )
    return np.asarray(np.round(found.point))


def _costs(system: System) -> Floats:
    """What hiding each unit costs, at its first cell. A grand total costs more than everything else together."""
    found = np.zeros(len(system.keys))
    if system.units:
        heads = [unit.columns[0] for unit in system.units]
        sizes = np.log1p(system.values[heads])
        levels = np.array([unit.level for unit in system.units])
        costs = 1 + EXTRA_SIZE * sizes / max(sizes.max(), 1.0) + EXTRA_LEVEL * (levels.max() - levels)
        costs[(levels == 0) & (levels.max() > 0)] = 2.0 * len(system.units)
        found[heads] = costs
    return found


def _follows(system: System) -> Iterator[tuple[int, int]]:
    """Cells of one unit fall together, and numerators with their n."""
    for unit in system.units:
        first, *others = unit.columns
        for other in others:
            yield from ((first, other), (other, first))
        yield from ((first, system.units[fallen].columns[0]) for fallen in unit.with_it)


def _blocks(system: System) -> Iterator[Block]:
    """The sub-tables: one table with its margins, n and the numerators beside it."""
    margin = {column: frozenset(breakdown for breakdown, _ in system.keys[column][1]) for column in system.shown}
    tables: dict[tuple[str, str], list[int]] = {}
    for column in sorted(system.shown):
        measure, _ = system.keys[column]
        tables.setdefault((measure.universe, measure.answers), []).append(column)
    matrix = abs(system.matrix).tocsr()
    for _, columns in sorted(tables.items()):
        for finest in maximal(margin[column] for column in columns):
            cells = np.array([column for column in columns if margin[column] <= finest], dtype=np.int64)
            inside = np.zeros(len(system.keys))
            inside[cells] = 1.0
            equations = np.flatnonzero((matrix @ inside > 0) & (matrix @ (1.0 - inside) == 0))
            yield Block(len(finest), cells, equations)
