"""A run ends with a candidate or with reasons, once, and keeps ids and cells and no answer."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from nyhavn.chain.previous import Previous
from nyhavn.chain.production import Prepared
from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.refusal import OutsideFault, Reason, Refusal, refusal
from nyhavn.framework.roles import Role
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.models import Contribution
from nyhavn.web.jobs.actions import take
from nyhavn.web.jobs.lease import Lease, LostLease
from nyhavn.web.jobs.models import Job, JobState
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.production import candidates, jobs
from nyhavn.web.production.models import FoundProblem, Run, RunState, RunUse, TablesPlan
from nyhavn.web.production.outcomes import settle
from nyhavn.web.production.run_actions import start_run, stop_run
from web import objects
from web.cast import Cast
from web.production.seeing import candidate

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "Amina-Q-7731"  # stands in an answer; must never stand anywhere else


@pytest.fixture(autouse=True)
def registries(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a test puts into the registries is gone after it."""
    monkeypatch.setattr(candidates, "_TAKERS", list(candidates._TAKERS))
    monkeypatch.setattr(candidates, "_SUPPLIERS", list(candidates._SUPPLIERS))
    yield


def started(village: Cast) -> Run:
    return start_run(by=village[Role.COORDINATOR], on=village.initiative)


def again(run: Run) -> Run:
    return Run.objects.get(id=run.id)


# --- What comes out -------------------------------------------------------------------------


def test_a_run_comes_to_a_candidate(ready: Cast) -> None:
    run = objects.run(ready)
    assert (run.state, run.reasons) == (RunState.JUDGED, [])
    assert candidate(run).participants == "40"
    assert "People with water at home: 68 %" in candidate(run).headline
    assert run.uses.count() == 40
    assert candidate(run).id == "village-water-2026"
    assert Job.objects.get(uuid=run.job).state == JobState.DONE
    actions = list(AuditRecord.objects.filter(kind="run").values_list("action", flat=True))
    assert actions == ["run-started", "run-judged"]


def test_a_run_keeps_who_took_part_and_nothing_that_anybody_said(ready: Cast) -> None:
    own_words = {"gender": "own_words", "gender_own": SECRET, "age": "93", "water": "no"}
    contribution = objects.contribution(ready.initiative.collections.get(), own_words)
    run = objects.run(ready)
    assert run.uses.filter(contribution=contribution.uuid, version=1).exists()
    kept = json.dumps([run.plan, run.release, run.restricted, run.reasons])
    kept += json.dumps(list(FoundProblem.objects.values_list("wording", "columns")))
    kept += json.dumps(list(AuditRecord.objects.values_list("facts", flat=True)))
    kept += json.dumps(list(Job.objects.values_list("told", "cursor", "reasons", "stage")))
    assert SECRET not in kept


def test_who_did_not_agree_or_was_set_aside_takes_no_part(ready: Cast) -> None:
    collection = ready.initiative.collections.get()
    refused = objects.YES | {Purpose.PUBLISHED_AGGREGATES: ConsentState.REFUSED}
    for _ in range(6):
        objects.contribution(collection, consent=refused)
    Contribution.objects.filter(id__in=[c.id for c in Contribution.objects.all()[:2]]).update(set_aside="A test.")
    run = objects.run(ready)
    assert candidate(run).participants == "38"
    assert candidate(run).excluded == "6"
    assert run.uses.count() == 38


def test_the_same_input_gives_the_same_candidate(ready: Cast) -> None:
    first, second = objects.run(ready), objects.run(ready)
    assert (first.number, second.number) == (1, 2)
    moment = candidate(first).issued_at
    assert candidate(first) == replace(candidate(second), issued_at=moment)
    assert set(first.uses.values_list("contribution")) == set(second.uses.values_list("contribution"))


# --- What is refused ------------------------------------------------------------------------


