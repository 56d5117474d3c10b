"""Holding a job: only the worker whose lease stands on the row may write for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from nyhavn.framework.refusal import Reason
from nyhavn.web.jobs.models import Job, JobState

Told = str | int | bool | None | list[str] | dict[str, str]


class LostLease(Exception):
    """Another worker holds the job by now: stop, write nothing more. The transaction must roll back."""


@dataclass
class Lease:
    """One job in the hands of one worker. told, cursor: as on the row when it was taken or last written."""

    job: Job
    token: UUID

    @property
    def told(self) -> Mapping[str, Told]:
        """What the handler needs to know."""
        told: Mapping[str, Told] = self.job.told
        return told

    @property
    def cursor(self) -> Mapping[str, Told]:
        """How far the work came; empty at the beginning."""
        cursor: Mapping[str, Told] = self.job.cursor
        return cursor

    def checkpoint(self, cursor: Mapping[str, Told]) -> None:
        """Write how far the work came. Call it in the transaction that did the work. Raises LostLease."""
        self._write(cursor=dict(cursor), attempts=0)
        self.job.cursor = dict(cursor)

    def progress(self, stage: str, step: int, steps: int) -> None:
        """Say how far it is, for people, and keep the lease. Raises LostLease. Fits the chain's `step`."""
        self._write(stage=stage, step=step, steps=steps)

    def renew(self) -> None:
        """Keep the lease. Raises LostLease."""
        self._write()

    def done(self) -> None:
        """The job is done. Call it in the last transaction of the work. Raises LostLease."""
        self._end(JobState.DONE, ())

    def refused(self, reasons: Iterable[Reason]) -> None:
        """The job ends with reasons that a person can read. Raises LostLease."""
        self._end(JobState.REFUSED, reasons)

    def failed(self, reasons: Iterable[Reason]) -> None:
        """The job ends: a fault of ours, or of the world, too often. Raises LostLease."""
        self._end(JobState.FAILED, reasons)

    def _end(self, state: JobState, reasons: Iterable[Reason]) -> None:
        said = [{"code": r.code, "what": r.what, "where": r.where, "do": r.do} for r in reasons]
        self._write(state=state, reasons=said, finished_at=timezone.now(), lease=None, lease_until=None)
        self.job.state = state

    def _write(self, **values: object) -> None:
        """One statement that writes only if the lease still stands."""
        held = Q(id=self.job.id, state=JobState.RUNNING, lease=self.token)
        fresh = {"lease_until": timezone.now() + settings.LEASE, **values}
        if Job.objects.filter(held).update(**fresh) != 1:
            raise LostLease
