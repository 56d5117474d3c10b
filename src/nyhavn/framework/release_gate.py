"""May this be released, and if not, why not? Each rule names the kinds of release that it blocks."""

from dataclasses import dataclass
from enum import StrEnum

from nyhavn.framework.basis import Basis
from nyhavn.framework.consent import Coverage
from nyhavn.framework.definition import Outcome
from nyhavn.framework.design import Design
from nyhavn.framework.records import ProtectionAudit
from nyhavn.framework.refusal import Reason
from nyhavn.framework.release_kind import ReleaseKind


class IdentifierKind(StrEnum):
    """Whom an identifier points at."""

    PERSON = "person"  # name, phone number, e-mail, identity number: never released
    PLACE = "place"  # exact coordinates, address: a person's home where the units are persons


@dataclass(frozen=True)
class IdentifierColumns:
    """One identifier found in the material, and the columns it stands in (a position stands in two)."""

    columns: tuple[str, ...]
    kind: IdentifierKind


@dataclass(frozen=True)
class GateDossier:
    """What the gate looks at, about the material that is to be released (what was set aside is not in it).

    kinds: the releases asked for. concerns_persons: whether the units are persons or tell about persons.
    identifiers: identifiers still in the material. consent: coverage of the contributions in the material.
    microdata: records, not only tables, are to be handed over. protection: None if no table was protected or audited.
    licence_is_known: the licence is a valid SPDX expression that says something.
    identity: what `identity.identity_reasons` says. high_risk: the initiative says that people may come to harm.
    risk_signed_by: those who signed the measures against that harm.
    outcome: whether it counts as citizen data; never blocks.
    """

    kinds: tuple[ReleaseKind, ...]
    basis: Basis
    design: Design
    outcome: Outcome
    concerns_persons: bool
    licence_is_known: bool
    identifiers: tuple[IdentifierColumns, ...] = ()
    consent: tuple[Coverage, ...] = ()
    microdata: bool = False
    protection: ProtectionAudit | None = None
    identity: tuple[Reason, ...] = ()
    high_risk: bool = False
    risk_signed_by: tuple[str, ...] = ()
