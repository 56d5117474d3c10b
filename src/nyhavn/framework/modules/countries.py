"""What an answer about countries says: one country, several, none, or nothing that is known."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nyhavn.framework.modules.own_words import matched


@dataclass(frozen=True)
class CountryWords:
    """How an answer may name what matters, each compared as people's own words are.

    home: the country of the survey. nowhere: no nationality, or never moved. silent: not known, or declined.
    separators: characters between several countries in one cell.
    """

    home: frozenset[str]
    nowhere: frozenset[str]
    silent: frozenset[str]
    separators: str = ""

    @classmethod
    def of(
        cls, home: Iterable[str], nowhere: Iterable[str], silent: Iterable[str], separators: str = ""
    ) -> "CountryWords":
        """From words as they are written."""
        return cls(
            frozenset(map(matched, home)), frozenset(map(matched, nowhere)), frozenset(map(matched, silent)), separators
        )

    def parts(self, text: str) -> frozenset[str]:
        """The countries that one cell names. A cell that is one of the words is not cut: some names hold a comma."""
        if matched(text) in self.home | self.nowhere | self.silent:
            return frozenset({matched(text)})
        for mark in self.separators:
            text = text.replace(mark, "\n")
        return frozenset(filter(None, map(matched, text.split("\n"))))


Which = Callable[[frozenset[str], CountryWords], bool]


def is_home(parts: frozenset[str], words: CountryWords) -> bool:
    """Whether one of them is the country of the survey."""
    return bool(parts & words.home)


def is_nowhere(parts: frozenset[str], words: CountryWords) -> bool:
    """Whether nothing but "none" is said."""
    return bool(parts) and parts <= words.nowhere


def is_elsewhere(parts: frozenset[str], words: CountryWords) -> bool:
    """Whether all are known, and at least one is a country other than that of the survey, which is not among them."""
    return bool(parts - words.nowhere) and not parts & (words.home | words.silent)