def test_a_run_that_the_gate_refuses_ends_with_its_reasons_and_its_job_is_done(ready: Cast) -> None:
    stored = TablesPlan.objects.get()
    del stored.content["release"]["licence"]
    stored.save()
    run = objects.run(ready)
    assert (run.state, run.release, run.uses.count()) == (RunState.REFUSED, "", 0)
    assert [reason["code"] for reason in run.reasons] == ["licence-unknown"]
    assert Job.objects.get(uuid=run.job).state == JobState.DONE
    assert AuditRecord.objects.get(action="run-refused").facts["codes"] == ["licence-unknown"]


def test_after_a_refusal_the_next_run_may_start_and_come_through(ready: Cast) -> None:
    stored = TablesPlan.objects.get()
    licence = stored.content["release"].pop("licence")
    stored.save()
    assert objects.run(ready).state == RunState.REFUSED
    stored.content["release"]["licence"] = licence
    stored.save()
    assert objects.run(ready).state == RunState.JUDGED


def test_nothing_starts_while_something_is_missing(ready: Cast) -> None:
    TablesPlan.objects.all().delete()
    with pytest.raises(Refusal) as refused:
        started(ready)
    assert set(refused.value.codes) == {"plan-part-missing"}
    assert not Run.objects.exists() and not Job.objects.exists()


def test_one_run_at_a_time_and_in_another_initiative_as_well(ready: Cast, harbour: Cast) -> None:
    started(ready)
    with pytest.raises(Refusal) as refused:
        started(ready)
    assert refused.value.codes == ("run-already-going",)
    objects.contributions(objects.collection(harbour), 12)
    objects.tables(harbour)
    assert started(harbour).number == 1


# --- Workers that come and go ---------------------------------------------------------------


def test_a_run_whose_worker_died_is_begun_again_from_nothing(ready: Cast) -> None:
    run = started(ready)
    assert take() is not None
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert work_once()
    assert again(run).state == RunState.JUDGED
    assert Job.objects.get(uuid=run.job).attempts == 2


def lose_at(monkeypatch: pytest.MonkeyPatch, stage: str) -> None:
    """The lease goes to somebody else when the run comes to that stage."""
    real = Lease.progress

    def progress(lease: Lease, at: str, step: int, steps: int) -> None:
        if at == stage:
            Job.objects.filter(id=lease.job.id).update(lease_until=timezone.now() - timedelta(seconds=1))
            assert take() is not None
        real(lease, at, step, steps)

    monkeypatch.setattr(Lease, "progress", progress)


