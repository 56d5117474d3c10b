"""New vintages come by themselves where two people agreed beforehand, and never otherwise; what stops them is said."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release_states import ReleaseState
from nyhavn.framework.roles import Role
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.models import Contribution
from nyhavn.web.initiatives.waiting import waiting
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.jobs.models import Job
from nyhavn.web.jobs.worker import work_on
from nyhavn.web.production.models import Run, RunState, TablesPlan
from nyhavn.web.production.queries import tables_of
from nyhavn.web.production.run_actions import stop_run
from nyhavn.web.releases import vintage_actions as actions
from nyhavn.web.releases.actions import abandon
from nyhavn.web.releases.models import EventKind, PublicRelease, VintagePlan
from nyhavn.web.releases.vintage_jobs import DUE, STEP
from nyhavn.web.releases.vintage_steps import advance
from web import objects, publishing, vintages
from web.cast import Cast
from web.publishing import in_days
from web.withdrawing import said, walked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def release(ready: Cast) -> PublicRelease:
    return publishing.published(ready)


def reasons(plan: VintagePlan) -> list[str]:
    return [reason["code"] for reason in vintages.again(plan).reasons]


def titles(village: Cast, role: Role) -> list[str]:
    return [item.title for item in waiting(village[role])]


def states(village: Cast) -> list[tuple[str, str]]:
    found = PublicRelease.objects.filter(initiative=village.initiative).order_by("id")
    return [(release.version, release.state) for release in found]


def test_a_vintage_is_made_announced_and_published_without_hand_work(ready: Cast, release: PublicRelease) -> None:
    plan = vintages.agreed(ready, release)
    vintages.an_hour_passes()
    assert states(ready) == [("1", "published"), ("2", "scheduled")]
    second = vintages.the_day_comes(ready)
    assert (second.state, second.run.started_by) == (ReleaseState.PUBLISHED, None)
    assert second.approved_by == ready[Role.APPROVER]
    assert second.waived_because == "The same tables as last time."
    assert publishing.again(release).state == ReleaseState.SUPERSEDED
    after = vintages.again(plan)
    assert (after.run, after.reasons) == (None, [])
    assert after.next_date > in_days(80)


def test_who_did_what_stands_in_the_record(ready: Cast, release: PublicRelease) -> None:
    plan = vintages.agreed(ready, release)
    vintages.an_hour_passes()
    vintages.the_day_comes(ready)
    own = AuditRecord.objects.filter(on=plan.uuid).order_by("id").values_list("action", "by")
    people = {role: ready[role].uuid for role in (Role.COORDINATOR, Role.APPROVER, Role.BOARD_MEMBER)}
    assert list(own) == [
        ("vintages-planned", people[Role.COORDINATOR]),
        ("vintages-agreed", people[Role.APPROVER]),
        ("vintages-not-shown-first", people[Role.BOARD_MEMBER]),
        ("vintage-begun", None),
        ("vintage-published", None),
    ]


def test_before_its_time_nothing_happens(ready: Cast, release: PublicRelease) -> None:
    vintages.agreed(ready, release, days=5)
    vintages.an_hour_passes()
    assert Run.objects.count() == 1


def test_without_an_agreement_nothing_comes_and_it_is_said(ready: Cast, release: PublicRelease) -> None:
    plan = vintages.planned(ready, release)
    vintages.an_hour_passes()
    assert reasons(plan) == ["vintage-not-agreed"]
    assert Run.objects.count() == 1
    assert "New vintages wait for your agreement" in titles(ready, Role.APPROVER)
    assert "A vintage does not come by itself. Look at the reasons" in titles(ready, Role.STEWARD)
    actions.agree(by=ready[Role.APPROVER], on=plan)
    vintages.an_hour_passes()
    assert Run.objects.count() == 2
    assert titles(ready, Role.STEWARD).count("A vintage does not come by itself. Look at the reasons") == 0


def test_nobody_agrees_to_a_plan_of_their_own(ready: Cast, release: PublicRelease) -> None:
    plan = vintages.planned(ready, release)
    ready.initiative.roles.create(user=ready[Role.COORDINATOR], role=Role.APPROVER.value)
    with pytest.raises(Refusal) as refused:
        actions.agree(by=ready[Role.COORDINATOR], on=plan)
    assert refused.value.codes == ("vintage-approval-by-planner",)
    with pytest.raises(IntegrityError):
        VintagePlan.objects.filter(id=plan.id).update(approved_by=ready[Role.COORDINATOR])


def test_a_changed_plan_ends_the_agreement_and_nothing_is_published(ready: Cast, release: PublicRelease) -> None:
    plan = vintages.agreed(ready, release)
    objects.tables(ready, objects.TABLES.replace("threshold = 5", "threshold = 6"))
    vintages.an_hour_passes()
    vintages.an_hour_passes()
    assert reasons(plan) == ["vintage-plan-changed"]
    assert states(ready) == [("1", "published")]
    assert "New vintages wait for your agreement" in titles(ready, Role.APPROVER)
    page = Client()
    page.force_login(ready[Role.STEWARD])
    shown = page.get("/work/initiatives/village-water/releases/").content.decode()
    assert "are not those that were agreed to" in shown


def test_a_change_long_before_the_day_ends_the_agreement_within_the_hour(ready: Cast, release: PublicRelease) -> None:
    plan = vintages.agreed(ready, release, days=60)
    vintages.an_hour_passes()
    assert vintages.again(plan).approved_by == ready[Role.APPROVER]
    objects.tables(ready, objects.TABLES.replace("threshold = 5", "threshold = 6"))
    vintages.an_hour_passes()
    assert vintages.again(plan).approved_by is None
    assert reasons(plan) == ["vintage-plan-changed"]


def test_tables_changed_while_it_is_being_made_are_not_published(ready: Cast, release: PublicRelease) -> None:
    """Also not if they are changed back before anybody looks."""
    plan = vintages.agreed(ready, release)
    enqueue(DUE, key="this hour")
    for kind in (DUE, STEP):
        work_on(Job.objects.get(kind=kind, state="waiting"))
    first = Run.objects.latest("id")
    objects.tables(ready, objects.TABLES.replace("threshold = 5", "threshold = 6"))
    objects.tables(ready, objects.TABLES.replace("licence", 'version = "2"\nlicence'))
    vintages.an_hour_passes()
    assert PublicRelease.objects.get(run=first).state == ReleaseState.ABANDONED
    assert vintages.announced(ready).run.number == first.number + 1
    assert vintages.again(plan).run == vintages.announced(ready).run.uuid


def test_who_agreed_and_has_left_binds_nobody(ready: Cast, release: PublicRelease) -> None:
    plan = vintages.agreed(ready, release)
    ready.initiative.roles.filter(user=ready[Role.APPROVER]).delete()
    vintages.an_hour_passes()
    assert reasons(plan) == ["vintage-not-agreed"]
    assert Run.objects.count() == 1


def test_where_the_community_did_not_agree_it_sees_the_results_first(ready: Cast, release: PublicRelease) -> None:
    plan = vintages.planned(ready, release)
    actions.agree(by=ready[Role.APPROVER], on=plan)
    vintages.an_hour_passes()
    vintages.an_hour_passes()
    made = PublicRelease.objects.latest("id")
    assert made.state == ReleaseState.APPROVED
    assert "Results wait to be shown to the community" in titles(ready, Role.BOARD_MEMBER)
    way = publishing.ResultsReturned(returned_on=timezone.localdate(), ways=("meeting",))
    publishing.actions.return_results(by=ready[Role.BOARD_MEMBER], on=made, said=way)
    vintages.an_hour_passes()
    assert publishing.again(made).state == ReleaseState.SCHEDULED


def test_a_refused_run_publishes_nothing_and_says_why(ready: Cast, release: PublicRelease) -> None:
    plan = vintages.agreed(ready, release)
    Run.objects.update(register="")  # no register is kept, so a change by one person stands against it
    one = Contribution.objects.earliest("id")
    Contribution.objects.filter(id=one.id).update(set_aside="Not now.")
    vintages.an_hour_passes()
    vintages.an_hour_passes()
    assert Run.objects.latest("id").state == RunState.REFUSED
    assert reasons(plan) == [reason["code"] for reason in Run.objects.latest("id").reasons]
    assert states(ready) == [("1", "published")]
    assert "A vintage does not come by itself. Look at the reasons" in titles(ready, Role.STEWARD)
    assert Run.objects.count() == 2  # not again in the next hour
    Contribution.objects.update(set_aside="")
    VintagePlan.objects.update(tried_at=timezone.now() - timedelta(days=8))
    vintages.an_hour_passes()
    assert vintages.announced(ready).version == "2"


def test_a_run_that_somebody_stopped_is_not_started_behind_their_back(ready: Cast, release: PublicRelease) -> None:
    plan = vintages.agreed(ready, release)
    advance(plan)
    stop_run(by=ready[Role.STEWARD], on=Run.objects.latest("id"))
    vintages.an_hour_passes()
    assert reasons(plan) == ["vintage-run-ended"]
    assert Run.objects.count() == 2


def test_two_hours_and_two_workers_make_one_vintage(ready: Cast, release: PublicRelease) -> None:
    plan = vintages.agreed(ready, release)
    for _ in range(3):
        advance(plan)
        vintages.an_hour_passes()
    assert states(ready) == [("1", "published"), ("2", "scheduled")]
    assert Run.objects.count() == 2
    vintages.the_day_comes(ready)
    for _ in range(3):
        advance(plan)
    assert Run.objects.count() == 2


def test_another_candidate_goes_first_and_it_is_said(ready: Cast, release: PublicRelease) -> None:
    plan = vintages.agreed(ready, release)
    objects.tables(ready, objects.TABLES.replace("licence", 'version = "2"\nlicence'))
    publishing.candidate(ready)
    vintages.an_hour_passes()
    assert reasons(plan) == ["vintage-other-under-way"]
    assert states(ready) == [("1", "published"), ("2", "candidate")]


def test_a_vintage_that_somebody_gives_up_is_left_out(ready: Cast, release: PublicRelease) -> None:
    plan = vintages.agreed(ready, release)
    vintages.an_hour_passes()
    abandon(by=ready[Role.COORDINATOR], on=vintages.announced(ready), reason="The well was closed.")
    vintages.an_hour_passes()
    assert Run.objects.count() == 2
    assert vintages.again(plan).next_date > in_days(80)


def test_somebody_who_takes_back_after_the_announcement_makes_it_be_made_again(
    ready: Cast, release: PublicRelease
) -> None:
    vintages.agreed(ready, release)
    vintages.an_hour_passes()
    first = vintages.announced(ready)
    found = walked(ready, Contribution.objects.earliest("id").uuid)
    assert ("candidate", "erased", "release-goes-back") in said(found)
    vintages.the_day_comes(ready)
    assert publishing.again(first).events.filter(kind=EventKind.CALLED_OFF).exists()
    vintages.an_hour_passes()
    second = vintages.the_day_comes(ready)
    assert (second.version, second.state, second.run.uses.count()) == ("2", ReleaseState.PUBLISHED, 39)


def test_vintages_that_are_stopped_or_replaced_do_not_come(ready: Cast, release: PublicRelease) -> None:
    first = vintages.agreed(ready, release)
    second = vintages.agreed(ready, release, days=2)
    assert vintages.again(first).ended_because == "replaced"
    actions.stop_vintages(by=ready[Role.COORDINATOR], on=second)
    vintages.an_hour_passes()
    assert Run.objects.count() == 1
    with pytest.raises(Refusal) as refused:
        actions.agree(by=ready[Role.APPROVER], on=second)
    assert refused.value.codes == ("vintages-over",)


@pytest.mark.parametrize("days", [0, -3])
def test_a_first_day_is_announced_before_it_comes(ready: Cast, release: PublicRelease, days: int) -> None:
    with pytest.raises(Refusal) as refused:
        vintages.planned(ready, release, days=days)
    assert refused.value.codes == ("release-date-too-soon",)


def test_only_what_is_published_and_stands_in_the_tables_has_vintages(ready: Cast) -> None:
    candidate = publishing.candidate_weighed(ready)
    with pytest.raises(Refusal) as refused:
        vintages.planned(ready, candidate)
    assert refused.value.codes == ("vintage-not-of-this",)


def test_releases_with_single_records_do_not_come_by_themselves(ready: Cast, release: PublicRelease) -> None:
    stored = TablesPlan.objects.get()
    stored.content["release"]["microdata_columns"] = ["age"]
    stored.save()
    assert tables_of(ready.initiative).release
    with pytest.raises(Refusal) as refused:
        vintages.planned(ready, release)
    assert refused.value.codes == ("vintage-with-records",)
