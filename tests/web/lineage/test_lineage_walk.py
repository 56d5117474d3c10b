"""A person takes their contribution back, and everything that came of it is found."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_ledger import ConsentMode
from nyhavn.framework.lineage import Outcome
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release_states import ReleaseState
from nyhavn.framework.roles import Role
from nyhavn.web.collection.models import Contribution
from nyhavn.web.consent.models import ConsentEvent
from nyhavn.web.jobs.models import Job
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.lineage.actions import withdraw
from nyhavn.web.lineage.models import Withdrawal, WithdrawalStep
from nyhavn.web.lineage.queries import impact, proof
from nyhavn.web.production import jobs
from nyhavn.web.production.models import Run, RunState, RunUse, TablesPlan
from nyhavn.web.production.run_actions import start_run
from nyhavn.web.releases.models import EventKind, PublicRelease
from web import objects, publishing
from web.cast import Cast
from web.withdrawing import AGGREGATES, EVERYTHING, said, taken_back, walked


def somebody() -> UUID:
    return Contribution.objects.earliest("id").uuid


def test_answers_key_and_receipt_are_gone_with_the_withdrawal_itself(ready: Cast) -> None:
    one = somebody()
    taken_back(ready, one)
    assert not Contribution.objects.filter(uuid=one).exists()
    assert Contribution.objects.count() == 39


def test_the_ledger_says_that_everything_that_was_allowed_ended(ready: Cast) -> None:
    one = somebody()
    taken_back(ready, one)
    ended = ConsentEvent.objects.filter(contribution=one, state=ConsentState.WITHDRAWN.value)
    assert set(ended.values_list("purpose", flat=True)) == {"collection", "published-aggregates"}


def test_a_withdrawal_of_nothing_is_refused_and_writes_nothing(ready: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        taken_back(ready, somebody(), frozenset())
    assert refused.value.codes == ("withdrawal-empty",)
    assert not Withdrawal.objects.exists()


def test_nobody_else_loses_anything(ready: Cast) -> None:
    others = set(Contribution.objects.values_list("uuid", "sealed", "wrapped_key").order_by("id")[1:])
    walked(ready, somebody())
    assert set(Contribution.objects.values_list("uuid", "sealed", "wrapped_key")) == others


def test_a_candidate_is_given_up_and_its_figures_are_destroyed(ready: Cast) -> None:
    release, one = publishing.candidate(ready), somebody()
    found = walked(ready, one)
    assert said(found) == [
        ("contribution", "erased", "contribution-destroyed"),
        ("run", "erased", "run-emptied"),
        ("candidate", "erased", "candidate-dropped"),
    ]
    assert found.is_finished
    after = publishing.again(release)
    assert (after.state, after.content, after.headline) == (ReleaseState.ABANDONED, "", "")
    assert (after.run.state, after.run.release, after.run.restricted) == (RunState.EMPTIED, "", None)
    assert not RunUse.objects.filter(contribution=one).exists()


def test_the_next_run_comes_to_a_candidate_without_the_person(ready: Cast) -> None:
    publishing.candidate(ready)
    walked(ready, somebody())
    again = objects.run(ready)
    assert (again.state, again.uses.count()) == (RunState.JUDGED, 39)


def test_a_run_that_is_under_way_comes_to_nothing(ready: Cast) -> None:
    started = start_run(by=ready[Role.COORDINATOR], on=ready.initiative)
    Job.objects.filter(uuid=started.job).update(not_before=timezone.now() + timedelta(hours=1))  # another worker has it
    one = somebody()
    RunUse.objects.create(run=started, contribution=one, version=1)  # it has opened the contributions
    found = walked(ready, one)
    assert ("run", "erased", "run-stopped") in said(found)
    started.refresh_from_db()
    assert (started.state, started.release) == (RunState.REFUSED, "")
    assert not started.uses.exists()


def test_a_run_does_not_end_with_somebody_who_took_back_what_it_has_read(
    ready: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The walk has not come by, and the run is at its very end."""
    real = jobs.end_judged

    def late(run: Run, outcome: object, lease: object) -> None:
        taken_back(ready, somebody())
        real(run, outcome, lease)  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "end_judged", late)
    run = objects.run(ready)
    assert (run.state, [reason["code"] for reason in run.reasons]) == (RunState.REFUSED, ["release-produce-again"])
    assert not PublicRelease.objects.exists()


