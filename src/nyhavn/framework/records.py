"""The records of a release, as the safeguards read them: nothing that no safeguard needs.

Counts of people here are exact and restricted. A safeguard says no number of them, only whether there is anybody.
"""

from dataclasses import dataclass
from datetime import date

from nyhavn.framework.attribution import Wish
from nyhavn.framework.basis import Basis
from nyhavn.framework.community_record import CommunityRecord
from nyhavn.framework.complaints import ComplaintsOnRecord
from nyhavn.framework.consent import Coverage, Notice, Purpose
from nyhavn.framework.decisions_on_record import DecisionsOnRecord
from nyhavn.framework.definition import Verdict
from nyhavn.framework.identity import IdentityQuestion
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.interests import Independence
from nyhavn.framework.needs import Needs
from nyhavn.framework.openness import OpennessChoice
from nyhavn.framework.release import MethodCard
from nyhavn.framework.security import SecurityRecord
from nyhavn.framework.validation import Validation


@dataclass(frozen=True)
class ConsentColumn:
    """How often each kind of answer stands in the column that holds consent for one purpose, before any check."""

    purpose: Purpose
    given: int
    refused: int
    other: int


@dataclass(frozen=True)
class ProtectionAudit:
    """What the disclosure audit found.

    of_persons: the tables count persons or their acts. applied: a protection rule was run over them.
    cells, suppressed: numbers of cells. recovered: withheld cells that the attacker's sums narrowed too far; None if
    no audit was made.
    """

    of_persons: bool
    applied: bool
    cells: int
    suppressed: int
    recovered: int | None


@dataclass(frozen=True)
class AttributionWish:
    """One person's or body's wish. The name is personal: it never stands in a message."""

    name: str
    wish: Wish


@dataclass(frozen=True)
class PublicText:
    """A text of the release that everybody will read, and the place it stands in."""

    place: str
    text: str


@dataclass(frozen=True)
class TableOnRecord:
    """A published table. questions: those whose answers it shows. counted: of them, those that are not its groups."""

    id: str
    title: str
    questions: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()


@dataclass(frozen=True)
class RiskOnRecord:
    """What the register of risks says. signatures: of how many different people or bodies.

    risks: on record; unsigned, overdue: of them. prompts: dangers that the questionnaire asks about; unanswered: of
    them. These count entries, never people.
    """

    high: bool = False
    signatures: int = 0
    risks: int = 0
    unsigned: int = 0
    overdue: int = 0
    prompts: int = 0
    unanswered: int = 0


@dataclass(frozen=True)
class ReleaseRecords:
    """Everything the safeguards look at. None: nothing was said; an empty tuple: "there are none" was said.

    consent: of all contributions received, those set aside included. threshold: smallest count that may be shown.
    first_contribution, last_contribution: days found in the data, not days stated.
    standard_error_refusals: why no margin of error is given. intervals_published: whether one is. adjusted_to: the
    reference of an adjustment that held; "" where figures were not adjusted.
    licence: SPDX expression; licence_is_open: None if nobody can tell.
    risk: None if no register was kept. harm_reviewed: when benefit and harm of the results were weighed again.
    needs: None if nobody said who needs what. tables: all that are published. producers: those who make the data.
    consent_questions: questions that ask for consent.
    validation: what the community said of the results. tables_sha256: of the table files, "" if not known yet.
    openness: None if nobody chose. has_records: whether single records are released.
    decisions: what authorities were asked because of earlier results; None if there is nothing to tell.
    formats: file formats published, e.g. "csv". unresolved_serious_findings: None if no check was run.
    """

    instrument: Instrument
    basis: Basis
    verdict: Verdict
    method: MethodCard
    threshold: int
    identity: tuple[IdentityQuestion, ...] = ()
    notices: tuple[Notice, ...] = ()
    consent: tuple[Coverage, ...] = ()
    consent_columns: tuple[ConsentColumn, ...] = ()
    first_contribution: date | None = None
    last_contribution: date | None = None
    instrument_frozen: date | None = None
    standard_error_refusals: tuple[str, ...] = ()
    intervals_published: bool = False
    adjusted_to: str = ""
    unresolved_serious_findings: bool | None = None
    funders: tuple[str, ...] | None = None
    interests: tuple[str, ...] | None = None
    protection: ProtectionAudit | None = None
    attribution: tuple[AttributionWish, ...] = ()
    public_texts: tuple[PublicText, ...] = ()
    licence: str = ""
    licence_is_open: bool | None = None
    formats: tuple[str, ...] = ()
    summary: str = ""
    results_returned: date | None = None
    community: CommunityRecord | None = None
    release_date: date | None = None
    risk: RiskOnRecord | None = None
    harm_reviewed: date | None = None
    independence: Independence | None = None
    needs: Needs | None = None
    tables: tuple[TableOnRecord, ...] = ()
    producers: tuple[str, ...] = ()
    consent_questions: tuple[str, ...] = ()
    validation: Validation | None = None
    tables_sha256: str = ""
    security: SecurityRecord | None = None
    openness: tuple[OpennessChoice, ...] | None = None
    has_records: bool = False
    complaints: ComplaintsOnRecord | None = None
    decisions: DecisionsOnRecord | None = None
