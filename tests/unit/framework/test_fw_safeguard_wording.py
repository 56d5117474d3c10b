"""How safeguards say what they found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.framework.principles import EvidenceState
from nyhavn.framework.safeguards.wording import Safeguard, says_something, shown_part


@pytest.mark.parametrize("entry", ["", "  ", "n/a", "N/A.", "-", "Unknown", "TBD", "?"])
def test_a_filler_says_nothing(entry):
    assert not says_something(entry)


@pytest.mark.parametrize("entry", ["none", "No funder", "0", "Market day interviews"])
def test_a_statement_says_something_even_if_it_says_none(entry):
    assert says_something(entry)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (0, 10, "none"),
        (0, 0, "none"),
        (1, 100, "a few"),
        (4, 100, "a few"),
        (5, 100, "5"),
        (95, 100, "95"),
        (96, 100, "all but a few"),
        (99, 100, "all but a few"),
        (100, 100, "all"),
        (3, 3, "a few"),
        (3, 4, "a few"),
    ],
)
def test_neither_a_small_part_nor_a_small_rest_is_shown(part, whole, expected):
    assert shown_part(part, whole, 5) == expected


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 20))
def test_a_number_is_shown_only_if_part_and_rest_reach_the_threshold(part, rest, threshold):
    shown = shown_part(part, part + rest, threshold)

    if shown.isdigit():
        assert int(shown) == part
        assert part >= threshold
        assert rest >= threshold


def test_where_no_persons_are_concerned_every_number_is_shown():
    assert shown_part(1, 3, 1) == "1"
    assert shown_part(2, 3, 1) == "2"


def test_a_result_carries_the_question_and_the_records_that_were_read():
    result = Safeguard("code", "Is it so?", ("records",)).against("It is not.", references=("minutes",))

    assert (result.code, result.question, result.records) == ("code", "Is it so?", ("records",))
    assert (result.state, result.detail, result.references) == (EvidenceState.AGAINST, ("It is not.",), ("minutes",))
