"""What shows that something on a roadmap was done or paid, and when it counts.

The rule is that of all evidence here: dated, and attested by somebody other than the one who makes the claim.
"""

from datetime import date
from enum import StrEnum
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from nyhavn.framework.declared import Declared
from nyhavn.framework.evidence import Evidence, EvidenceKind, evidence_fault
from nyhavn.framework.refusal import refusal
from nyhavn.framework.roadmap_bodies import MOST_LETTERS, check_no_address
from nyhavn.framework.roadmap_record import OnRecord
from nyhavn.framework.safeguards.wording import says_something


class ProofKind(StrEnum):
    """What it is."""

    LINK = "link"
    DOCUMENT = "document"
    RECORD = "record"  # something on record on this site


class RoadmapProof(Declared):
    """One piece. reference: address, title or number. day: of the document. by: the body that vouches for it."""

    kind: ProofKind
    reference: str = Field(max_length=500)
    day: date | None = None
    by: str = Field(default="", max_length=MOST_LETTERS)

    @model_validator(mode="after")
    def _can_be_looked_up(self) -> Self:
        check_reference(self.kind, self.reference)
        check_no_address(self.by, self.reference)
        return self


class ActionEvidence(RoadmapProof, OnRecord):
    """A piece about an action. about: number of the entry that says it is done; None: it shows progress only.

    shows: whether it supports that it is done, or contradicts it.
    """

    about: int | None = None
    shows: Literal["supports", "contradicts"] = "supports"


def check_reference(kind: ProofKind, reference: str) -> None:
    """Whether somebody can look it up. Raises Refusal: roadmap-proof-nowhere, roadmap-link-unsafe."""
    if not says_something(reference):
        what = "It is not said where this can be looked up."
        raise refusal("roadmap-proof-nowhere", what, where="reference", do="Write its address, title or number.")
    if kind is ProofKind.LINK and not is_web_address(reference):
        what = "This is no address of a page that everybody can open."
        do = "Write the whole address, beginning with https://, without a name or a password in it."
        raise refusal("roadmap-link-unsafe", what, where="reference", do=do)


def is_web_address(reference: str) -> bool:
    """Whether it leads to a page, and holds neither a name nor a password."""
    if any(sign.isspace() or not sign.isprintable() for sign in reference):
        return False
    try:
        parts = urlsplit(reference)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def proof_fault(proof: RoadmapProof, claimants: tuple[str, ...], on: date) -> str:
    """Why the piece does not count for that claim on that day, or "" if it does."""
    as_evidence = Evidence(kind=EvidenceKind.OTHER_DOCUMENT, date=proof.day, attested_by=proof.by)
    return evidence_fault(as_evidence, claimants, on)
