"""How safeguards say what they found."""

import pytest

from nyhavn.framework.principles import EvidenceState
from nyhavn.framework.safeguards.wording import Safeguard, says_something


@pytest.mark.parametrize(
    "entry", ["", "  ", "n/a", "N/A.", "-", "Unknown", "TBD", "?", "---", "–", "…", "\u200b\u200b", "\u200e."]
)
def test_a_filler_says_nothing(entry):
    assert not says_something(entry)


@pytest.mark.parametrize("entry", ["none", "No funder", "0", "Market day interviews", "المدرسة", "学校"])
def test_a_statement_says_something_even_if_it_says_none(entry):
    assert says_something(entry)


def test_a_result_carries_the_question_and_the_records_that_were_read():
    result = Safeguard("code", "Is it so?", ("records",)).against("It is not.", references=("minutes",))

    assert (result.code, result.question, result.records) == ("code", "Is it so?", ("records",))
    assert (result.state, result.detail, result.references) == (EvidenceState.AGAINST, ("It is not.",), ("minutes",))
