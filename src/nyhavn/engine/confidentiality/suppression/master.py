"""The choice of cells under all cuts so far: Benders' master program.

Fischetti and Salazar-Gonzalez, Management Science 47 (2001), section 4: first with parts of cells, which is cheap and
gives most of the cuts; then with whole cells.
"""

from collections.abc import Sequence

import numpy as np

from nyhavn.engine.confidentiality.programs import Choice, Choices
from nyhavn.engine.confidentiality.suppression.cuts import bridges, rows_of
from nyhavn.engine.confidentiality.suppression.problem import Floats, Problem, Truths
from nyhavn.engine.confidentiality.suppression.separation import Proofs, Separation, Shortfall

STALLED = 1e-4  # share by which parts of cells must get dearer to be worth another round
PATIENCE = 3  # rounds that may stall, one after the other
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
        self._low, self._high = hidden.astype(float), np.where(problem.fixed, 0.0, 1.0)
        self._choices = Choices(self._costs, self._low, self._high)
        rows = bridges(problem)
        self._choices.require(rows, np.zeros(rows.shape[0]))

    def require(self, lacking: Sequence[Shortfall]) -> None:
        """Ask for what is lacking from now on."""
        rows = rows_of([one.cut for one in lacking], self._size)
        self._choices.require(rows, np.ones(len(lacking)))

    def in_parts(self) -> float:
        """Add cuts while parts of cells may be chosen. No sufficient choice costs less than what comes back."""
        cost, stalls = 0.0, 0
        for _ in range(ROUNDS):
            choice = self._found(self._choices.divided())
            stalls = stalls + 1 if choice.cost <= cost * (1 + STALLED) else 0
            cost = choice.cost
            lacking = self._separation.divided(choice.point)
            if not lacking or stalls > PATIENCE:
                break
            self.require(lacking)
        return cost

    def cheapest(self, most_nodes: int) -> tuple[Truths, float, bool]:
        """The cheapest choice of whole cells, a bound for all, and whether it is proved to be the cheapest."""
        choice = self._found(self._choices.whole(most_nodes))
        if not len(choice.point):
            return self._rounded(), choice.bound, False
        return choice.point > HALF, choice.bound, choice.is_optimal

    def _rounded(self) -> Truths:
        """Every cell of which a part is chosen: that satisfies all rows as well."""
        return self._found(self._choices.divided()).point > ANY

    def repaired(self, hidden: Truths, most_nodes: int) -> tuple[Truths, Proofs]:
        """More cells, until nothing is lacking, as cheaply as the cuts show; with the proof."""
        return self._within(hidden, np.maximum(self._low, hidden), self._high, most_nodes)

    def reduced(self, hidden: Truths, most_nodes: int) -> tuple[Truths, Proofs]:
        """The cheapest of these cells alone that suffice."""
        return self._within(None, self._low, np.minimum(self._high, hidden), most_nodes)

    def _within(self, hidden: Truths | None, low: Floats, high: Floats, most_nodes: int) -> tuple[Truths, Proofs]:
        self._choices.fix(low, high)
        hidden = self.cheapest(most_nodes)[0] if hidden is None else hidden
        for _ in range(ROUNDS):
            proofs = self._separation.decided(hidden)
            if not proofs.lacking:
                break
            self.require(proofs.lacking)
            hidden = self.cheapest(most_nodes)[0]
        self._choices.fix(self._low, self._high)
        return hidden, proofs

    def cost(self, hidden: Truths) -> float:
        """What everything that is hidden costs."""
        return float(self._costs[hidden].sum())

    def _found(self, choice: Choice | None) -> Choice:
        if choice is None:
            raise NoChoiceError("no choice of cells is sufficient")
        return choice
