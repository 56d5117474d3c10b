"""The attack on all vintages at once: what follows from what is out, together with what is to be published now.

Between two refreshes the numbers of a block are the same, whichever vintage shows them. So the unknowns are the numbers
of each block in each of its states; within a state they add up as the tables do (`system`), and each published number
is the sum, over all blocks, of the states that its vintage shows. Whole numbers, as in the attack on a single release.
The attacker is told more than anybody outside can know: how blocks are cut, and when each was refreshed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import block_diag, csr_array, vstack

from nyhavn.engine.confidentiality.programs import TOLERANCE, Program
from nyhavn.engine.confidentiality.publications import Key
from nyhavn.engine.confidentiality.system import Integers, System
from nyhavn.engine.confidentiality.vintages.blocks import Division
from nyhavn.engine.confidentiality.vintages.history import History, Place, Seen

# Own choice, by measurement: with 9,220 unknowns, the attack on 458 counts took 8 seconds.
MOST_UNKNOWNS = 10_000
LEAST_VINTAGES = 2  # the last one, and that before

Floats = npt.NDArray[np.float64]


def place_of(key: Key) -> Place:
    """What a column of a system counts, as it is kept."""
    measure, group = key
    return measure, tuple(sorted(group))


@dataclass(frozen=True)
class _Part:
    """Blocks whose numbers are added up. columns: of the system, those in which somebody of them may stand.

    refreshed: the vintage that they show, by vintage.
    """

    columns: Integers
    refreshed: tuple[int, ...]

    @property
    def size(self) -> int:
        """Number of unknowns: the columns in each state."""
        return len(self.columns) * len(set(self.refreshed))


def together(system: System, vintages: Sequence[Seen], history: History, division: Division) -> "Together":
    """The attack on these vintages, or as much of it as one program can hold.

    Where it is too large, blocks that were always refreshed together are taken as one; then the oldest are left out.
    """
    inside = _inside(system, history, division)
    parts = [_Part(columns, refreshed) for columns, refreshed in zip(inside, _by_block(vintages), strict=True)]
    if _size(parts) <= MOST_UNKNOWNS:
        return Together(system, vintages, history, parts, is_whole=True)
    first, parts = 0, _merged(inside, _by_block(vintages))
    while _size(parts) > MOST_UNKNOWNS and first < len(vintages) - LEAST_VINTAGES:
        first += 1
        parts = _merged(inside, _by_block(vintages[first:]))
    return Together(system, vintages[first:], history, parts, is_whole=False)


def _size(parts: Iterable[_Part]) -> int:
    return sum(part.size for part in parts)


def _by_block(vintages: Sequence[Seen]) -> list[tuple[int, ...]]:
    return list(zip(*(seen.refreshed for seen in vintages), strict=True))


def _merged(inside: Sequence[Integers], refreshed: Sequence[tuple[int, ...]]) -> list[_Part]:
    alike: dict[tuple[int, ...], list[Integers]] = {}
    for columns, always in zip(inside, refreshed, strict=True):
        alike.setdefault(always, []).append(columns)
    return [_Part(np.unique(np.concatenate(many)), always) for always, many in sorted(alike.items())]


class Together:
    """Vintages of one system of tables, as one program."""

    def __init__(
        self, system: System, vintages: Sequence[Seen], history: History, parts: Sequence[_Part], *, is_whole: bool
    ) -> None:
        self.is_whole = is_whole
        self._vintages = vintages
        self._ceiling = 10 * sum(value or 0 for seen in vintages for value in seen.values) + 1_000
        self._own = {place_of(key): column for column, key in enumerate(system.keys)}
        self._columns = {at: self._own[place] for at, place in enumerate(history.places) if place in self._own}
        self._size, states = 0, []
        self._of: list[list[Mapping[int, int]]] = [[] for _ in vintages]  # by vintage and part: unknowns by column
        for part in parts:
            of_state = {state: self._new(part.columns) for state in sorted(set(part.refreshed))}
            states += [part.columns] * len(of_state)
            for vintage, state in enumerate(part.refreshed):
                self._of[vintage].append(of_state[state])
        inside = block_diag([system.matrix[:, columns] for columns in states], format="csr")
        self._inside = inside[np.diff(inside.indptr) > 0]

    def _new(self, columns: Integers) -> Mapping[int, int]:
        """Further unknowns, by column."""
        start, self._size = self._size, self._size + len(columns)
        return dict(zip(columns.tolist(), range(start, self._size), strict=True))

    def narrows(self) -> bool:
        """Whether the last vintage rules out an end of what is wanted, and the others alone do not."""
        asked = self._asked()
        if not asked:
            return False
        now, before = self._attack(self._vintages), self._attack(self._vintages[:-1])
        now.sweep([parts for parts, _, _ in asked])
        return any(not now.reaches(*one) and before.reaches(*one) for one in asked)

    def _attack(self, vintages: Sequence[Seen]) -> "_Attack":
        rows, target = self._published(vintages)
        matrix = vstack([self._inside, rows], format="csr")
        targets = np.concatenate((np.zeros(self._inside.shape[0]), target))
        zeros = np.zeros(self._size)
        return _Attack(Program(matrix, targets, zeros, zeros + self._ceiling, same_bounds=True), self._size)

    def _asked(self) -> list[tuple[tuple[int, ...], int, int]]:
        """What is wanted in all vintages: sums of unknowns, each with the ends that it must reach."""
        asked = {
            (self._sum(vintage, self._own[wanted.place]), wanted.low, wanted.high): None
            for vintage, seen in enumerate(self._vintages)
            for wanted in seen.wanted
            if wanted.place in self._own
        }
        return list(asked)

    def _published(self, vintages: Sequence[Seen]) -> tuple[Any, Floats]:
        """The numbers that stand in the first vintages, as rows and what they add up to; each once."""
        known: dict[tuple[int, ...], int] = {}
        for vintage, seen in enumerate(vintages):
            for number, column in self._columns.items():
                value = seen.values[number] if number < len(seen.values) else 0
                if value is not None:
                    known[self._sum(vintage, column)] = value
        entries = [(row, part) for row, parts in enumerate(known) for part in parts]
        at_row, at_part = zip(*entries, strict=True) if entries else ((), ())
        rows = csr_array((np.ones(len(entries)), (at_row, at_part)), shape=(len(known), self._size))
        return rows, np.array(list(known.values()), dtype=float)

    def _sum(self, vintage: int, column: int) -> tuple[int, ...]:
        """The unknowns that a number of a vintage is the sum of."""
        return tuple(of[column] for of in self._of[vintage] if column in of)


class _Attack:
    """One program; every whole-numbered solution met on the way answers for all that is asked."""

    def __init__(self, program: Program, size: int) -> None:
        self._program, self._size = program, size
        self._met: list[Floats] = []

    def sweep(self, asked: Iterable[Sequence[int]]) -> None:
        """A solution in which as much as can be is nought, and one in which it is much."""
        costs = np.zeros(self._size)
        for parts in asked:
            costs[list(parts)] = 1.0
        for side in (1.0, -1.0):
            self._solved(costs * side)

    def reaches(self, parts: Sequence[int], low: int, high: int) -> bool:
        """Whether a sum of unknowns can be as small as `low`, and as large as `high`."""
        return self._is_met(parts, low, up=False) and self._is_met(parts, high, up=True)

    def _is_met(self, parts: Sequence[int], end: int, *, up: bool) -> bool:
        if self._has(parts, end, up=up):
            return True
        costs = np.zeros(self._size)
        costs[list(parts)] = -1.0 if up else 1.0
        bound = float(self._solved(costs)[list(parts)].sum())
        if bound < end - TOLERANCE if up else bound > end + TOLERANCE:
            return False
        if self._has(parts, end, up=up):
            return True
        whole = self._program.solve_whole()
        if whole is None:
            raise _contradiction()
        self._keep(whole.point)
        return self._has(parts, end, up=up)

    def _solved(self, costs: Floats) -> Floats:
        self._program.objective(costs)
        solution = self._program.solve()
        if solution is None:
            raise _contradiction()
        if solution.whole:
            self._keep(solution.point)
        return solution.point

    def _has(self, parts: Sequence[int], end: int, *, up: bool) -> bool:
        sums = (int(point[list(parts)].sum()) for point in self._met)
        return any(found >= end if up else found <= end for found in sums)

    def _keep(self, point: Floats) -> None:
        self._met.append(np.round(point))


def _inside(system: System, history: History, division: Division) -> list[Integers]:
    """By block, the columns of the system in which somebody of the block may stand."""
    codes: dict[str, set[str]] = {}
    groups = [group for _, group in (*history.places, *system.keys)]
    for breakdown, code in (pair for group in groups for pair in group):
        codes.setdefault(breakdown, set()).add(code)
    return [
        np.array([at for at, (_, group) in enumerate(system.keys) if all(code in box[b] for b, code in group)])
        for box in division.boxes(codes)
    ]


def _contradiction() -> Exception:
    """A defect: the numbers that are held gave all of these vintages."""
    return ValueError("No contributions could have given the vintages that are out together with this one.")
