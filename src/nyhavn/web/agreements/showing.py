"""What pages and interface show of agreements and packages. No name of a person, and nobody who withdrew."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from nyhavn.framework import agreement as rules
from nyhavn.framework.agreement import Ban, Handed, ResultStatus
from nyhavn.framework.agreement_standing import AgreementState
from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Reason
from nyhavn.framework.release_states import ReleaseState
from nyhavn.web.accounts.models import Organisation
from nyhavn.web.agreements.asks import DataSaid, LawSaid, PeopleSaid
from nyhavn.web.agreements.models import Agreement, Package, PackageState
from nyhavn.web.agreements.queries import (
    agreements_of,
    agreements_with,
    as_signed,
    community_yes,
    lacking,
    newest,
    standing_of,
)
from nyhavn.web.initiatives.models import Initiative


class LackingShown(Declared):
    """Something that is missing until it is in force."""

    code: str
    what: str
    where: str
    do: str


class SignatureShown(Declared):
    """A side's yes to the newest words. by: as whom, in words."""

    party: str
    by: str
    on: date


class CommunitySaid(Declared):
    """The decision by which the community said yes. minutes: where it is written down."""

    body: str
    on: date
    minutes: str


class VersionShown(Declared):
    """One version of the words. changed: names of the terms that differ from the version before.

    changed_titles: the same as the form calls them.
    """

    number: int
    fingerprint: str
    by_recipient: bool
    at: datetime
    changed: tuple[str, ...]
    changed_titles: tuple[str, ...]
    signed: int


class PackageShown(Declared):
    """What was handed over. is_there: whether it can be fetched now. asked_back: copies have to be deleted.

    replaced_by: the package that took its place, where one did and is there.
    """

    uuid: UUID
    agreement: UUID
    producer: str
    initiative: str
    title: str
    release: str
    version: str
    release_state: ReleaseState
    handed: Handed
    variables: tuple[str, ...]
    purpose: str
    under_version: int
    state: PackageState
    sha256: str
    size: int | None
    asked_at: datetime
    built_at: datetime | None
    fetched: int
    is_there: bool
    asked_back_at: datetime | None
    deleted_on: date | None
    replaced_by: UUID | None
    reasons: tuple[LackingShown, ...]


class AgreementLine(Declared):
    """One agreement in a list. days_left: until its last day; negative after it."""

    uuid: UUID
    producer: str
    initiative: str
    recipient: str
    recipient_name: str
    handed: Handed
    state: AgreementState
    starts: date
    ends: date
    days_left: int


class AgreementsShown(Declared):
    """A list of agreements, the newest first."""

    agreements: tuple[AgreementLine, ...]


class ReceivedShown(Declared):
    """What a recipient was handed, the newest first."""

    packages: tuple[PackageShown, ...]


class AgreementShown(AgreementLine):
    """Everything about one agreement."""

    version: int
    fingerprint: str
    variables: tuple[str, ...]
    purposes: tuple[str, ...]
    legal_basis: str
    controller: str
    status: ResultStatus | None
    licence: str
    cut_off: date | None
    after_cut_off: str
    credit: str
    corrections: str
    edits: str
    community_first: bool | None
    bans: tuple[str, ...]
    community: str
    community_said: CommunitySaid | None
    signatures: tuple[SignatureShown, ...]
    lacking: tuple[LackingShown, ...]
    ended_on: date | None
    ended_because: str
    versions: tuple[VersionShown, ...]
    packages: tuple[PackageShown, ...]


def agreements_shown(initiative: Initiative) -> AgreementsShown:
    """Those of an initiative."""
    return AgreementsShown(agreements=tuple(line_of(one) for one in agreements_of(initiative)))


def offers_shown(recipient: Organisation) -> AgreementsShown:
    """Those of a recipient."""
    return AgreementsShown(agreements=tuple(line_of(one) for one in agreements_with(recipient)))


def line_of(agreement: Agreement) -> AgreementLine:
    """One of them in a list."""
    return AgreementLine.model_validate(_line(agreement, as_signed(newest(agreement))))


def _line(agreement: Agreement, words: rules.Agreement) -> dict[str, object]:
    return {
        "uuid": agreement.uuid,
        "producer": words.producer,
        "initiative": agreement.initiative.title,
        "recipient": agreement.recipient.slug,
        "recipient_name": words.recipient,
        "handed": words.handed,
        "state": standing_of(agreement),
        "starts": words.starts,
        "ends": words.ends,
        "days_left": words.days_left(timezone.localdate()),
    }


