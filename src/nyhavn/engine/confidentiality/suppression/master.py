"""The choice of cells under all cuts so far: Benders' master program.

Fischetti and Salazar-Gonzalez, Management Science 47 (2001), section 4: first with parts of cells, which is cheap and
gives most of the cuts; then with whole cells.
"""

from collections.abc import Callable, Sequence

import numpy as np

from nyhavn.engine.confidentiality.programs import Choice, Choices
from nyhavn.engine.confidentiality.suppression.cuts import Cut, bridges, falls, rows_of, undetermined
from nyhavn.engine.confidentiality.suppression.problem import Floats, Problem, Truths
from nyhavn.engine.confidentiality.suppression.separation import Separation

STALLED = 3e-3  # share by which parts of cells must get dearer to be worth another round
HALF = 0.5
ANY = 1e-6  # part of a cell that counts
ROUNDS = 1_000  # far more than ever met


class NoChoiceError(Exception):
    """Not even everything that may be hidden is sufficient."""


class Master:
    """Choices that hide every sensitive cell and leave no hidden cell alone in an equation."""

    def __init__(self, problem: Problem, separation: Separation, hidden: Truths) -> None:
        """hidden: cells that must be hidden, whatever they cost."""
        self._size, self._separation = problem.size, separation
        self._costs = np.where(problem.unseen, 0.0, problem.costs)
        self.cuts: list[Cut] = []
        # What follows from equations with one unknown, whatever else is hidden, protects nothing.
        able = undetermined(problem.matrix, ~problem.fixed) | (problem.unseen & ~problem.fixed)
        self._low, self._high = hidden.astype(float), able.astype(float)
        if np.any(self._low > self._high):
            raise NoChoiceError("a cell that must be hidden is known")
        self._choices = Choices(self._costs, self._low, self._high)
        for rows in (bridges(problem), falls(problem)):
            self._choices.require(rows, np.zeros(rows.shape[0]))

    def require(self, cuts: Sequence[Cut]) -> None:
        """Ask for what is lacking from now on."""
        self.cuts.extend(cuts)
        self._choices.require(rows_of(cuts, self._size), np.ones(len(cuts)))

    def in_parts(self) -> float:
        """Add cuts while parts of cells may be chosen. No sufficient choice costs less than what comes back."""
        cost = 0.0
        for _ in range(ROUNDS):
            choice = self._found(self._choices.divided())
            if cost and choice.cost <= cost * (1 + STALLED):
                break
            cost = choice.cost
            lacking = self._separation.divided(choice.point)
            if not lacking:
                break
            self.require([one.cut for one in lacking])
        return choice.cost

    def least(self) -> float:
        """What no sufficient choice costs less than, by the cuts so far."""
        return self._found(self._choices.divided()).cost

    def cheapest(self, most_nodes: int, start: Truths | None = None) -> tuple[Truths, float, bool]:
        """The cheapest choice of whole cells, a bound for all, and whether it is proved to be the cheapest.

        start: a choice to begin from, that satisfies all cuts.
        """
        choice = self._found(self._choices.whole(most_nodes, None if start is None else start.astype(float)))
        if not len(choice.point):
            return self.rounded(), choice.bound, False
        return choice.point > HALF, choice.bound, choice.is_optimal

    def rounded(self) -> Truths:
        """Every cell of which a part is chosen: that satisfies all rows as well."""
        return self._found(self._choices.divided()).point > ANY

    def repaired(self, hidden: Truths) -> Truths:
        """More cells, until nothing is lacking: every cell of which the cuts ask for a part.

        Parts are found in a fiftieth of the time of whole cells, and `reduced` drops what is too much.
        """
        return self._within(np.maximum(self._low, hidden), self._high, hidden, self.rounded)

    def reduced(self, hidden: Truths, most_nodes: int) -> Truths:
        """The cheapest of these cells alone that suffice."""
        high = np.minimum(self._high, hidden)
        return self._within(np.minimum(self._low, high), high, None, lambda: self.cheapest(most_nodes)[0])

    def _within(self, low: Floats, high: Floats, hidden: Truths | None, chosen: Callable[[], Truths]) -> Truths:
        """The first choice within these bounds that lacks nothing, beginning with this one."""
        self._choices.fix(low, high)
        found = chosen() if hidden is None else hidden
        for _ in range(ROUNDS):
            lacking = self._separation.decided(found)
            if not lacking:
                self._choices.fix(self._low, self._high)
                return found
            self.require([one.cut for one in lacking])
            found = chosen()
        raise RuntimeError(f"something is lacking after {ROUNDS} rounds of cuts")

    def cost(self, hidden: Truths) -> float:
        """What everything that is hidden costs."""
        return float(self._costs[hidden].sum())

    def _found(self, choice: Choice | None) -> Choice:
        if choice is None:
            raise NoChoiceError("no choice of cells is sufficient")
        return choice
