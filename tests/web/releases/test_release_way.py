"""From a candidate to a date: each step in its turn, by the person whose it is; each refusal alone, with its twin."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_ledger import ConsentMode, ConsentSaid
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.models import Contribution
from nyhavn.web.consent.actions import record_consent
from nyhavn.web.initiatives.models import RoleAssignment
from nyhavn.web.jobs.models import Job
from nyhavn.web.production.models import Run
from nyhavn.web.production.run_actions import start_run
from nyhavn.web.releases import actions
from nyhavn.web.releases.asks import ResultsReturned
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import announced, called_off, content_of, date_changes, events_of, published
from web import objects
from web.cast import Cast
from web.publishing import (
    again,
    approved,
    candidate,
    candidate_weighed,
    in_days,
    its_day_comes,
    returned,
    scheduled,
    work,
)

DECIDERS = (Role.APPROVER, Role.BOARD_MEMBER, Role.BOARD_MEMBER, Role.COORDINATOR, Role.COORDINATOR)
pytestmark = pytest.mark.django_db(transaction=True)


def codes(refused: pytest.ExceptionInfo[Refusal]) -> tuple[str, ...]:
    return refused.value.codes


def today_shown() -> ResultsReturned:
    return ResultsReturned(returned_on=timezone.localdate(), ways=("audio", "print"), words="")


# --- The candidate --------------------------------------------------------------------------


def test_a_run_that_came_to_a_result_makes_a_candidate_that_nobody_outside_sees(ready: Cast) -> None:
    release = candidate(ready)
    assert (release.name, release.version, release.state) == ("village-water-2026", "1", "candidate")
    assert release.content == release.run.release
    assert "People with water at home: 68 %" in release.headline
    assert "woman" in release.search_text.casefold()
    assert not published().exists()
    assert announced() == ()
    assert not events_of(release.name).exists()


def test_a_newer_run_takes_the_place_of_the_candidate_before_it(ready: Cast) -> None:
    first = approved(ready)
    second = candidate(ready)
    assert (again(first).state, second.state) == ("abandoned", "candidate")
    assert again(first).abandoned_because == "A newer run has taken its place."
    assert not events_of(first.name).exists()


def test_an_announced_release_stays_when_a_newer_candidate_comes(ready: Cast) -> None:
    first = scheduled(ready)
    objects.tables(ready, objects.TABLES.replace('id = "village-water-2026"', 'id = "village-water-2026"\nversion="2"'))
    second = candidate(ready)
    assert (again(first).state, second.state, second.version) == ("scheduled", "candidate", "2")


def test_a_version_that_is_announced_is_not_produced_again_and_the_next_one_is_proposed(ready: Cast) -> None:
    scheduled(ready)
    with pytest.raises(Refusal) as refused:
        start_run(by=ready[Role.COORDINATOR], on=ready.initiative)
    assert codes(refused) == ("release-version-already-issued",)
    assert "Call this one 2" in refused.value.reasons[0].do


def test_a_name_belongs_to_the_initiative_that_announced_it_first(ready: Cast, harbour: Cast) -> None:
    scheduled(ready)
    objects.contributions(objects.collection(harbour), 20)
    objects.tables(harbour)
    with pytest.raises(Refusal) as refused:
        start_run(by=harbour[Role.COORDINATOR], on=harbour.initiative)
    assert codes(refused) == ("release-name-already-taken",)
    objects.tables(harbour, objects.TABLES.replace("village-water-2026", "harbour-noise-2026"))
    assert candidate(harbour).name == "harbour-noise-2026"


def test_a_version_that_cannot_stand_in_an_address_is_refused_before_the_run(ready: Cast) -> None:
    objects.tables(
        ready, objects.TABLES.replace('id = "village-water-2026"', 'id = "village-water-2026"\nversion="../1"')
    )
    with pytest.raises(Refusal) as refused:
        start_run(by=ready[Role.COORDINATOR], on=ready.initiative)
    assert codes(refused) == ("release-version-unsafe",)


# --- Approval -------------------------------------------------------------------------------


def test_nobody_approves_what_came_out_of_their_own_run(ready: Cast) -> None:
    release = candidate_weighed(ready)
    starter = ready[Role.COORDINATOR]
    RoleAssignment.objects.create(initiative=ready.initiative, user=starter, role=Role.APPROVER.value)
    with pytest.raises(Refusal) as refused:
        actions.approve(by=starter, on=release)
    assert codes(refused) == ("approval-by-starter",)
    assert again(release).state == "candidate"
    actions.approve(by=ready[Role.APPROVER], on=release)
    found = again(release)
    assert (found.state, found.approved_by) == ("approved", ready[Role.APPROVER])


def test_a_release_is_approved_once(ready: Cast) -> None:
    release = approved(ready)
    with pytest.raises(Refusal) as refused:
        actions.approve(by=ready[Role.APPROVER], on=release)
    assert codes(refused) == ("release-step-out-of-turn",)


# --- Results go home ------------------------------------------------------------------------


def test_the_community_sees_what_was_approved_and_nothing_before(ready: Cast) -> None:
    release = candidate(ready)
    with pytest.raises(Refusal) as refused:
        actions.return_results(by=ready[Role.BOARD_MEMBER], on=release, said=today_shown())
    assert codes(refused) == ("release-step-out-of-turn",)
    actions.return_results(by=ready[Role.BOARD_MEMBER], on=approved(ready, release), said=today_shown())
    found = again(release)
    assert (found.state, found.returned_on) == ("returned", timezone.localdate())
    assert found.returned_how == "Spoken: radio, recording, loudspeaker, On paper."


@pytest.mark.parametrize(("days", "code"), [(1, "return-in-future"), (-1, "return-before-last-contribution")])
def test_a_day_on_which_nobody_can_have_seen_the_results_is_refused(ready: Cast, days: int, code: str) -> None:
    release = approved(ready)
    said = today_shown().model_copy(update={"returned_on": in_days(days)})
    with pytest.raises(Refusal) as refused:
        actions.return_results(by=ready[Role.BOARD_MEMBER], on=release, said=said)
    assert codes(refused) == (code,)
    assert again(release).state == "approved"


def test_going_on_without_is_on_record_with_its_reason(ready: Cast) -> None:
    release = approved(ready)
    actions.waive_return(by=ready[Role.BOARD_MEMBER], on=release, reason="The road is closed.")
    found = again(release)
    assert (found.state, found.waived_because, found.returned_on) == ("returned", "The road is closed.", None)


# --- The date -------------------------------------------------------------------------------


def test_a_date_is_announced_with_nothing_of_the_results(ready: Cast) -> None:
    release = scheduled(ready, days=3)
    (shown,) = announced()
    assert (shown.name, shown.version, shown.day) == (release.name, "1", in_days(3))
    assert "68" not in repr(shown)
    assert list(events_of(release.name).values_list("kind", "day")) == [("announced", in_days(3))]
    job = Job.objects.get(uuid=release.job)
    assert timezone.localtime(job.not_before).date() == in_days(3)
    assert timezone.localtime(job.not_before).hour == 0


@pytest.mark.parametrize("ahead", [1, 3])
def test_a_date_is_announced_before_it_comes(ready: Cast, settings: Settings, ahead: int) -> None:
    settings.ANNOUNCE_DAYS = ahead
    release = returned(ready)
    with pytest.raises(Refusal) as refused:
        actions.schedule(by=ready[Role.COORDINATOR], on=release, day=in_days(ahead - 1))
    assert codes(refused) == ("release-date-too-soon",)
    assert again(release).release_date is None
    assert not Job.objects.filter(kind=actions.PUBLISH).exists()
    actions.schedule(by=ready[Role.COORDINATOR], on=release, day=in_days(ahead))
    assert again(release).state == "scheduled"


def test_no_date_before_the_community_has_seen_the_results(ready: Cast) -> None:
    release = approved(ready)
    with pytest.raises(Refusal) as refused:
        actions.schedule(by=ready[Role.COORDINATOR], on=release, day=in_days(9))
    assert codes(refused) == ("release-step-out-of-turn",)


def test_a_date_is_moved_with_a_reason_that_stays_and_the_job_of_the_old_one_does_nothing(ready: Cast) -> None:
    release = scheduled(ready, days=2)
    old = Job.objects.get(uuid=release.job)
    actions.reschedule(by=ready[Role.COORDINATOR], on=release, day=in_days(9), reason="The printer broke.")
    (change,) = date_changes(release)
    assert (change.before, change.day, change.words) == (in_days(2), in_days(9), "The printer broke.")
    assert announced()[0].changes == (change,)
    Job.objects.filter(id=old.id).update(not_before=timezone.now())
    work()
    old.refresh_from_db()
    assert (old.state, again(release).state, again(release).issued_at) == ("done", "scheduled", None)


@pytest.mark.parametrize(("days", "code"), [(2, "release-date-unchanged"), (0, "release-date-too-soon")])
def test_a_date_is_moved_to_another_one_that_is_still_to_come(ready: Cast, days: int, code: str) -> None:
    release = scheduled(ready, days=2)
    with pytest.raises(Refusal) as refused:
        actions.reschedule(by=ready[Role.COORDINATOR], on=release, day=in_days(days), reason="Because.")
    assert codes(refused) == (code,)
    assert date_changes(release) == ()


def test_what_nobody_outside_knew_of_is_given_up_in_silence(ready: Cast) -> None:
    release = returned(ready)
    actions.abandon(by=ready[Role.COORDINATOR], on=release, reason="We asked the wrong question.")
    assert again(release).state == "abandoned"
    assert not called_off().exists()


def test_an_announced_date_that_falls_is_called_off_with_a_reason(ready: Cast) -> None:
    release = scheduled(ready)
    actions.abandon(by=ready[Role.COORDINATOR], on=release, reason="We asked the wrong question.")
    assert [event.words for event in called_off()] == ["We asked the wrong question."]
    its_day_comes(release)
    work()
    assert again(release).state == "abandoned"


def test_what_is_in_print_is_neither_moved_nor_given_up(ready: Cast) -> None:
    release = scheduled(ready)
    PublicRelease.objects.filter(id=release.id).update(issued_at=timezone.now())
    for act in (
        lambda: actions.reschedule(by=ready[Role.COORDINATOR], on=release, day=in_days(9), reason="Because."),
        lambda: actions.abandon(by=ready[Role.COORDINATOR], on=release, reason="Because."),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert codes(refused) == ("release-already-in-print",)


# --- What changes between candidate and date ------------------------------------------------


def take_back(village: Cast) -> None:
    """Somebody who took part takes back what they agreed to."""
    uuid = Run.objects.latest("id").uses.earliest("id").contribution
    gone = {Purpose.PUBLISHED_AGGREGATES: ConsentState.WITHDRAWN}
    said = ConsentSaid(Contribution.objects.get(uuid=uuid).uuid, gone, None, "en", timezone.now(), ConsentMode.WEB_FORM)
    record_consent(by=None, initiative=village.initiative, said=said)


def set_one_aside(village: Cast) -> None:
    uuid = Run.objects.latest("id").uses.earliest("id").contribution
    Contribution.objects.filter(uuid=uuid).update(set_aside="Came in twice.")


def change_one(village: Cast) -> None:
    uuid = Run.objects.latest("id").uses.earliest("id").contribution
    Contribution.objects.filter(uuid=uuid).update(version=2)


CHANGES = [take_back, set_one_aside, change_one]


@pytest.mark.parametrize("change", CHANGES)
def test_no_date_for_results_that_rest_on_what_may_no_longer_be_used(ready: Cast, change: object) -> None:
    release = returned(ready)
    change(ready)  # type: ignore[operator]
    with pytest.raises(Refusal) as refused:
        actions.schedule(by=ready[Role.COORDINATOR], on=release, day=in_days(2))
    assert codes(refused) == ("release-produce-again",)


@pytest.mark.parametrize("change", CHANGES)
def test_on_its_day_such_a_release_goes_back_and_nothing_of_it_is_seen(ready: Cast, change: object) -> None:
    release = scheduled(ready)
    change(ready)  # type: ignore[operator]
    its_day_comes(release)
    work()
    found, job = again(release), Job.objects.get(uuid=release.job)
    assert (found.state, found.issued_at) == ("abandoned", None)
    assert (job.state, [reason["code"] for reason in job.reasons]) == ("refused", ["release-produce-again"])
    (event,) = called_off()
    assert "taken back" not in event.words.casefold() and "withdr" not in event.words.casefold()
    assert not published().exists()


def test_what_other_people_say_later_does_not_hold_a_release_up(ready: Cast) -> None:
    release = scheduled(ready)
    later = objects.contribution(ready.initiative.collections.get())
    Contribution.objects.filter(id=later.id).update(set_aside="Came in twice.")
    its_day_comes(release)
    work()
    assert again(release).state == "published"


def test_every_step_is_traced_without_anybodys_words(ready: Cast) -> None:
    release = scheduled(ready)
    actions.reschedule(by=ready[Role.COORDINATOR], on=release, day=in_days(9), reason="The printer broke.")
    records = AuditRecord.objects.filter(kind="release", on=release.uuid).order_by("id")
    assert [record.action for record in records] == [
        "candidate-taken",
        "release-approved",
        "results-returned",
        "validation-recorded",
        "release-scheduled",
        "release-rescheduled",
    ]
    assert [record.by for record in records][1:] == [ready[role].uuid for role in DECIDERS]
    assert "printer" not in str([record.facts for record in records])
    assert timezone.now() - records[0].at < timedelta(minutes=5)
    assert content_of(release).id == release.name