@pytest.mark.parametrize("stage", ["Opening the contributions", "Checking the answers", "Counting"])
def test_a_worker_that_lost_its_lease_writes_nothing_of_the_run(
    ready: Cast, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    run = started(ready)
    lose_at(monkeypatch, stage)
    assert work_once()
    assert again(run).state == RunState.RUNNING
    assert not FoundProblem.objects.exists()


def test_a_lease_that_is_lost_at_the_very_end_rolls_everything_back(ready: Cast) -> None:
    def late(run: Run, prepared: Prepared) -> None:
        Job.objects.filter(uuid=run.job).update(lease=None)

    candidates.take_candidates(late)
    run = started(ready)
    assert work_once()
    found = again(run)
    assert (found.state, found.release) == (RunState.RUNNING, "")
    assert not FoundProblem.objects.exists()
    assert not AuditRecord.objects.filter(action="run-judged").exists()


def test_a_fault_of_the_world_is_tried_again_and_refuses_nothing(ready: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    real, tries = jobs.material, []

    def unreadable(initiative: object) -> Any:
        tries.append(initiative)
        if len(tries) == 1:
            raise OutsideFault(Reason("key-missing", "The key of these contributions is not there."))
        return real(ready.initiative)

    monkeypatch.setattr(jobs, "material", unreadable)
    run = started(ready)
    assert work_once()
    assert again(run).state == RunState.RUNNING
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert work_once()
    assert again(run).state == RunState.JUDGED


def test_a_run_whose_job_failed_is_ended_and_frees_the_way(ready: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(initiative: object) -> None:
        raise ValueError("a defect")

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "material", crash)
        run = objects.run(ready)
    assert run.state == RunState.RUNNING
    assert objects.run(ready).state == RunState.JUDGED
    ended = again(run)
    assert (ended.state, ended.reasons[0]["code"]) == (RunState.FAILED, "job-failed")


def test_the_scheduled_settling_ends_failed_runs_and_leaves_the_others(ready: Cast) -> None:
    run = started(ready)
    settle(Run.objects.all())
    assert again(run).state == RunState.RUNNING
    Job.objects.filter(uuid=run.job).update(state=JobState.FAILED, reasons=[])
    settle(Run.objects.all())
    assert again(run).state == RunState.FAILED


def test_nobody_is_in_a_run_that_failed_at_its_very_end(ready: Cast) -> None:
    run = started(ready)
    RunUse.objects.create(run=run, contribution=Contribution.objects.earliest("id").uuid, version=1)
    Job.objects.filter(uuid=run.job).update(state=JobState.FAILED, reasons=[])
    settle(Run.objects.all())
    assert not run.uses.exists()


# --- Stopping -------------------------------------------------------------------------------


def test_a_run_that_waits_is_stopped_and_nothing_comes_of_it(ready: Cast) -> None:
    run = started(ready)
    stop_run(by=ready[Role.COORDINATOR], on=run)
    while work_once():
        pass
    found = again(run)
    assert (found.state, found.release) == (RunState.STOPPED, "")
    assert Job.objects.get(uuid=run.job).state == JobState.DONE
    assert objects.run(ready).state == RunState.JUDGED


def test_a_run_that_is_stopped_in_its_middle_writes_nothing(ready: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Lease.progress

    def progress(lease: Lease, stage: str, step: int, steps: int) -> None:
        real(lease, stage, step, steps)
        if stage == "Counting":
            Run.objects.filter(state=RunState.RUNNING).update(state=RunState.STOPPED)

    monkeypatch.setattr(Lease, "progress", progress)
    run = objects.run(ready)
    assert (run.state, run.release) == (RunState.STOPPED, "")
    assert not FoundProblem.objects.exists()


def test_what_is_over_cannot_be_stopped(ready: Cast) -> None:
    run = objects.run(ready)
    with pytest.raises(Refusal) as refused:
        stop_run(by=ready[Role.COORDINATOR], on=run)
    assert refused.value.codes == ("run-already-over",)
    assert again(run).state == RunState.JUDGED


# --- What later stages do -------------------------------------------------------------------


def test_a_candidate_is_handed_over_inside_the_transaction_that_ends_the_run(ready: Cast) -> None:
    taken: list[tuple[Run, Prepared]] = []
    candidates.take_candidates(lambda run, prepared: taken.append((run, prepared)))
    run = objects.run(ready)
    ((handed, prepared),) = taken
    assert handed == run
    assert prepared.release == candidate(run)


def test_whoever_takes_candidates_may_refuse_one_and_then_nothing_of_it_is_kept(ready: Cast) -> None:
    def no(run: Run, prepared: Prepared) -> None:
        raise refusal("licence-unknown", "This version is taken.", where="release", do="Choose another version.")

    candidates.take_candidates(no)
    run = objects.run(ready)
    assert (run.state, run.release) == (RunState.REFUSED, "")
    assert run.reasons[0]["what"] == "This version is taken."
    assert not FoundProblem.objects.exists()


def test_new_tables_are_compared_with_the_release_before(ready: Cast) -> None:
    """Two more people in a group would tell what those two said."""
    first = candidate(objects.run(ready))
    asked: list[str] = []

    def newest(initiative: object, release_id: str) -> Previous:
        asked.append(release_id)
        return Previous(first.id, first.version, first.tables)

    candidates.supply_previous(newest)
    assert candidate(objects.run(ready)).previous == first.id
    objects.contributions(ready.initiative.collections.get(), 2)
    run = objects.run(ready)
    assert run.state == RunState.REFUSED
    assert {reason["code"] for reason in run.reasons} == {"changed-by-too-few"}
    assert asked == ["village-water-2026"] * 2


def test_a_lost_lease_is_no_refusal(ready: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(initiative: object) -> None:
        raise LostLease

    monkeypatch.setattr(jobs, "material", lost)
    run = started(ready)
    assert work_once()
    assert (again(run).state, again(run).reasons) == (RunState.RUNNING, [])
