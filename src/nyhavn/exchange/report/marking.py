"""How a page marks what is said in which language: its own words, the producer's, and sentences that were computed."""

from dataclasses import dataclass

from markupsafe import Markup

from nyhavn.exchange.report.languages import PAGE_LANGUAGE, language_attribute
from nyhavn.exchange.report.speech import Words


@dataclass(frozen=True)
class Marking:
    """The languages of a page.

    words: what the page says itself, in its language. own_language: of the texts that the producer wrote.
    direction: in which the page runs, "ltr" or "rtl".
    """

    words: Words
    language: str
    own_language: str
    direction: str

    @property
    def lang(self) -> Markup:
        """The attribute that marks a text of the producer."""
        return language_attribute(self.own_language, self.language)

    @property
    def own(self) -> Markup:
        """The same for a block, whose direction then follows its text."""
        return Markup('dir="auto"') + self.lang

    @property
    def made(self) -> Markup:
        """The attribute that marks a sentence that was computed into the release, in English."""
        return language_attribute(PAGE_LANGUAGE, self.language)

    @property
    def made_block(self) -> Markup:
        """The same for a block, whose direction then follows its text."""
        return self.made + Markup(' dir="auto"') if self.made else self.made
