"""Texts cut into pieces: words where a script writes blanks, letters with their marks where it writes none."""

import pytest
import wcwidth
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.framework.text_segments import graphemes, is_word, segments

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
WAVING = "\U0001f44b\U0001f3fd"
DENMARK, SWEDEN = "\U0001f1e9\U0001f1f0", "\U0001f1f8\U0001f1ea"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Data stay theirs.", ["Data", " ", "stay", " ", "theirs", "."]),
        ("l’eau, aujourd'hui", ["l’eau", ",", " ", "aujourd'hui"]),
        ("'quoted' words", ["'", "quoted", "'", " ", "words"]),
        ("3.5 %  of 12,000", ["3", ".", "5", " ", "%", "  ", "of", " ", "12", ",", "000"]),
        ("يجب أن تُحذف البيانات.", ["يجب", " ", "أن", " ", "تُحذف", " ", "البيانات", "."]),
        ("می\u200cخواهم", ["می\u200cخواهم"]),
        ("जानकारी देना", ["जानकारी", " ", "देना"]),
        ("数据属于社区。", ["数", "据", "属", "于", "社", "区", "。"]),
        ("ข้อมูลนี้", ["ข้", "อ", "มู", "ล", "นี้"]),
        ("データ2026年", ["デ", "ー", "タ", "2026", "年"]),
        ("데이터는 자유", ["데이터는", " ", "자유"]),
        ("a\r\nb\n\nc", ["a", "\r\n", "b", "\n\n", "c"]),
        ("", []),
    ],
)
def test_a_text_is_cut_where_its_readers_would(text: str, pieces: list[str]) -> None:
    assert list(segments(text)) == pieces


@pytest.mark.parametrize(
    "sign", ["e\u0301", FAMILY, WAVING, DENMARK, "\r\n", "ก็", "น้ำ"[:3], "\u1112\u1161\u11ab", "각\u11a8", "❤\ufe0f"]
)
def test_what_readers_count_as_one_sign_is_never_cut(sign: str) -> None:
    assert graphemes(f"{sign}x{sign}") == (sign, "x", sign)


def test_two_flags_are_two_signs() -> None:
    assert graphemes(DENMARK + SWEDEN) == (DENMARK, SWEDEN)


def test_a_mark_without_a_letter_stays_alone() -> None:
    assert graphemes("\n\u0301a") == ("\n", "\u0301", "a")


@given(st.text())
def test_the_pieces_joined_are_the_text(text: str) -> None:
    assert "".join(segments(text)) == text
    assert "".join(graphemes(text)) == text
    assert all(segments(text))


# Signs that we leave to their word or that newer data class differently; the standard's own list is in GB9b and GB9c.
SAME_FOR_BOTH = st.sampled_from(
    [*"abæ, .9يةتُלा한국中ก้", "e\u0301", FAMILY, WAVING, DENMARK, "\u200d", "\ufe0f", "\r\n"]
)


@given(st.lists(SAME_FOR_BOTH).map("".join))
def test_signs_are_those_of_another_program(text: str) -> None:
    assert list(graphemes(text)) == list(wcwidth.iter_graphemes(text))


@pytest.mark.parametrize(("piece", "says"), [("data", True), ("12", True), ("数", True), (", ", False), ("—", False)])
def test_a_word_holds_a_letter_or_a_digit(piece: str, says: bool) -> None:
    assert is_word(piece) is says
