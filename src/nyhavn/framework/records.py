"""The records of a release, as the safeguards read them: nothing that no safeguard needs.

Counts here are exact and restricted. What a safeguard says about them passes `gate_numbers`.
"""

from dataclasses import dataclass
from datetime import date

from nyhavn.framework.attribution import Wish
from nyhavn.framework.basis import Basis
from nyhavn.framework.consent import Coverage, Notice, Purpose
from nyhavn.framework.definition import Verdict
from nyhavn.framework.identity import IdentityQuestion
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.release import MethodCard


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
class ReleaseRecords:
    """Everything the safeguards look at. None: nothing was said; an empty tuple: "there are none" was said.

    consent: of all contributions received, those set aside included. threshold: smallest count that may be shown.
    first_contribution, last_contribution: days found in the data, not days stated.
    standard_error_refusals: why no margin of error is given. intervals_published: whether one is. adjusted_to: the
    reference of an adjustment that held; "" where figures were not adjusted.
    licence: SPDX expression; licence_is_open: None if nobody can tell.
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
    release_date: date | None = None
