"""Consent: what a person was asked, what the person answered, and what that covers.

Words of ISO/IEC TS 27560 (consent record) and of the W3C Data Privacy Vocabulary (DPV) 2.3 (consent states).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import Field

from nyhavn.framework.declared import Declared


class Purpose(StrEnum):
    """What a contribution may be used for. Each is asked, answered and withdrawn for itself."""

    COLLECTION = "collection"
    COMMUNITY_USE = "community-use"
    PUBLISHED_AGGREGATES = "published-aggregates"
    OPEN_MICRODATA = "open-microdata"
    STATISTICS_OFFICE = "statistics-office"
    RE_CONTACT = "re-contact"
    MEDIA = "media"
    ATTRIBUTION = "attribution"


class ConsentState(StrEnum):
    """The consent states of DPV 2.3. Only GIVEN and RENEWED allow processing."""

    UNKNOWN = "ConsentUnknown"
    REQUESTED = "ConsentRequested"
    DEFERRED = "ConsentRequestDeferred"
    GIVEN = "ConsentGiven"
    REFUSED = "ConsentRefused"
    WITHDRAWN = "ConsentWithdrawn"
    REVOKED = "ConsentRevoked"
    EXPIRED = "ConsentExpired"
    INVALIDATED = "ConsentInvalidated"
    RENEWED = "RenewedConsentGiven"

    @property
    def allows_processing(self) -> bool:
        """Whether DPV counts the state as valid for processing."""
        return self in (ConsentState.GIVEN, ConsentState.RENEWED)


class Notice(Declared):
    """One version of what people were told before they were asked.

    languages: BCP 47 codes in which it was given. valid_from, valid_until: first and last day it was in use.
    purposes: those it asks for; consent to anything else is not consent. document: its name or address.
    """

    version: str = Field(min_length=1)
    languages: tuple[str, ...] = Field(min_length=1)
    valid_from: date
    valid_until: date | None = None
    purposes: tuple[Purpose, ...] = Field(min_length=1)
    document: str = ""


@dataclass(frozen=True)
class ConsentAnswer:
    """The state of one purpose."""

    purpose: Purpose
    state: ConsentState


@dataclass(frozen=True)
class ConsentRecord:
    """What the records say about consent for one contribution, or for all contributions that say the same.

    A purpose without an answer is unknown. Dates are days; None where the records hold none.
    """

    answers: tuple[ConsentAnswer, ...]
    notice_version: str
    language: str
    consented_on: date | None
    contributed_on: date | None

    def state(self, purpose: Purpose) -> ConsentState:
        """The state of that purpose."""
        return next((answer.state for answer in self.answers if answer.purpose == purpose), ConsentState.UNKNOWN)


class ConsentStanding(StrEnum):
    """Why a contribution is covered for a purpose, or why not."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"  # expired, revoked by the controller, or invalidated
    NOT_MATCHING_NOTICE = "not matching a notice"
    AFTER_COLLECTION = "after collection"
    UNDATED = "undated"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class ConsentDecision:
    """Whether one record covers one purpose, and why, in a plain sentence."""

    purpose: Purpose
    standing: ConsentStanding
    reason: str

    @property
    def is_covered(self) -> bool:
        """Whether the contribution may be used for the purpose."""
        return self.standing is ConsentStanding.GIVEN


@dataclass(frozen=True)
class Coverage:
    """Numbers of contributions by standing, for one purpose. Exact counts: restricted until shown by the gate."""

    purpose: Purpose
    given: int = 0
    refused: int = 0
    withdrawn: int = 0
    ended: int = 0
    not_matching_notice: int = 0
    after_collection: int = 0
    undated: int = 0
    unanswered: int = 0

    @property
    def not_covered(self) -> int:
        """Contributions that may not be used for the purpose."""
        return self.total - self.given

    @property
    def total(self) -> int:
        """All contributions looked at."""
        stopped = self.refused + self.withdrawn + self.ended + self.unanswered
        return self.given + stopped + self.not_matching_notice + self.after_collection + self.undated
