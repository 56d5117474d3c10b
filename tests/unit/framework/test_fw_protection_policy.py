"""The numbers of protection come from the initiative, or from a published policy that it names."""

import pytest

from nyhavn.framework.protection import ProtectionPolicy
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.table_policy import POLICIES


def test_a_published_policy_gives_the_threshold_where_none_is_given() -> None:
    practice = next(policy for policy in POLICIES.policy if policy.id == "people")
    assert practice.frequency is not None
    policy = ProtectionPolicy.model_validate({"based_on": "people"})
    assert policy.threshold == practice.frequency.fewest


def test_a_number_of_ones_own_goes_first() -> None:
    assert ProtectionPolicy.model_validate({"based_on": "people", "threshold": 6}).threshold == 6


def test_without_either_something_is_missing() -> None:
    with pytest.raises(ValueError, match="threshold"):
        ProtectionPolicy.model_validate({"version": "1"})


def test_a_policy_that_nobody_published_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refusal) as refused:
        ProtectionPolicy.model_validate({"based_on": "none-such"})
    assert refused.value.codes == ("table-policy-unknown",)
    assert "people" in refused.value.reasons[0].do
