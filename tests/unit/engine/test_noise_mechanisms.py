"""The noise of OpenDP has the scale that the price asks for, and comes from the distribution that it should."""

import math
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from nyhavn.engine.confidentiality.noise import Mechanism
from nyhavn.engine.confidentiality.noise.mechanisms import Noise, noise
from nyhavn.engine.confidentiality.noise.question import Sensitivity
from unit.engine import noise_twin as twin

MASS = {Mechanism.LAPLACE: twin.laplace_mass, Mechanism.GAUSSIAN: twin.gaussian_mass}
FEWEST_EXPECTED = 10  # draws in a class of the chi-squared test, tails together
LEVEL = 1e-6  # a right program fails once in a million runs


def worst(most):
    return Sensitivity(most, most, most)


@given(
    mechanism=st.sampled_from(Mechanism),
    most=st.integers(1, 2**31 * 5),
    price=st.decimals("0.000001", "1000", places=6),
    share=st.integers(1, 7),
)
def test_the_loss_never_exceeds_the_price_and_comes_close(mechanism, most, price, share):
    part = Fraction(price) * share / 7
    made = noise(mechanism, worst(most), part)
    assert Fraction(made.loss) <= part
    assert made.loss == pytest.approx(float(part), rel=1e-9)


def test_the_scale_is_what_the_papers_say():
    assert noise(Mechanism.LAPLACE, worst(3), Fraction(1, 2)).scale == pytest.approx(6)
    assert noise(Mechanism.GAUSSIAN, worst(3), Fraction(1, 2)).scale == pytest.approx(3)


@pytest.mark.parametrize("mechanism", Mechanism)
def test_the_standard_error_is_that_of_the_exact_distribution(mechanism):
    for scale in (0.6, 1.0, 4.0, 25.0):
        reach = range(-int(60 * scale) - 60, int(60 * scale) + 61)
        exact = math.sqrt(math.fsum(MASS[mechanism](scale, value) * value**2 for value in reach))
        stated = Noise(mechanism, scale, 0).standard_error
        assert stated >= exact * (1 - 1e-9)
        assert stated == pytest.approx(exact, rel=0.05 if scale < 1 else 1e-3)


def classes(mechanism, scale, draws):
    """Values with enough expected draws each, and all others together."""
    middle = range(-int(30 * scale), int(30 * scale) + 1)
    return [v for v in middle if MASS[mechanism](scale, v) * draws >= FEWEST_EXPECTED]


def chi_squared(mechanism, scale, drawn):
    """The probability of a fit as bad as this one, or worse."""
    counted, kept = Counter(drawn), classes(mechanism, scale, len(drawn))
    expected = [MASS[mechanism](scale, value) * len(drawn) for value in kept]
    found = [counted[value] for value in kept]
    expected.append(len(drawn) - math.fsum(expected))
    found.append(len(drawn) - sum(found))
    statistic = sum((o - e) ** 2 / e for o, e in zip(found, expected, strict=True) if e > FEWEST_EXPECTED / 2)
    return float(chi2.sf(statistic, len(kept) - 1))


@pytest.mark.parametrize("mechanism", Mechanism)
def test_some_draws_fit_their_distribution(mechanism):
    drawn = Noise(mechanism, 3.0, 0).added([0] * 20_000)
    assert chi_squared(mechanism, 3.0, drawn) > LEVEL


@pytest.mark.slow
@pytest.mark.parametrize(("mechanism", "scale"), [(Mechanism.LAPLACE, 4.0), (Mechanism.GAUSSIAN, 4.0)])
def test_a_million_draws_fit_their_distribution(mechanism, scale):
    drawn = Noise(mechanism, scale, 0).added([0] * 1_000_000)
    assert chi_squared(mechanism, scale, drawn) > LEVEL


@pytest.mark.parametrize("mechanism", Mechanism)
def test_draws_of_a_slightly_smaller_scale_do_not_fit_so_that_the_test_can_fail(mechanism):
    drawn = Noise(mechanism, 2.7, 0).added([0] * 20_000)
    assert chi_squared(mechanism, 3.0, drawn) < LEVEL


@pytest.mark.parametrize("mechanism", Mechanism)
def test_noise_is_whole_is_drawn_anew_each_time_and_cannot_be_seeded(mechanism):
    made = noise(mechanism, worst(1), Fraction(Decimal("0.1")))
    np.random.seed(0)  # what somebody would try
    first = made.added([5] * 50)
    np.random.seed(0)
    assert made.added([5] * 50) != first
    assert all(isinstance(value, int) for value in first)
