"""Hints for simpler words: they find what is hard to read, and leave easy texts alone."""

import pytest

from nyhavn.framework.plain_language import MOST_HINTS, PLAIN_LANGUAGE, plain_hints, sentences

EASY = "We ask who has water. You can say no. Nobody will be angry."


def hints(text: str, language: str = "en") -> list[str]:
    return [hint.sentence for hint in plain_hints(text, language)]


def test_an_easy_text_gets_no_hint() -> None:
    assert hints(EASY) == []


@pytest.mark.parametrize(("words", "is_long"), [(20, False), (21, True)])
def test_a_sentence_is_long_above_the_limit(words: int, is_long: bool) -> None:
    found = hints(" ".join(["water"] * words) + ".")
    assert bool(found) is is_long
    assert not is_long or "21 words" in found[0]


@pytest.mark.parametrize(("letters", "is_long"), [(14, False), (15, True)])
def test_a_word_is_long_above_the_limit(letters: int, is_long: bool) -> None:
    assert bool(hints(f"A {'w' * letters}.")) is is_long


def test_languages_that_write_compounds_as_one_word_have_a_higher_limit() -> None:
    word = "Wasserversorgung"
    assert hints(f"Die {word}.", "de") == []
    assert hints(f"Die {word}.", "en") != []


@pytest.mark.parametrize("language", sorted(PLAIN_LANGUAGE.jargon))
def test_every_word_of_offices_is_found_in_its_language_and_in_no_other(language: str) -> None:
    for word in PLAIN_LANGUAGE.jargon[language]:
        assert any(word in hint for hint in hints(f"a {word.upper()} b.", language)), word
        assert not any("word of offices" in hint for hint in hints(f"a {word} b.", "xx")), word


def test_a_regional_language_has_the_words_of_its_language() -> None:
    assert hints("We retain it.", "en-GB") == hints("We retain it.")
    assert hints("We retain it.") != []


def test_a_word_inside_another_is_not_jargon() -> None:
    assert hints("The retained water.") == []


def test_the_same_hint_is_given_once_and_never_too_many() -> None:
    assert len(hints("We retain it. We retain them.")) == 1
    assert len(hints(" ".join(f"{'w' * 15}{chr(97 + n)}." for n in range(20)))) == MOST_HINTS


@pytest.mark.parametrize(
    ("text", "count"),
    [("One. Two! Three?", 3), ("واحد؟ اثنان۔ ثلاثة", 3), ("一。二。", 2), ("One\nTwo", 2), ("1.5 l", 1)],
)
def test_sentences_end_as_each_script_ends_them(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_scripts_without_blanks_between_words_are_not_called_long() -> None:
    assert hints("我们想知道谁家里有自来水谁家里没有自来水。", "zh") == []
    assert hints("เราอยากรู้ว่าบ้านไหนมีน้ำประปา", "th") == []
