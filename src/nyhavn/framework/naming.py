"""What in a text could name a person, or say where somebody is found: pointed at, never decided, by the machine.

It knows addresses, long numbers, coordinates, words for small places, and names that it is given. It misses all other
names and every language that it has no words for, so that nothing was noticed proves nothing.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from nyhavn.framework.attribution import JOINERS
from nyhavn.framework.identifier_words import words_of
from nyhavn.framework.material import Subject, noticed_in_words
from nyhavn.framework.plain_language import is_unspaced
from nyhavn.framework.refusal import Reason, check_none
from nyhavn.framework.risk_prompts import PromptKind, PromptWords
from nyhavn.framework.vocabulary import read_vocabulary

_PLACES = frozenset(
    part
    for word in read_vocabulary(PromptWords, "risk_prompt_words").words[PromptKind.SMALL_PLACE]
    for part in words_of(word)
)
_PARTS_NONE = f"'’ʼ\u00ad{JOINERS}"
# Years and days look like telephone numbers, and are in every second text of this kind.
_DAYS = re.compile(r"\b(?:19|20)\d\d(?:\s?[-–/.]\s?(?:(?:19|20)\d\d|\d{1,2}(?:[-/.]\d{1,2})?))?\b")


@dataclass(frozen=True)
class Spot:
    """Something that a person should look at. part: of the text; words: a sentence, which repeats no name."""

    part: str
    subject: Subject
    words: str


def spots(parts: Mapping[str, str], people: Collection[str] = ()) -> tuple[Spot, ...]:
    """Everything that stands out. parts: texts by the name of their place. people: names that it should know."""
    return tuple(dict.fromkeys(spot for part, text in parts.items() for spot in _spots(part, text, people)))


def _spots(part: str, text: str, people: Collection[str]) -> Iterator[Spot]:
    yield from pointing_at(part, text)
    if holds_name(text, people):
        yield Spot(part, Subject.NAMES, "The words hold the name of somebody who has an account here.")
    if not _PLACES.isdisjoint(words_of(text)):
        yield Spot(part, Subject.PLACES, "The words speak of a small place. Could people there be found by them?")


def pointing_at(part: str, text: str) -> Iterator[Spot]:
    """What leads straight to somebody: addresses, numbers, coordinates."""
    for noticed in noticed_in_words(_DAYS.sub(" ", text), ()):
        yield Spot(part, noticed.subject, noticed.words)


def holds_name(text: str, names: Collection[str]) -> bool:
    """Whether one of the names stands in the text, as whole words, whatever their capitals and signs.

    In scripts without blanks between words, it is looked for anywhere.
    """
    told = _as_words(text)
    return any(_stands_in(_as_words(name), told) for name in names)


def _stands_in(name: str, told: str) -> bool:
    word = name.strip()
    return bool(word) and (word in told if is_unspaced(word) else name in told)


def _as_words(text: str) -> str:
    """Its words, each between blanks. Ana/Luis are two; apostrophes and joiners part none; vowel signs are letters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return f" {' '.join(''.join(_sign(character) for character in folded).split())} "


def _sign(character: str) -> str:
    if character in _PARTS_NONE:
        return ""
    return character if unicodedata.category(character)[0] in "LMN" else " "


def check_names_nobody(parts: Mapping[str, str], people: Collection[str] = ()) -> None:
    """For short public texts of organisations, which need no person. Raises Refusal "words-name-somebody"."""
    check_none(
        Reason(
            "words-name-somebody",
            "This text holds a person's name, or an address or number that leads to somebody.",
            part,
            "Name the organisation or the office. Others reach it through this site.",
        )
        for part, text in parts.items()
        if holds_name(text, people) or any(pointing_at(part, text))
    )
