"""Texts of strangers: the words stay, in every script; markup, hidden signs and what is too long do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.framework.foreign_text import cleaned, plain_text, shortened


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<b>Water</b>", "Water"),
        ("a<br/>b", "a b"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("<img src=x onerror=alert(1)", ""),
        ("<!-- hidden -->seen", "seen"),
        ("&lt;b&gt;Water&lt;/b&gt;", "Water"),
        ("&amp;lt;b&amp;gt;Water", "Water"),
        ("\u202ereversed\u202c", "reversed"),
        ("no\u0000thing\u0007", "nothing"),
        ("half \ud800 sign", "half  sign"),
        ("two\nlines", "two\nlines"),
        ("<\u200bscript>alert(1)<\x00/script>", "alert(1)"),
        ("&l\u200bt;b&gt;Water", "Water"),
        ("&lt;&#x200b;b&gt;Water", "Water"),
    ],
)
def test_markup_and_hidden_signs_go(text: str, plain: str) -> None:
    assert plain_text(text, 100) == plain


@pytest.mark.parametrize(
    "text",
    [
        "5 < 7 and 7 > 5",
        "R&D, AT&T",
        "¿Tiene agua?",
        "نمی\u200cخواهم",
        "क्\u200dष",
        "שלום \u200f(a)",
        "水の声",
        "👩\u200d👧",
        "a & b; c",
    ],
)
def test_words_stay_as_they_were_written(text: str) -> None:
    assert plain_text(text, 100) == text


@given(st.text(max_size=200), st.integers(min_value=5, max_value=50))
def test_no_tag_is_left_nothing_is_longer_than_allowed_and_twice_is_once(text: str, letters: int) -> None:
    once = plain_text(text, letters)
    assert len(once) <= letters and plain_text(once, letters) == once
    once.encode()


@pytest.mark.parametrize("letters", [9, 10, 11])
def test_a_cut_says_that_it_is_one(letters: int) -> None:
    assert shortened("0123456789", letters) == ("01234567…" if letters == 9 else "0123456789")


@pytest.mark.parametrize("text", ["<a" * 50_000, "&lt;" * 50_000, "&amp;" * 50_000, "<" * 100_000])
def test_no_text_keeps_the_site_busy(text: str) -> None:
    assert len(plain_text(text, 100_000)) <= 100_000


def test_every_text_at_any_depth_is_made_plain_and_nothing_else_is_touched() -> None:
    given_ = {"a<b>": ["<i>x</i>", {"deep": "<i>y</i>"}], "number": 3, "none": None, "yes": True}
    assert cleaned(given_, 50) == {"a<b>": ["x", {"deep": "y"}], "number": 3, "none": None, "yes": True}
