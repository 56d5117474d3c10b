"""The worker: takes one job after the other, keeps its lease while it works, and ends each of them."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import OperationalError, close_old_connections, connection

from nyhavn.framework.refusal import OutsideFault, Reason, Refusal
from nyhavn.web.jobs.actions import take, take_this
from nyhavn.web.jobs.kinds import handler_of
from nyhavn.web.jobs.lease import Lease, LostLease
from nyhavn.web.jobs.models import Job

LOG = logging.getLogger(__name__)
IDLE_SECONDS = 0.5
DEFECT = Reason(
    "job-failed", "Something went wrong inside Nyhavn, and the work was not done.", "", "Tell whoever runs this site."
)


def work(stop: threading.Event) -> None:
    """Work until somebody asks to stop."""
    while not stop.is_set():
        try:
            found = work_once()
        except OperationalError:  # the database is busy or restarting; the lease brings the job back
            LOG.warning("the database did not answer; trying again")
            found = False
        close_old_connections()
        if not found:
            stop.wait(IDLE_SECONDS)


def work_once() -> bool:
    """Carry out one job; whether there was one."""
    return _work_under(take())


def work_on(job: Job) -> bool:
    """Carry out this job here and now; whether it was free."""
    return _work_under(take_this(job))


def _work_under(lease: Lease | None) -> bool:
    if lease is None:
        return False
    with _kept_alive(lease):
        _carry_out(lease)
    return True


def _carry_out(lease: Lease) -> None:
    """Run the handler; every end is written, and a lost lease writes nothing."""
    try:
        _run(lease)
    except LostLease:  # noticed by the handler, or only when its end was to be written
        LOG.warning("job %s: another worker holds it by now", lease.job.uuid)


def _run(lease: Lease) -> None:
    """Run the handler and write its end. Raises LostLease, OperationalError: then the job comes back by its lease."""
    try:
        handler_of(lease.job.kind)(lease)
        if not lease.job.is_over:
            lease.done()
    except (LostLease, OperationalError):
        raise
    except OutsideFault as fault:
        LOG.warning("job %s: %s; it will be tried again", lease.job.uuid, ", ".join(fault.codes))
    except Refusal as refusal:
        lease.refused(refusal.reasons)
    except Exception:
        LOG.exception("job %s of kind %s", lease.job.uuid, lease.job.kind)
        lease.failed((DEFECT,))


def _renewed(lease: Lease) -> None:
    """Renews it once. Raises LostLease; a database that is busy is left for the next time."""
    try:
        lease.renew()
    except OperationalError:
        LOG.warning("job %s: the lease could not be renewed this time", lease.job.uuid)


@contextmanager
def _kept_alive(lease: Lease) -> Iterator[None]:
    """Renew the lease from a second thread, so that a long computation is not taken for a dead worker."""
    over = threading.Event()

    def renew() -> None:
        try:
            while not over.wait(settings.LEASE.total_seconds() / 3):
                _renewed(lease)
        except LostLease:
            return
        finally:
            connection.close()

    keeper = threading.Thread(target=renew, name="lease", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join(timeout=settings.LEASE.total_seconds())
