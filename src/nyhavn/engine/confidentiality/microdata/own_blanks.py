"""The fewest values to blank so that each row is hidden by what is left of itself.

A row counts as hidden by all rows whose true values agree with what is left of it. What is blanked in other rows makes
no difference then: the person behind it is still who they are. So each combination of keys is a question of its own,
answered by going through the sets of keys from cheap to dear; the answer is the optimum, whatever the size of the file.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from nyhavn.engine.confidentiality.microdata.cells import KeyCells
from nyhavn.engine.confidentiality.microdata.frequencies import agreeing, frequencies
from nyhavn.engine.confidentiality.microdata.numbering import MISSING, Integers

Patterns = list[tuple[int, Integers]]  # sets of keys as bits, with the cells they are blanked in


def own_patterns(cells: KeyCells, k: int, costs: Sequence[float]) -> Patterns:
    """For every cell with which fewer than k rows agree, the cheapest set of keys without which k rows do."""
    open_cells = np.flatnonzero(frequencies(cells).sample < k)
    found: Patterns = []
    for held in by_cost(costs):
        if not len(open_cells):
            return found
        codes = cells.codes[open_cells].copy()
        keys = [key for key in range(len(costs)) if held >> key & 1]
        # A set that holds a key which is missing already costs more than one without it, and does no more.
        is_stated = (codes[:, keys] != MISSING).all(axis=1)
        codes[:, keys] = MISSING
        (rows,) = agreeing(codes[is_stated], cells, cells.rows)
        hidden = np.zeros(len(open_cells), dtype=np.bool_)
        hidden[is_stated] = rows >= k
        if hidden.any():
            found.append((held, open_cells[hidden]))
            open_cells = open_cells[~hidden]
    return found


def by_cost(costs: Sequence[float]) -> Iterator[int]:
    """All sets of keys but the empty one, as bits, the cheap ones first."""
    keys = len(costs)
    total = {held: sum(costs[key] for key in range(keys) if held >> key & 1) for held in range(1, 2**keys)}
    yield from sorted(total, key=lambda held: (total[held], held))
