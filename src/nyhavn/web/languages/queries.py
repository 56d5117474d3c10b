"""How far a language is, and what stands where."""

from dataclasses import dataclass
from enum import StrEnum

from nyhavn.web.languages.asks import LanguageShown
from nyhavn.web.languages.messages import EnglishPhrase, phrases, plural_forms
from nyhavn.web.languages.models import Direction, Language, LanguageState, Phrase


class Standing(StrEnum):
    """How far one phrase is."""

    MISSING = "missing"
    WAITING = "waiting"
    PUBLISHED = "published"


@dataclass(frozen=True)
class PhraseIn:
    """A phrase in a language. proposed: the newest texts; said: those that pages say now."""

    language: Language
    english: EnglishPhrase
    proposed: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing:
        """How far it is."""
        if not self.proposed:
            return Standing.MISSING
        return Standing.PUBLISHED if self.proposed == self.said else Standing.WAITING

    @property
    def plural_forms(self) -> tuple[str, ...]:
        """The forms that a counted phrase needs in this language, each by numbers it is used for."""
        return plural_forms(self.language.code)


@dataclass(frozen=True)
class Edition:
    """A language with what is not published yet: what the operator reads before publishing."""

    language: Language
    waiting: tuple[PhraseIn, ...]

    @property
    def code(self) -> str:
        """Its code."""
        return self.language.code

    @property
    def direction(self) -> str:
        """The direction of its script."""
        return self.language.direction


def next_edition(language: Language) -> Edition:
    """What publishing a language would change."""
    return Edition(language, tuple(p for p in phrases_in(language) if p.standing is Standing.WAITING))


def phrases_in(language: Language) -> tuple[PhraseIn, ...]:
    """Every phrase of today, with its translations."""
    proposed: dict[str, tuple[str, ...]] = {}
    said: dict[str, tuple[str, ...]] = {}
    for phrase in Phrase.objects.filter(language=language):  # oldest first: the newest stays
        proposed[phrase.key] = tuple(phrase.forms)
        if phrase.accepted_at is not None:
            said[phrase.key] = tuple(phrase.forms)
    return tuple(
        PhraseIn(language, english, proposed.get(key, ()), said.get(key, ())) for key, english in phrases().items()
    )


def phrase_in(language: Language, key: str) -> PhraseIn | None:
    """One of them."""
    return next((phrase for phrase in phrases_in(language) if phrase.english.key == key), None)


def next_missing(language: Language, after: str) -> str:
    """The key of the next phrase without a translation, from this one on and then from the start; "" if none is."""
    keys = list(phrases())
    start = keys.index(after) if after in keys else 0
    missing = {phrase.english.key for phrase in phrases_in(language) if phrase.standing is Standing.MISSING}
    return next((key for key in keys[start:] + keys[:start] if key in missing and key != after), "")


def language_shown(language: Language) -> LanguageShown:
    """How far a language is."""
    found = [phrase.standing for phrase in phrases_in(language)]
    return LanguageShown(
        code=language.code,
        own_name=language.own_name,
        direction=Direction(language.direction),
        state=LanguageState(language.state),
        phrases=len(found),
        translated=len(found) - found.count(Standing.MISSING),
        waiting=found.count(Standing.WAITING),
    )
