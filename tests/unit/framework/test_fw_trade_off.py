"""An option is worth a look if no other one has less of both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.framework.trade_off import is_beaten

OPTIONS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("other", "beaten"),
    [((1, 1), True), ((2, 1), True), ((1, 2), True), ((2, 2), False), ((1, 3), False), ((3, 1), False)],
)
def test_who_has_as_little_of_both_and_less_of_one_beats(other, beaten):
    assert is_beaten((2, 2), [(2, 2), other]) is beaten


@given(OPTIONS)
def test_the_best_are_those_that_nothing_steps_below(options):
    """By hand: some are always left, none of these beats another, and every other is beaten by one of these."""
    best = [one for one in options if not is_beaten(one, options)]
    assert best and not any(is_beaten(one, best) for one in best)
    for one in options:
        assert one in best or any(b[0] <= one[0] and b[1] <= one[1] and sum(b) < sum(one) for b in best)
