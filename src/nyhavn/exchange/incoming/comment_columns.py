"""The columns of a sheet of comments: one list, which the template is written from and filled sheets are read by."""

from collections.abc import Mapping
from dataclasses import dataclass

from nyhavn.framework.consultation_comments import SpeaksAs
from nyhavn.framework.consultation_words import WORDS, Dimension, Entry, OwnWords, entries

SHEET = "comments"
WHOLE = "whole text"
"""What stands in the column of clauses where a comment is about everything; an empty cell may be a forgotten one."""


@dataclass(frozen=True)
class SheetColumn:
    """A column. explained: what to write, for the template. is_ours: filled in by the template, and not read."""

    name: str
    explained: str
    is_needed: bool = False
    is_ours: bool = False


COLUMNS = (
    SheetColumn("clause", f"The code of the clause, such as C12, or: {WHOLE}", is_needed=True),
    SheetColumn("type", "What the comment does; one of the choices", is_needed=True),
    SheetColumn("proposed wording", "The words that the clause should have"),
    SheetColumn("rationale", "Why"),
    SheetColumn("speaks as", "Whether you speak for yourself, a group or an organisation; one of the choices"),
    SheetColumn("name", "Of the person, if it may be known here"),
    SheetColumn("organisation", "Or group"),
    SheetColumn("for whom", "For which people you speak, in your own words"),
    SheetColumn("for how many", "For how many people you speak; a whole number"),
    SheetColumn("region", "One of the choices"),
    SheetColumn("sector", "One of the choices"),
    SheetColumn("groups", "One or several of the choices, with a semicolon between them"),
    SheetColumn("in own words", "The group that you belong to or speak of, as you call it"),
    SheetColumn("publication", "How the comment may be shown; one of the choices. Empty: it is not published"),
    SheetColumn("language", "Code of the language of the comment, such as en or ar"),
    SheetColumn("words of the clause", "As they are, for you to read; not taken in", is_ours=True),
)
NAMES = tuple(column.name for column in COLUMNS)
NEEDED = tuple(column.name for column in COLUMNS if column.is_needed)

_SPEAKS_AS = {
    SpeaksAs.NOT_SAID: "not said",
    SpeaksAs.INDIVIDUAL: "for myself",
    SpeaksAs.GROUP: "for a group",
    SpeaksAs.ORGANISATION: "for an organisation",
}


def choices(own: OwnWords) -> Mapping[str, tuple[Entry, ...]]:
    """What may be written in the columns that have choices, by the name of the column."""
    return {
        "type": WORDS.types,
        "speaks as": tuple(Entry(code=one.value, name=name) for one, name in _SPEAKS_AS.items()),
        "region": entries(Dimension.REGION, own),
        "sector": entries(Dimension.SECTOR, own),
        "groups": entries(Dimension.GROUP, own),
        "publication": WORDS.wishes,
    }
