"""Conditions in plain words: exact, or left as written."""

import pytest

from nyhavn.framework.expression_words import LONGEST_LABEL, condition_words, shortened
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question

FORM = Instrument(
    "water",
    "1",
    "Water",
    (
        Question("tap", "tap", AnswerType.SELECT_ONE, {"en": "Tap?", "fr": "Robinet ?"}, (Choice("y", {"en": "Yes"}),)),
        Question("age", "age", AnswerType.INTEGER, {"en": "Age?"}),
        Question("why", "why", AnswerType.TEXT),
    ),
)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", ""),
        ("${tap} = 'y'", "the answer to “Tap?” is “Yes”"),
        ("${tap} != 'y'", "the answer to “Tap?” is not “Yes”"),
        ("${tap} = 'n'", "the answer to “Tap?” is “n”"),
        ("${age} >= 18", "the answer to “Age?” is at least 18"),
        ("${age} < 1.5", "the answer to “Age?” is less than 1.5"),
        ("${why} != ''", "“why” is answered"),
        ("${why} = ''", "“why” is not answered"),
        ("selected(${tap}, 'y')", "the answer to “Tap?” includes “Yes”"),
        ("not(${age} > 5)", "it is not so that the answer to “Age?” is more than 5"),
        (
            "${age} > 5 and (${tap} = 'y' or ${why} != '')",
            "the answer to “Age?” is more than 5 and (the answer to “Tap?” is “Yes” or “why” is answered)",
        ),
    ],
)
def test_plain_conditions_are_said_in_words(written: str, said: str) -> None:
    assert condition_words(written, FORM, "en") == said


@pytest.mark.parametrize("written", ["${age} + 1 > 5", "${age} > ${why}", "${gone} = 1", "nonsense (", "true()"])
def test_what_words_would_not_say_exactly_stays_as_written(written: str) -> None:
    assert condition_words(written, FORM) == written


def test_one_part_that_cannot_be_said_leaves_the_whole_as_written() -> None:
    written = "${age} > 5 and regex(${why}, 'a')"
    assert condition_words(written, FORM) == written


def test_words_are_those_of_the_language() -> None:
    assert condition_words("${tap} = 'y'", FORM, "fr") == "the answer to “Robinet ?” is “Yes”"


def test_a_long_label_is_cut_and_a_short_one_is_not() -> None:
    assert shortened("w" * LONGEST_LABEL) == "w" * LONGEST_LABEL
    assert shortened("w" * (LONGEST_LABEL + 1)).endswith(" …")
