"""Words as they are searched: in small letters without accents, and each with the forms that mean the same.

The forms are Snowball's (Porter, https://snowballstem.org): "surveys" and "survey" have one, as have "encuestas" and
"encuesta". Words of a language that it does not know are searched as they are written.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import snowballstemmer

ALGORITHMS = {"ar": "arabic", "en": "english", "es": "spanish", "fr": "french"}
# A form stands between two of these, so that no word is taken for it: folding turns them into digits, so neither a text
# nor a search has them.
MARKS = {"ar": "¹", "en": "²", "es": "³", "fr": "⁴"}
ARTICLE = "\u0627\u0644"  # of Arabic
REMEMBERED = 50_000  # words


def searchable(text: str, language: str = "") -> str:
    """A text as it is searched: small letters without accents, so that "Málaga" is found by "malaga"; each word once.

    language: of the text; the forms of its words are added, between marks. Words are searched one by one, so the second
    time says nothing; and texts a third shorter stay in their row, which PostgreSQL reads several times as fast.
    """
    return " ".join(dict.fromkeys([*folded(text).split(), *forms(text, [language])]))


def forms(text: str, languages: Iterable[str]) -> tuple[str, ...]:
    """What finds texts with any form of these words, in each of these languages."""
    known = dict.fromkeys(language.partition("-")[0] for language in languages)
    return tuple(dict.fromkeys(form for code in known if code in ALGORITHMS for form in _forms_in(text, code)))


def folded(text: str) -> str:
    """Small letters without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(letter for letter in parts if not _is_accent(letter)))


def _forms_in(text: str, language: str) -> Iterator[str]:
    for word in text.casefold().split():
        bare = "".join(letter for letter in word if letter.isalnum() or unicodedata.category(letter) == "Mn")
        if bare:
            mark = MARKS[language]
            yield from (f"{mark}{folded(_stem(language, one))}{mark}" for one in _written(bare, language))


def _written(word: str, language: str) -> tuple[str, ...]:
    """How it may be written: with accents, by which a language tells its endings, and without, as many people type it.

    Arabic words behind their article too: without it a first letter may be taken for a word of its own ("by", "and").
    """
    plain = folded(word)
    return (word, plain, f"{ARTICLE}{plain}") if language == "ar" and not plain.startswith(ARTICLE) else (word, plain)


@lru_cache(maxsize=REMEMBERED)
def _stem(language: str, word: str) -> str:
    """The form of one word. A stemmer keeps the word it is at, so each has one of its own: several threads search."""
    return str(snowballstemmer.stemmer(ALGORITHMS[language]).stemWord(word))


def _is_accent(letter: str) -> bool:
    """Whether it is a mark over or under a letter of Latin, Greek or Cyrillic script; vowel signs of others stay."""
    return "\u0300" <= letter <= "\u036f"
