"""What is announced is what comes out, on its day; nothing else does, and whoever asks can check it afterwards."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from nyhavn.chain.independence import commitment_to, is_as_announced, locked_content
from nyhavn.exchange.bundle.content import release_from_json
from nyhavn.framework.principles import EvidenceState
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release import Release
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.audit.seals import seal
from nyhavn.web.jobs.models import Job
from nyhavn.web.releases import actions
from nyhavn.web.releases.independence import independence_at_issue
from nyhavn.web.releases.models import EventKind, PublicRelease
from nyhavn.web.releases.queries import content_of, place_of
from web.cast import Cast
from web.publishing import again, in_days, its_day_comes, published, returned, scheduled, work

pytestmark = pytest.mark.django_db(transaction=True)


def signed(release: PublicRelease) -> Release:
    return release_from_json((place_of(release) / "report.json").read_bytes())


def evidence(release: Release, code: str) -> EvidenceState:
    return next(one.state for each in release.principles for one in each.safeguards if one.code == code)


def refused_codes(release: PublicRelease) -> list[str]:
    return [reason["code"] for reason in Job.objects.get(uuid=release.job).reasons]


def test_what_was_announced_comes_out_and_anybody_can_check_that_it_is_the_same(ready: Cast) -> None:
    before = scheduled(ready)
    told = before.events.get(kind=EventKind.ANNOUNCED).figures
    its_day_comes(before)
    work()
    out = signed(again(before))
    assert out.independence is not None
    assert out.independence.announced is not None
    assert out.independence.announced.commitment == told
    assert is_as_announced(out)
    assert evidence(out, "announced-and-kept") is EvidenceState.FOUND


def test_before_publication_the_announcement_lets_nobody_try_figures(ready: Cast, client: Client) -> None:
    """The hash is of a salt and the content, and the salt is told with the release."""
    release = scheduled(ready)
    salt, content = release.announced_salt, locked_content(content_of(release))
    assert len(salt) == 64
    assert commitment_to(content, "") != release.announced_commitment
    for page in (
        "/calendar/",
        "/feeds/calendar.ics",
        f"/work/initiatives/{ready.initiative.slug}/releases/{release.uuid}/",
    ):
        assert salt not in client.get(page).content.decode()


def test_a_figure_that_was_changed_after_the_announcement_does_not_come_out(ready: Cast) -> None:
    release = scheduled(ready)
    changed = release.content.replace("68 %", "86 %", 1)
    assert changed != release.content
    PublicRelease.objects.filter(id=release.id).update(content=changed)
    its_day_comes(release)
    work()
    assert again(release).state == "scheduled"
    assert refused_codes(again(release)) == ["release-not-as-announced"]
    assert not place_of(release).exists()


def test_neither_does_it_where_the_commitment_was_changed_with_it(ready: Cast) -> None:
    """What everybody was told counts, not what the row holds of it."""
    release = scheduled(ready)
    changed = release.content.replace("68 %", "86 %", 1)
    fitting = commitment_to(locked_content(release_from_json(changed.encode())), release.announced_salt)
    PublicRelease.objects.filter(id=release.id).update(content=changed, announced_commitment=fitting)
    its_day_comes(release)
    work()
    assert refused_codes(again(release)) == ["release-not-as-announced"]


def test_a_date_that_was_moved_without_a_word_is_not_kept_to(ready: Cast) -> None:
    release = scheduled(ready)
    PublicRelease.objects.filter(id=release.id).update(release_date=timezone.localdate())
    Job.objects.filter(uuid=release.job).update(not_before=timezone.now())
    work()
    assert again(release).state == "scheduled"
    assert refused_codes(again(release)) == ["release-not-on-its-day"]


def test_a_job_that_is_woken_too_early_publishes_nothing(ready: Cast) -> None:
    release = scheduled(ready)
    Job.objects.filter(uuid=release.job).update(not_before=timezone.now())
    work()
    assert again(release).state == "scheduled"
    assert refused_codes(again(release)) == ["release-not-on-its-day"]


def test_a_date_that_was_moved_with_a_public_reason_is_kept_and_stays_readable(ready: Cast) -> None:
    """Twin: the one way to another day."""
    release = scheduled(ready)
    actions.reschedule(by=ready[Role.COORDINATOR], on=release, day=in_days(5), reason="The hall is free then.")
    release = again(release)
    PublicRelease.objects.filter(id=release.id).update(release_date=timezone.localdate())
    release.events.filter(kind=EventKind.RESCHEDULED).update(day=timezone.localdate())
    Job.objects.filter(uuid=release.job).update(not_before=timezone.now())
    work()
    out = signed(again(release))
    assert out.independence is not None
    assert [each.because for each in out.independence.dates or ()] == ["", "The hall is free then."]


def test_other_content_needs_a_public_reason_and_a_new_way_through(
    ready: Cast, signed_in: Callable[[User], Client], client: Client
) -> None:
    """The one way to other content: the date is called off, and everybody reads why."""
    release = scheduled(ready)
    there = f"/work/initiatives/{ready.initiative.slug}/releases/{release.uuid}/do/abandon/"
    answer = signed_in(ready[Role.COORDINATOR]).post(there, {"reason": "A column was swapped."})
    assert answer.status_code == 302
    assert "A column was swapped." in client.get("/calendar/").content.decode()
    assert published(ready).state == "published"


def test_the_release_says_by_role_who_decided_and_that_the_log_holds(ready: Cast, client: Client) -> None:
    release = scheduled(ready)
    seal()  # as the worker does every minute
    its_day_comes(release)
    work()
    out = signed(again(release))
    assert out.independence is not None
    acts = [(each.act, each.role, each.standing) for each in out.independence.decisions or ()]
    assert acts == [
        ("approved", "approver", "no-interest"),
        ("community-view", "board-member", "no-interest"),
        ("announced", "coordinator", "no-interest"),
    ]
    assert evidence(out, "decided-without-interest") is EvidenceState.FOUND
    assert evidence(out, "log-unchanged") is EvidenceState.FOUND
    told = client.get(f"/api/v1/data/{release.name}").json()["independence"]
    assert told == json.loads((place_of(release) / "report.json").read_text())["independence"]


def test_a_record_that_nobody_sealed_yet_is_no_evidence_and_a_sealed_one_is(ready: Cast) -> None:
    release = returned(ready)
    AuditRecord.objects.update(seal=None)
    assert independence_at_issue(release).log_unchanged is None
    seal()
    assert independence_at_issue(release).log_unchanged is True


def test_nobody_announces_what_comes_sooner_than_everybody_can_know(ready: Cast) -> None:
    release = returned(ready)
    with pytest.raises(Refusal) as refused:
        actions.schedule(by=ready[Role.COORDINATOR], on=release, day=timezone.localdate())
    assert refused.value.codes == ("release-date-too-soon",)
    actions.schedule(by=ready[Role.COORDINATOR], on=release, day=in_days(2))
    assert again(release).state == "scheduled"
