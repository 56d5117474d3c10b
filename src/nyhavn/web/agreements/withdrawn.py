"""What a withdrawal does to what an office received.

Records leave this site at once, whatever was agreed. Until the cut-off the office is asked to delete its copies and
gets a package without the person; after it, what the agreement says holds, and the person is told so. Figures about
groups stay until their next edition, like everywhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from nyhavn.framework.agreement import Handed
from nyhavn.framework.agreement_standing import AgreementState
from nyhavn.framework.consent import Purpose
from nyhavn.framework.lineage import NodeRef, Outcome, Trace
from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.agreements.handing import KIND
from nyhavn.web.agreements.models import Package, PackageContribution, PackageState
from nyhavn.web.agreements.packages import WITH_ALL, put_in_place_of, take_back
from nyhavn.web.agreements.queries import standing_of
from nyhavn.web.audit.actions import record
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage.actions import tell_further
from nyhavn.web.lineage.holdings import Holding, hold
from nyhavn.web.lineage.kinds import Kind, Link, Stage, Withdrawn, at_once, register
from nyhavn.web.production.models import RunUse
from nyhavn.web.production.withdrawn import grouped
from nyhavn.web.releases.editions import published_trace

PACKAGE, FIGURES = "office-records", "office-figures"
SINGLE = frozenset({Purpose.COLLECTION, Purpose.STATISTICS_OFFICE})
IN_FIGURES = frozenset({Purpose.COLLECTION, Purpose.STATISTICS_OFFICE, Purpose.PUBLISHED_AGGREGATES})
BUILT = (PackageState.READY, PackageState.TAKEN_BACK)
IN_A_PACKAGE = "It says whose record an office was handed, until the office says that its copies are deleted."


def records(withdrawn: Withdrawn) -> Iterable[Link]:
    """Packages with their record."""
    found = PackageContribution.objects.filter(
        contribution__in=withdrawn.contributions, package__agreement__initiative=withdrawn.initiative
    )
    return grouped(found.order_by().values_list("package__uuid", "contribution"))


def stop_at_once(withdrawn: Withdrawn) -> None:
    """From the withdrawal on, nobody fetches a package with the record in it; the rest follows in the walk."""
    if withdrawn.purposes & SINGLE:
        on = [link.on for link in records(withdrawn)]
        Package.objects.filter(uuid__in=on, state=PackageState.READY).update(state=PackageState.TAKEN_BACK)


def settle_records(withdrawn: Withdrawn, links: Sequence[Link]) -> Sequence[Trace]:
    """The file is destroyed; the office is told, as far as the agreement reaches."""
    return [_settle(withdrawn, link) for link in links]


def _settle(withdrawn: Withdrawn, link: Link) -> Trace:
    package = Package.objects.select_for_update(of=("self",)).select_related(*WITH_ALL).get(uuid=link.on)
    node, said_on = NodeRef(PACKAGE, link.on), timezone.localdate(withdrawn.at)
    was_fetched, reaches = package.taken.exists(), _reaches(package, said_on)
    if package.deleted_on is not None:
        return Trace(node, Outcome.RECALLED, "office-deleted", package.deleted_on)
    take_back(package, ask=was_fetched and reaches)
    _replace(package)
    if package.asked_back_at is not None:
        return Trace(node, Outcome.RECALLED, "office-recalled", timezone.localdate(package.asked_back_at))
    package.holds.filter(contribution__in=link.contributions).delete()
    if was_fetched:
        return Trace(node, Outcome.STAYS, "office-after-cut-off", timezone.localdate())
    return Trace(node, Outcome.ERASED, "office-never-fetched", timezone.localdate())


def _reaches(package: Package, day: date) -> bool:
    """Whether a withdrawal of that day still reaches what the office has, by the words it was handed over under."""
    cut_off = package.version.terms.get("cut_off")
    return cut_off is not None and day <= date.fromisoformat(cut_off)


def _replace(package: Package) -> None:
    """A package without whoever withdrew takes its place, while the agreement is in force. Once."""
    is_in_force = standing_of(package.agreement) is AgreementState.IN_FORCE
    if package.replaced_by is None and is_in_force:
        put_in_place_of(package, package.release)


def figures(withdrawn: Withdrawn) -> Iterable[Link]:
    """Packages of tables in which they are counted."""
    found = RunUse.objects.filter(
        contribution__in=withdrawn.contributions,
        run__initiative=withdrawn.initiative,
        run__public_release__packages__state__in=BUILT,
        run__public_release__packages__handed=Handed.AGGREGATES.value,
    )
    return grouped(found.order_by().values_list("run__public_release__packages__uuid", "contribution").distinct())


def settle_figures(withdrawn: Withdrawn, links: Sequence[Link]) -> Sequence[Trace]:
    """They stay as they are published, until the next edition goes to the office in their place."""
    known = Package.objects.select_related("release__initiative").filter(uuid__in=[link.on for link in links])
    found = {package.uuid: package for package in known}
    return [_figures_trace(found[link.on], link) for link in links]


def _figures_trace(package: Package, link: Link) -> Trace:
    as_public = published_trace(NodeRef(FIGURES, link.on), package.release, link.contributions)
    handed_on = timezone.localdate(package.built_at) if package.built_at else None
    return Trace(as_public.node, Outcome.STAYS, "office-figures", handed_on, as_public.due)


@transaction.atomic
def say_deleted(*, by: User, on: Package, day: date) -> None:
    """The recipient says that every copy is deleted; every proof that names the package says so from then on.

    Raises Refusal: package-not-asked-back, handover-day-impossible.
    """
    package = Package.objects.select_for_update(of=("self",)).select_related(*WITH_ALL).get(id=on.id)
    if package.asked_back_at is None or package.deleted_on is not None:
        what = "Nobody waits for an answer about this package."
        raise refusal("package-not-asked-back", what, where="package", do="Nothing needs to be done.")
    if not timezone.localdate(package.built_at) <= day <= timezone.localdate():
        what = "The day lies before the package was there, or after today."
        raise refusal("handover-day-impossible", what, where="deleted_on", do="Say when you deleted it.")
    package.deleted_on = day
    package.save(update_fields=["deleted_on"])
    package.holds.all().delete()
    tell_further(kind=PACKAGE, on=package.uuid, words="office-deleted", day=day)
    scope = package.agreement.initiative.uuid
    record("package-deleted", by=by, kind=KIND, on=package.uuid, scope=scope, facts={"day": day.isoformat()})


def titles(on: Sequence[UUID]) -> Mapping[UUID, str]:
    """Which office has it: people have a right to know."""
    found = Package.objects.filter(uuid__in=on).order_by()
    return dict(found.values_list("uuid", "agreement__recipient__name"))


def in_packages(initiative: Initiative, contribution: UUID) -> Iterable[Model]:
    """Packages with somebody's record."""
    found = PackageContribution.objects.filter(package__agreement__initiative=initiative, contribution=contribution)
    return found.select_related("package__agreement__recipient")


def recipient_of(row: Model) -> Mapping[str, object]:
    """Who received it, and when."""
    if not isinstance(row, PackageContribution):
        return {}
    built = row.package.built_at
    return {"recipient": row.package.agreement.recipient.name, "on": built.isoformat() if built else ""}


register(Kind(PACKAGE, Stage.EXPORT, SINGLE, records, settle_records, titles=titles))
register(Kind(FIGURES, Stage.EXPORT, IN_FIGURES, figures, settle_figures, at_once=20, titles=titles))
at_once(stop_at_once)
hold(Holding(PackageContribution, "office-packages", "", IN_A_PACKAGE, in_packages, opened=recipient_of))
