"""A piece of evidence for a claim, and when it counts.

Evidence counts if it is typed, dated, and attested by somebody other than the one who makes the claim.
"""

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
