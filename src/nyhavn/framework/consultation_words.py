"""What comments are told apart by, and the words for it: types, doors, outcomes, regions, sectors, groups."""

from collections.abc import Iterator
from enum import StrEnum

from pydantic import Field

from nyhavn.framework.consultation_comments import NOT_SAID, Comment, Speaker
from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Reason, check_none
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class Entry(Declared):
    """A code with its name, and what it means where the name does not say it."""

    code: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)
    name: str = Field(min_length=1)
    meaning: str = ""


class ConsultationWords(Vocabulary):
    """Names for what stands in the code as enumerations, and the reasons for hiding a comment."""

    types: tuple[Entry, ...]
    doors: tuple[Entry, ...]
    wishes: tuple[Entry, ...]
    outcomes: tuple[Entry, ...]
    moderation: tuple[Entry, ...]


class Stakeholders(Vocabulary):
    """Kinds of bodies, and groups of people."""

    sectors: tuple[Entry, ...]
    groups: tuple[Entry, ...]


class WorldRegions(Vocabulary):
    """Regions of the world; the meaning of each is its continent."""

    regions: tuple[Entry, ...]


WORDS = read_vocabulary(ConsultationWords, "consultation_words")
STAKEHOLDERS = read_vocabulary(Stakeholders, "consultation_stakeholders")
WORLD_REGIONS = read_vocabulary(WorldRegions, "regions_m49")


class Dimension(StrEnum):
    """What commenters are counted by, one at a time: two together would draw circles around single people."""

    REGION = "region"
    GROUP = "group"
    SECTOR = "sector"
    DOOR = "door"
    LANGUAGE = "language"
    TYPE = "type"


class OwnWords(Declared):
    """Places, sectors and groups that a consultation names in place of the usual ones; empty where it names none."""

    regions: tuple[Entry, ...] = ()
    sectors: tuple[Entry, ...] = ()
    groups: tuple[Entry, ...] = ()


def entries(dimension: Dimension, own: OwnWords) -> tuple[Entry, ...]:
    """What can be said there, in the order in which it is shown; empty for languages, of which any may be."""
    return {
        Dimension.REGION: own.regions or WORLD_REGIONS.regions,
        Dimension.GROUP: own.groups or STAKEHOLDERS.groups,
        Dimension.SECTOR: own.sectors or STAKEHOLDERS.sectors,
        Dimension.DOOR: WORDS.doors,
        Dimension.LANGUAGE: (),
        Dimension.TYPE: WORDS.types,
    }[dimension]


def values_of(comment: Comment, dimension: Dimension) -> frozenset[str]:
    """What a comment counts under; empty where it is not said."""
    said = {
        Dimension.REGION: frozenset({comment.speaker.region}),
        Dimension.GROUP: comment.speaker.groups,
        Dimension.SECTOR: frozenset({comment.speaker.sector}),
        Dimension.DOOR: frozenset({comment.arrival.door.value}),
        Dimension.LANGUAGE: frozenset({comment.language}),
        Dimension.TYPE: frozenset({comment.type.value}),
    }[dimension]
    return said - {NOT_SAID}


def check_said(speaker: Speaker, own: OwnWords) -> None:
    """Raises Refusal "comment-code-unknown" for what is none of the codes, naming the place and never the answer."""
    check_none(_unknown(speaker, own))


def _unknown(speaker: Speaker, own: OwnWords) -> Iterator[Reason]:
    said = {
        Dimension.REGION: {speaker.region},
        Dimension.SECTOR: {speaker.sector},
        Dimension.GROUP: set(speaker.groups),
    }
    for dimension, codes in said.items():
        known = {entry.code for entry in entries(dimension, own)}
        if codes - known - {NOT_SAID}:
            what = f"What is said of the {dimension} is none of the choices."
            do = "Choose from the list, or leave it out and say it in your own words."
            yield Reason("comment-code-unknown", what, dimension, do)
