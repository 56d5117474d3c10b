"""The worker ends every job it can end, writes nothing for one it lost, and survives whatever a handler does."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from nyhavn.framework.refusal import OutsideFault, Reason, refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.jobs.actions import MOST_ATTEMPTS, enqueue, take
from nyhavn.web.jobs.lease import Lease, LostLease
from nyhavn.web.jobs.models import Job, JobState
from nyhavn.web.jobs.worker import work, work_once

pytestmark = pytest.mark.django_db(transaction=True)
Named = Callable[..., None]
SECRET = "Amina-Q-7731"  # stands in the message of a crash; must never stand in a log or on a row


def ended(kind: str = "test") -> Job:
    """The job, after one turn of a worker."""
    enqueue(kind)
    assert work_once()
    return Job.objects.get()


def taken_over(lease: Lease) -> None:
    """Somebody else takes the job, as after the death of its worker."""
    Job.objects.filter(id=lease.job.id).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert take() is not None


def test_without_a_job_there_is_nothing_to_do() -> None:
    assert not work_once()


def test_a_job_that_is_carried_out_is_done(doing: Named) -> None:
    seen: list[object] = []
    doing(lambda lease: seen.append(lease.told["number"]))
    enqueue("test", told={"number": 7})
    assert work_once()
    job = Job.objects.get()
    assert (seen, job.state, job.lease, job.reasons) == ([7], JobState.DONE, None, [])
    assert job.finished_at is not None
    assert not work_once()


def test_a_job_for_later_waits(doing: Named) -> None:
    doing(lambda lease: None)
    enqueue("test", not_before=timezone.now() + timedelta(hours=1))
    assert not work_once()
    Job.objects.update(not_before=timezone.now())
    assert work_once()


def test_the_oldest_job_comes_first(doing: Named) -> None:
    seen: list[object] = []
    doing(lambda lease: seen.append(lease.told["number"]))
    for number in (1, 2, 3):
        enqueue("test", told={"number": number})
    while work_once():
        pass
    assert seen == [1, 2, 3]


def test_a_refusal_ends_the_job_with_its_reasons(doing: Named) -> None:
    def refuse(lease: Lease) -> None:
        raise refusal("no-contributions", "There is none.", where="contributions", do="Wait.")

    doing(refuse)
    job = ended()
    assert job.state == JobState.REFUSED
    assert job.reasons == [
        {"code": "no-contributions", "what": "There is none.", "where": "contributions", "do": "Wait."}
    ]


def test_a_crash_ends_the_job_with_a_sentence_and_without_what_crashed(
    doing: Named, caplog: pytest.LogCaptureFixture
) -> None:
    def crash(lease: Lease) -> None:
        raise ValueError(f"bad answer {SECRET}")

    doing(crash)
    with caplog.at_level(logging.WARNING):
        job = ended()
    assert (job.state, job.reasons[0]["code"]) == (JobState.FAILED, "job-failed")
    assert SECRET not in f"{job.reasons}{job.told}{job.cursor}"
    assert str(job.uuid) in caplog.text


def test_what_a_crashed_handler_had_begun_is_gone(doing: Named) -> None:
    def half(lease: Lease) -> None:
        with transaction.atomic():
            User.objects.create_user(email="half@village.example")
            raise RuntimeError("in the middle")

    doing(half)
    assert ended().state == JobState.FAILED
    assert not User.objects.exists()


def test_a_kind_that_nobody_handles_fails_and_does_not_stop_the_worker(doing: Named) -> None:
    doing(lambda lease: None)
    enqueue("unheard-of")
    enqueue("test")
    assert work_once() and work_once()
    assert dict(Job.objects.values_list("kind", "state")) == {"unheard-of": "failed", "test": "done"}


def test_a_fault_of_the_world_leaves_the_job_for_another_try(doing: Named) -> None:
    tries: list[int] = []

    def full(lease: Lease) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise OutsideFault(Reason("no-room", "There is no room left to write."))

    doing(full)
    job = ended()
    assert (job.state, job.reasons) == (JobState.RUNNING, [])
    assert not work_once()
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert work_once()
    assert Job.objects.get().state == JobState.DONE


def test_a_job_that_never_comes_to_an_end_is_given_up_with_a_sentence(doing: Named) -> None:
    doing(lambda lease: None)
    enqueue("test")
    Job.objects.update(attempts=MOST_ATTEMPTS)
    assert not work_once()
    job = Job.objects.get()
    assert (job.state, job.reasons[0]["code"]) == (JobState.FAILED, "job-gave-up")


def test_a_job_that_came_on_each_time_is_not_given_up(doing: Named) -> None:
    """Progress resets the count: a long import may outlive many workers."""

    def a_bit(lease: Lease) -> None:
        lease.checkpoint({"row": int(str(lease.cursor.get("row", 0))) + 1})
        raise OutsideFault(Reason("no-room", "There is no room left to write."))

    doing(a_bit)
    enqueue("test")
    for _ in range(MOST_ATTEMPTS + 5):
        assert work_once()
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    job = Job.objects.get()
    assert (job.state, job.cursor) == (JobState.RUNNING, {"row": MOST_ATTEMPTS + 5})


LOST = {
    "at the next step": lambda lease: lease.progress("Counting", 1, 2),
    "at a checkpoint": lambda lease: lease.checkpoint({"row": 1}),
    "when it is done": lambda lease: None,
    "when it is refused": lambda lease: (_ for _ in ()).throw(refusal("no-contributions", "There is none.")),
    "when it crashes": lambda lease: (_ for _ in ()).throw(RuntimeError("crash")),
}


@pytest.mark.parametrize("then", LOST.values(), ids=LOST.keys())
def test_a_worker_that_lost_its_lease_writes_nothing_and_lives_on(doing: Named, then: Callable[[Lease], None]) -> None:
    def slow(lease: Lease) -> None:
        taken_over(lease)
        then(lease)

    doing(slow)
    job = ended()
    assert (job.state, job.stage, job.cursor, job.reasons) == (JobState.RUNNING, "", {}, [])
    assert job.attempts == 2


def test_what_was_written_with_a_lost_lease_is_rolled_back(doing: Named) -> None:
    def late(lease: Lease) -> None:
        with transaction.atomic():
            User.objects.create_user(email="late@village.example")
            taken_over(lease)
            lease.done()

    doing(late)
    enqueue("test")
    assert work_once()
    assert not User.objects.exists()


def test_a_handler_that_takes_longer_than_its_lease_keeps_the_job(doing: Named, settings: Settings) -> None:
    settings.LEASE = timedelta(seconds=0.3)
    others: list[Lease | None] = []

    def long(lease: Lease) -> None:
        for _ in range(10):
            time.sleep(0.1)
            others.append(take())

    doing(long)
    job = ended()
    assert others == [None] * 10
    assert (job.state, job.attempts) == (JobState.DONE, 1)


def test_a_handler_is_told_how_far_it_is_on_the_row(doing: Named) -> None:
    seen: list[tuple[str, int, int]] = []

    def telling(lease: Lease) -> None:
        lease.progress("Counting", 3, 9)
        seen.append(Job.objects.values_list("stage", "step", "steps").get())

    doing(telling)
    ended()
    assert seen == [("Counting", 3, 9)]


def test_a_database_that_is_busy_ends_neither_job_nor_worker(doing: Named, settings: Settings) -> None:
    """The loop goes on; the lease brings the job back."""
    settings.LEASE = timedelta(seconds=0.2)
    tries: list[int] = []
    stop = threading.Event()

    def busy(lease: Lease) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("database is locked")
        stop.set()

    doing(busy)
    enqueue("test")
    loop = threading.Thread(target=_work_in_a_thread, args=(stop,))
    loop.start()
    loop.join(timeout=20)
    assert not loop.is_alive()
    assert len(tries) == 2
    assert Job.objects.get().state == JobState.DONE


def _work_in_a_thread(stop: threading.Event) -> None:
    try:
        work(stop)
    finally:
        connection.close()


@pytest.mark.slow
def test_many_workers_carry_every_job_out_once(doing: Named) -> None:
    seen: list[object] = []
    doing(lambda lease: seen.append(lease.told["number"]))
    for number in range(30):
        enqueue("test", told={"number": number})
    stop = threading.Event()
    workers = [threading.Thread(target=_work_in_a_thread, args=(stop,)) for _ in range(4)]
    for worker in workers:
        worker.start()
    until = time.monotonic() + 30
    while Job.objects.exclude(state=JobState.DONE).exists() and time.monotonic() < until:
        time.sleep(0.1)
    stop.set()
    for worker in workers:
        worker.join(timeout=20)
    assert sorted(seen) == list(range(30))  # type: ignore[type-var]
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_a_lease_is_as_long_as_the_setting_says() -> None:
    enqueue("test")
    before = timezone.now()
    lease = take()
    assert lease is not None and lease.job.lease_until is not None
    assert settings.LEASE <= lease.job.lease_until - before < settings.LEASE + timedelta(seconds=5)


def test_nobody_writes_for_a_job_that_is_over() -> None:
    enqueue("test")
    lease = take()
    assert lease is not None
    lease.done()
    for write in (lease.renew, lease.done, lambda: lease.progress("Again", 1, 1), lambda: lease.failed(())):
        with pytest.raises(LostLease):
            write()
