"""What the doubly robust estimate promises, tried 2,000 times: right if either model is right, and honest intervals.

A population of 40,000 people with four categorical covariates and a numeric answer. People take part by themselves,
with chances that depend on all four (Poisson selection with a logit, about 3,300 of them). A reference of 1,000 is
drawn within strata at unequal rates. A "wrong" model leaves out the fourth covariate, which matters most for both.
Everything is drawn person by person; the estimators get cells, as they always do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from nyhavn.engine.inference import (
    AdjustedEstimate,
    Pair,
    ParticipantCells,
    ReferenceSample,
    doubly_robust,
    inverse_propensity,
    mass_imputation,
    naive_mean,
    pair,
)

pytestmark = pytest.mark.slow
REPLICATES = 2_000
PEOPLE = 40_000
COVARIATES = ("sex", "age", "place", "work")
LEVELS = (2, 3, 3, 4)
MEASURED = COVARIATES[:3]  # what a wrong model knows
DRAWN = (250, 300, 450)  # of the reference, by place
METHODS: dict[str, Callable[[Pair], AdjustedEstimate]] = {
    "both right": doubly_robust,
    "outcome wrong": lambda both: doubly_robust(both, outcome_covariates=MEASURED),
    "chances wrong": lambda both: doubly_robust(both, covariates=MEASURED),
    "both wrong": lambda both: doubly_robust(both, covariates=MEASURED, outcome_covariates=MEASURED),
    "inverse, right": inverse_propensity,
    "inverse, wrong": lambda both: inverse_propensity(both, covariates=MEASURED),
    "imputed, right": mass_imputation,
    "imputed, wrong": lambda both: mass_imputation(both, covariates=MEASURED),
}


@dataclass(frozen=True)
class Population:
    codes: np.ndarray  # people by covariates
    cell: np.ndarray
    answer: np.ndarray
    chance: np.ndarray

    @property
    def truth(self) -> float:
        return float(self.answer.mean())


@dataclass(frozen=True)
class Shown:
    """Per method: estimates, and whether the interval covered the truth."""

    truth: float
    naive: np.ndarray
    values: dict[str, np.ndarray]
    covered: dict[str, np.ndarray]

    def bias(self, method: str) -> float:
        """Relative bias in per cent."""
        return 100 * float(self.values[method].mean() - self.truth) / self.truth


def population(random: np.random.Generator) -> Population:
    """Work goes along with sex; answer and chance are sums of effects of all four."""
    sex = random.integers(0, 2, PEOPLE)
    age, place = random.integers(0, 3, PEOPLE), random.integers(0, 3, PEOPLE)
    work = np.minimum(random.integers(0, 4, PEOPLE) + (sex * random.integers(0, 2, PEOPLE)), 3)
    noise = random.normal(0, 1 + 0.5 * sex, PEOPLE)
    effects = np.array([0.0, 1.0, 2.0, 4.0])[work]
    answer = 0.2 + 0.5 * sex + 0.3 * age - 0.2 * place + effects + noise
    score = -4.0 + 0.3 * sex - 0.2 * age + 0.2 * place + np.array([0.0, 0.6, 1.2, 2.2])[work]
    codes = np.column_stack((sex, age, place, work))
    return Population(codes, np.ravel_multi_index(tuple(codes.T), LEVELS), answer, 1 / (1 + np.exp(-score)))


@cache
def categories() -> tuple[tuple[str, ...], ...]:
    every = np.column_stack(np.unravel_index(np.arange(int(np.prod(LEVELS))), LEVELS))
    return tuple(tuple(str(code) for code in row) for row in every.tolist())


def drawn_pair(people: Population, random: np.random.Generator) -> Pair:
    cells = len(categories())
    took = random.random(PEOPLE) < people.chance
    cell, answer = people.cell[took], people.answer[took]
    sums = (np.bincount(cell, weights, cells) for weights in (None, answer, answer**2))
    rows, y, yy = (values.astype(float) for values in sums)
    here = ParticipantCells(COVARIATES, categories(), rows.astype(np.int64), y, yy)
    place = people.codes[:, 2]
    entries = []
    for stratum, size in enumerate(DRAWN):
        members = np.flatnonzero(place == stratum)
        counts = np.bincount(people.cell[random.choice(members, size, replace=False)], minlength=cells)
        there = np.flatnonzero(counts)
        weight = np.full(len(there), len(members) / size)
        entries.append((there, np.full(len(there), stratum), counts[there], weight))
    number, stratum_of, counted, weights = (np.concatenate(parts) for parts in zip(*entries, strict=True))
    none = np.zeros(0, dtype=np.int64)
    sample = ReferenceSample(COVARIATES, categories(), number, stratum_of, none, counted, weights, ("0", "1", "2"))
    return pair(here, sample)


@pytest.fixture(scope="module")
def shown() -> Shown:
    random = np.random.default_rng(20_261_125)
    people = population(random)
    values = {name: np.empty(REPLICATES) for name in METHODS}
    covered = {name: np.empty(REPLICATES, dtype=bool) for name in METHODS}
    naive = np.empty(REPLICATES)
    for replicate in range(REPLICATES):
        both = drawn_pair(people, random)
        naive[replicate] = naive_mean(both)
        for name, method in METHODS.items():
            found = method(both)
            values[name][replicate] = found.value
            covered[name][replicate] = found.low <= people.truth <= found.high
    return Shown(people.truth, naive, values, covered)


def test_the_naive_mean_is_far_off(shown):
    assert abs(float(shown.naive.mean()) - shown.truth) / shown.truth > 0.2


@pytest.mark.parametrize("method", ["both right", "outcome wrong", "chances wrong"])
def test_either_model_right_leaves_less_than_one_per_cent_of_bias(shown, method):
    assert abs(shown.bias(method)) < 1


def test_both_models_wrong_leaves_more_than_twenty_per_cent(shown):
    """No method corrects for what nobody measured."""
    assert abs(shown.bias("both wrong")) > 20


@pytest.mark.parametrize("method", ["inverse", "imputed"])
def test_a_single_model_is_right_or_wrong_by_itself(shown, method):
    assert abs(shown.bias(f"{method}, right")) < 1
    assert abs(shown.bias(f"{method}, wrong")) > 20


@pytest.mark.parametrize("method", ["both right", "inverse, right", "imputed, right"])
def test_intervals_of_95_per_cent_cover_93_to_97(shown, method):
    assert 0.93 <= float(shown.covered[method].mean()) <= 0.97


def test_with_both_models_wrong_the_interval_misses(shown):
    """So the interval is labelled: it does not include selection bias from what was not measured."""
    assert float(shown.covered["both wrong"].mean()) < 0.05
