"""The types of initiative, and the unit that one contribution stands for. A type never decides the verdict.

The UN Copenhagen Framework as reported makes the type one of three defining characteristics; its list of types was
not at hand. The types here are forms that practitioners name.
"""

from enum import StrEnum

from nyhavn.framework.declared import Declared
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class InitiativeType(StrEnum):
    """Stable codes of the types."""

    SURVEY_OF_PERSONS = "survey-of-persons"
    SURVEY_OF_HOUSEHOLDS = "survey-of-households"
    COMMUNITY_SCORECARD = "community-scorecard"
    PARTICIPATORY_MAPPING = "participatory-mapping"
    SOCIAL_AUDIT = "social-audit"
    EVENT_REGISTER = "event-register"
    OBSERVATION = "observation"


class Unit(StrEnum):
    """What one contribution stands for."""

    PERSON = "person"
    HOUSEHOLD = "household"
    GROUP_SESSION = "group-session"
    PLACE = "place"
    EVENT = "event"

    @property
    def is_of_persons(self) -> bool:
        """Whether the unit itself is made of persons. A place or an event may still tell about persons."""
        return self in (Unit.PERSON, Unit.HOUSEHOLD, Unit.GROUP_SESSION)


class TypeEntry(Declared):
    """One type of initiative."""

    code: InitiativeType
    name: str
    unit: Unit
    meaning: str


class TypeVocabulary(Vocabulary):
    """All types."""

    types: tuple[TypeEntry, ...]


INITIATIVE_TYPES = read_vocabulary(TypeVocabulary, "initiative_types")


def initiative_type(code: InitiativeType) -> TypeEntry:
    """The entry of that code."""
    return {entry.code: entry for entry in INITIATIVE_TYPES.types}[code]
