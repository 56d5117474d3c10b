"""What waits for somebody who makes agreements, or decides for a recipient."""

from collections.abc import Iterator

from django.utils import timezone

from nyhavn.framework.agreement import agreement_faults
from nyhavn.framework.agreement_standing import AgreementState, due_reminder
from nyhavn.framework.release_states import ReleaseState
from nyhavn.framework.roles import Right, roles_with
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.agreements.models import Agreement, Package, PackageState
from nyhavn.web.agreements.queries import agreements_of, agreements_with, as_signed, newest, standing_of
from nyhavn.web.agreements.subjects import agreement_home, offer_home, package_home
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.waiting import Waiting, add_waiting

SIGN, ENDS = "An agreement waits for your side", "An agreement ends soon"
FETCH, DELETE = "Data were handed to you", "Copies of data that you received must be deleted"
NEWER = "An office has an older edition"


def agreements_waiting(user: User) -> Iterator[Waiting]:
    """For those who make the data: drafts, signatures, ends, and editions that a person has to decide about."""
    may = [role.value for role in roles_with(Right.MAKE_AGREEMENTS)]
    for initiative in Initiative.objects.filter(roles__user=user, roles__role__in=may).distinct():
        for agreement in agreements_of(initiative).filter(ended_on=None):
            yield from _about(agreement, initiative.title, agreement_home(agreement), by_recipient=False)
            old = Package.objects.filter(agreement=agreement, state=PackageState.READY, replaced_by=None)
            for package in old.filter(release__state=ReleaseState.SUPERSEDED):
                yield Waiting(NEWER, initiative.title, agreement_home(agreement), package.asked_at)


def offers_waiting(user: User) -> Iterator[Waiting]:
    """For the recipient: signatures, ends, packages to fetch, and copies to delete."""
    for recipient in Organisation.objects.filter(memberships__user=user, memberships__is_admin=True):
        for agreement in agreements_with(recipient).filter(ended_on=None):
            yield from _about(agreement, recipient.name, offer_home(agreement), by_recipient=True)
        yield from _received(recipient)


def _about(agreement: Agreement, where: str, href: str, *, by_recipient: bool) -> Iterator[Waiting]:
    version, today = newest(agreement), timezone.localdate()
    words, state = as_signed(version), standing_of(agreement)
    is_signed = any(one.by_recipient is by_recipient for one in version.signatures.all())
    is_whole = not any(agreement_faults(words))
    if is_whole and not is_signed and state is not AgreementState.OVER:
        yield Waiting(SIGN, where, href, version.written_at)
    if state is AgreementState.IN_FORCE and due_reminder(words.days_left(today)) is not None:
        yield Waiting(ENDS, where, href, version.written_at)


def _received(recipient: Organisation) -> Iterator[Waiting]:
    mine = Package.objects.filter(agreement__recipient=recipient).select_related("agreement__recipient")
    for package in mine.filter(state=PackageState.READY, taken=None).exclude(built_at=None):
        if package.built_at is not None:
            yield Waiting(FETCH, recipient.name, package_home(package), package.built_at)
    for package in mine.filter(asked_back_at__isnull=False, deleted_on=None):
        if package.asked_back_at is not None:
            yield Waiting(DELETE, recipient.name, package_home(package), package.asked_back_at)


add_waiting(agreements_waiting)
add_waiting(offers_waiting)
