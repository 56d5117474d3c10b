"""Jobs: each is carried out once, survives the death of its worker, and ends with something people can read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nyhavn.framework.refusal import refusal
from nyhavn.web.jobs.actions import enqueue, take
from nyhavn.web.jobs.lease import LostLease
from nyhavn.web.jobs.models import Job, JobState

pytestmark = pytest.mark.django_db


def test_a_job_is_taken_by_one_worker_only() -> None:
    enqueue("test")
    assert take() is not None
    assert take() is None


def test_a_job_of_a_dead_worker_comes_back_with_its_cursor_and_the_dead_one_writes_nothing_more() -> None:
    enqueue("test")
    first = take()
    assert first is not None
    first.checkpoint({"row": 7})
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    second = take()
    assert second is not None
    assert second.cursor == {"row": 7}
    with pytest.raises(LostLease):
        first.done()
    second.done()
    assert Job.objects.get().state == JobState.DONE


def test_the_same_key_makes_one_job() -> None:
    assert enqueue("test", key="1").id == enqueue("test", key="1").id
    assert enqueue("test", key="2").id != enqueue("test", key="1").id


def test_a_refusal_ends_a_job_with_reasons_for_people() -> None:
    enqueue("test")
    lease = take()
    assert lease is not None
    lease.refused(refusal("no-contributions", "There is none.", where="here").reasons)
    job = Job.objects.get()
    assert (job.state, job.reasons[0]["what"], job.is_over) == (JobState.REFUSED, "There is none.", True)
