"""Consent: what a person was asked, what the person answered, and what that covers.

Words of ISO/IEC TS 27560 (consent record) and of the W3C Data Privacy Vocabulary (DPV) 2.3 (consent states).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import refusal


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

    def is_in_use(self, day: date) -> bool:
        """Whether this version was in use on that day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


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
        """The state of that purpose. Two different answers to one purpose are no answer."""
        states = {answer.state for answer in self.answers if answer.purpose == purpose}
        return states.pop() if len(states) == 1 else ConsentState.UNKNOWN

    @property
    def is_silent(self) -> bool:
        """Whether nothing is on record: neither an answer, nor a notice, nor a language, nor a day of consent."""
        answered = any(answer.state is not ConsentState.UNKNOWN for answer in self.answers)
        return not (answered or self.notice_version or self.language or self.consented_on)


class ConsentStanding(StrEnum):
    """Why a contribution is covered for a purpose, or why not."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"  # expired, revoked by the controller, or invalidated
    NOT_MATCHING_NOTICE = "not matching notice"
    AFTER_COLLECTION = "after collection"
    UNDATED = "undated"
    UNANSWERED = "unanswered"
    COMMUNITY_VETOED = "community vetoed"
    COMMUNITY_NOT_AGREED = "community not agreed"


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


# States that end an earlier consent without the person having withdrawn it.
_ENDED = (ConsentState.REVOKED, ConsentState.EXPIRED, ConsentState.INVALIDATED)
_STOPPED = {
    ConsentState.REFUSED: (ConsentStanding.REFUSED, "The person refused."),
    ConsentState.WITHDRAWN: (ConsentStanding.WITHDRAWN, "The person withdrew the consent."),
}

_Standing = tuple[ConsentStanding, str]
_COVERED: _Standing = (ConsentStanding.GIVEN, "The person agreed beforehand, under a notice that asked for this.")
# What a community says is no standing of a person's consent, so it is not counted among them.
_OF_COMMUNITY = (ConsentStanding.COMMUNITY_VETOED, ConsentStanding.COMMUNITY_NOT_AGREED)
_FIELDS = {standing: standing.name.lower() for standing in ConsentStanding if standing not in _OF_COMMUNITY}


def check_notices(notices: tuple[Notice, ...]) -> None:
    """Every version stands for one text. Raises Refusal `notice-version-twice`."""
    versions = [notice.version for notice in notices]
    twice = sorted({version for version in versions if versions.count(version) > 1})
    if twice:
        raise refusal(
            "notice-version-twice",
            f"More than one notice has the version {', '.join(twice)}.",
            where="notices",
            do="Give each text of the notice a version of its own.",
        )


def decide(record: ConsentRecord, notices: tuple[Notice, ...], purpose: Purpose) -> ConsentDecision:
    """Whether the record covers the purpose: agreed to, under a notice that asked for it, before contributing.

    A pure function of the record, so that a million rows are decided on their few distinct combinations.
    """
    standing, reason = (
        _answered(record.state(purpose)) or _shown(record, notices, purpose) or _dated(record) or _COVERED
    )
    return ConsentDecision(purpose, standing, reason)


def coverage(
    combinations: Iterable[tuple[ConsentRecord, int]], notices: tuple[Notice, ...], purpose: Purpose
) -> Coverage:
    """How many contributions stand where, from distinct records with the number of contributions each stands for."""
    counts = dict.fromkeys(_FIELDS, 0)
    for record, contributions in combinations:
        counts[decide(record, notices, purpose).standing] += contributions
    return Coverage(purpose, **{_FIELDS[standing]: count for standing, count in counts.items()})


def _answered(state: ConsentState) -> _Standing | None:
    """Why the state itself rules the purpose out, or None if it allows processing."""
    if state.allows_processing:
        return None
    if state in _ENDED:
        return ConsentStanding.ENDED, "The consent ended: it expired, was revoked or was found invalid."
    return _STOPPED.get(state, (ConsentStanding.UNANSWERED, "There is no answer to this purpose."))


def _shown(record: ConsentRecord, notices: tuple[Notice, ...], purpose: Purpose) -> _Standing | None:
    """Why no notice stands behind the answer, or None if one does."""
    notice = next((notice for notice in notices if notice.version == record.notice_version), None)
    if notice is None:
        return ConsentStanding.NOT_MATCHING_NOTICE, "The record names a version of the notice that does not exist."
    if record.language.casefold() not in [language.casefold() for language in notice.languages]:
        return ConsentStanding.NOT_MATCHING_NOTICE, "The notice does not exist in the language of the record."
    if purpose not in notice.purposes:
        return ConsentStanding.NOT_MATCHING_NOTICE, "The notice did not ask for this purpose."
    if record.consented_on is not None and not notice.is_in_use(record.consented_on):
        return ConsentStanding.NOT_MATCHING_NOTICE, "The notice was not in use on the day of the consent."
    return None


def _dated(record: ConsentRecord) -> _Standing | None:
    """Why it is not shown that the consent came first, or None if it did (the same day is enough)."""
    if record.consented_on is None or record.contributed_on is None:
        return ConsentStanding.UNDATED, "A date is missing, so it is not shown that the consent came first."
    if record.consented_on > record.contributed_on:
        return ConsentStanding.AFTER_COLLECTION, "The consent is dated after the contribution."
    return None
