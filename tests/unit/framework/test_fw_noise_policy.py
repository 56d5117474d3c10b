"""Numbers of policy for noise: each with its source, and refused beyond."""

from decimal import Decimal

import pytest

from nyhavn.framework.noise_policy import (
    NOISE,
    Measure,
    PrivacyBudget,
    check_privacy_budget,
    epsilon_of,
    privacy_budget,
    rho_of,
)
from nyhavn.framework.refusal import Refusal


def test_every_number_of_the_policy_says_where_it_comes_from():
    for section in (NOISE, NOISE.cell_keys, NOISE.sum_keys, NOISE.rounding, NOISE.privacy):
        assert len(section.source) > 40


def test_the_default_budget_is_taken():
    check_privacy_budget(privacy_budget())


# rho with 2 sqrt(rho log(10^6)) + rho = 10: (sqrt(log(10^6) + 10) - sqrt(log(10^6)))^2 = 1.35308...
@pytest.mark.parametrize(
    ("measure", "amount", "taken"),
    [
        (Measure.EPSILON, "10", True),
        (Measure.EPSILON, "10.000001", False),
        (Measure.RHO, "1.353", True),
        (Measure.RHO, "1.3535", False),
    ],
)
def test_a_budget_is_taken_up_to_the_largest_epsilon_and_not_beyond(measure, amount, taken):
    budget = PrivacyBudget(measure=measure, amount=Decimal(amount))
    if taken:
        check_privacy_budget(budget)
        return
    with pytest.raises(Refusal) as refused:
        check_privacy_budget(budget)
    assert refused.value.codes == ("privacy-budget-too-large",)
    assert f"{measure} {amount}" in str(refused.value)


def test_rho_and_epsilon_are_read_as_bun_and_steinke_do():
    assert epsilon_of(0.5, 1e-6) == pytest.approx(0.5 + 2 * (0.5 * 13.815510557964274) ** 0.5)
    assert rho_of(Decimal("0.3")) == Decimal("0.045")
