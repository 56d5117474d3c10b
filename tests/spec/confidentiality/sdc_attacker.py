"""An attacker who has only the published tables, and the smallest protection there is: both without the engine.

Unknowns are people by the full cross of all breakdowns: with a valid answer, of these with the numerator, and all
people. Every published number is a sum of unknowns. scipy's solver, not the engine's model.
"""

from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from nyhavn.framework.statistics import (
    TOTAL,
    CellStatus,
    Figure,
    Indicator,
    Statistic,
    StatisticalTable,
)


def indicator(name, statistic="proportion", **more):
    numerator = f"${{{name}}} = 'yes'" if statistic == "proportion" else ""
    return Indicator(id=name, title=name, statistic=statistic, **({"numerator": numerator} | more))


def tables_of(counts):
    """The tables that a release would show without protection: every margin of every table."""
    return tuple(StatisticalTable(t.indicator, t.indicator, t.breakdowns, tuple(_figures(t))) for t in counts)


def _figures(table):
    sums = {}
    for codes, values in table.cells.items():
        for size in range(len(codes) + 1):
            for kept in combinations(range(len(codes)), size):
                at = tuple(code if i in kept else TOTAL for i, code in enumerate(codes))
                sums[at] = np.add(sums.get(at, (0, 0, 0)), values)
    for codes, (n, numerator, _) in sorted(sums.items()):
        status = CellStatus.PUBLISHED if n else CellStatus.NO_ANSWERS
        yield Figure(codes, status, n=int(n), numerator=int(numerator), value=numerator / n if n else None)


ENDLESS = 10**6  # no count of these tests comes near


@dataclass(frozen=True)
class Hidden:
    """A number that a table does not show: part is "n", "numerator" or "rest"."""

    indicator: str
    group: frozenset
    part: str


