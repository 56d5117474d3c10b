"""Patterns: those that are kept mean the same everywhere; those that might not are turned away."""

import re
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines import drawn, each_engine
from nyhavn.engine.expressions import condition
from nyhavn.framework.expression import parse
from nyhavn.framework.expression_regex import matches, portable
from nyhavn.framework.instrument import AnswerType

KEPT = [
    "[0-9]+",
    r"\d{10}",
    "^[A-Z]{2}$",
    "a|b|",
    "(ab)+c?",
    "(?:ab){2,3}",
    r"\.\-\/\s",
    r"[\w.+-]+@[\w-]+\.[a-z]{2,4}",
    r"[^0-9\-]",
    "[- .(]*",
    "^(([0-9]{1})*[- .(]*([0-9]{3})[- .)]*[0-9]{3}[- .]*[0-9]{4})+$",
    "é+",
    "a&b",
    "a b#c~d",
    "[a~&b]",
    ".*?x",
]
TURNED_AWAY = [
    "(?=a)b",
    "(?<!a)b",
    "(?i)a",
    r"(a)\1",
    r"\p{L}",
    r"\bword",
    r"\x41",
    "a**",
    "a*+",
    "*a",
    "a{2",
    "a{,3}",
    "a{3,2}",
    "[a",
    "[]a]",
    "[a[b]]",
    "[a&&b]",
    "[z-a]",
    "(a",
    "a)",
    "a\\",
    "a{2000}",
    "((a{40}){40})",
    "(" * 5000 + "a" + ")" * 5000,
    "^*",
    r"[\D]",
]
ANSWERS = [
    "",
    "0",
    "0123456789",
    "AB",
    "ab",
    "abc",
    "ababc",
    ".-/ ",
    "a@b.org",
    "x",
    "-",
    "é",
    "éé",
    "a&b",
    "a b#c~d",
    "٣",
    "ab\n",
    "ab\r",
    "12\n",
    "a\u2028",
    "\n",
    "555 123 4567",
    "~",
    "&",
]


@pytest.mark.parametrize("pattern", TURNED_AWAY)
def test_a_pattern_that_engines_read_differently_is_turned_away(pattern):
    assert portable(pattern) is None


def _on_engines(patterns):
    table = pa.table({"answer": pa.array(ANSWERS, pa.string())})
    types = {"answer": AnswerType.TEXT}
    wanted = {
        str(place): condition(parse(f"regex(${{answer}}, '{pattern}')"), types, today=date(2026, 3, 1))
        for place, pattern in enumerate(patterns)
    }
    for engine in each_engine():
        yield engine.frame(table).with_columns(**wanted).collect("pyarrow").to_dict(as_series=False)


@pytest.mark.engines
def test_a_kept_pattern_matches_the_same_answers_everywhere():
    assert None not in [portable(pattern) for pattern in KEPT]
    for found in _on_engines(KEPT):
        for place, pattern in enumerate(KEPT):
            expected = [matches(pattern, answer) for answer in ANSWERS]
            assert found[str(place)] == expected, pattern


@pytest.mark.parametrize(
    ("pattern", "answer", "matching"),
    [
        (r"\d+", "12", True),
        (r"\d+", "٣", False),
        ("abc", "xabcx", False),
        ("^[0-9]{2}$", "12\n", False),
        ("a.c", "abc", True),
        (r"a\.c", "abc", False),
        ("yes|no", "no", True),
    ],
)
def test_the_whole_answer_is_matched_with_ascii_digits(pattern, answer, matching):
    assert matches(pattern, answer) is matching


@given(st.text(alphabet="ab01[](){}|*+?^$.\\-,&dws ", max_size=12))
@settings(max_examples=300, deadline=None)
def test_no_pattern_makes_the_reader_fail(pattern):
    """A pattern is kept or turned away; what is kept, Python can compile."""
    kept = portable(pattern)
    assert kept is None or re.compile(kept)


PIECES = st.sampled_from(
    ["a", "b", "[ab]", "[^a]", "(a|b)", "(ab)?", ".", r"\d", r"\s", r"\.", "é", "&", "#", " ", "~", "^", "$"]
)
COUNTS = st.sampled_from(["", "", "+", "*", "?", "{2}", "{1,3}", "+?"])


@given(st.lists(st.lists(st.builds("{}{}".format, PIECES, COUNTS), max_size=5).map("".join), min_size=20, max_size=20))
@settings(max_examples=drawn(5), deadline=None)
@pytest.mark.engines
def test_drawn_patterns_mean_the_same_everywhere(patterns):
    """Anchors with a count are the only ones turned away."""
    kept = [pattern for pattern in patterns if portable(pattern)]
    for found in _on_engines(kept):
        for place, pattern in enumerate(kept):
            expected = [matches(pattern, answer) for answer in ANSWERS]
            assert found[str(place)] == expected, pattern
