"""The scheduler writes each recurring job once per period, however many schedulers run."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection

from nyhavn.web.jobs import scheduler
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.jobs.kinds import handles, recurring
from nyhavn.web.jobs.models import Job, JobState
from nyhavn.web.jobs.scheduler import schedule, tick
from nyhavn.web.jobs.worker import work_once

pytestmark = pytest.mark.django_db(transaction=True)
Named = Callable[..., None]
NOON = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)


@pytest.fixture
def hourly(doing: Named) -> None:
    doing(lambda lease: None, kind="hourly", every=timedelta(hours=1))


def test_one_period_makes_one_job_and_the_next_another(hourly: None) -> None:
    for minutes in (0, 1, 59, 60, 61, 119, 120):
        tick(NOON + timedelta(minutes=minutes))
    assert Job.objects.filter(kind="hourly").count() == 3


def test_a_period_whose_job_is_over_is_not_begun_again(hourly: None) -> None:
    tick(NOON)
    while work_once():
        pass
    tick(NOON)
    assert list(Job.objects.values_list("state", flat=True)) == [JobState.DONE]


def test_every_recurring_kind_gets_its_own_job(hourly: None, doing: Named) -> None:
    handles("daily", every=timedelta(days=1))(lambda lease: None)
    tick(NOON)
    assert {entry.kind for entry in recurring()} == {"hourly", "daily"}
    assert sorted(Job.objects.values_list("kind", flat=True)) == ["daily", "hourly"]


def test_many_schedulers_write_one_job(doing: Named, monkeypatch: pytest.MonkeyPatch) -> None:
    doing(lambda lease: None, kind="yearly", every=timedelta(days=365))
    monkeypatch.setattr(scheduler, "TICK_SECONDS", 0.01)
    start, stop, faults = threading.Barrier(6), threading.Event(), []

    def scheduling() -> None:
        start.wait()
        try:
            schedule(stop)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=scheduling) for _ in range(6)]
    for thread in threads:
        thread.start()
    stop.wait(1.5)
    stop.set()
    for thread in threads:
        thread.join(timeout=60)
    assert faults == []
    assert Job.objects.count() == 1


def test_a_database_that_does_not_answer_is_asked_again_at_the_next_tick(
    hourly: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, tries = threading.Event(), []

    def sometimes(now: datetime) -> None:
        tries.append(now)
        if len(tries) == 1:
            raise OperationalError("database is locked")
        tick(now)
        stop.set()

    monkeypatch.setattr(scheduler, "TICK_SECONDS", 0.01)
    monkeypatch.setattr(scheduler, "tick", sometimes)
    schedule(stop)
    assert len(tries) == 2
    assert Job.objects.count() == 1


def test_a_job_with_a_key_is_one_for_whoever_asks_and_kinds_do_not_share_keys() -> None:
    assert enqueue("a", key="1").id == enqueue("a", key="1").id
    assert enqueue("a", key="1").id != enqueue("b", key="1").id
    assert enqueue("a").id != enqueue("a").id


def test_two_handlers_for_one_kind_are_a_defect(doing: Named) -> None:
    doing(lambda lease: None)
    with pytest.raises(RuntimeError, match="two handlers"):
        doing(lambda lease: None)