def test_a_scheduled_release_stays_announced_and_goes_back_on_its_day(ready: Cast) -> None:
    release = publishing.scheduled(ready)
    found = walked(ready, somebody())
    assert ("candidate", "erased", "release-goes-back") in said(found)
    after = publishing.again(release)
    assert (after.state, after.content) == (ReleaseState.SCHEDULED, "")
    publishing.its_day_comes(after)
    publishing.work()
    after = publishing.again(release)
    assert (after.state, after.issued_at) == (ReleaseState.ABANDONED, None)
    assert after.events.filter(kind=EventKind.CALLED_OFF).exists()


def test_published_figures_stay_and_the_proof_says_since_when(ready: Cast) -> None:
    release, one = publishing.published(ready), somebody()
    before = (release.content, release.run.release)
    found = walked(ready, one)
    assert said(found)[-1] == ("release", "stays", "published-aggregate")
    assert found.traces[-1].on == timezone.localdate()
    assert found.traces[-1].due is None
    after = publishing.again(release)
    assert (after.state, after.content, after.run.release) == (ReleaseState.PUBLISHED, *before)
    assert not RunUse.objects.filter(contribution=one).exists()


def test_a_newer_edition_that_is_announced_is_named_as_due(ready: Cast) -> None:
    publishing.published(ready)
    one = somebody()
    Contribution.objects.filter(uuid=one).update(set_aside="Not in the next edition.")
    stored = TablesPlan.objects.get()
    stored.content["release"]["version"] = "2"
    stored.save()
    release = publishing.scheduled(ready)
    found = walked(ready, one)
    assert found.traces[-1].due == release.release_date


def test_taking_back_the_figures_alone_keeps_the_contribution(ready: Cast) -> None:
    release, one = publishing.candidate(ready), somebody()
    found = walked(ready, one, AGGREGATES)
    assert said(found) == [("run", "erased", "run-emptied"), ("candidate", "erased", "candidate-dropped")]
    assert Contribution.objects.filter(uuid=one).exclude(sealed=b"").exists()
    assert publishing.again(release).content == ""
    assert objects.run(ready).uses.count() == 39


def test_taking_back_what_no_release_needs_touches_no_release(ready: Cast) -> None:
    release = publishing.candidate(ready)
    found = walked(ready, somebody(), frozenset({Purpose.STATISTICS_OFFICE}))
    assert said(found) == []
    assert found.is_finished
    assert publishing.again(release).content


def test_what_would_be_reached_is_what_is_reached(ready: Cast) -> None:
    publishing.published(ready)
    one = somebody()
    before = {reached.node for reached in impact(ready.initiative, one, EVERYTHING).reached}
    assert before == {trace.node for trace in walked(ready, one).traces}


def test_looking_at_what_would_be_reached_changes_nothing(ready: Cast) -> None:
    release = publishing.candidate(ready)
    impact(ready.initiative, somebody(), EVERYTHING)
    assert publishing.again(release).content
    assert not WithdrawalStep.objects.exists()
    assert Contribution.objects.count() == 40


def test_a_second_person_gets_the_same_proof_although_the_first_has_emptied_everything(ready: Cast) -> None:
    publishing.candidate(ready)
    first, second = Contribution.objects.order_by("id").values_list("uuid", flat=True)[:2]
    one, other = walked(ready, first), walked(ready, second)
    assert said(one) == said(other)
    assert [trace.node for trace in one.traces[1:]] == [trace.node for trace in other.traces[1:]]


def test_before_the_walk_the_proof_is_not_finished(ready: Cast) -> None:
    made = taken_back(ready, somebody())
    assert not proof(made).is_finished
    while work_once():
        pass
    made.refresh_from_db()
    assert proof(made).is_finished
    assert all(trace.outcome is not Outcome.WAITS for trace in proof(made).traces)


def test_what_is_known_of_nobody_can_still_be_taken_back(ready: Cast) -> None:
    """A database that was set back may not have it; the words of the person count all the same."""
    unknown = UUID(int=7)
    made = withdraw(
        by=None,
        initiative=ready.initiative,
        contribution=unknown,
        purposes=EVERYTHING,
        mode=ConsentMode.WITNESSED,
        said_by="intermediary",
    )
    while work_once():
        pass
    made.refresh_from_db()
    assert said(proof(made)) == [("contribution", "erased", "contribution-destroyed")]
    assert ConsentEvent.objects.filter(contribution=unknown, state=ConsentState.WITHDRAWN.value).count() == 1
