"""Somebody takes back while a file is being taken in, or while figures are being made: neither brings them back."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.utils import timezone

from nyhavn.framework.consent import ConsentState
from nyhavn.framework.roles import Role
from nyhavn.web.collection import import_rows
from nyhavn.web.collection.asks import TakingInSaid
from nyhavn.web.collection.import_actions import declare, hand_in, row_uuid, take_in
from nyhavn.web.collection.models import BatchState, Contribution, ImportBatch
from nyhavn.web.consent.models import ConsentEvent
from nyhavn.web.jobs.actions import take
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.jobs.models import Job
from nyhavn.web.lineage.actions import WALK
from nyhavn.web.lineage.models import Withdrawal
from nyhavn.web.lineage.queries import proof
from nyhavn.web.lineage.replaying import replay_and_walk
from nyhavn.web.production import jobs
from nyhavn.web.production.models import RunState, RunUse
from nyhavn.web.releases.models import PublicRelease
from web import files, objects, publishing
from web.cast import Cast
from web.withdrawing import said, taken_back

ROWS = [files.row(age=f"{20 + number}") for number in range(6)]
FIRST, LAST = 1, 6


class Killed(BaseException):
    """Nothing catches it, as nothing catches a kill."""


@pytest.fixture
def open_village(village: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    objects.collection(village)
    monkeypatch.setattr(import_rows, "ROWS_AT_ONCE", 2)
    return village


def begun(village: Cast, *, is_again: bool = False) -> ImportBatch:
    """A file that a worker may take in."""
    by = village[Role.COORDINATOR]
    received = hand_in(by=by, on=village.initiative, said=files.handed_in(files.table(ROWS), is_again=is_again))
    batch = declare(by=by, on=received, said=files.declaration())
    take_in(by=by, on=batch, said=TakingInSaid(leaves_out=False))
    return batch


def after_the_first_rows(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], None]) -> None:
    """Once, when the first rows of a file are in and the next ones are not."""
    real, waiting = Lease.progress, [happens]

    def progress(lease: Lease, stage: str, step: int, steps: int) -> None:
        real(lease, stage, step, steps)
        if stage == "Rows" and waiting:
            waiting.pop()()

    monkeypatch.setattr(Lease, "progress", progress)


def rows_in(batch: ImportBatch) -> list[int]:
    found = Contribution.with_shredded.filter(batch=batch).order_by("row").values_list("row", flat=True)
    return [row for row in found if row is not None]


def time_passes() -> None:
    """Leases of the dead run out, and what waits may be done."""
    Job.objects.filter(state="running").update(lease_until=timezone.now())
    Job.objects.filter(kind=WALK, finished_at=None).update(not_before=timezone.now())
    publishing.work()


def check_only_the_first_is_gone(batch: ImportBatch) -> None:
    batch.refresh_from_db()
    gone = row_uuid(batch.uuid, FIRST)
    assert rows_in(batch) == [2, 3, 4, 5, 6]
    assert (batch.state, bytes(batch.sealed_file), bytes(batch.wrapped_key)) == (BatchState.IN, b"", b"")
    events = ConsentEvent.objects.filter(contribution=gone).order_by("at", "id")
    assert {event.state for event in events} == {ConsentState.GIVEN.value, ConsentState.WITHDRAWN.value}
    assert events.last().state == ConsentState.WITHDRAWN.value  # type: ignore[union-attr]  # asserted above
    found = proof(Withdrawal.objects.get(contribution=gone))
    assert found.is_finished
    assert ("contribution", "erased", "contribution-destroyed") in said(found)


def test_a_row_that_is_in_goes_and_the_rest_of_the_file_comes_in(
    open_village: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = begun(open_village)

    def takes_back_and_the_walk_comes_by() -> None:
        taken_back(open_village, row_uuid(batch.uuid, FIRST))
        publishing.work()
        assert not Withdrawal.objects.get().finished_at  # the bytes of the file still hold the row

    after_the_first_rows(monkeypatch, takes_back_and_the_walk_comes_by)
    publishing.work()
    time_passes()
    check_only_the_first_is_gone(batch)
    assert ("import-file", "erased", "file-destroyed") in said(proof(Withdrawal.objects.get()))


def test_an_import_that_died_and_goes_on_does_not_take_the_row_in_again(
    open_village: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = begun(open_village)

    def dies() -> None:
        raise Killed

    after_the_first_rows(monkeypatch, dies)
    lease = take()
    assert lease is not None
    with pytest.raises(Killed):
        import_rows.import_rows(lease)
    assert rows_in(batch) == [1, 2]
    taken_back(open_village, row_uuid(batch.uuid, FIRST))
    Job.objects.filter(uuid=lease.job.uuid).update(cursor={})  # even if it began from the first row
    time_passes()
    time_passes()
    check_only_the_first_is_gone(batch)


def test_a_site_starts_while_a_file_is_half_in(open_village: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed during an import. The withdrawal waits for the file, and the file for a worker, who comes after it."""
    batch = begun(open_village)

    def dies() -> None:
        raise Killed

    after_the_first_rows(monkeypatch, dies)
    lease = take()
    assert lease is not None
    with pytest.raises(Killed):
        import_rows.import_rows(lease)
    taken_back(open_village, row_uuid(batch.uuid, FIRST))
    replay_and_walk()
    assert not Withdrawal.objects.get().finished_at
    time_passes()
    time_passes()
    check_only_the_first_is_gone(batch)


def test_the_same_file_handed_in_again_leaves_the_row_out(open_village: Cast) -> None:
    batch = begun(open_village)
    publishing.work()
    taken_back(open_village, row_uuid(batch.uuid, FIRST))
    publishing.work()
    check_only_the_first_is_gone(batch)
    again = begun(open_village, is_again=True)
    publishing.work()
    assert rows_in(again) == [2, 3, 4, 5, 6]


def test_a_file_handed_in_again_brings_everybody_if_nobody_took_back(open_village: Cast) -> None:
    """The twin of the tests above."""
    begun(open_village)
    publishing.work()
    again = begun(open_village, is_again=True)
    publishing.work()
    assert rows_in(again) == list(range(FIRST, LAST + 1))


def somebody() -> UUID:
    return Contribution.objects.earliest("id").uuid


@pytest.mark.parametrize("is_walked", [True, False])
def test_figures_that_were_being_made_with_somebody_come_to_nothing(
    ready: Cast, monkeypatch: pytest.MonkeyPatch, *, is_walked: bool
) -> None:
    """The answers were read before; whether the walk comes by during the run or after it changes nothing."""
    real, one = jobs.prepare_release, somebody()

    def prepare(*arguments: object, **named: object) -> object:
        prepared = real(*arguments, **named)  # type: ignore[arg-type]  # handed on as it came
        taken_back(ready, one)
        if is_walked:
            publishing.work()
            assert Withdrawal.objects.get().finished_at
        return prepared

    monkeypatch.setattr(jobs, "prepare_release", prepare)
    run = objects.run(ready)
    publishing.work()
    run.refresh_from_db()
    assert (run.state, [reason["code"] for reason in run.reasons]) == (RunState.REFUSED, ["release-produce-again"])
    assert (run.release, run.restricted, run.register) == ("", None, "")
    assert not RunUse.objects.exists()
    assert not PublicRelease.objects.exists()
    assert proof(Withdrawal.objects.get()).is_finished
    monkeypatch.setattr(jobs, "prepare_release", real)
    again = objects.run(ready)
    assert (again.state, again.uses.count()) == (RunState.JUDGED, 39)
