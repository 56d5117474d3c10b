"""Figures of how easy a text is: by a published formula where one stands for the language, and by nothing else."""

import re

import pytest

from nyhavn.framework.reading_ease import READING_EASE, ease_lines, lix, reading_ease

EASY = "We ask who has water. You can say no. Nobody will be angry. We keep it for two years. " * 3
OFFICE = (
    "Participating respondents acknowledge that institutional processing of contributions continues indefinitely. " * 5
)


def slow_lix(text: str) -> float:
    """By hand: words by sentence, and long words in a hundred."""
    sentences = [part for part in re.split(r"[.!?]", text) if part.strip()]
    words = [word for word in re.split(r"[^A-Za-z]+", text) if word]
    return len(words) / len(sentences) + 100 * len([word for word in words if len(word) > 6]) / len(words)


@pytest.mark.parametrize("text", [EASY, OFFICE])
def test_the_formula_is_that_of_its_source(text: str) -> None:
    assert reading_ease([text], "en").lix == pytest.approx(slow_lix(text))


@pytest.mark.parametrize(("word", "is_long"), [("village", True), ("people", False), ("don't-go", False)])
def test_a_word_is_long_above_six_letters(word: str, is_long: bool) -> None:
    assert lix([word], 1) == (101 if is_long else 1)


def test_an_easy_text_is_praised_and_one_of_offices_gets_an_aim() -> None:
    assert not reading_ease([EASY], "en").is_above_aim
    assert reading_ease([OFFICE], "en").is_above_aim
    assert "Try for 37 or less" in ease_lines(reading_ease([OFFICE], "en"))[-1]
    assert "newspapers in this language have 52" in ease_lines(reading_ease([EASY], "en-GB"))[-1]


@pytest.mark.parametrize("language", ["ar", "sw", "zh", "xx"])
def test_a_language_without_a_measure_says_so(language: str) -> None:
    ease = reading_ease(["نسأل من لديه ماء. " * 30], language)
    assert (ease.lix, ease.aim) == (None, None)
    assert "There is no measure for this language." in ease_lines(ease)[-1]


def test_each_language_is_held_against_its_own_newspapers() -> None:
    assert READING_EASE.newspapers["es"] > READING_EASE.newspapers["en"]
    text = [EASY]
    assert reading_ease(text, "es").aim != reading_ease(text, "en").aim


def test_few_words_are_not_measured() -> None:
    assert reading_ease(["We ask who has water."], "en").lix is None
    assert "at least 40 words" in ease_lines(reading_ease(["We ask."], "en"))[-1]


@pytest.mark.parametrize(("words", "long"), [(20, 0), (21, 1)])
def test_long_sentences_are_counted_above_the_limit(words: int, long: int) -> None:
    ease = reading_ease([" ".join(["water"] * words) + ".", "Short."], "en")
    assert (ease.words, ease.sentences, ease.long_sentences) == (words + 1, 2, long)


def test_words_are_not_counted_in_scripts_without_blanks() -> None:
    ease = reading_ease(["我们想知道谁家里有自来水。谁家里没有。"], "zh")
    assert (ease.words, ease.sentences) == (0, 2)
    assert ease_lines(ease)[0] == "2 sentences. Words are not counted in this script."


def test_nothing_is_nothing() -> None:
    assert ease_lines(reading_ease([], "en"))
