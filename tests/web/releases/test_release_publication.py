"""A publication happens once, whatever dies in between; later versions, corrections and withdrawals stand beside it."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from nyhavn.chain import signing
from nyhavn.exchange.bundle.content import release_from_json
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.verification import verify
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.jobs.actions import take
from nyhavn.web.jobs.models import Job, JobState
from nyhavn.web.production.candidates import previous_of
from nyhavn.web.production.run_actions import start_run
from nyhavn.web.releases import actions, publishing
from nyhavn.web.releases.after_publication import correct, withdraw
from nyhavn.web.releases.asks import Erratum
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.publishing import due
from nyhavn.web.releases.queries import (
    bundle_folder,
    content_of,
    errata,
    events_of,
    is_readable,
    place_of,
    release_of,
    search,
    versions_of,
    zip_file,
)
from nyhavn.web.releases.queries import published as newest_published
from web import objects
from web.cast import Cast
from web.publishing import again, candidate, in_days, its_day_comes, published, scheduled, work

pytestmark = pytest.mark.django_db(transaction=True)
TWO = objects.TABLES.replace('id = "village-water-2026"', 'id = "village-water-2026"\nversion = "2"')


class Died(BaseException):
    """The worker is gone in this moment; nothing below it catches this."""


def entries() -> int:
    return len((Path(settings.RELEASE_LOG) / "leaves.txt").read_text().splitlines())


def is_whole(release: PublicRelease) -> bool:
    """Whether its bundle verifies with the key of this site."""
    found = verify(place_of(release), trusted=(ReleaseLog.open(Path(settings.RELEASE_LOG)).verifier_key,))
    return found.signer_trusted and not found.problems


def second_version(village: Cast) -> PublicRelease:
    """The same contributions, released once more."""
    objects.tables(village, TWO)
    return candidate(village)


# --- The publication ------------------------------------------------------------------------


def test_on_its_day_a_release_is_signed_entered_and_shown(ready: Cast) -> None:
    release = published(ready)
    assert release.state == "published"
    assert entries() == 1
    assert is_whole(release)
    folder, packed = bundle_folder(release), zip_file(release)
    assert folder is not None and packed is not None
    assert packed.is_file()
    assert folder == Path(settings.RELEASES) / "village-water-2026" / "1"
    said = json.loads((folder / "report.json").read_text())
    assert said["issued_at"] == release.issued_at.strftime("%Y-%m-%dT%H:%M:%SZ")  # type: ignore[union-attr]
    assert content_of(release).issued_at == release.issued_at
    assert list(events_of(release.name).values_list("kind", flat=True)) == ["published", "announced"]
    assert list(newest_published()) == [release]


def test_before_its_day_nothing_is_signed_and_nothing_is_found(ready: Cast) -> None:
    release = scheduled(ready)
    work()
    assert again(release).state == "scheduled"
    assert not Path(settings.RELEASES).exists()
    with pytest.raises(Refusal) as refused:
        release_of(release.name)
    assert refused.value.codes == ("not-found",)
    assert list(search("water")) == []


def test_the_report_says_when_the_community_saw_the_results(ready: Cast) -> None:
    release = content_of(published(ready))
    evidence = next(s for p in release.principles for s in p.safeguards if s.code == "results-returned-first")
    assert evidence.state.value == "evidence found"


def _dies_once(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, *, before: bool) -> None:
    """That function runs into the end of its process, the first time it is called."""
    real: Callable[..., Any] = getattr(owner, name)
    calls: list[int] = []

    def dying(*args: Any, **words: Any) -> Any:
        calls.append(1)
        if before and len(calls) == 1:
            raise Died
        done = real(*args, **words)
        if len(calls) == 1:
            raise Died
        return done

    monkeypatch.setattr(owner, name, dying)


STEPS = [
    (publishing, "reasons_to_produce_again"),
    (publishing, "begin"),
    (publishing, "records_of"),
    (signing, "write_content"),
    (signing, "sign_content"),
    (signing, "enter"),
    (signing, "pack"),
    (signing, "publish_once"),
    (publishing, "sign_release"),
    (publishing, "_supersede"),
    (publishing, "describe"),
    (publishing, "tell_everybody"),
    (publishing, "tell_recipients"),
    (publishing, "trace"),
    (publishing, "finish"),
]


@pytest.mark.slow
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize(("owner", "name"), STEPS, ids=[name for _, name in STEPS])
def test_whenever_the_worker_dies_there_is_one_entry_and_one_publication(
    ready: Cast, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, before: bool
) -> None:
    first = published(ready)
    release = scheduled(ready, second_version(ready))
    its_day_comes(release)
    _dies_once(monkeypatch, owner, name, before=before)
    with pytest.raises(Died):
        work()
    Job.objects.filter(state=JobState.RUNNING).update(lease_until=timezone.now() - timedelta(seconds=1))
    work()
    found = again(release)
    assert (found.state, again(first).state, again(first).replaced_by) == ("published", "superseded", found)
    assert entries() == 2
    assert is_whole(found) and is_whole(first)
    kinds = list(found.events.values_list("kind", flat=True))
    assert kinds == ["announced", "published"]
    assert Job.objects.get(uuid=release.job).state == JobState.DONE
    assert [path.name for path in Path(settings.RELEASES).rglob("*.partial")] == []
    assert content_of(found).issued_at == found.issued_at


def test_two_workers_at_once_publish_once(ready: Cast) -> None:
    """The slower one has lost its lease, and writes nothing more."""
    release = scheduled(ready)
    its_day_comes(release)
    slow = take()
    assert slow is not None
    begun = publishing.begin(due(slow.job), slow)  # type: ignore[arg-type]
    assert begun is not None
    signed = publishing.sign(begun, slow)
    Job.objects.filter(id=slow.job.id).update(lease_until=timezone.now() - timedelta(seconds=1))
    work()
    assert again(release).state == "published"
    with pytest.raises(Exception) as refused:  # noqa: PT011 (either the lease or the state stops it)
        publishing.finish(begun, signed, slow)
    assert type(refused.value).__name__ in ("LostLease", "Refusal")
    assert entries() == 1
    assert list(again(release).events.values_list("kind", flat=True)) == ["announced", "published"]


def test_what_stands_in_the_way_is_said_and_the_publication_is_tried_again(ready: Cast) -> None:
    release = scheduled(ready)
    its_day_comes(release)
    place = place_of(release)
    place.mkdir(parents=True)
    (place / "something").write_text("else")
    work()
    job, stuck = Job.objects.get(uuid=release.job), again(release)
    assert (job.state, [reason["code"] for reason in job.reasons]) == ("refused", ["release-exists"])
    assert (stuck.state, entries()) == ("scheduled", 0)
    (place / "something").unlink()
    place.rmdir()
    actions.publish_again(by=ready[Role.COORDINATOR], on=stuck)
    work()
    found = again(release)
    assert (found.state, found.issued_at, entries()) == ("published", stuck.issued_at, 1)


@pytest.mark.parametrize("bring", [scheduled, published])
def test_only_what_ended_without_a_result_is_tried_again(ready: Cast, bring: Callable[[Cast], PublicRelease]) -> None:
    release = bring(ready)
    with pytest.raises(Refusal) as refused:
        actions.publish_again(by=ready[Role.COORDINATOR], on=release)
    assert refused.value.codes == ("publication-already-going",)


# --- Versions -------------------------------------------------------------------------------


def test_a_newer_version_takes_the_place_and_the_older_one_stays_readable(ready: Cast) -> None:
    first = published(ready)
    second = published(ready, second_version(ready))
    assert release_of(first.name) == second
    older = release_of(first.name, "1")
    assert (older.state, older.replaced_by) == ("superseded", second)
    assert is_readable(older) and bundle_folder(older) is not None
    assert list(versions_of(first.name)) == [second, older]
    assert list(newest_published()) == [second]
    assert entries() == 2


def test_what_two_people_added_waits_until_enough_have_come(ready: Cast) -> None:
    """Nobody learns from two releases what two people said; and the figures do not stay old for ever."""
    first = published(ready)
    objects.tables(ready, TWO)
    before = previous_of(ready.initiative, first.name)
    assert before is not None
    assert (before.release_id, before.version, before.tables) == (first.name, "1", content_of(first).tables)
    objects.contributions(ready.initiative.collections.get(), 2)
    run = objects.run(ready)
    assert run.state == "judged"
    waiting = release_from_json(run.release.encode())
    assert (waiting.tables, waiting.participants) == (content_of(first).tables, content_of(first).participants)
    assert run.restricted is not None and run.restricted["behind"]["staleness"]["people"] == 2
    objects.contributions(ready.initiative.collections.get(), 60)
    fresh = release_from_json(objects.run(ready).release.encode())
    assert fresh.participants == str(int(content_of(first).participants) + 62)


def test_where_other_tables_are_asked_for_few_changes_are_refused(ready: Cast) -> None:
    published(ready)
    objects.tables(ready, TWO.replace('title = "Gender"', 'title = "Gender, as people say it"'))
    objects.contributions(ready.initiative.collections.get(), 2)
    run = objects.run(ready)
    assert (run.state, {reason["code"] for reason in run.reasons}) == ("refused", {"changed-by-too-few"})


def test_a_candidate_is_no_release_before_another(ready: Cast) -> None:
    release = candidate(ready)
    assert previous_of(ready.initiative, release.name) is None
    assert start_run(by=ready[Role.COORDINATOR], on=ready.initiative)


def test_every_word_of_a_search_must_occur(ready: Cast) -> None:
    release = published(ready)
    assert list(search("WATER valley")) == [release]
    assert list(search("water moon")) == []


# --- Corrections and withdrawals ------------------------------------------------------------


def erratum(**changes: Any) -> Erratum:
    said = {"wrong": "A group was left out.", "figures": "Water by gender", "since": timezone.localdate()}
    return Erratum(**(said | changes))


def test_a_correction_stands_beside_what_was_signed(ready: Cast) -> None:
    release = published(ready)
    before = (place_of(release) / "report.json").read_bytes()
    correct(by=ready[Role.COORDINATOR], on=release, said=erratum())
    (event,) = errata(release)
    assert (event.words, event.figures, event.day) == ("A group was left out.", "Water by gender", in_days(0))
    assert again(release).state == "published"
    assert (place_of(release) / "report.json").read_bytes() == before
    assert is_whole(release)


def test_an_older_version_can_be_corrected_too(ready: Cast) -> None:
    first = published(ready)
    published(ready, second_version(ready))
    correct(by=ready[Role.COORDINATOR], on=first, said=erratum())
    assert (again(first).state, errata(first).count()) == ("superseded", 1)


def test_a_mistake_does_not_begin_tomorrow(ready: Cast) -> None:
    release = published(ready)
    with pytest.raises(Refusal) as refused:
        correct(by=ready[Role.COORDINATOR], on=release, said=erratum(since=in_days(1)))
    assert refused.value.codes == ("correction-in-future",)
    assert not errata(release).exists()


def test_only_what_is_published_is_corrected_or_withdrawn(ready: Cast) -> None:
    release = scheduled(ready)
    for act in (
        lambda: correct(by=ready[Role.COORDINATOR], on=release, said=erratum()),
        lambda: withdraw(by=ready[Role.COORDINATOR], on=release, reason="Wrong weights."),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.codes == ("release-step-out-of-turn",)


def test_what_is_withdrawn_says_why_and_its_files_are_kept_and_shown_to_nobody(ready: Cast) -> None:
    release = published(ready)
    withdraw(by=ready[Role.COORDINATOR], on=release, reason="The weights were wrong.")
    found = release_of(release.name)
    assert (found.state, found.withdrawn_because) == ("withdrawn", "The weights were wrong.")
    assert not is_readable(found)
    assert (bundle_folder(found), zip_file(found)) == (None, None)
    assert is_whole(found)
    assert list(newest_published()) == list(search("water")) == []
    assert previous_of(ready.initiative, release.name) is not None  # its figures are known all the same


def test_after_a_withdrawal_a_newer_version_is_found_first(ready: Cast) -> None:
    first = published(ready)
    withdraw(by=ready[Role.COORDINATOR], on=first, reason="The weights were wrong.")
    second = published(ready, second_version(ready))
    assert release_of(first.name) == second
    assert again(first).state == "withdrawn"
