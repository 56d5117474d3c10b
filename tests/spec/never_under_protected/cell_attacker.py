"""An attacker who has everything that was published, and perhaps one contribution of their own. None of it is ours.

Unknowns are the cells of the full cross of all breakdowns, as small as they get; every published number is a sum of
them. Everything published joins in: margins, linked tables, earlier releases whose differences are known. scipy solves.
"""

from dataclasses import dataclass, field
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

SLACK = 1e-6
ENDLESS = 1e9


def codes_of(parents, total):
    """All codes of a tree, the total first."""
    return (total, *parents)


def leaves_of(parents, total):
    return tuple(code for code in codes_of(parents, total) if code not in set(parents.values()))


def is_below(code, above, parents):
    while code != above and code in parents:
        code = parents[code]
    return code == above


@dataclass(frozen=True)
class Breakdown:
    """A classification: name, total, and the parent of every other code."""

    name: str
    total: str
    parents: dict


@dataclass
class CellAttacker:
    """breakdowns: of all tables. whole: counts, and the attacker knows it."""

    breakdowns: tuple
    whole: bool
    leaves: tuple = field(init=False)

    def __post_init__(self):
        self.leaves = tuple(product(*(leaves_of(one.parents, one.total) for one in self.breakdowns)))
        self._rows, self._targets, self._points = [], [], []
        self._matrix = None

    def learn(self, names, published, changed=None):
        """A table as published: code by code its number, None where it is hidden.

        changed: what the attacker knows to have been different then, by leaf: the people who joined since, say.
        """
        for codes, value in published.items():
            if value is not None:
                row = self.sum_of(names, codes)
                self._rows.append(row)
                then = 0.0 if changed is None else float(sum(changed.get(self.leaves[at], 0) for at in row.indices))
                self._targets.append(float(value) + then)
        self._matrix = None

    def learn_sum(self, cells, value):
        """A number that was said of several cells together, each given by its names and codes."""
        self._rows.append(csr_array(sum(self.sum_of(names, codes) for names, codes in cells)))
        self._targets.append(float(value))
        self._matrix = None

    def sum_of(self, names, codes):
        """The leaves that add up to a cell, as a row of ones."""
        wanted = dict(zip(names, codes, strict=True))
        inside = [
            at
            for at, leaf in enumerate(self.leaves)
            if all(
                is_below(code, wanted.get(one.name, one.total), one.parents)
                for one, code in zip(self.breakdowns, leaf, strict=True)
            )
        ]
        return csr_array((np.ones(len(inside)), ([0] * len(inside), inside)), shape=(1, len(self.leaves)))

    def extreme(self, row, *, up, floor=None, fixed=None):
        """How large (or small) a sum can be; None if nothing agrees with what is known.

        floor: per leaf what the attacker knows to be in it. fixed: leaves whose value is known.
        """
        low = np.zeros(len(self.leaves)) if floor is None else np.asarray(floor, dtype=float).copy()
        high = np.full(len(self.leaves), ENDLESS)
        for leaf, value in (fixed or {}).items():
            low[leaf] = high[leaf] = value
        if self._matrix is None:
            self._matrix = vstack(self._rows, format="csr") if self._rows else csr_array((0, len(self.leaves)))
        targets = np.array(self._targets)
        cost = row.toarray().ravel() * (-1.0 if up else 1.0)
        solved = milp(
            cost,
            constraints=LinearConstraint(self._matrix, targets - SLACK, targets + SLACK) if self._rows else (),
            bounds=Bounds(low, high),
            integrality=np.full(len(self.leaves), int(self.whole)),
        )
        if solved.x is None:
            return None
        self._points.append(solved.x)
        return float(row.toarray().ravel() @ solved.x)

    def interval(self, names, codes, **known):
        """The smallest and the largest number that a cell may be, for all the attacker knows."""
        row = self.sum_of(names, codes)
        return self.extreme(row, up=False, **known), self.extreme(row, up=True, **known)

    def narrows(self, names, codes, needed, respondents=()):
        """Who can rule out an end of the needed interval of a cell: "" for the public, or the leaf of a respondent.

        needed: the smallest and the largest number that the attacker may not rule out. respondents: (leaf, own, alone),
        people whose own contribution is in that leaf and who may know that it is the only one (alone: its value).
        """
        row = self.sum_of(names, codes)
        mine = set(row.indices.tolist())
        others = [(self.leaves.index(leaf), own, alone) for leaf, own, alone in respondents]
        others = [one for one in others if one[0] not in mine]
        return [who for up in (False, True) for who in self._narrows(row, needed[up], up, others)]

    def _narrows(self, row, end, up, others):
        if not self._has_point(row, end, up) and not self._reaches(row, end, up):
            return [""]
        return [self.leaves[one[0]] for one in self._who_narrows(row, end, up, others)]

    def _who_narrows(self, row, end, up, group):
        """Those of a group who can alone: nobody whose group cannot even with all that each of them knows."""
        undecided = [one for one in group if not self._has_point(row, end, up, one)]
        if not undecided or self._reaches(row, end, up, undecided):
            return []
        if len(undecided) == 1:
            return undecided
        half = len(undecided) // 2
        return [one for part in (undecided[:half], undecided[half:]) for one in self._who_narrows(row, end, up, part)]

    def _reaches(self, row, end, up, respondents=()):
        floor = np.zeros(len(self.leaves))
        fixed = {}
        for leaf, own, alone in respondents:
            floor[leaf] = own
            if alone is not None:
                fixed[leaf] = alone
        found = self.extreme(row, up=up, floor=floor, fixed=fixed)
        return found is not None and (found >= end - 1e-4 if up else found <= end + 1e-4)

    def _has_point(self, row, end, up, respondent=None):
        """Whether a solution already met reaches the end, and agrees with what a respondent knows."""
        if not self._points:
            return False
        points = np.array(self._points)
        values = points[:, row.indices].sum(axis=1)
        fits = values >= end - 1e-4 if up else values <= end + 1e-4
        if respondent is not None:
            leaf, own, alone = respondent
            fits &= points[:, leaf] >= own - SLACK
            fits &= alone is None or np.abs(points[:, leaf] - alone) <= 1e-4
        return bool(fits.any())
