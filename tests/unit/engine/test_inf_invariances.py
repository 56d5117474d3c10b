"""Whatever the counts, an adjustment keeps its promises or is refused; it never returns nonsense."""

from math import isfinite

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engines import drawn
from nyhavn.engine.inference import (
    Pair,
    ParticipantCells,
    doubly_robust,
    inverse_propensity,
    mass_imputation,
    naive_mean,
    pair,
    population_cells,
    representativity,
)
from nyhavn.engine.inference.models import fit_propensity
from nyhavn.framework.adjustment import PropensityMethod
from nyhavn.framework.refusal import Refusal

COVARIATES = ("place", "sex")
CELLS = tuple((place, sex) for place in ("hill", "river", "town") for sex in ("f", "m"))
CALIBRATED = PropensityMethod.CALIBRATED
counts = st.lists(st.tuples(st.integers(0, 40), st.floats(0, 1), st.integers(0, 400)), min_size=6, max_size=6)


def built(cells: list[tuple[int, float, int]], times: int = 1) -> Pair:
    """Participants, the share of them who say yes, and further people of the population, by cell."""
    named = list(zip(CELLS, cells, strict=True))
    codes = tuple(code for code, (n, _, _) in named if n)
    n = np.array([n * times for n, _, _ in cells if n], dtype=float)
    yes = np.array([round(n * share) * times for n, share, _ in cells if n], dtype=float)
    people = {code: (here + more) * times for code, (here, _, more) in named if here + more}
    participants = ParticipantCells(COVARIATES, codes, n.astype(np.int64), yes, yes, is_binary=True)
    return pair(participants, population_cells(COVARIATES, people))


@settings(max_examples=drawn(150))
@given(counts)
def test_every_estimate_is_a_number_with_an_interval_around_it_or_a_refusal(cells):
    try:
        both = built(cells)
        found = [doubly_robust(both), mass_imputation(both), inverse_propensity(both)]
    except Refusal as refused:
        assert all(reason.what and reason.do for reason in refused.reasons)
        return
    for each in found:
        assert isfinite(each.value)
        assert each.standard_error >= 0
        assert 0 <= each.low <= each.high <= 1 or not 0 <= each.value <= 1
        assert 0 < each.effective_n <= each.participants * (1 + 1e-9)


@settings(max_examples=drawn(80))
@given(counts)
def test_calibrated_weights_reproduce_every_margin_and_make_both_estimates_one(cells):
    """With the same covariates and a linear model, what calibration leaves to correct is nothing."""
    try:
        both = built(cells)
        robust, inverse = doubly_robust(both, propensity=CALIBRATED), inverse_propensity(both, propensity=CALIBRATED)
    except Refusal:
        assume(False)
    compared = representativity(both, fit_propensity(both, COVARIATES, CALIBRATED))

    assert abs(robust.value - inverse.value) < 1e-7
    assert compared.difference_after < 1e-6


@settings(max_examples=drawn(80))
@given(counts, st.integers(2, 5))
def test_more_of_the_same_people_move_no_estimate(cells, times):
    try:
        one = built(cells)
        before = doubly_robust(one)
        after = doubly_robust(built(cells, times))
    except Refusal:
        assume(False)

    assert abs(before.value - after.value) < 1e-7
    assert abs(after.participants_variance * times - before.participants_variance) < 1e-7


@settings(max_examples=drawn(80))
@given(counts)
def test_where_everybody_took_part_alike_nothing_is_adjusted(cells):
    """One in three of every cell: chances are equal, and the weighted mean is the plain one."""
    alike = [(n, share, 2 * n) for n, share, _ in cells]
    try:
        both = built(alike)
        found = inverse_propensity(both)
    except Refusal:
        assume(False)

    assert abs(found.value - naive_mean(both)) < 1e-7
    assert abs(found.effective_n - both.participants) < 1e-4
