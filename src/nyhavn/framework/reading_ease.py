"""How easy a text is to read, in figures: length, long sentences, and a formula where there is one for the language.

Advice for those who write a notice, never a bar. A formula counts; whether people understand, only they can say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nyhavn.framework.plain_language import (
    PLAIN_LANGUAGE,
    base_language,
    is_unspaced,
    limit_for,
    sentences,
    words_in,
)
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class ReadingEase(Vocabulary):
    """The formula LIX. newspapers: what ordinary newspapers have in each language that it was tried in."""

    long_word_letters: int
    newspaper_margin: int
    fewest_words: int
    newspapers: Mapping[str, int]


READING_EASE = read_vocabulary(ReadingEase, "reading_ease")


@dataclass(frozen=True)
class Ease:
    """Figures of one text. lix: None without a measure for the language, or for too few words.

    newspaper: what ordinary newspapers have in this language, None without a measure. aim: at most this for a notice.
    """

    words: int
    sentences: int
    long_sentences: int
    sentence_limit: int
    lix: float | None
    newspaper: int | None
    aim: int | None

    @property
    def is_above_aim(self) -> bool:
        """Whether shorter sentences and words would help, as far as a formula can tell."""
        return self.lix is not None and self.aim is not None and self.lix > self.aim


def lix(words: Sequence[str], sentence_count: int) -> float:
    """LIX = A / B + 100 · C / A, with A words, B sentences and C words of more than six letters (Björnsson 1968)."""
    long = sum(1 for word in words if sum(sign.isalpha() for sign in word) > READING_EASE.long_word_letters)
    return len(words) / sentence_count + 100 * long / len(words)


def reading_ease(texts: Sequence[str], language: str) -> Ease:
    """Figures of everything that is shown in one language, part by part. A part ends a sentence."""
    found = [sentence for text in texts for sentence in sentences(text)]
    counted = [words for words in (words_in(sentence) for sentence in found) if words]
    all_words = [word for words in counted for word in words]
    limit = limit_for(PLAIN_LANGUAGE.sentence_words, base_language(language))
    newspaper = READING_EASE.newspapers.get(base_language(language))
    is_measured = newspaper is not None and len(all_words) >= READING_EASE.fewest_words
    return Ease(
        words=0 if any(is_unspaced(word) for word in all_words) else len(all_words),
        sentences=len(counted),
        long_sentences=sum(1 for words in counted if len(words) > limit),
        sentence_limit=limit,
        lix=lix(all_words, len(counted)) if is_measured else None,
        newspaper=newspaper,
        aim=None if newspaper is None else newspaper - READING_EASE.newspaper_margin,
    )


def ease_lines(ease: Ease) -> tuple[str, ...]:
    """The figures in sentences, each with what it means."""
    return (_length(ease), *_long(ease), _formula(ease))


def _length(ease: Ease) -> str:
    if not ease.words:
        return f"{ease.sentences} sentences. Words are not counted in this script."
    return f"{ease.words} words in {ease.sentences} sentences."


def _long(ease: Ease) -> tuple[str, ...]:
    if not ease.words:
        return ()
    if not ease.long_sentences:
        return (f"No sentence has more than {ease.sentence_limit} words.",)
    return (f"Sentences with more than {ease.sentence_limit} words: {ease.long_sentences}. Could they be two each?",)


def _formula(ease: Ease) -> str:
    if ease.newspaper is None:
        return "There is no measure for this language. Ask somebody to read it aloud and say it in their own words."
    if ease.lix is None:
        return f"LIX needs at least {READING_EASE.fewest_words} words to say anything."
    figure = f"LIX {ease.lix:.0f}; ordinary newspapers in this language have {ease.newspaper} (Björnsson 1983)."
    if ease.is_above_aim:
        return f"{figure} Try for {ease.aim} or less: shorter sentences, shorter words."
    return f"{figure} That is easier than a newspaper by {READING_EASE.newspaper_margin} or more."
