"""Certificates of retention: that what was promised to end has ended, without saying of whom or on which day."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nyhavn.framework.consent import Purpose
from nyhavn.framework.consent_ledger import Stands
from nyhavn.framework.lineage import Outcome
from nyhavn.framework.retention import after_months, first_of_month
from nyhavn.web.audit.actions import record
from nyhavn.web.audit.facts import size_of
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.lineage.mirror_lines import MirrorKind
from nyhavn.web.lineage.models import RetentionCertificate, Withdrawal, WithdrawalStep
from nyhavn.web.lineage.schemas import BecameOfKind, CertificateShown, CertificatesShown


def begin_certificates(initiative: Initiative, ended: Iterable[Stands], day: date) -> None:
    """Note in the transaction that ends them which promises were kept that month. Nobody sees it before it is over."""
    versions: dict[Purpose, set[str]] = {}
    for stands in ended:
        versions.setdefault(stands.last.purpose, set()).add(stands.last.notice_version)
    for purpose, named in versions.items():
        found, _ = RetentionCertificate.objects.select_for_update().get_or_create(
            initiative=initiative, month=first_of_month(day), purpose=purpose.value
        )
        found.notices = sorted({*found.notices, *named})
        found.issued_at = None  # a clock that was set back: what was issued is issued again, with everything
        found.save(update_fields=["notices", "issued_at"])


@handles("retention-certificates", every=timedelta(days=1))
def issue_certificates(lease: Lease) -> None:
    """Issue those of months that are over, as soon as everything that ended in them is done."""
    waiting = RetentionCertificate.objects.filter(issued_at=None, month__lt=first_of_month(timezone.localdate()))
    for certificate in waiting.select_related("initiative").order_by("id"):
        issue(certificate=certificate)
        lease.renew()


def issue(*, certificate: RetentionCertificate) -> bool:
    """Issue one; False if something that ended in its month still waits."""
    acts = _acts(certificate)
    mine = _ended(certificate).filter(act__in=acts)
    if mine.filter(finished_at=None).exists():
        return False
    with transaction.atomic():
        certificate.size = size_of(mine.count())
        certificate.outcomes = _outcomes(acts)
        certificate.issued_at = timezone.now()
        certificate.save(update_fields=["size", "outcomes", "issued_at"])
        record(
            "retention-certified",
            by=None,
            kind="certificate",
            on=certificate.uuid,
            scope=certificate.initiative.uuid,
            facts={"purpose": certificate.purpose, "contributions": mine.count()},
        )
    return True


def issued(initiative: Initiative) -> QuerySet[RetentionCertificate]:
    """Those that can be read, the newest first."""
    return RetentionCertificate.objects.filter(initiative=initiative, issued_at__isnull=False)


def certificates_shown(initiative: Initiative) -> CertificatesShown:
    """Those that can be read, as they are shown."""
    return CertificatesShown(certificates=tuple(_shown(one) for one in issued(initiative)))


def _shown(one: RetentionCertificate) -> CertificateShown:
    became = tuple(
        BecameOfKind(kind=kind, outcomes=tuple(Outcome(outcome) for outcome in outcomes))
        for kind, outcomes in one.outcomes.items()
    )
    return CertificateShown(
        uuid=one.uuid,
        month=one.month,
        purpose=Purpose(one.purpose),
        notices=tuple(one.notices),
        size=one.size,
        became=became,
        issued_at=one.issued_at or one.begun_at,
    )


def _ended(certificate: RetentionCertificate) -> QuerySet[Withdrawal]:
    """What ended by time in the month, by the calendar of the place."""
    first, after = _moment(certificate.month), _moment(after_months(certificate.month, 1))
    ended = Withdrawal.objects.filter(initiative=certificate.initiative, kind=MirrorKind.EXPIRED.value)
    return ended.filter(at__gte=first, at__lt=after)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _acts(certificate: RetentionCertificate) -> Collection[UUID]:
    """The acts that ended this purpose. All withdrawals of an act name the same purposes."""
    acts = _ended(certificate).order_by("act").values_list("act", flat=True).distinct()
    purposes = {act: Withdrawal.objects.filter(act=act).values_list("purposes", flat=True)[0] for act in acts}
    return [act for act, named in purposes.items() if certificate.purpose in named]


def _outcomes(acts: Collection[UUID]) -> Mapping[str, list[str]]:
    """Kind of thing -> what became of such things."""
    found: dict[str, list[str]] = {}
    steps = WithdrawalStep.objects.filter(withdrawal__act__in=acts).order_by("kind", "outcome")
    for kind, outcome in steps.values_list("kind", "outcome").distinct():
        found.setdefault(kind, []).append(outcome)
    return found
