"""Pages of runs: how far, what came out, what stands against it; and the steps on the way."""

import pytest
from django.utils import timezone

from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.steps import Standing
from nyhavn.web.initiatives.waiting import waiting
from nyhavn.web.jobs.actions import take
from nyhavn.web.jobs.models import Job, JobState
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.production.decision_queries import desk
from nyhavn.web.production.models import Run, RunState, TablesPlan
from nyhavn.web.production.run_actions import start_run
from nyhavn.web.production.way import findings_state, run_state, tables_state
from web import objects
from web.cast import Cast
from web.production.seeing import HOME, as_, page, press, refused
from web.production.test_production_findings import TABLES, keep

pytestmark = pytest.mark.django_db(transaction=True)


def carmen(village: Cast) -> User:
    return village[Role.COORDINATOR]


def test_the_coordinator_starts_a_run_follows_it_and_sees_what_came_out(ready: Cast) -> None:
    answer = press(carmen(ready), "do/produce/")
    run = Run.objects.get()
    assert answer.url == f"{HOME}runs/{run.uuid}/"
    waits = page(carmen(ready), f"runs/{run.uuid}/")
    assert "It will start in a moment." in waits and "do/stop/" in waits
    lease = take()
    assert lease is not None
    lease.progress("Checking the answers", 1, 4)
    under_way = page(carmen(ready), f"runs/{run.uuid}/?watch")
    assert '<progress max="4" value="1"' in under_way and "Checking the answers" in under_way
    assert '<meta http-equiv="refresh" content="5">' in under_way
    assert "http-equiv" not in page(carmen(ready), f"runs/{run.uuid}/")
    Job.objects.update(lease_until=timezone.now())
    assert work_once()
    over = page(carmen(ready), f"runs/{run.uuid}/?watch")
    assert "People with water at home: 68 %" in over and "came to a result" in over
    assert "http-equiv" not in over and "do/stop/" not in over


def test_a_refused_run_says_what_stands_against_it_in_order_of_what_to_do_next(ready: Cast) -> None:
    objects.tables(ready, objects.TABLES.replace('licence = "CC-BY-4.0"\n', ""))
    run = objects.run(ready)
    shown = page(carmen(ready), f"runs/{run.uuid}/")
    assert "What stands against a release" in shown
    assert "It is not known under which licence the data would be published." in shown
    assert "State an SPDX licence expression" in shown
    assert 'href="/refusals/licence-unknown/"' in shown


def test_a_run_that_failed_is_shown_as_failed_before_it_is_settled(ready: Cast) -> None:
    run = start_run(by=carmen(ready), on=ready.initiative)
    reason = {"code": "job-failed", "what": "Something went wrong.", "where": "", "do": "Tell somebody."}
    Job.objects.update(state=JobState.FAILED, reasons=[reason])
    shown = page(carmen(ready), f"runs/{run.uuid}/")
    assert "Something went wrong." in shown and "under way" not in shown
    assert Run.objects.get().state == RunState.RUNNING


def test_a_run_is_stopped_on_its_page(ready: Cast) -> None:
    run = start_run(by=carmen(ready), on=ready.initiative)
    assert press(carmen(ready), f"runs/{run.uuid}/do/stop/").status_code == 302
    assert "Somebody stopped it." in page(carmen(ready), f"runs/{run.uuid}/")
    assert press(carmen(ready), f"runs/{run.uuid}/do/stop/").status_code == 409


def test_a_second_run_at_the_same_time_is_refused_on_the_page(ready: Cast) -> None:
    press(carmen(ready), "do/produce/")
    answer = press(carmen(ready), "do/produce/")
    assert answer.status_code == 409
    assert "A run of this initiative is under way." in refused(answer)


def test_what_is_missing_is_said_before_anybody_presses_a_button(ready: Cast) -> None:
    TablesPlan.objects.all().delete()
    shown = page(carmen(ready), "runs/")
    assert "Nothing is counted yet." in shown and "do/produce/" not in shown
    assert "Nothing is counted yet." in refused(press(carmen(ready), "do/produce/"))


def test_results_are_for_those_who_may_see_them_before_publication(ready: Cast, harbour: Cast, stranger: User) -> None:
    run = objects.run(ready)
    may_see = {Role.COORDINATOR, Role.STEWARD, Role.BOARD_MEMBER, Role.APPROVER}
    may_start = {Role.COORDINATOR, Role.STEWARD}
    for role in Role:
        for place in ("runs/", f"runs/{run.uuid}/"):
            assert (as_(ready[role]).get(f"{HOME}{place}").status_code == 200) is (role in may_see), (role, place)
        assert (press(ready[role], "do/produce/").status_code == 403) is (role not in may_start), role
    for outsider in (stranger, harbour[Role.STEWARD]):
        for place in ("runs/", f"runs/{run.uuid}/", f"runs/{run.uuid}/do/stop/", "do/produce/"):
            assert as_(outsider).get(f"{HOME}{place}").status_code == 404
    foreign = as_(harbour[Role.STEWARD]).get(f"/work/initiatives/harbour-noise/runs/{run.uuid}/")
    assert foreign.status_code == 404


def test_what_the_steward_alone_may_see_of_a_run_nobody_else_sees(ready: Cast) -> None:
    run = objects.run(ready)
    assert "For the steward alone" in page(ready[Role.STEWARD], f"runs/{run.uuid}/")
    for role in (Role.COORDINATOR, Role.BOARD_MEMBER, Role.APPROVER):
        assert "For the steward alone" not in page(ready[role], f"runs/{run.uuid}/")


def test_the_steps_say_what_is_next(village: Cast) -> None:
    on = village.initiative
    assert tables_state(on).standing is Standing.NOT_YET
    opened = objects.collection(village)
    assert tables_state(on).why == ("Still to say: what is counted, how small groups are protected, what is released.")
    assert run_state(on).standing is Standing.NOT_YET
    objects.contributions(opened, 40)
    objects.tables(village, TABLES)
    assert tables_state(on).standing is Standing.DONE
    assert run_state(on).standing is Standing.NEXT
    assert findings_state(on).standing is Standing.NOT_YET
    start_run(by=carmen(village), on=on)
    assert run_state(on).standing is Standing.WAITS
    assert work_once()
    assert run_state(on).standing is Standing.DONE
    assert findings_state(on).standing is Standing.NEXT
    for item in desk(on):
        keep(village, item.finding.check_code)
    assert findings_state(on).standing is Standing.DONE


def test_undecided_findings_wait_for_the_steward_and_for_nobody_else(ready: Cast, harbour: Cast) -> None:
    objects.tables(ready, TABLES)
    objects.run(ready)
    (item,) = [one for one in waiting(ready[Role.STEWARD]) if "finding" in one.title]
    assert (item.where, item.href) == ("Water in our village", f"{HOME}findings/")
    for other in (ready[Role.COORDINATOR], harbour[Role.STEWARD]):
        assert not [one for one in waiting(other) if "finding" in one.title]
