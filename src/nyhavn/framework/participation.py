"""The five levels of participation, and the threshold from which participation is sufficient.

UN Copenhagen Framework as reported: levels 1 to 3 are insufficient, 4 and 5 sufficient. The threshold is versioned
data with its source, because the sources are older than the endorsed text.
"""

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class LevelEntry(Declared):
    """One level. own_wording: the framework's own name for it is not known."""

    level: int = Field(ge=1, le=5)
    name: str
    meaning: str
    own_wording: bool


class ParticipationVocabulary(Vocabulary):
    """The levels, lowest first, and the lowest one that is sufficient."""

    threshold: int = Field(ge=1, le=5)
    levels: tuple[LevelEntry, ...]


PARTICIPATION = read_vocabulary(ParticipationVocabulary, "participation")


def is_sufficient(level: int) -> bool:
    """Whether that level, once it is evidenced, is sufficient for the definition."""
    return level >= PARTICIPATION.threshold


def level_words(level: int) -> str:
    """The level as it stands in a sentence, e.g. "level 2 (consultation)"."""
    entry = next(entry for entry in PARTICIPATION.levels if entry.level == level)
    return f"level {level} ({entry.name}{', own wording' if entry.own_wording else ''})"
