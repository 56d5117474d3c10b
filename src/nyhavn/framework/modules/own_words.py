"""People's own words: how they are matched with a list that was agreed, without being changed.

Two writings are the same word if they differ only in blanks at the ends, in capitals, or in how Unicode spells a
letter (Unicode Standard Annex 15, form NFKC, and default case folding). A slip of the pen is another word.
"""

import unicodedata
from collections.abc import Iterable, Mapping

Said = Mapping[str, tuple[str, ...]]


def matched(text: str) -> str:
    """The form in which two writings are compared. It is never stored and never shown."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()


def writings_of(words: Iterable[str], said: Iterable[str]) -> tuple[str, ...]:
    """Of what was said, the writings of these words, in a stable order."""
    wanted = {matched(word) for word in words}
    return tuple(sorted(writing for writing in said if matched(writing) in wanted))


def among(words: Iterable[str], codes: Iterable[str]) -> tuple[str, ...]:
    """Those of the words that are codes of a list, as the list writes them."""
    return writings_of(words, codes)
