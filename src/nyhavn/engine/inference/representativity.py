"""How much participants are like the population: chances of taking part, coverage, differences by category."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import numpy as np

from nyhavn.engine.inference.arrays import FloatArray
from nyhavn.engine.inference.models import Propensity
from nyhavn.engine.inference.pairs import Pair


@dataclass(frozen=True)
class CategoryBalance:
    """One category of one covariate. Shares between 0 and 1; differences standardised.

    weighted_share, difference_after: with the weights of an adjustment; None where nothing is weighted.
    """

    covariate: str
    category: str
    population_share: float
    participants_share: float
    difference_before: float
    weighted_share: float | None = None
    difference_after: float | None = None


@dataclass(frozen=True)
class Representativity:
    """What is known of how alike both sides are. None: not computable from margins alone, or without weights.

    r_indicator: 1 - 2 S(chance), 1 where everybody has the same chance (Schouten, Cobben and Bethlehem 2009, Survey
    Methodology 35, 101-113). It nears 1 as well where all chances are small, so read it with `variation`, the
    coefficient of variation of the chances: times the standard deviation of an outcome, it bounds the bias of the
    unweighted mean. population_covered: share of the population in cells with a participant. cells_covered: share of
    cells of the population. smallest_category: participants in the smallest category.
    """

    r_indicator: float | None
    variation: float | None
    population_covered: float | None
    cells_covered: float | None
    smallest_category: int
    balance: tuple[CategoryBalance, ...]

    @property
    def difference_before(self) -> float:
        """The largest standardised difference without weights."""
        return max(abs(entry.difference_before) for entry in self.balance)

    @property
    def difference_after(self) -> float | None:
        """The largest standardised difference with weights."""
        found = [abs(entry.difference_after) for entry in self.balance if entry.difference_after is not None]
        return max(found) if found else None


def representativity(pair: Pair, propensity: Propensity | None = None) -> Representativity:
    """Compare both sides. propensity: fitted chances, whose inverses are the weights; None: compare as they are."""
    indicator, variation = _chances(pair, propensity) if propensity and pair.has_cells else (None, None)
    population_covered, cells_covered = _coverage(pair) if pair.has_cells else (None, None)
    weights = propensity.weights if propensity else None
    balance = tuple(_balance(pair, weights))
    smallest = min(int(pair.rows[np.array(pair.codes(entry.covariate)) == entry.category].sum()) for entry in balance)
    return Representativity(indicator, variation, population_covered, cells_covered, smallest, balance)


def _chances(pair: Pair, propensity: Propensity) -> tuple[float, float]:
    size = float(pair.population.sum())
    mean = float(pair.population @ propensity.chance) / size
    spread = sqrt(float(pair.population @ (propensity.chance - mean) ** 2) / (size - 1))
    return 1 - 2 * spread, spread / mean


def _coverage(pair: Pair) -> tuple[float, float]:
    there = pair.population > 0
    both = there & (pair.rows > 0)
    return float(pair.population[both].sum()) / float(pair.population.sum()), float(both.sum()) / float(there.sum())


def _balance(pair: Pair, weights: FloatArray | None) -> Iterator[CategoryBalance]:
    """Differences are divided by sqrt((p(1-p) + q(1-q)) / 2) of the unweighted shares, before and after alike.

    So a difference falls because shares come closer, never because the divisor grew (Austin 2009).
    """
    weighted = None if weights is None else pair.rows * weights
    for name in pair.covariates:
        codes = np.array(pair.codes(name))
        for code in np.unique(codes).tolist():
            here = codes == code
            there = _population_share(pair, name, code)
            share = float(pair.rows[here].sum()) / pair.participants
            divisor = sqrt((there * (1 - there) + share * (1 - share)) / 2)
            after = None if weighted is None else float(weighted[here].sum()) / float(weighted.sum())
            yield CategoryBalance(
                name,
                code,
                there,
                share,
                _standardised(share - there, divisor),
                after,
                None if after is None else _standardised(after - there, divisor),
            )


def _population_share(pair: Pair, name: str, code: str) -> float:
    if pair.margins is not None:
        return pair.margins.margins[name].get(code, 0.0) / pair.size
    here = np.array(pair.codes(name)) == code
    return float(pair.population[here].sum()) / float(pair.population.sum())


def _standardised(difference: float, divisor: float) -> float:
    """A covariate with one category alone has no spread and no difference."""
    return difference / divisor if divisor > 0 else 0.0
