"""How few blanks can there be at least, where a blank agrees with every value and a file is too large to be solved?

To hide a row at risk, something must be blanked in it, or in at least as many other rows at risk as it lacks. Blanking
the keys P in one row, at the cost of P, is something for that row and for all rows at risk that agree with what is left
of it. That is a covering problem, of which every solution of ours is a solution: so it cannot cost more. Its linear
program is solved where there is room; elsewhere a feasible point of its dual does.
"""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array

from nyhavn.engine.confidentiality.microdata.cells import KeyCells
from nyhavn.engine.confidentiality.microdata.frequencies import frequencies
from nyhavn.engine.confidentiality.microdata.numbering import MISSING, Floats, Integers, numbered
from nyhavn.engine.confidentiality.microdata.own_blanks import by_cost
from nyhavn.engine.confidentiality.programs import Choices

MOST_COLUMNS = 120_000  # of the linear program; measured: seconds
_SAFE = 1e-6  # what the solver may be off by


def lower_bound(cells: KeyCells, k: int, costs: Sequence[float]) -> float:
    """A cost that no blanking of rows at risk can stay below."""
    found = frequencies(cells).sample
    risky = np.flatnonzero(found < k)
    if not len(risky):
        return 0.0
    lacking = (k - found).astype(np.float64)
    bound = max(_by_prices(cells, risky, lacking, costs), min(costs))
    has_room = 2 * len(risky) * 2 ** len(costs) <= MOST_COLUMNS
    if has_room and not cells.missing[risky].any():
        bound = max(bound, _by_program(cells, risky, lacking[risky], costs) - _SAFE)
    return bound


def _by_program(cells: KeyCells, risky: Integers, lacking: Floats, costs: Sequence[float]) -> float:
    """The optimum of the linear program. All cells at risk are whole.

    Columns: per set of keys P and cell how many of its rows lose P; then per P and group of cells that agree but for P
    how many rows of the group do. Rows: each cell, on average over its rows; and each group is the sum of its cells.
    """
    rows, keys, count = cells.rows[risky].astype(np.float64), len(costs), len(risky)
    place = np.arange(count)
    groups, first_group = 0, count * (2**keys - 1)
    entries: list[tuple[Integers, Integers, Floats]] = []
    prices = np.zeros(first_group)
    for held in range(1, 2**keys):
        column = (held - 1) * count + place
        prices[column] = sum(costs[key] for key in range(keys) if held >> key & 1)
        if held == 2**keys - 1 and keys > 1:  # of a row without anything left, nobody else has anything
            entries.append((place, column, 1.0 / rows))
            continue
        number, size = _groups(cells, risky, held)
        entries.append((place, column, (1.0 - 1.0 / lacking) / rows))
        entries.append((place, first_group + groups + number, 1.0 / lacking))
        entries.append((count + groups + number, column, np.ones(count)))
        sums = groups + np.arange(size)
        entries.append((count + sums, first_group + sums, -np.ones(size)))
        groups += size
    row, column, value = (np.concatenate(parts) for parts in zip(*entries, strict=True))
    matrix = csr_array((value, (row, column)), shape=(count + groups, first_group + groups))
    costs_of_columns = np.concatenate([prices, np.zeros(groups)])
    program = Choices(costs_of_columns, np.zeros(len(costs_of_columns)), np.full(len(costs_of_columns), rows.sum()))
    program.require(matrix, np.concatenate([np.ones(count), np.zeros(groups)]))
    found = program.divided()
    return found.bound if found is not None else 0.0


def _groups(cells: KeyCells, places: Integers, held: int) -> tuple[Integers, int]:
    """Cells that agree but for these keys, numbered alike."""
    left = cells.codes[places].copy()
    left[:, [key for key in range(left.shape[1]) if held >> key & 1]] = MISSING
    return numbered(left, cells.sizes)


def _by_prices(cells: KeyCells, risky: Integers, lacking: Floats, costs: Sequence[float]) -> float:
    """A feasible point of the dual.

    If each row's price is the least, over P, of the cost of P divided by what one row with P blanked does at most in
    its group, then no row with blanks costs less than the prices of all it serves: they add up to a lower bound.
    """
    whole = risky[~cells.missing[risky].any(axis=1)]
    # A row at risk with missing values may reach as far as one that is whole, with so many fewer keys blanked.
    free = int(cells.missing[risky].sum(axis=1).max()) if len(whole) < len(risky) else 0
    prices: Floats = np.full(len(whole), np.inf)
    for held in by_cost(costs):
        keys = [key for key in range(len(costs)) if held >> key & 1]
        spared = sorted((costs[key] for key in keys), reverse=True)[: min(free, len(keys) - 1)]
        number, count = _groups(cells, whole, held)
        # As many rows' needs as the group has, each by its share; the row itself is served wholly.
        needs = np.bincount(number, cells.rows[whole] / lacking[whole], count)
        most = needs + 1.0 - 1.0 / float(lacking[whole].max()) if len(whole) else needs
        np.minimum(prices, (sum(costs[key] for key in keys) - sum(spared)) / most[number], out=prices)
    return float((prices * cells.rows[whole]).sum())
