"""The languages that pages are offered in: four that come with Nyhavn, and those that speakers added and published."""

from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from django.conf import settings


@dataclass(frozen=True)
class Offered:
    """A language to choose. code: BCP 47. own_name: as its speakers write it. direction: "ltr" or "rtl".

    is_complete: nothing of what pages say themselves is left in English.
    """

    code: str
    own_name: str
    direction: str = "ltr"
    is_complete: bool = True


BUILT_IN = (
    Offered("en", "English"),
    Offered("es", "Español"),
    Offered("fr", "Français"),
    Offered("ar", "العربية", "rtl"),
)


class _Added:
    """The published languages as this process last read them."""

    languages: tuple[Offered, ...] = ()


def offer(added: tuple[Offered, ...]) -> None:
    """Offer these besides the four, from now on and in this process."""
    _Added.languages = tuple(sorted(added, key=lambda language: language.own_name.casefold()))


def offered() -> tuple[Offered, ...]:
    """All languages to choose from, the four first."""
    return BUILT_IN + _Added.languages


def language_named(code: str) -> Offered | None:
    """The offered language with exactly that code, in any case."""
    wanted = code.casefold()
    return next((language for language in offered() if language.code.casefold() == wanted), None)


def best_of(wanted: tuple[str, ...]) -> Offered | None:
    """The offered language that serves the first of these codes that can be served; "fr-CA" is served by "fr"."""
    for code in wanted:
        parts = code.split("-")
        for length in range(len(parts), 0, -1):
            found = language_named("-".join(parts[:length]))
            if found is not None:
                return found
    return None


def fallback() -> Offered:
    """The language of everything that is not translated."""
    return language_named(settings.LANGUAGE_CODE) or BUILT_IN[0]


def known_direction(code: str) -> str | None:
    """The direction of a language's script where Babel knows the language, else None: then a speaker declares it."""
    try:
        return str(Locale.parse(code, sep="-").text_direction)
    except (ValueError, UnknownLocaleError):
        return None
