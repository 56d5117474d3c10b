"""Bootstrap on cells: both samples are drawn again as counts per cell, and everything is fitted anew.

Participants: a multinomial draw over cells (and answers, where they are yes or no), as many as there are. Where answers
are other numbers, the sum of a cell is drawn with the mean and variance that drawing its rows would give, which is
enough, since estimates read sums alone. Reference: of the m units of each stratum m - 1 are drawn with replacement,
and weights grow by m / (m - 1) (Rao and Wu 1988, JASA 83, 231-241).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from nyhavn.engine.inference.arrays import FloatArray, IntArray, summed
from nyhavn.engine.inference.pairs import Pair
from nyhavn.engine.inference.reference import ReferenceSample
from nyhavn.framework.refusal import Refusal, refusal

MOST_FAILED = 0.05  # share of replicates without a solution; with more, the rest would be a chosen few


@dataclass(frozen=True)
class Bootstrap:
    """What replicates show. standard_error in the unit of the outcome; low, high: percentiles; failed: left out."""

    standard_error: float
    low: float
    high: float
    replicates: int
    failed: int
    seed: int


def bootstrap(
    pair: Pair, estimate: Callable[[Pair], float], *, replicates: int, seed: int, confidence: float = 0.95
) -> Bootstrap:
    """Standard error and percentile interval of an estimate. estimate: the point estimate of a pair.

    The same seed gives the same numbers on every engine, since only cells are drawn. Raises Refusal if more than
    MOST_FAILED of the replicates have no solution (a group of participants is too small to be drawn again).
    """
    found = np.array(list(_estimates(pair, estimate, replicates, np.random.default_rng(seed))))
    failed = replicates - len(found)
    if failed > MOST_FAILED * replicates or len(found) < 2:
        raise refusal(
            "adjustment-bootstrap-failed",
            f"{failed} of {replicates} repetitions have no solution: some groups of participants are too small.",
            where="adjustment.replicates",
            do="Put categories together, or use the analytic variance.",
        )
    tail = (1 - confidence) / 2
    low, high = np.quantile(found, (tail, 1 - tail)).tolist()
    return Bootstrap(float(found.std(ddof=1)), low, high, replicates, failed, seed)


def _estimates(
    pair: Pair, estimate: Callable[[Pair], float], replicates: int, chance: np.random.Generator
) -> Iterator[float]:
    for _ in range(replicates):
        try:
            yield estimate(redrawn(pair, chance))
        except Refusal:
            continue  # counted by the caller: every repetition that yields nothing has failed


def redrawn(pair: Pair, chance: np.random.Generator) -> Pair:
    """One repetition of both samples. Its `sample` is gone: only point estimates are made from it."""
    rows, y = _binary(pair, chance) if pair.is_binary else _numeric(pair, chance)
    population = pair.population if pair.sample is None else _reference(pair.sample, chance)
    size = pair.size if pair.is_size_known else float(population.sum())
    return replace(pair, rows=rows, y=y, population=population, size=size, sample=None)


def _binary(pair: Pair, chance: np.random.Generator) -> tuple[IntArray, FloatArray]:
    atoms = np.concatenate((pair.y, pair.rows - pair.y))
    drawn = chance.multinomial(pair.participants, atoms / atoms.sum()).astype(np.int64)
    ones, zeros = np.split(drawn, 2)
    return ones + zeros, ones.astype(np.float64)


def _numeric(pair: Pair, chance: np.random.Generator) -> tuple[IntArray, FloatArray]:
    drawn = chance.multinomial(pair.participants, pair.rows / pair.participants).astype(np.int64)
    n = np.maximum(pair.rows, 1)
    mean = pair.y / n
    spread = np.maximum(pair.yy / n - mean**2, 0.0)
    return drawn, drawn * mean + np.sqrt(drawn * spread) * chance.standard_normal(len(drawn))


def _reference(sample: ReferenceSample, chance: np.random.Generator) -> FloatArray:
    """Weighted counts per cell of one repetition of the reference."""
    if len(sample.cluster):
        clusters = int(sample.cluster.max()) + 1
        stratum = np.zeros(clusters, dtype=np.int64)
        stratum[sample.cluster] = sample.stratum
        times = _times(np.ones(clusters, dtype=np.int64), stratum, len(sample.strata), chance)[sample.cluster]
        drawn = times * sample.rows
    else:
        drawn = _times(sample.rows, sample.stratum, len(sample.strata), chance)
    return summed(sample.cell, drawn * sample.weight, len(sample.categories))


def _times(units: IntArray, stratum: IntArray, strata: int, chance: np.random.Generator) -> FloatArray:
    """How often each group of units is drawn, times m / (m - 1). units: units in the group; m: in its stratum."""
    drawn = np.zeros(len(units))
    for number in range(strata):
        here = stratum == number
        m = int(units[here].sum())
        if m > 1:
            drawn[here] = chance.multinomial(m - 1, units[here] / m) * m / (m - 1)
    return drawn