TITLES = {
    name: field.title or name for said in (DataSaid, LawSaid, PeopleSaid) for name, field in said.model_fields.items()
}
SAME = (
    "variables",
    "purposes",
    "legal_basis",
    "controller",
    "status",
    "licence",
    "cut_off",
    "after_cut_off",
    "credit",
    "corrections",
    "edits",
    "community_first",
    "community",
)


def agreement_shown(agreement: Agreement) -> AgreementShown:
    """Everything about one."""
    version = newest(agreement)
    words = as_signed(version)
    signed = tuple(SignatureShown(party=one.party, by=one.by, on=one.on) for one in words.signatures)
    return AgreementShown.model_validate(
        {
            **_line(agreement, words),
            **{name: getattr(words, name) for name in SAME},
            "version": version.number,
            "fingerprint": version.fingerprint,
            "bans": tuple(ban.value for ban in Ban if ban in words.bans),
            "community_said": _community_said(words.community),
            "signatures": signed,
            "lacking": () if agreement.ended_on else _reasons(lacking(agreement)),
            "ended_on": agreement.ended_on,
            "ended_because": agreement.ended_because,
            "versions": _versions(agreement),
            "packages": tuple(package_shown(one) for one in _packages(agreement)),
        }
    )


def _community_said(decision: str) -> CommunitySaid | None:
    found = community_yes(decision)
    return CommunitySaid(body=found.body, on=found.on, minutes=found.minutes) if found else None


def _reasons(found: tuple[Reason, ...]) -> tuple[LackingShown, ...]:
    return tuple(LackingShown(code=one.code, what=one.what, where=one.where, do=one.do) for one in found)


def _versions(agreement: Agreement) -> tuple[VersionShown, ...]:
    shown, before = [], None
    for one in agreement.versions.order_by("number").prefetch_related("signatures"):
        old = before.terms if before else one.terms
        changed = tuple(name for name in one.terms if one.terms[name] != old.get(name))
        shown.append(
            VersionShown(
                number=one.number,
                fingerprint=one.fingerprint,
                by_recipient=one.by_recipient,
                at=one.written_at,
                changed=changed,
                changed_titles=tuple(TITLES.get(name, name) for name in changed),
                signed=len(one.signatures.all()),
            )
        )
        before = one
    return tuple(reversed(shown))


def _packages(agreement: Agreement) -> tuple[Package, ...]:
    known = agreement.packages.select_related(
        "agreement__recipient", "agreement__initiative__organisation", "version", "release", "replaced_by"
    )
    return tuple(known.defer("release__content").order_by("-id"))


def received_shown(recipient: Organisation) -> ReceivedShown:
    """What a recipient was handed. What was refused before it was built is the other side's affair."""
    found = (one for agreement in agreements_with(recipient) for one in _packages(agreement))
    kept = (one for one in found if one.state != PackageState.REFUSED)
    return ReceivedShown(packages=tuple(package_shown(one) for one in sorted(kept, key=lambda one: -one.id)))


def package_shown(package: Package) -> PackageShown:
    """One package."""
    state, newer = PackageState(package.state), package.replaced_by
    stands = package.release.state != ReleaseState.WITHDRAWN
    return PackageShown(
        uuid=package.uuid,
        agreement=package.agreement.uuid,
        producer=package.version.terms["producer"],
        initiative=package.agreement.initiative.title,
        title=package.release.title,
        release=package.release.name,
        version=package.release.version,
        release_state=ReleaseState(package.release.state),
        handed=Handed(package.handed),
        variables=tuple(package.variables),
        purpose=package.purpose,
        under_version=package.version.number,
        state=state,
        sha256=package.sha256,
        size=package.size,
        asked_at=package.asked_at,
        built_at=package.built_at,
        fetched=package.taken.count(),
        is_there=state is PackageState.READY and stands,
        asked_back_at=package.asked_back_at,
        deleted_on=package.deleted_on,
        replaced_by=newer.uuid if newer is not None and newer.state != PackageState.REFUSED else None,
        reasons=tuple(LackingShown.model_validate(one) for one in package.reasons),
    )
