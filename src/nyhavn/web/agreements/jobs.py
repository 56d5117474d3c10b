"""What agreements do by themselves: packages are built, ends are announced, new editions take the place of old ones."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.agreement import Handed
from nyhavn.framework.agreement_standing import AgreementState, due_reminder
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release_states import ReleaseState
from nyhavn.web.agreements.handing import BUILD, check_wanted, wanted_again
from nyhavn.web.agreements.models import Agreement, Package, PackageState
from nyhavn.web.agreements.packages import WITH_ALL, build, put_in_place_of, take_back
from nyhavn.web.agreements.queries import as_signed, newest, standing_of
from nyhavn.web.agreements.telling import tell_makers, tell_recipient
from nyhavn.web.initiatives.guards import Act, Asked, guarding_reasons
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease

FOLLOW = timedelta(hours=1)


@handles(BUILD)
def build_package(lease: Lease) -> None:
    """Build one."""
    build(lease)


@handles("agreements-remind", every=timedelta(hours=6))
def remind(lease: Lease) -> None:
    """Write to both sides once when the end is near, and once more when it is very near."""
    today = timezone.localdate()
    with transaction.atomic():
        for agreement in Agreement.objects.filter(ended_on=None).select_related(
            "initiative__organisation", "recipient"
        ):
            due = due_reminder(as_signed(newest(agreement)).days_left(today))
            is_told = agreement.reminded is not None and due is not None and agreement.reminded <= due
            if due is None or is_told or standing_of(agreement) is not AgreementState.IN_FORCE:
                continue
            tell_makers(agreement)
            tell_recipient(agreement)
            Agreement.objects.filter(id=agreement.id).update(reminded=due)
        lease.done()


@handles("packages-follow", every=FOLLOW)
def follow(lease: Lease) -> None:
    """What was handed over follows its release: a new edition takes its place, a withdrawn one is asked back."""
    ready = Package.objects.filter(state=PackageState.READY, replaced_by=None).select_related(*WITH_ALL)
    for package in ready.exclude(release__state=ReleaseState.PUBLISHED):
        if guarding_reasons(Asked(Act.HAND_OVER, package.agreement.initiative)):
            continue  # everything is stopped, or it is with another site
        with transaction.atomic():
            _follow(package)
    lease.done()


def _follow(package: Package) -> None:
    if package.release.state == ReleaseState.WITHDRAWN:
        take_back(package, ask=package.taken.exists())
        return
    newer = package.release.replaced_by
    if newer is None or newer.state != ReleaseState.PUBLISHED or package.handed != Handed.AGGREGATES:
        return  # a person decides about records of a new edition
    try:
        with transaction.atomic():
            made = put_in_place_of(package, newer)
            check_wanted(wanted_again(made), None)
    except Refusal:
        return  # outside the agreement by now: it waits for a person, who sees it in what waits
