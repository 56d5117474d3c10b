"""Building packages, fetching them, taking them back, and putting new ones in their place."""

import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from nyhavn.chain.submitting import HandedRecords, Submitted, write_submission
from nyhavn.chain.workspace import outside_faults
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.framework.agreement import Handed
from nyhavn.framework.refusal import OutsideFault, Refusal, refusal
from nyhavn.framework.release_states import ReleaseState
from nyhavn.web.accounts.models import User
from nyhavn.web.agreements.handing import KIND, Wanted, build_soon, check_wanted, submission_of, wanted_again
from nyhavn.web.agreements.models import Package, PackageContribution, PackageState, PackageTaken
from nyhavn.web.agreements.records import records_for, told_left_out
from nyhavn.web.agreements.telling import tell_makers, tell_of_package
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.lineage.queries import taken_back_since
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.usable import plan_behind

STEPS = 3
AT_ONCE = 5_000
WITH_ALL = ("agreement__recipient", "agreement__initiative__organisation", "version__agreement", "release__run")


def build(lease: Lease) -> None:
    """Build one package. Begun again after a death, it begins anew: until the last transaction nobody sees it."""
    package = (
        Package.objects.select_related(*WITH_ALL).filter(uuid=str(lease.job.on), state=PackageState.WAITING).first()
    )
    if package is None:
        return
    try:
        _carry_out(package, lease)
    except OutsideFault:
        raise
    except Refusal as refused:
        remove_files(package)
        _end_refused(package, refused)
        raise


def _carry_out(package: Package, lease: Lease) -> None:
    began = timezone.now()
    lease.progress("Looking whether it may go", 0, STEPS)
    wanted = wanted_again(package)
    check_wanted(wanted, None)
    records, left_out = None, 0
    if wanted.handing.handed is Handed.RECORDS:
        records, left_out = records_for(wanted, lambda stage, step, of: lease.progress(stage, 1, STEPS))
    lease.progress("Writing and signing", 2, STEPS)
    submitted = _written(package, wanted, records)
    with transaction.atomic():
        if records is not None:
            _hold(package, records)
        if _is_overtaken(package, began):
            what = "Somebody took something back while the package was being built."
            raise refusal("handing-overtaken", what, where="package", do="Hand over again.")
        _finish(package, submitted, told_left_out(left_out, plan_behind(wanted.release.run).protection.threshold))
        lease.done()


def _written(package: Package, wanted: Wanted, records: HandedRecords | None) -> Submitted:
    with outside_faults():
        folder_of(package).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    submission = submission_of(wanted, records)
    return write_submission(folder_of(package), submission, ReleaseLog.open(settings.RELEASE_LOG))


def _hold(package: Package, records: HandedRecords) -> None:
    rows = (PackageContribution(package=package, contribution=one) for one in records.contributions)
    PackageContribution.objects.bulk_create(rows, batch_size=AT_ONCE)


def _is_overtaken(package: Package, began: datetime) -> bool:
    """Whether somebody in it took something back since it was begun. The next walk finds the rows already."""
    meanwhile = taken_back_since(package.agreement.initiative, began)
    return meanwhile.filter(contribution__in=package.holds.order_by().values("contribution")).exists()


def _finish(package: Package, submitted: Submitted, left_out: str) -> None:
    package.state, package.built_at, package.left_out = PackageState.READY.value, timezone.now(), left_out
    package.sha256, package.size = submitted.sha256, submitted.zip_file.stat().st_size
    package.save(update_fields=["state", "built_at", "left_out", "sha256", "size"])
    shutil.rmtree(submitted.folder, ignore_errors=True)  # the recipient fetches the zip
    _trace("handed-over", package, None)
    tell_of_package(package)


def _end_refused(package: Package, refused: Refusal) -> None:
    said = [{"code": one.code, "what": one.what, "where": one.where, "do": one.do} for one in refused.reasons]
    with transaction.atomic():
        package.holds.all().delete()
        Package.objects.filter(id=package.id).update(state=PackageState.REFUSED, reasons=said)
        _trace("handing-over-refused", package, None)
        tell_makers(package.agreement)


@transaction.atomic
def fetch(*, by: User, on: Package) -> Path:
    """The file, for the recipient, with a trace of it. Raises Refusal "package-not-there", and those of the guards."""
    package = Package.objects.select_for_update(of=("self",)).select_related(*WITH_ALL).get(id=on.id)
    check_guards(Act.HAND_OVER, package.agreement.initiative, about=package)
    path = zip_of(package)
    if package.state != PackageState.READY or package.release.state == ReleaseState.WITHDRAWN or not path.is_file():
        do = "Look at its page: it says what holds now."
        raise refusal("package-not-there", "This package cannot be fetched.", where="package", do=do)
    PackageTaken.objects.create(package=package)
    _trace("package-fetched", package, by)
    return path


def take_back(package: Package, *, ask: bool) -> None:
    """From now on nobody fetches it. ask: the recipient is asked to delete what it has. Call it in a transaction."""
    remove_files(package)
    package.state = PackageState.TAKEN_BACK.value
    if ask and package.asked_back_at is None:
        package.asked_back_at = timezone.now()
        tell_of_package(package)
        _trace("package-asked-back", package, None)
    package.save(update_fields=["state", "asked_back_at"])


def put_in_place_of(package: Package, release: PublicRelease) -> Package:
    """Ask for the package that takes the place of this one, under the same words. Call it in a transaction."""
    made = Package.objects.create(
        agreement=package.agreement,
        version=package.version,
        release=release,
        handed=package.handed,
        variables=package.variables,
        purpose=package.purpose,
        series=package.series,
        place=package.place,
        only_csv=package.only_csv,
    )
    package.replaced_by = made
    package.save(update_fields=["replaced_by"])
    build_soon(made)
    return made


def folder_of(package: Package) -> Path:
    """Where it is built. The zip stands beside it."""
    return Path(settings.PACKAGES) / str(package.uuid)


def zip_of(package: Package) -> Path:
    """The file that the recipient fetches."""
    return folder_of(package).with_name(f"{package.uuid}.zip")


def remove_files(package: Package) -> None:
    """Nothing of it stays on this site."""
    with outside_faults():
        zip_of(package).unlink(missing_ok=True)
        if folder_of(package).exists():
            shutil.rmtree(folder_of(package))


def _trace(action: str, package: Package, by: User | None) -> None:
    facts: dict[str, Fact] = {"handed": package.handed, "version": package.version.number}
    scope = package.agreement.initiative.uuid
    record(action, by=by, kind=KIND, on=package.uuid, scope=scope, facts=facts)
