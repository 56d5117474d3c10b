"""How well margins are met, and the refusal of weights that do not meet them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nyhavn.engine.weighting.margins import Target
from nyhavn.engine.weighting.sample import FloatArray
from nyhavn.framework.refusal import refusal


@dataclass(frozen=True)
class Convergence:
    """How well the margins are met.

    rounds: passes over all margins, or steps of Newton. error: largest relative difference between a sum of weights
    and its total. tolerance: what was asked. worst: the margin and the category where the error is, "" without margins.
    """

    rounds: int
    error: float
    tolerance: float
    worst: str

    @property
    def is_met(self) -> bool:
        """Whether every total is met as closely as was asked."""
        return self.error <= self.tolerance


def measured(targets: Sequence[Target], weight: FloatArray, rounds: int, tolerance: float) -> Convergence:
    """The largest relative margin error |sum of weights - total| / total; weight: final weight of each cell."""
    error, worst = 0.0, ""
    for target in targets:
        errors = np.abs(target.sums(weight) / target.totals - 1)
        place = int(np.argmax(errors))
        if not errors[place] <= error:  # also where it is no number
            error, worst = float(errors[place]), _place(target, place)
    return Convergence(rounds, error, tolerance, worst)


def check_converged(convergence: Convergence, *, do: str = "") -> None:
    """Raises Refusal "weighting-not-converged" naming the error that was reached, the margin and the category."""
    if convergence.is_met:
        return
    what = (
        f"After {convergence.rounds} rounds the weights still miss a total by {convergence.error:.2g} of it "
        f"({convergence.worst}); {convergence.tolerance:.2g} was asked."
    )
    remedy = "Put small categories together or use fewer margins. Weights that miss their totals are not given out."
    raise refusal("weighting-not-converged", what, where="margins", do=f"{do} {remedy}".strip())


def _place(target: Target, place: int) -> str:
    category = " and ".join(target.named[place])
    return f"margin {target.margin.name}, category {category}" if category else f"the {target.margin.name}"
