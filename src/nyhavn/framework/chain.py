"""The stages of the data value chain, in order, with a crosswalk to GSBPM v5.1.

The UN Copenhagen Framework as reported names design and collection only. The full list and the crosswalk are this
project's inference; an instance may rename stages, the codes stay.
"""

from enum import StrEnum

from nyhavn.framework.declared import Declared
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class Stage(StrEnum):
    """Stable codes of the stages."""

    DESIGN = "design"
    COLLECTION = "collection"
    PROCESSING = "processing"
    DISSEMINATION = "dissemination"
    USE = "use"
    EVALUATION = "evaluation"


class StageEntry(Declared):
    """One stage. gsbpm: phase numbers of GSBPM v5.1, empty where that model has none. inferred: not the framework's."""

    code: Stage
    name: str
    meaning: str
    gsbpm: tuple[int, ...]
    inferred: bool


class ChainVocabulary(Vocabulary):
    """The stages in order."""

    stages: tuple[StageEntry, ...]


CHAIN = read_vocabulary(ChainVocabulary, "chain")
NEEDED_STAGES = (Stage.DESIGN, Stage.COLLECTION)  # the minimum that the definition names


def stage_name(code: str) -> str:
    """The name of a stage. Raises KeyError for a code that is no stage."""
    return {str(entry.code): entry.name for entry in CHAIN.stages}[code]