class PublicAttacker:
    """Knows the tables as published and which indicator asks what; all indicators share one universe."""

    def __init__(self, tables, indicators):
        self.kind = {i.id: i.statistic for i in indicators}
        found = {}
        for table in tables:
            for figure in table.figures:
                for b, code in zip(table.breakdowns, figure.categories, strict=True):
                    if code != TOTAL:
                        found.setdefault(b, set()).add(code)
        self.categories = {b: sorted(codes) for b, codes in sorted(found.items())}
        self.leaves = [dict(zip(self.categories, codes, strict=True)) for codes in product(*self.categories.values())]
        self.names = sorted({t.indicator for t in tables})
        self.known, self.hidden = {}, set()
        for table in tables:
            self._listed_groups(table)
            for figure in table.figures:
                self._read(table, figure)
        self.hidden = sorted(self.hidden, key=lambda h: (h.indicator, sorted(h.group), h.part))

    def _read(self, table, figure):
        group = self._group(table.breakdowns, figure.categories)
        proportion = self.kind[table.indicator] is Statistic.PROPORTION
        parts = {"n": figure.n}
        if proportion:
            parts |= {"numerator": figure.numerator}
            parts |= {"rest": None if None in (figure.n, figure.numerator) else figure.n - figure.numerator}
        for part, value in parts.items():
            cell = Hidden(table.indicator, group, part)
            if value is None:
                self.hidden.add(cell)
            else:
                self.known[cell] = value

    def _listed_groups(self, table):
        """A group that a table does not list is empty."""
        listed = {f.categories for f in table.figures}
        for codes in product(*(self.categories[b] for b in table.breakdowns)):
            if codes not in listed:
                self.known[Hidden(table.indicator, self._group(table.breakdowns, codes), "n")] = 0

    @staticmethod
    def _group(breakdowns, categories):
        return frozenset((b, c) for b, c in zip(breakdowns, categories, strict=True) if c != TOTAL)

    # Unknowns: for a count, people; for a proportion, yes and no.
    def functional(self, cell):
        """The cell as a 0/1 sum of unknowns."""
        inside = np.array([cell.group <= frozenset(leaf.items()) for leaf in self.leaves], dtype=float)
        row = np.zeros((2 * len(self.names), len(self.leaves)))
        at = 2 * self.names.index(cell.indicator)
        for offset, part in enumerate(("numerator", "rest")):
            if cell.part in ("n", part):
                row[at + offset] = inside
        if self.kind[cell.indicator] is not Statistic.PROPORTION:
            row[at + 1] = 0
        return row.ravel()

    def structure(self):
        """Answers to a proportion are at most the people, where people are counted: rows with a @ x <= 0."""
        counts = [name for name in self.names if self.kind[name] is Statistic.COUNT]
        rows = []
        for count in counts:
            for name in self.names:
                if self.kind[name] is Statistic.PROPORTION:
                    for leaf in self.leaves:
                        cell = Hidden("", frozenset(leaf.items()), "n")
                        rows.append(
                            self.functional(Hidden(name, cell.group, "n"))
                            - self.functional(Hidden(count, cell.group, "n"))
                        )
        return np.array(rows) if rows else np.zeros((0, 2 * len(self.names) * len(self.leaves)))

    def constraints(self):
        rows = [self.functional(cell) for cell in self.known]
        values = np.array(list(self.known.values()), dtype=float)
        found = [LinearConstraint(csr_array(np.array(rows)), values, values)] if rows else []
        at_most = self.structure()
        if len(at_most):
            found.append(LinearConstraint(csr_array(at_most), -np.inf, 0))
        return found

    def respondent(self, cell):
        """The constraints of somebody who stands in this cell, and so knows that it is not empty."""
        return [*self.constraints(), LinearConstraint(csr_array(self.functional(cell).reshape(1, -1)), 1, np.inf)]

    def holds(self, cell, other):
        """Whether whoever stands in the other cell stands in this one as well, or may."""
        is_part = cell.part in ("n", other.part)
        counts_all = self.kind[cell.indicator] is Statistic.COUNT
        return cell.group <= other.group and (counts_all or (cell.indicator == other.indicator and is_part))

    def interval(self, cell, constraints=None):
        """The smallest and largest whole number the hidden cell can have; infinity if nothing bounds it."""
        low, high = (
            self._end(cell, sign, constraints or self.constraints()) @ self.functional(cell) for sign in (1, -1)
        )
        return round(low), (round(high) if round(high) < ENDLESS else np.inf)

    def must_reckon_with(self, cell, ends, constraints, met):
        """Whether the cell may be as small and as large as these ends, or beyond.

        met: solutions under the same constraints, which prove this of many cells; a new one is added.
        """
        row = self.functional(cell)
        for sign, end in zip((1, -1), ends, strict=True):
            if not any(sign * (row @ one) <= sign * end for one in met):
                met.append(self._end(cell, sign, constraints))
                if sign * (row @ met[-1]) > sign * end:
                    return False
        return True

    def _end(self, cell, sign, constraints):
        """A solution in whole numbers in which the cell is as small (sign 1) or as large (-1) as can be."""
        row = self.functional(cell)
        answer = milp(sign * row, constraints=constraints, integrality=np.ones(len(row)), bounds=Bounds(0, ENDLESS))
        assert answer.status == 0, answer.message
        return np.round(answer.x)

    def recovered(self):
        """The hidden cells it knows exactly: those that are the same in all solutions. Two solutions prove doubt."""
        constraints = self.constraints()
        all_hidden = csr_array(np.array([self.functional(cell) for cell in self.hidden]))
        low, high = np.full(len(self.hidden), np.inf), np.full(len(self.hidden), -np.inf)
        for place, cell in enumerate(self.hidden):
            for sign in (1, -1):
                if low[place] >= high[place]:
                    values = all_hidden @ self._end(cell, sign, constraints)
                    low, high = np.minimum(low, values), np.maximum(high, values)
        return [cell for cell, same in zip(self.hidden, low == high, strict=True) if same]


