"""The attack on all vintages at once: what follows from what is out, together with what is to be published now.

Between two refreshes the numbers of a block are the same, whichever vintage shows them. So the unknowns are the numbers
of each block in each of its states; within a state they add up as the tables do (`system`), and each published number
is the sum, over all blocks, of the states that its vintage shows. Whole numbers, as in the attack on a single release.
The attacker is told more than anybody outside can know: how blocks are cut, and when each was refreshed. Whoever is
counted attacks as well: they know that their own group was empty in none of the vintages that count them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import block_array, block_diag, csr_array, eye_array, vstack

from nyhavn.engine.confidentiality.programs import TOLERANCE, Program
from nyhavn.engine.confidentiality.publications import Key
from nyhavn.engine.confidentiality.suppression.attackers import Respondents
from nyhavn.engine.confidentiality.system import Integers, System
from nyhavn.engine.confidentiality.vintages.blocks import Division
from nyhavn.engine.confidentiality.vintages.history import History, Place, Seen

# Own choice, by measurement: with 9,220 unknowns, the attack on 458 counts took 8 seconds.
MOST_UNKNOWNS = 10_000
LEAST_VINTAGES = 2  # the last one, and that before

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]
Parts = tuple[int, ...]  # unknowns that are added up
PUBLIC: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Asked:
    """A sum that must stay uncertain, down to `low` and up to `high`. others: the respondents who are not in it."""

    parts: Parts
    low: int
    high: int
    others: tuple[int, ...]


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


def together(
    system: System, respondents: Respondents, vintages: Sequence[Seen], history: History, division: Division
) -> "Together":
    """The attack on these vintages, or as much of it as one program can hold.

    Where it is too large, blocks that were always refreshed together are taken as one; then the oldest are left out.
    """
    inside = _inside(system, history, division)
    parts = [_Part(columns, refreshed) for columns, refreshed in zip(inside, _by_block(vintages), strict=True)]
    if _size(parts) <= MOST_UNKNOWNS:
        return Together(system, respondents, vintages, history, parts, is_whole=True)
    first, parts = 0, _merged(inside, _by_block(vintages))
    while _size(parts) > MOST_UNKNOWNS and first < len(vintages) - LEAST_VINTAGES:
        first += 1
        parts = _merged(inside, _by_block(vintages[first:]))
    return Together(system, respondents, vintages[first:], history, parts, is_whole=False)


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
        self,
        system: System,
        respondents: Respondents,
        vintages: Sequence[Seen],
        history: History,
        parts: Sequence[_Part],
        *,
        is_whole: bool,
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
        self._respondents = respondents
        self._stood = list(dict.fromkeys(place for seen in vintages for place in seen.stood if place in self._own))

    def _new(self, columns: Integers) -> Mapping[int, int]:
        """Further unknowns, by column."""
        start, self._size = self._size, self._size + len(columns)
        return dict(zip(columns.tolist(), range(start, self._size), strict=True))

    def narrows(self) -> bool:
        """Whether with the last vintage somebody can rule out an end of what is wanted, and not by the others alone."""
        asked = self._asked()
        if not asked:
            return False
        now, before = self._attack(self._vintages), self._attack(self._vintages[:-1])
        now.sweep([one.parts for one in asked])
        return any(
            before.reaches(one, who, up=up) for one in asked for up in (False, True) for who in now.denied(one, up=up)
        )

    def _attack(self, vintages: Sequence[Seen]) -> "_Attack":
        rows, target = self._published(vintages)
        matrix = vstack([self._inside, rows], format="csr")
        targets = np.concatenate((np.zeros(self._inside.shape[0]), target))
        return _Attack(matrix, targets, float(self._ceiling), [self._floors(place) for place in self._stood])

    def _floors(self, place: Place) -> tuple[Parts, ...]:
        """The sums that somebody knows to be one at least: their own group, in each vintage that counts them."""
        counted = [vintage for vintage, seen in enumerate(self._vintages) if place in seen.stood]
        return tuple(dict.fromkeys(self._sum(vintage, self._own[place]) for vintage in counted))

    def _asked(self) -> list[_Asked]:
        """What is wanted in all vintages."""
        asked = {
            (self._sum(vintage, self._own[wanted.place]), wanted.low, wanted.high): self._own[wanted.place]
            for vintage, seen in enumerate(self._vintages)
            for wanted in seen.wanted
            if wanted.place in self._own
        }
        return [_Asked(*sums, self._others(column)) for sums, column in asked.items()]

    def _others(self, column: int) -> tuple[int, ...]:
        inside = set(self._respondents.inside(column).tolist())
        return tuple(number for number, place in enumerate(self._stood) if self._own[place] not in inside)

    def _published(self, vintages: Sequence[Seen]) -> tuple[Any, Floats]:
        """The numbers that stand in the first vintages, as rows and what they add up to; each once."""
        known: dict[tuple[int, ...], int] = {}
        for vintage, seen in enumerate(vintages):
            for number, column in self._columns.items():
                value = seen.values[number] if number < len(seen.values) else 0
                if value is not None:
                    known[self._sum(vintage, column)] = value
        return _rows(list(known), self._size), np.array(list(known.values()), dtype=float)

    def _sum(self, vintage: int, column: int) -> tuple[int, ...]:
        """The unknowns that a number of a vintage is the sum of."""
        return tuple(of[column] for of in self._of[vintage] if column in of)


class _Attack:
    """One program; every whole-numbered solution met on the way answers for all that is asked, and for everybody.

    To each sum that a respondent knows to be one at least belongs a variable: by how much it is more. It may be one
    less than nought where nobody knows.
    """

    def __init__(self, matrix: Any, targets: Floats, ceiling: float, floors: Sequence[tuple[Parts, ...]]) -> None:
        """floors: by respondent, the sums."""
        self._size = matrix.shape[1]
        sums = list(dict.fromkeys(parts for known in floors for parts in known))
        at = {parts: number for number, parts in enumerate(sums)}
        self._floors = [[at[parts] for parts in known] for known in floors]
        self._known = _rows(self._floors, len(sums))
        self._sums = _rows(sums, self._size)
        self._low = np.concatenate((np.zeros(self._size), -np.ones(len(sums))))
        everything = matrix
        if sums:
            everything = block_array([[matrix, None], [self._sums, -eye_array(len(sums))]], format="csr")
        high = np.full(len(self._low), ceiling)
        targets = np.concatenate((targets, np.ones(len(sums))))
        self._program = Program(everything, targets, self._low, high)
        self._high = high
        self._met: list[tuple[Floats, Truths]] = []  # a solution, and which respondents know nothing else

    def sweep(self, asked: Iterable[Parts]) -> None:
        """Solutions in which as much as can be is nought, and in which it is much; for the public and for everybody."""
        costs = np.zeros(len(self._low))
        for parts in asked:
            costs[list(parts)] = 1.0
        for who in (PUBLIC, tuple(range(len(self._floors)))):
            for side in (1.0, -1.0):
                self._solved(costs * side, who)

    def denied(self, asked: _Asked, *, up: bool) -> list[tuple[int, ...]]:
        """Who can rule out an end: the public, or each of the respondents who can."""
        if not self.reaches(asked, PUBLIC, up=up):
            return [PUBLIC]
        agree = np.any(self._agreeing(asked, up=up), axis=0)
        return self._denied(asked, tuple(who for who in asked.others if not agree[who]), up=up)

    def _denied(self, asked: _Asked, who: tuple[int, ...], *, up: bool) -> list[tuple[int, ...]]:
        """Those of these: none if all of them together cannot; otherwise of each half."""
        if not who or self.reaches(asked, who, up=up):
            return []
        if len(who) == 1:
            return [who]
        half = len(who) // 2
        return [*self._denied(asked, who[:half], up=up), *self._denied(asked, who[half:], up=up)]

    def reaches(self, asked: _Asked, who: tuple[int, ...], *, up: bool) -> bool:
        """Whether the sum can be as small as its low end, or as large as its high one, for all that these know."""
        if self._has(asked, who, up=up):
            return True
        parts, end = list(asked.parts), asked.high if up else asked.low
        costs = np.zeros(len(self._low))
        costs[parts] = -1.0 if up else 1.0
        point = self._solved(costs, who)
        if point is None:
            return False
        bound = float(point[parts].sum())
        if bound < end - TOLERANCE if up else bound > end + TOLERANCE:
            return False
        if self._has(asked, who, up=up):
            return True
        whole = self._program.solve_whole()
        if whole is None:
            return False
        self._keep(whole.point)
        return self._has(asked, who, up=up)

    def _solved(self, costs: Floats, who: tuple[int, ...]) -> Floats | None:
        """A point for all that these know. None: they cannot all be counted."""
        low = self._low.copy()
        low[[self._size + number for one in who for number in self._floors[one]]] = 0.0
        known = np.arange(self._size, len(low))
        self._program.bounds(known.tolist(), low[known], self._high[known])
        self._program.objective(costs)
        solution = self._program.solve()
        if solution is None:
            if not who:
                raise _contradiction()
            return None
        if solution.whole:
            self._keep(solution.point)
        return solution.point

    def _has(self, asked: _Asked, who: tuple[int, ...], *, up: bool) -> bool:
        return any(agree[list(who)].all() for agree in self._agreeing(asked, up=up))

    def _agreeing(self, asked: _Asked, *, up: bool) -> list[Truths]:
        """Of each solution that reaches the end, which respondents agree."""
        parts = list(asked.parts)
        found = ((point[parts].sum(), agree) for point, agree in self._met)
        return [agree for total, agree in found if (total >= asked.high if up else total <= asked.low)]

    def _keep(self, point: Floats) -> None:
        numbers = np.round(point[: self._size])
        is_empty = (self._sums @ numbers < 1).astype(float)
        self._met.append((numbers, self._known @ is_empty == 0))


def _rows(sums: Sequence[Sequence[int]], size: int) -> csr_array:
    """Sums of unknowns as rows of ones."""
    entries = [(row, part) for row, parts in enumerate(sums) for part in parts]
    at_row, at_part = zip(*entries, strict=True) if entries else ((), ())
    return csr_array((np.ones(len(entries)), (at_row, at_part)), shape=(len(sums), size))


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
