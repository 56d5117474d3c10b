"""Hints for texts that everybody should understand: long sentences, long words, jargon. Hints, never a bar."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class PlainLanguage(Vocabulary):
    """Limits for sentences and words, and words of offices and laws with what to say instead.

    sentence_words: more words than this are many for one sentence. word_letters: more letters than this are many for
    one word, by language ("" for all others). jargon: by language, word -> everyday words.
    """

    sentence_words: Mapping[str, int]
    word_letters: Mapping[str, int]
    jargon: Mapping[str, Mapping[str, str]]


PLAIN_LANGUAGE = read_vocabulary(PlainLanguage, "plain_language")
MOST_HINTS = 12  # more at once are not read
SHOWN_WORDS = 6  # of a long sentence, so that people find it
# Ends of sentences in the scripts that notices are written in; Chinese and Japanese put no blank after theirs.
_SENTENCE_END = re.compile(r"(?<=[.!?؟۔።।])\s+|(?<=[。！？])|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’\-‐‑][^\W\d_]+)*")
# Scripts that put no blanks between words; counting blanks would call every sentence one word.
UNSPACED_SCRIPTS = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")


@dataclass(frozen=True)
class PlainHint:
    """One hint. part: where; sentence: what could be easier, quoting the author's own words."""

    part: str
    sentence: str


def plain_hints(text: str, language: str, part: str = "") -> tuple[PlainHint, ...]:
    """What could be said more simply in a text of that language."""
    found = dict.fromkeys(hint for sentence in sentences(text) for hint in _hints(sentence, base_language(language)))
    return tuple(PlainHint(part, hint) for hint in found)[:MOST_HINTS]


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text."""
    return tuple(sentence.strip() for sentence in _SENTENCE_END.split(text) if sentence.strip())


def words_in(sentence: str) -> list[str]:
    """The words of a sentence."""
    return _WORD.findall(sentence)


def base_language(language: str) -> str:
    """The code of the language without region and script."""
    return language.replace("_", "-").split("-")[0].casefold()


def limit_for(limits: Mapping[str, int], language: str) -> int:
    """The limit of that language, or that of all others."""
    return limits.get(language, limits[""])


def _hints(sentence: str, language: str) -> Iterator[str]:
    words = words_in(sentence)
    if len(words) > limit_for(PLAIN_LANGUAGE.sentence_words, language):
        beginning = " ".join(words[:SHOWN_WORDS])
        yield f"A sentence of {len(words)} words, “{beginning} …”. Could it be two?"
    longest = limit_for(PLAIN_LANGUAGE.word_letters, language)
    for word in words:
        if len(word) > longest and not is_unspaced(word):
            yield f"A long word: “{word}”. Is there a shorter one?"
    folded = f" {' '.join(word.casefold() for word in words)} "
    for jargon, instead in PLAIN_LANGUAGE.jargon.get(language, {}).items():
        if f" {jargon.casefold()} " in folded:
            yield f"“{jargon}” is a word of offices. Everyday words: {instead}."


def is_unspaced(word: str) -> bool:
    """Whether it is of a script that puts no blanks between words."""
    return unicodedata.name(word[0], "").startswith(UNSPACED_SCRIPTS)
