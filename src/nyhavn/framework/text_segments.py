"""A text cut into the pieces that a reader sees changing: words, single signs, and what stands between them.

Where a script writes blanks between words, a word is one piece. Where it writes none (Chinese, Japanese, Thai, Lao,
Khmer, Burmese, Tibetan), finding words takes a dictionary for each language, and one that is wrong moves the mark to
the wrong place; there one letter with everything that belongs to it is a piece. Joined again, the pieces are the text.

After Unicode Standard Annex 29, "Unicode Text Segmentation", by the character data that Python ships. Left out: joined
consonants of Indic scripts (GB9c), which stand inside words anyway, and rare signs that belong to what follows (GB9b).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from nyhavn.framework.plain_language import UNSPACED_SCRIPTS

_JOINER, _NON_JOINER = "\u200d", "\u200c"
# What belongs to the letter before it, beside marks: joiners, the vowel AM of Thai and Lao, voicing of half-width kana.
_BELONGS = frozenset({_JOINER, _NON_JOINER, "\u0e33", "\u0eb3", "\uff9e", "\uff9f"})
_SKIN = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_FLAGS = range(0x1F1E6, 0x1F200)
_LEADING_JAMO = (range(0x1100, 0x1160), range(0xA960, 0xA980))
_FOLLOWING_JAMO = (range(0x1160, 0x1200), range(0xD7B0, 0xD800))
_HANGUL = (*_LEADING_JAMO, *_FOLLOWING_JAMO, range(0xAC00, 0xD7A4))
_PICTURES = (range(0x2190, 0x3300), range(0x1F000, 0x20000))
_IN_WORDS = frozenset("'’\u200c\u200d\u00ad·\u0640")  # as in l’eau, and the joiners of Persian and Indic scripts
_WORD_CATEGORIES = frozenset("LMN")
_PLAIN = re.compile(r"[\x00-\x0c\x0e-\x7f]*")


def graphemes(text: str) -> tuple[str, ...]:
    """The signs of a text as readers count them: a letter with its marks, an emoji with its parts, a flag."""
    found: list[str] = []
    for sign in text:
        if found and _belongs(found[-1], sign):
            found[-1] += sign
        else:
            found.append(sign)
    return tuple(found)


def segments(text: str) -> tuple[str, ...]:
    """The pieces of a text; joined, they are the text again."""
    # Plain ASCII has no sign of two characters but the line end of Windows.
    signs = tuple(text) if _PLAIN.fullmatch(text) else graphemes(text)
    return tuple(piece for _, run in groupby(_classed(signs), key=_key) for piece in _pieces(list(run)))


def is_word(segment: str) -> bool:
    """Whether the piece says something: it holds a letter or a digit."""
    return any(unicodedata.category(sign)[0] in "LN" for sign in segment)


def _belongs(before: str, sign: str) -> bool:
    """Whether a character belongs to the sign that stands before it."""
    if "\r" in (before, sign) or "\n" in (before, sign):
        return (before, sign) == ("\r", "\n")
    number = ord(sign)
    if number < 0x300:
        return False
    if _is_mark(sign):
        return unicodedata.category(before[-1]) != "Cc"
    if number in _FLAGS:
        return len(before) == 1 and ord(before) in _FLAGS
    if before[-1] == _JOINER and _is(number, _PICTURES):
        return _is(ord(before[0]), _PICTURES)
    return _joins_jamo(ord(before[-1]), number)


def _is_mark(sign: str) -> bool:
    """Whether it never stands alone: marks, joiners, shades of skin, tags."""
    return sign in _BELONGS or _is(ord(sign), (_SKIN, _TAGS)) or unicodedata.category(sign)[0] == "M"


def _joins_jamo(before: int, number: int) -> bool:
    """Korean letters that make one syllable."""
    if _is(number, _FOLLOWING_JAMO):
        return _is(before, _HANGUL)
    is_syllable = _is(number, _LEADING_JAMO) or number in range(0xAC00, 0xD7A4)
    return is_syllable and _is(before, _LEADING_JAMO)


def _is(number: int, ranges: tuple[range, ...]) -> bool:
    return any(number in one for one in ranges)


def _classed(signs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every sign with what it is: "word", "single" (a letter of a script without blanks), "blank" or "mark"."""
    kinds = [_kind(sign) for sign in signs]
    for place, sign in enumerate(signs):
        inside = 0 < place < len(signs) - 1 and kinds[place - 1] == kinds[place + 1] == "word"
        yield ("word" if inside and sign in _IN_WORDS else kinds[place]), sign


@lru_cache(maxsize=20_000)
def _kind(sign: str) -> str:
    if sign[0].isspace():
        return "blank"
    if unicodedata.category(sign[0])[0] not in _WORD_CATEGORIES:
        return "mark"
    return "single" if unicodedata.name(sign[0], "").startswith(UNSPACED_SCRIPTS) else "word"


def _key(classed: tuple[str, str]) -> str:
    return classed[0]


def _pieces(run: list[tuple[str, str]]) -> tuple[str, ...]:
    """A word and a blank are one piece; letters of scripts without blanks, and marks, are one each."""
    signs = tuple(sign for _, sign in run)
    return ("".join(signs),) if run[0][0] in ("word", "blank") else signs
