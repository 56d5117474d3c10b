"""The ten principles of the Copenhagen Framework, and the safeguards that give evidence for each.

The names are the framework's, as reported. Explanations are this project's own words, because the text was not at hand.
What the safeguards are is said in `framework.safeguards`, which reads the records of a release.
"""

from dataclasses import dataclass
from enum import StrEnum

from nyhavn.framework.declared import Declared
from nyhavn.framework.rights_based import RightsBased
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class EvidenceState(StrEnum):
    """What a safeguard shows. There is no score and no tick per principle."""

    FOUND = "evidence found"
    AGAINST = "evidence against"
    NONE = "no evidence"


@dataclass(frozen=True)
class SafeguardEvidence:
    """One safeguard as computed from the records of a release.

    question: what it asks. records: which records were read. state: what they show. detail: plain sentences saying what
    was found, already safe to publish (no count under the threshold). references: documents, sections, notices.
    """

    code: str
    question: str
    records: tuple[str, ...]
    state: EvidenceState
    detail: tuple[str, ...]
    references: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrincipleEvidence:
    """A principle with its safeguards and what these records cannot show. Empty safeguards: no records yet."""

    number: int
    name: str
    explanation: str  # this project's own words; the framework's text is not quoted
    safeguards: tuple[SafeguardEvidence, ...]
    cannot_show: str
    rights_based: tuple[str, ...]  # the human-rights-based principles of the crosswalk


class PrincipleEntry(Declared):
    """What is said about a principle whatever the records are."""

    number: int
    name: str
    explanation: str
    cannot_show: str
    rights_based: tuple[RightsBased, ...]


class PrincipleVocabulary(Vocabulary):
    """The ten, in order."""

    principles: tuple[PrincipleEntry, ...]


PRINCIPLES = read_vocabulary(PrincipleVocabulary, "principles")
OWN_WORDS = "Explanation in this project's own words."
NO_RECORDS_YET = "No records yet."  # stands where a principle has no safeguard


def describe(entry: PrincipleEntry, safeguards: tuple[SafeguardEvidence, ...]) -> PrincipleEvidence:
    """A principle with what its safeguards show. Without safeguards it says that there are no records yet."""
    return PrincipleEvidence(
        number=entry.number,
        name=entry.name,
        explanation=f"{entry.explanation} ({OWN_WORDS})",
        safeguards=safeguards,
        cannot_show=entry.cannot_show if safeguards else f"{NO_RECORDS_YET} {entry.cannot_show}",
        rights_based=tuple(entry.rights_based),
    )
