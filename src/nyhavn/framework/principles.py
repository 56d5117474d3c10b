"""The ten principles of the Copenhagen Framework, and the safeguards that give evidence for each."""

from dataclasses import dataclass
from enum import StrEnum


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
