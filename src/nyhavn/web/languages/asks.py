"""What is asked of somebody who adds a language or translates a phrase, and what is told about both."""

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.web.languages.models import Direction, LanguageState


class LanguageWanted(Declared):
    """A language to add."""

    code: str = Field(
        title="Code of the language",
        description="As browsers write it (BCP 47): qu for Quechua, pt-BR for the Portuguese of Brazil.",
        min_length=2,
        max_length=35,
    )
    own_name: str = Field(
        title="Its own name",
        description="As its speakers write it, for example Runasimi. Everybody sees it in the list of languages.",
        min_length=1,
        max_length=80,
    )
    direction: Direction = Field(
        title="Which way does its script run?", description="ltr: from left to right. rtl: from right to left."
    )


class Proposal(Declared):
    """A translation of one phrase."""

    forms: tuple[str, ...] = Field(
        title="Your translation",
        description="One line. Where several forms are listed above, one line for each, in that order.",
        min_length=1,
        max_length=6,
    )


class LanguageShown(Declared):
    """A language and how far it is. waiting: proposals that are not published."""

    code: str
    own_name: str
    direction: Direction
    state: LanguageState
    phrases: int
    translated: int
    waiting: int