def needs_of(attacker, threshold):
    """Of unprotected tables: the cells that must be uncertain, and up to which number. Plain words of the rule."""
    found = {}
    for cell, value in attacker.known.items():
        if 1 <= value < threshold:
            found[cell] = threshold
        n = attacker.known.get(Hidden(cell.indicator, cell.group, "n"), 0)
        total = attacker.known.get(Hidden(cell.indicator, frozenset(), cell.part), 0)
        if cell.part != "n" and value == 0 and n >= threshold and cell.group and total > 0:
            found[cell] = min(threshold, n)
    return found


def respondents_of(attacker, tables):
    """Of unprotected tables: the smallest groups in which somebody stands, one table and one answer at a time."""
    by = {(table.indicator, frozenset(table.breakdowns)) for table in tables}
    finest = [t for t in tables if not any(t.indicator == i and {*t.breakdowns} < wider for i, wider in by)]
    parts = {i: ("n",) if kind is Statistic.COUNT else ("numerator", "rest") for i, kind in attacker.kind.items()}
    cells = {
        Hidden(table.indicator, frozenset(zip(table.breakdowns, figure.categories, strict=True)), part)
        for table in finest
        for figure in table.figures
        for part in parts[table.indicator]
        if TOTAL not in figure.categories
    }
    return sorted((c for c in cells if attacker.known[c]), key=lambda c: (c.indicator, sorted(c.group), c.part))


def optimum(tables, indicators, threshold):
    """The least number of hidden cells: n and numerator count one each, the grand total n only if nothing else works.

    One mixed integer program: what is hidden, and for every need and side a whole solution of the attacker. Solutions
    may be fractional, so the optimum in whole numbers can only be larger.
    """
    attacker = PublicAttacker(tables, indicators)
    needs = needs_of(attacker, threshold)
    shown = [cell for cell in attacker.known if cell.part != "rest"]
    cells = {cell: number for number, cell in enumerate(shown)}
    unknowns = 2 * len(attacker.names) * len(attacker.leaves)
    everything = sum(attacker.known.values()) + 2 * threshold
    size = len(cells) + 2 * len(needs) * unknowns
    rows, low, high = [], [], []

    def add(entries, least, most):
        row = np.zeros(size)
        for at, value in entries:
            row[at] += value
        rows.append(row), low.append(least), high.append(most)

    def switch(cell):
        return cells[Hidden(cell.indicator, cell.group, "numerator" if cell.part == "rest" else cell.part)]

    for cell, number in cells.items():
        if cell.part == "numerator":  # a numerator is hidden with its n
            add([(number, 1), (cells[Hidden(cell.indicator, cell.group, "n")], -1)], 0, np.inf)
    for cell in needs:
        add([(switch(cell), 1)], 1, 1)
    places = [(need, up) for need in needs for up in (False, True)]
    for place, (need, up) in enumerate(places):
        start = len(cells) + place * unknowns
        block = slice(start, start + unknowns)
        for cell, value in attacker.known.items():
            if cell not in cells and cell.part == "n":
                continue
            entries = [(block, attacker.functional(cell))]
            add([*entries, (switch(cell), value)], value, np.inf)
            add([*entries, (switch(cell), -everything)], -np.inf, value)
        for row in attacker.structure():
            add([(block, row)], -np.inf, 0)
        add([(block, attacker.functional(need))], needs[need] if up else -np.inf, np.inf if up else 0)
    costs = np.zeros(size)
    for cell, number in cells.items():
        costs[number] = 1 if cell.group or cell.part != "n" else 2 * len(cells)
    whole = np.zeros(size)
    whole[: len(cells)] = 1
    upper = np.full(size, np.inf)
    upper[: len(cells)] = 1
    if not needs:
        return 0
    answer = milp(
        costs,
        constraints=LinearConstraint(csr_array(np.array(rows)), low, high),
        integrality=whole,
        bounds=Bounds(np.zeros(size), upper),
    )
    assert answer.status == 0, answer.message
    return round(sum(answer.x[: len(cells)]))
