"""Few values to blank where a blank agrees with every value, in files too large to prove the fewest.

Step by step the set of keys is blanked, in one row at risk, that hides most rows at risk for its cost: itself, and all
others that agree with what is left of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nyhavn.engine.confidentiality.microdata.blanks import Blanks
from nyhavn.engine.confidentiality.microdata.cells import KeyCells
from nyhavn.engine.confidentiality.microdata.frequencies import agreeing, frequencies
from nyhavn.engine.confidentiality.microdata.numbering import MISSING, Integers, first_of_each, numbered
from nyhavn.engine.confidentiality.microdata.own_blanks import by_cost

_WORTH = 0.5  # of the best ratio: steps that are at least so good are taken in the same round


@dataclass(frozen=True)
class _Step:
    """Blank these keys in one row of a cell. ratio: rows hidden per cost. others: cells that are nearer to k then."""

    cell: int
    held: int
    ratio: float
    others: Integers


@dataclass(frozen=True)
class _State:
    """The file so far. cells: parts of the file's cells, each with what was blanked. origin: the cell it is part of."""

    cells: KeyCells
    origin: Integers


def blank_greedily(cells: KeyCells, k: int, costs: Sequence[float]) -> Blanks:
    """What to blank."""
    bare = replace(cells, weight=cells.rows.astype(np.float64), sensitive=(), is_weighted=False)
    now = _State(bare, np.arange(len(cells.rows)))
    while True:
        found = frequencies(now.cells).sample
        risky = np.flatnonzero(found < k)
        if not len(risky):
            break
        now = _taken(now, _round(now.cells, found, k, costs))
    blanked = (now.cells.codes == MISSING) & (cells.codes[now.origin] != MISSING)
    return Blanks.of_rows(np.repeat(now.origin, now.cells.rows), np.repeat(blanked, now.cells.rows, axis=0))


def _round(cells: KeyCells, found: Integers, k: int, costs: Sequence[float]) -> list[_Step]:
    """Steps that do not touch each other's cells, the best ones first."""
    steps = [step for held in by_cost(costs) for step in _steps(cells, found, k, held, costs)]
    steps.sort(key=lambda step: -step.ratio)
    chosen: list[_Step] = []
    taken: set[int] = set()
    for step in steps:
        if step.ratio < _WORTH * steps[0].ratio:
            break
        if not taken.intersection(step.others.tolist()):
            taken.update(step.others.tolist())
            chosen.append(step)
    return chosen


def _steps(cells: KeyCells, found: Integers, k: int, held: int, costs: Sequence[float]) -> list[_Step]:
    """For each group of cells at risk that agree but for these keys: the step in the cell that gains most itself."""
    keys = [key for key in range(len(costs)) if held >> key & 1]
    risky = np.flatnonzero(found < k)
    stated = risky[(cells.codes[risky][:, keys] != MISSING).all(axis=1)]
    if not len(stated):
        return []
    left = cells.codes[stated].copy()
    left[:, keys] = MISSING
    (rows,) = agreeing(left, cells, cells.rows)
    own = np.minimum(k, rows) - found[stated]
    number, count = numbered(left, cells.sizes)
    in_all = np.bincount(number, cells.rows[stated], count)
    cost = sum(costs[key] for key in keys)
    order = np.lexsort((own, number))
    best = order[np.flatnonzero(np.diff(np.append(number[order], count)))]
    # Where nothing is left of the row, it hides nobody else who is whole.
    is_empty = (left[best] == MISSING).all(axis=1) & (len(costs) > 1)
    gains = np.where(is_empty, own[best], in_all[number[best]] - 1 + own[best]) / cost
    members = np.split(stated[np.argsort(number, kind="stable")], np.cumsum(np.bincount(number, minlength=count))[:-1])
    return [
        _Step(int(stated[place]), held, float(gain), members[int(number[place])])
        for place, gain in zip(best, gains, strict=True)
        if gain > 0
    ]


def _taken(now: _State, steps: Sequence[_Step]) -> _State:
    """The file after one row of each step's cell has lost its keys."""
    rows, parts = now.cells.rows.copy(), [step.cell for step in steps]
    codes = now.cells.codes[parts].copy()
    for place, step in enumerate(steps):
        rows[step.cell] -= 1
        codes[place, [key for key in range(codes.shape[1]) if step.held >> key & 1]] = MISSING
    left = np.flatnonzero(rows > 0)
    every = np.concatenate([now.cells.codes[left], codes])
    origin = np.concatenate([now.origin[left], now.origin[parts]])
    of_parts = np.concatenate([rows[left], np.ones(len(steps), dtype=np.int64)])
    alike = np.column_stack([every, origin]).astype(np.int32)
    number, count = numbered(alike, (*now.cells.sizes, int(now.origin.max()) + 1))
    merged = np.bincount(number, of_parts, count).astype(np.int64)
    first = first_of_each(number, count)
    cells = replace(now.cells, codes=every[first], rows=merged, weight=merged.astype(np.float64))
    return _State(cells, origin[first])
