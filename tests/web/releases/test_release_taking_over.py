"""A release came out, and then an older database was put back that only knows it as announced."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from nyhavn.exchange.bundle.durable import is_taken
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.framework.release_states import ReleaseState
from nyhavn.framework.roles import Role
from nyhavn.web.jobs.models import Job, JobState
from nyhavn.web.production.models import RunState
from nyhavn.web.releases import actions
from nyhavn.web.releases.models import EventKind, PublicRelease
from nyhavn.web.releases.queries import is_readable, place_of
from nyhavn.web.releases.taking_over import take_over_published
from web.cast import Cast
from web.publishing import again, its_day_comes, published, scheduled, work

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "village-water-2026 1"


def set_back(village: Cast) -> tuple[PublicRelease, PublicRelease]:
    """The release as it was when it was out, and as the older database knows it."""
    before = scheduled(village)
    its_day_comes(before)
    before = again(before)
    work()
    out = again(before)
    out.events.filter(kind=EventKind.PUBLISHED).delete()
    before.save()
    Job.objects.filter(uuid=before.job).update(state=JobState.WAITING, finished_at=None, not_before=timezone.now())
    return out, again(before)


def entries() -> int:
    return len(ReleaseLog.open(Path(settings.RELEASE_LOG)).state().leaves)


def test_it_is_public_again_as_it_was_signed(ready: Cast) -> None:
    out, before = set_back(ready)
    assert (before.state, before.issued_at) == (ReleaseState.SCHEDULED, None)
    assert take_over_published() == (NAME,)
    after = again(before)
    assert (after.state, after.issued_at, after.content) == (ReleaseState.PUBLISHED, out.issued_at, out.content)
    assert after.credit_commitment == out.credit_commitment
    assert is_readable(after)
    assert after.events.filter(kind=EventKind.PUBLISHED).count() == 1
    assert after.run.state == RunState.JUDGED


def test_its_job_finds_nothing_to_do_and_the_log_holds_it_once(ready: Cast) -> None:
    _, before = set_back(ready)
    take_over_published()
    work()
    assert Job.objects.get(uuid=before.job).state == JobState.DONE
    assert entries() == 1
    assert take_over_published() == ()


def test_what_differs_is_held_and_the_coordinator_reads_why_and_can_call_it_off(ready: Cast) -> None:
    """Its date was changed after the backup, so that other words were signed than would be now."""
    _, before = set_back(ready)
    yesterday = timezone.localdate() - timedelta(days=1)
    PublicRelease.objects.filter(id=before.id).update(release_date=yesterday)
    assert take_over_published() == ()
    work()
    job = Job.objects.get(uuid=before.job)
    assert (job.state, [reason["code"] for reason in job.reasons]) == (JobState.REFUSED, ["release-out-already"])
    after = again(before)
    assert (after.state, after.issued_at) == (ReleaseState.SCHEDULED, None)
    assert entries() == 1
    actions.abandon(by=ready[Role.COORDINATOR], on=after, reason="It is out already.")
    assert again(before).state == ReleaseState.ABANDONED


def test_files_that_somebody_changed_are_not_taken_over(ready: Cast) -> None:
    _, before = set_back(ready)
    report = place_of(before) / "report.json"
    report.chmod(0o644)
    report.write_bytes(report.read_bytes().replace(b"Water", b"Wader"))
    assert take_over_published() == ()


def test_files_of_another_log_are_not_taken_over(ready: Cast) -> None:
    _, before = set_back(ready)
    shutil.rmtree(settings.RELEASE_LOG)
    assert take_over_published() == ()
    ReleaseLog.open(Path(settings.RELEASE_LOG))
    assert take_over_published() == ()


def test_what_has_no_files_waits_for_its_day(ready: Cast) -> None:
    release = scheduled(ready)
    assert not is_taken(place_of(release))
    assert take_over_published() == ()
    assert again(release).state == ReleaseState.SCHEDULED


def test_what_is_out_and_known_is_left_alone(ready: Cast) -> None:
    release = published(ready)
    assert take_over_published() == ()
    assert again(release).issued_at == release.issued_at
