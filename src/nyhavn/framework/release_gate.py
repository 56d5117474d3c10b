"""May this be released, and if not, why not? Each rule names the kinds of release that it blocks."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from nyhavn.framework.basis import Basis, BasisKind, basis_entry, basis_reasons
from nyhavn.framework.consent import Coverage
from nyhavn.framework.definition import Outcome
from nyhavn.framework.design import Design, target_reasons
from nyhavn.framework.evidence import same_name
from nyhavn.framework.records import ProtectionAudit
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.release_kind import NEEDED_PURPOSES, ReleaseKind


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

    kinds: the releases asked for. concerns_persons: what
    `basis.concerns_persons` says of the unit.
    identifiers: identifiers still in the material. consent: coverage of the contributions in the material.
    microdata: records, not only tables, are to be handed over. protection: None if no table was protected or audited.
    licence_is_known: the licence is a valid SPDX expression that says something.
    identity: what `identity.identity_reasons` says. high_risk: the initiative says that people may come to harm.
    risk_signed_by: those who signed the measures against that harm. records_risk_measured: somebody measured how
    likely a person is recognised in the records, and it is acceptable.
    named_against_wish: places of public texts that name somebody who asked to stay anonymous.
    outcome: whether it counts as citizen data; never blocks. adjusted: figures were adjusted to a reference, and the
    data let them be called estimates.
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
    records_risk_measured: bool = False
    named_against_wish: tuple[str, ...] = ()
    adjusted: bool = False

    @property
    def is_about_persons(self) -> bool:
        """Whether persons are to be protected: unless unit and basis both say that there are none."""
        return self.concerns_persons or self.basis.kind is not BasisKind.NO_PERSON_DATA


Check = Callable[[GateDossier, ReleaseKind], tuple[Reason, ...]]
EVERY_KIND = tuple(ReleaseKind)
# Beyond the community: what a community does with its own data needs consent and safety, and nothing else.
BEYOND_THE_COMMUNITY = (ReleaseKind.OPEN_AGGREGATES, ReleaseKind.OPEN_MICRODATA, ReleaseKind.TRANSFER_TO_OFFICE)
OPEN_KINDS = (ReleaseKind.OPEN_AGGREGATES, ReleaseKind.OPEN_MICRODATA)
SIGNATURES_AT_HIGH_RISK = 2  # this project's decision: nobody alone declares a high risk to be covered


@dataclass(frozen=True)
class GateRule:
    """One rule: its code, the kinds of release it blocks, and the check (empty: nothing stands in the way)."""

    code: str
    blocks: tuple[ReleaseKind, ...]
    check: Check


def blocking_reasons(dossier: GateDossier) -> tuple[Reason, ...]:
    """All reasons against the kinds asked for, in the order of what to do next, each naming what it blocks."""
    if not dossier.kinds:
        what = "It is not said what kind of release is wanted."
        return (Reason("no-release-kind", what, "release", "Name at least one kind of release."),)
    blocked: dict[Reason, list[ReleaseKind]] = {}
    for rule in RULES:
        for kind in dossier.kinds:
            for reason in rule.check(dossier, kind) if kind in rule.blocks else ():
                blocked.setdefault(reason, []).append(kind)
    return tuple(_naming_kinds(reason, kinds) for reason, kinds in blocked.items())


def check_release(dossier: GateDossier) -> None:
    """Refuses the release, with all reasons at once, if any kind asked for is blocked."""
    reasons = blocking_reasons(dossier)
    if reasons:
        raise Refusal(*reasons)


def is_released(dossier: GateDossier) -> bool:
    """Whether all kinds asked for may go out."""
    return not blocking_reasons(dossier)


def allowed_kinds(dossier: GateDossier) -> tuple[ReleaseKind, ...]:
    """Of all kinds, those that nothing blocks, whichever were asked for."""
    return tuple(kind for kind in ReleaseKind if is_released(replace(dossier, kinds=(kind,))))


def _naming_kinds(reason: Reason, kinds: list[ReleaseKind]) -> Reason:
    return replace(reason, what=f"{reason.what} This blocks: {', '.join(kind.words for kind in kinds)}.")


def _basis_stands(dossier: GateDossier, kind: ReleaseKind) -> tuple[Reason, ...]:
    return basis_reasons(dossier.basis, of_persons=dossier.concerns_persons)


def _risk_is_signed(dossier: GateDossier, kind: ReleaseKind) -> tuple[Reason, ...]:
    if not dossier.high_risk or distinct_names(dossier.risk_signed_by) >= SIGNATURES_AT_HIGH_RISK:
        return ()
    what = "The risk is stated as high, and the measures are not signed by two people."
    return (Reason("high-risk-unsigned", what, "risk", "Have two people sign the measures against the harm."),)


def distinct_names(names: tuple[str, ...]) -> int:
    """How many different names there are; the same name written twice is one person."""
    return sum(not any(same_name(name, earlier) for earlier in names[:at]) for at, name in enumerate(names) if name)


def _no_identifiers(dossier: GateDossier, kind: ReleaseKind) -> tuple[Reason, ...]:
    """An exact place gives a person away only where the data are about persons: a water point may keep its position."""
    found = [each for each in dossier.identifiers if each.kind is IdentifierKind.PERSON or dossier.is_about_persons]
    if not found:
        return ()
    columns = "; ".join(" + ".join(each.columns) for each in found)
    what = f"The material holds columns that identify people: {columns}."
    return (Reason("direct-identifiers", what, "columns", "Set these columns aside in the plan."),)


def _wishes_are_kept(dossier: GateDossier, kind: ReleaseKind) -> tuple[Reason, ...]:
    """A signed release cannot take a name back, so the wish is kept before signing. The name is not repeated here."""
    if not dossier.named_against_wish:
        return ()
    what = f"Somebody who asked to stay anonymous is named in: {', '.join(dossier.named_against_wish)}."
    return (Reason("anonymous-name", what, "release texts", "Take the name out of these texts."),)


def _consent_is_there(dossier: GateDossier, kind: ReleaseKind) -> tuple[Reason, ...]:
    """Every contribution in the material is covered for every purpose of the kind; no coverage is no consent."""
    if dossier.basis.kind is not BasisKind.CONSENT_RECORD_PER_PERSON:
        return ()
    covered = {each.purpose for each in dossier.consent if each.total > 0 and each.not_covered == 0}
    lacking = [purpose for purpose in NEEDED_PURPOSES[kind] if purpose not in covered]
    what = "Contributions in the material lack valid consent for: {}."
    do = "Set these contributions aside, or leave this kind of release out."
    return tuple(Reason("consent-missing", what.format(purpose), "consent", do) for purpose in lacking)


def _records_may_leave(dossier: GateDossier, kind: ReleaseKind) -> tuple[Reason, ...]:
    """Consent to open records is not enough: people are told that they will not be recognised in them."""
    if dossier.microdata and dossier.is_about_persons and not dossier.records_risk_measured:
        what = "How likely somebody is recognised in the records was not measured."
        return (Reason("microdata-of-persons", what, "release", "Release tables instead."),)
    entry = basis_entry(dossier.basis.kind)
    if kind in entry.releases and (entry.records_may_leave or not dossier.microdata):
        return ()
    what = f'Records of persons do not leave on the basis "{entry.name}".'
    return (Reason("microdata-of-persons", what, "basis", "Release tables instead."),)


def _target_holds(dossier: GateDossier, kind: ReleaseKind) -> tuple[Reason, ...]:
    return target_reasons(dossier.design, adjusted=dossier.adjusted)


def _identity_is_said(dossier: GateDossier, kind: ReleaseKind) -> tuple[Reason, ...]:
    return dossier.identity


def _protection_holds(dossier: GateDossier, kind: ReleaseKind) -> tuple[Reason, ...]:
    return protection_reasons(dossier.protection) if dossier.is_about_persons else ()


def protection_reasons(audit: ProtectionAudit | None) -> tuple[Reason, ...]:
    """What stands against tables about persons; None: no table was protected or audited."""
    if audit is None or not audit.applied:
        what = "The tables are about persons, and no protection was applied."
    elif audit.recovered is None:
        what = "The tables were protected, and nobody tried whether the protection holds."
    elif audit.recovered:
        what = "The audit could work out at least one withheld number."
    else:
        return ()
    do = "Protect the tables with fewer breakdowns or wider categories, and audit them."
    return (Reason("protection-failed", what, "tables", do),)


def _licence_is_known(dossier: GateDossier, kind: ReleaseKind) -> tuple[Reason, ...]:
    if dossier.licence_is_known:
        return ()
    what = "It is not known under which licence the data would be published."
    return (Reason("licence-unknown", what, "licence", "State an SPDX licence expression that the producers chose."),)


# In the order of what to do next: on which ground, whether it is safe, whose consent, then how it is published.
RULES = (
    GateRule("basis", EVERY_KIND, _basis_stands),
    GateRule("high-risk-unsigned", EVERY_KIND, _risk_is_signed),
    GateRule("identity", EVERY_KIND, _identity_is_said),
    GateRule("direct-identifiers", EVERY_KIND, _no_identifiers),
    GateRule("anonymous-name", BEYOND_THE_COMMUNITY, _wishes_are_kept),
    GateRule("consent-missing", EVERY_KIND, _consent_is_there),
    GateRule("microdata-of-persons", BEYOND_THE_COMMUNITY, _records_may_leave),
    GateRule("population-estimate-without-probability-sample", BEYOND_THE_COMMUNITY, _target_holds),
    GateRule("protection-failed", EVERY_KIND, _protection_holds),
    GateRule("licence-unknown", OPEN_KINDS, _licence_is_known),
)
