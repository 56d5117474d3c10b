"""The six principles of the human-rights-based approach to data (OHCHR HRBAD), to which the ten are crosswalked."""

from enum import StrEnum

from nyhavn.framework.declared import Declared
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class RightsBased(StrEnum):
    """Stable codes of the six."""

    PARTICIPATION = "participation"
    DISAGGREGATION = "disaggregation"
    SELF_IDENTIFICATION = "self-identification"
    TRANSPARENCY = "transparency"
    PRIVACY = "privacy"
    ACCOUNTABILITY = "accountability"


class RightsBasedEntry(Declared):
    """One of the six."""

    code: RightsBased
    name: str
    meaning: str


class RightsBasedVocabulary(Vocabulary):
    """All six."""

    principles: tuple[RightsBasedEntry, ...]


RIGHTS_BASED = read_vocabulary(RightsBasedVocabulary, "rights_based")
