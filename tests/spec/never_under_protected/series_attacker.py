"""An attacker who reads all vintages of all linked tables at once, as one integer program. None of it is ours.

What they know, and may assume:

- every published figure of every vintage; that a group which a table does not list is empty; and the questionnaire:
  whoever is counted has answered yes, no, or not at all, and falls in one category of each breakdown;
- the method: a vintage counts the people of a cell as they were when its block was refreshed last. More than the public
  can know, they are told how blocks are cut and which of them were refreshed in which vintage. So an unknown stands for
  one of the smallest cells in one state of its block, and is the same in all vintages between two refreshes;
- as a respondent, in which group of a table they stand and stood themselves, in every vintage: it is at least 1.

Between two states of a block nothing is assumed. That enough contributors changed in it only rules out that the states
are nearly alike; who changed is the attack of somebody who follows all the others (see `tests/spec/withdrawals`).
"""

from dataclasses import dataclass, field
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

ANSWERS = ("yes", "no", "none")
TOTAL = "_T"
MOST = 10_000.0  # no count of these tests comes near
SLACK, NEAR = 1e-6, 1e-4


@dataclass(frozen=True)
class Need:
    """What nobody may rule out: that a sum of unknowns is as small as `low`, or as large as `high`.

    group: the unknowns of everybody who is asked; whoever stands there may know more by being there.
    """

    name: tuple
    parts: tuple
    low: int
    high: int
    group: frozenset


@dataclass
class SeriesAttacker:
    """codes: by breakdown its categories. block_of: by leaf. states: by vintage and block the number of its state."""

    codes: dict
    block_of: dict
    states: tuple
    unknowns: dict = field(init=False)

    def __post_init__(self):
        self.unknowns = {}
        for leaf in product(*self.codes.values()):
            for state in sorted({of[self.block_of[leaf]] for of in self.states}):
                for answer in ANSWERS:
                    self.unknowns[leaf, answer, state] = len(self.unknowns)
        self._rows, self._targets, self._points = {}, [], []

    def parts(self, vintage, group, answers):
        """The unknowns that add up to a number. group: (breakdown, category) pairs. answers: which are counted."""
        at = list(self.codes)
        return tuple(
            self.unknowns[leaf, answer, self.states[vintage][self.block_of[leaf]]]
            for leaf in product(*self.codes.values())
            if all(leaf[at.index(breakdown)] == code for breakdown, code in group)
            for answer in answers
        )

    def learn(self, vintage, group, answers, value):
        """That a number was published."""
        parts = self.parts(vintage, group, answers)
        if self._rows.setdefault(parts, value) != value:
            raise ValueError(f"Two numbers for the same people: {vintage}, {group}, {answers}.")

    def close(self, truth):
        """Nothing more is published. truth: by unknown; raises ValueError where it does not agree with all that was."""
        entries = [(row, part) for row, parts in enumerate(self._rows) for part in parts]
        shape = (len(self._rows), len(self.unknowns))
        self._matrix = csr_array((np.ones(len(entries)), tuple(zip(*entries, strict=True))), shape=shape)
        self._target = np.array(list(self._rows.values()), dtype=float)
        point = np.zeros(len(self.unknowns))
        for unknown, count in truth.items():
            point[self.unknowns[unknown]] = count
        if not np.array_equal(self._matrix @ point, self._target):
            raise ValueError("What was published is not what is held.")
        self._points.append(point)
        self._people = {int(unknown) for unknown in np.flatnonzero(point)}

    def interval(self, parts, floor=frozenset()):
        """The smallest and the largest whole number that a sum of unknowns may be."""
        low, high = (self._pushed(self._sum_of([parts]) * side, floor) for side in (1.0, -1.0))
        return round(low[list(parts)].sum()), round(high[list(parts)].sum())

    def narrows(self, needs, respondents=()):
        """Who rules out an end of what is needed: (need, side, who); who is None for the public.

        respondents: of each the sums of unknowns that they are counted in.
        """
        for side in (1.0, -1.0):  # one point that empties, or fills, much at once answers for many needs
            self._pushed(self._sum_of([need.parts for need in needs]) * side)
        return [found for need in needs for side in (-1, 1) for found in self._narrows(need, side, respondents)]

    def _narrows(self, need, side, respondents):
        if not self._reaches(need, side):
            return [(need, side, None)]
        # Whoever is counted in a number of which all are in the group is in the group.
        others = [own for own in respondents if not any(self._people & set(parts) <= need.group for parts in own)]
        undecided = [own for own in others if not self._is_met(need, side, own)]
        if undecided and self._reaches(need, side, frozenset().union(*undecided)):
            return []  # all of them together cannot rule it out either
        return [(need, side, own) for own in undecided if not self._reaches(need, side, own)]

    def _reaches(self, need, side, floor=frozenset()):
        if self._is_met(need, side, floor):
            return True
        found = self._pushed(self._sum_of([need.parts]) * -side, floor)
        return found is not None and _is_at_end(need, side, found)

    def _is_met(self, need, side, floor):
        """Whether a solution met before reaches the end, and agrees with what somebody knows."""
        return any(
            _is_at_end(need, side, point) and all(point[list(parts)].sum() >= 1 - SLACK for parts in floor)
            for point in self._points
        )

    def _sum_of(self, many):
        cost = np.zeros(len(self.unknowns))
        for parts in many:
            cost[list(parts)] += 1.0
        return cost

    def _pushed(self, cost, floor=frozenset()):
        """The whole-numbered solution of least cost; None if nothing agrees with what is known."""
        known = [LinearConstraint(self._matrix, self._target - SLACK, self._target + SLACK)]
        if floor:
            known.append(LinearConstraint(np.array([self._sum_of([parts]) for parts in floor]), 1.0, np.inf))
        solved = milp(
            cost,
            constraints=known,
            bounds=Bounds(0, MOST),
            integrality=np.ones(len(self.unknowns)),
        )
        if solved.x is None:
            if solved.status != 2:  # 2: proved to be infeasible; anything else proves nothing
                raise RuntimeError(solved.message)
            return None
        self._points.append(np.round(solved.x))
        return self._points[-1]


def _is_at_end(need, side, point):
    value = point[list(need.parts)].sum()
    return value >= need.high - NEAR if side > 0 else value <= need.low + NEAR
