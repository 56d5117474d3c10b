"""Handing over: whether it may be, what it comprises, and asking for the package."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from pydantic import ValidationError

from nyhavn.chain.submitting import HandedRecords, Submission, check_submission
from nyhavn.framework.agreement import Agreement as Terms
from nyhavn.framework.agreement import Handed, Handing, check_handing
from nyhavn.framework.basis import Basis, BasisKind
from nyhavn.framework.refusal import refusal
from nyhavn.framework.release import Release
from nyhavn.framework.release_states import ReleaseState
from nyhavn.framework.sdg_table import OfficialPlace
from nyhavn.web.accounts.models import User
from nyhavn.web.agreements.asks import HandedOver
from nyhavn.web.agreements.models import Agreement, AgreementVersion, Package
from nyhavn.web.agreements.queries import as_signed, is_vetoed, newest
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import content_of, place_of
from nyhavn.web.releases.usable import plan_behind

BUILD = "package-build"
KIND = "package"


@dataclass(frozen=True)
class Wanted:
    """What is to be handed over, and under which words."""

    agreement: Agreement
    version: AgreementVersion
    terms: Terms
    release: PublicRelease
    content: Release
    handing: Handing
    series: Mapping[str, str]
    place: OfficialPlace | None
    only_csv: frozenset[str]


def hand_over(*, by: User, on: Agreement, said: HandedOver) -> Package:
    """Ask for the package of one release under one agreement. Raises Refusal with every reason against it."""
    with transaction.atomic():
        agreement = held(on)
        release = release_standing(agreement, said.release)
        wanted = _wanted(agreement, release, said)
        check_wanted(wanted, by)
        made = Package.objects.create(
            agreement=agreement,
            version=wanted.version,
            release=release,
            handed=said.handed.value,
            variables=sorted(wanted.handing.variables),
            purpose=said.purpose,
            series=dict(wanted.series),
            place=wanted.place.model_dump(mode="json") if wanted.place else None,
            only_csv=sorted(wanted.only_csv),
            asked_by=by,
        )
        build_soon(made)
        facts: dict[str, Fact] = {"handed": made.handed, "version": wanted.version.number}
        record("handing-over-asked", by=by, kind=KIND, on=made.uuid, scope=agreement.initiative.uuid, facts=facts)
    return made


def build_soon(package: Package) -> None:
    """Let a worker build it. Call it in the transaction that makes it needed."""
    scope = package.agreement.initiative.uuid
    enqueue(BUILD, scope=scope, on=package.uuid, key=str(package.uuid))


@transaction.atomic
def held(on: Agreement) -> Agreement:
    """The agreement, held until the end of the transaction. Raises Refusal "agreement-ended"."""
    known = Agreement.objects.select_for_update(of=("self",)).select_related("initiative__organisation", "recipient")
    found = known.get(id=on.id)
    if found.ended_on is not None:
        raise refusal("agreement-ended", "It has been ended.", where="agreement", do="Draft a new agreement.")
    return found


def release_standing(agreement: Agreement, uuid: str) -> PublicRelease:
    """The release, if it is published and nothing newer stands in its place. Raises Refusal "handing-of-withdrawn"."""
    known = PublicRelease.objects.select_related("initiative__organisation", "run")
    found = next((one for one in known.filter(initiative=agreement.initiative) if str(one.uuid) == uuid), None)
    if found is None or found.state != ReleaseState.PUBLISHED:
        what = "It was withdrawn or replaced, or was never published."
        raise refusal("handing-of-withdrawn", what, where="release", do="Choose the newest published version.")
    return found


def _wanted(agreement: Agreement, release: PublicRelease, said: HandedOver) -> Wanted:
    version, today = newest(agreement), timezone.localdate()
    terms, content = as_signed(version, today), content_of(release)
    chosen = frozenset(name.strip() for name in said.variables if name.strip())
    return Wanted(
        agreement=agreement,
        version=version,
        terms=terms,
        release=release,
        content=content,
        handing=Handing(
            recipient=agreement.recipient.name,
            handed=said.handed,
            variables=chosen or frozenset(terms.variables),
            purpose=said.purpose,
            on=today,
            vetoed=is_vetoed(agreement, today),
        ),
        series={one.indicator: one.series for one in said.series},
        place=_place(said),
        only_csv=frozenset(said.only_csv),
    )


def _place(said: HandedOver) -> OfficialPlace | None:
    """Where the figures stand in the official structure; None without series. Raises Refusal "sdg-place-missing"."""
    if not said.series:
        return None
    try:
        return OfficialPlace(area=said.area, about=said.about)
    except ValidationError:
        what, do = "With series, the country is needed as its M49 code.", "For example 50 for Bangladesh."
        raise refusal("sdg-place-missing", what, where="area", do=do) from None


def wanted_again(package: Package) -> Wanted:
    """What a package is to be, as it stands today: asked again while it is built. Raises Refusal."""
    agreement, today = held(package.agreement), timezone.localdate()
    if newest(agreement).id != package.version.id:
        what = "The agreement was changed since this was asked for."
        raise refusal("agreement-changed", what, where="agreement", do="Let both sides sign, and hand over again.")
    release = release_standing(agreement, str(package.release.uuid))
    return Wanted(
        agreement=agreement,
        version=package.version,
        terms=as_signed(package.version, today),
        release=release,
        content=content_of(release),
        handing=Handing(
            recipient=agreement.recipient.name,
            handed=Handed(package.handed),
            variables=frozenset(package.variables),
            purpose=package.purpose,
            on=today,
            vetoed=is_vetoed(agreement, today),
        ),
        series=package.series,
        place=OfficialPlace.model_validate(package.place) if package.place else None,
        only_csv=frozenset(package.only_csv),
    )


def check_wanted(wanted: Wanted, by: User | None) -> None:
    """Raises Refusal: guards of the initiative, everything outside the agreement, what fits no official series."""
    check_guards(Act.HAND_OVER, wanted.agreement.initiative, by=by, about=wanted.release)
    if wanted.handing.handed is Handed.AGGREGATES:
        check_submission(submission_of(wanted))
        return
    check_handing(wanted.terms, wanted.handing, Basis(kind=BasisKind(wanted.content.basis)))
    check_has_records(wanted.release)


def submission_of(wanted: Wanted, records: HandedRecords | None = None) -> Submission:
    """The same as what packages are made from."""
    return Submission(
        release=wanted.content,
        bundle=place_of(wanted.release),
        agreement=wanted.terms,
        handing=wanted.handing,
        series=wanted.series,
        place=wanted.place,
        only_csv=wanted.only_csv,
        records=records,
    )


def check_has_records(release: PublicRelease) -> None:
    """Raises Refusal "handing-records-unprotected" unless the plan says how records are protected."""
    if plan_behind(release.run).records is None:
        what = "The plan of this release does not say how records are protected."
        do = "Say so in the plan and make a new version, or hand over aggregates."
        raise refusal("handing-records-unprotected", what, where="release", do=do)
