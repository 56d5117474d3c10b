"""A piece of evidence for a claim, and when it counts.

Evidence counts if it is typed, dated, and attested by somebody other than the one who makes the claim.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date as Day
from enum import StrEnum
from typing import Literal

from nyhavn.framework.declared import Declared


class EvidenceKind(StrEnum):
    """What kind of document or record it is."""

    WORKSHOP_MINUTES = "workshop-minutes"
    SIGNED_AGREEMENT = "signed-agreement"
    DECISION_RECORD = "decision-record"
    STATEMENT_OF_PARTICIPANTS = "statement-of-participants"
    LETTER_OF_MANDATE = "letter-of-mandate"
    PHOTO_OR_RECORDING = "photo-or-recording"
    PUBLISHED_REPORT = "published-report"
    OTHER_DOCUMENT = "other-document"


class Evidence(Declared):
    """One piece of evidence.

    date: the day of the document. attested_by: who vouches for it. shows: whether it supports the claim or
    contradicts it. document: its name or address.
    """

    kind: EvidenceKind
    date: Day | None = None
    attested_by: str = ""
    shows: Literal["supports", "contradicts"] = "supports"
    document: str = ""

    def line(self) -> str:
        """The piece in one line: kind, date, who attests."""
        day = self.date.isoformat() if self.date else "not dated"
        return f"{self.kind}, {day}, attested by {self.attested_by or 'nobody'}"


@dataclass(frozen=True)
class Weighed:
    """What all pieces for one claim come to. lines: one per piece, with the reason where it does not count."""

    supports: bool
    contradicts: bool
    lines: tuple[str, ...]


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same apart from case, spaces and punctuation."""
    return as_compared(one) == as_compared(other)


def as_compared(name: str) -> str:
    """A name without what does not count when two are compared."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    # Spaces, punctuation and invisible characters go; vowel signs (category M) are letters in many scripts and stay.
    return "".join(character for character in folded if unicodedata.category(character)[0] not in "ZPC")


def evidence_fault(evidence: Evidence, claimants: tuple[str, ...], on: Day) -> str:
    """Why the piece does not count on that day, or "" if it does."""
    if evidence.date is None:
        return "not dated"
    if evidence.date > on:
        return "dated in the future"
    if not as_compared(evidence.attested_by):
        return "attested by nobody"
    if not any(as_compared(claimant) for claimant in claimants):
        return "nobody is named as making the claim"
    if any(same_name(evidence.attested_by, claimant) for claimant in claimants):
        return "attested by the one who makes the claim"
    return ""


def weigh(pieces: tuple[Evidence, ...], claimants: tuple[str, ...], on: Day) -> Weighed:
    """What the pieces show for a claim made by those claimants, as of that day."""
    faults = [evidence_fault(piece, claimants, on) for piece in pieces]
    counting = [piece.shows for piece, fault in zip(pieces, faults, strict=True) if not fault]
    return Weighed(
        supports="supports" in counting,
        contradicts="contradicts" in counting,
        lines=tuple(_line(piece, fault) for piece, fault in zip(pieces, faults, strict=True)),
    )


def _line(piece: Evidence, fault: str) -> str:
    against = ", contradicts the claim" if piece.shows == "contradicts" else ""
    return f"{piece.line()}{against}" + (f" (does not count: {fault})" if fault else "")
