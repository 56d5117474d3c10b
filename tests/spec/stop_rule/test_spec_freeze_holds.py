"""A freeze: anybody with a role stops everything at once; people keep what is theirs; two together end it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.models import Contribution
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.actions import take_this
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.jobs.models import Job
from nyhavn.web.lineage.models import Withdrawal
from nyhavn.web.production.exporting import export_plan
from nyhavn.web.production.jobs import produce
from nyhavn.web.production.run_actions import start_run
from nyhavn.web.releases.actions import approve
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.safety.freezing import agree_to_end
from nyhavn.web.safety.models import Freeze
from web import objects, publishing
from web.cast import Cast
from web.knocking import BY_ACCIDENT
from web.own_browser import OwnBrowser
from web.people_in_danger import frozen, outsider
from web.receipt_holders import holder

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "/work/initiatives/village-water"
SignIn = Callable[[User], Client]


def ended(village: Cast) -> None:
    agree_to_end(by=village[Role.BOARD_MEMBER], on=village.initiative)
    assert agree_to_end(by=outsider(village), on=village.initiative)


@pytest.mark.parametrize("role", Role)
def test_everybody_with_a_role_stops_everything_with_one_button(village: Cast, signed_in: SignIn, role: Role) -> None:
    person = signed_in(village[role])
    assert f"{HOME}/do/freeze/" in person.get(f"{HOME}/safety/").content.decode()
    person.post(f"{HOME}/do/freeze/", {"reason": "", "publicity": "not"})
    assert Freeze.objects.get().frozen_by == village[role]


def test_a_stranger_stops_nothing_and_is_told_nothing(village: Cast, stranger: User, signed_in: SignIn) -> None:
    assert signed_in(stranger).post(f"{HOME}/do/freeze/", {"publicity": "not"}).status_code == 404
    assert not Freeze.objects.exists()
    Initiative.objects.update(is_listed=True)
    before = public_page()
    frozen(village)
    assert public_page() == before


def public_page() -> str:
    return BY_ACCIDENT.sub("", Client().get("/initiatives/village-water/").content.decode())


def refused(do: Callable[[], Any]) -> tuple[str, ...]:
    with pytest.raises(Refusal) as error:
        do()
    return error.value.codes


def test_nothing_is_opened_taken_in_read_taken_out_or_produced(ready: Cast, signed_in: SignIn) -> None:
    release, collection = publishing.candidate(ready), ready.initiative.collections.get()
    publishing.weighed(ready, release)
    frozen(ready)
    by, on = ready[Role.STEWARD], ready.initiative
    stopped = ("initiative-frozen",)
    assert refused(lambda: objects.contribution(collection)) == stopped
    assert refused(lambda: export_plan(by=by, on=on)) == stopped
    assert "initiative-frozen" in refused(lambda: start_run(by=by, on=on))
    assert refused(lambda: approve(by=ready[Role.APPROVER], on=release)) == stopped
    one = Contribution.objects.first()
    assert one is not None
    read = signed_in(by).get(f"{HOME}/contributions/{one.uuid}/")
    assert "Everything in this initiative is stopped" in read.content.decode()
    assert objects.SAID["sources"] not in read.content.decode()
    ended(ready)
    objects.contribution(collection)
    export_plan(by=by, on=on)
    approve(by=ready[Role.APPROVER], on=release)


def test_the_worker_publishes_nothing_and_goes_on_when_the_stop_has_ended(ready: Cast) -> None:
    release = publishing.scheduled(ready)
    frozen(ready)
    publishing.its_day_comes(release)
    publishing.work()
    assert publishing.again(release).state == "scheduled"
    assert [one["code"] for one in Job.objects.get(uuid=release.job).reasons] == ["initiative-frozen"]


def test_the_worker_produces_nothing_that_was_started_before(ready: Cast) -> None:
    started = start_run(by=ready[Role.COORDINATOR], on=ready.initiative)
    frozen(ready)
    publishing.work()
    started.refresh_from_db()
    assert started.state == "refused"
    assert [reason["code"] for reason in started.reasons] == ["initiative-frozen"]


@pytest.mark.parametrize("is_stopped", [True, False])
def test_a_stop_that_comes_while_results_are_computed_lets_none_come_out(ready: Cast, is_stopped: bool) -> None:
    @dataclass
    class Watched(Lease):
        def progress(self, stage: str, step: int, steps: int) -> None:
            super().progress(stage, step, steps)
            if is_stopped and stage != "Opening the contributions" and not Freeze.objects.exists():
                frozen(ready)

    started = start_run(by=ready[Role.COORDINATOR], on=ready.initiative)
    held = take_this(Job.objects.get(uuid=started.job))
    assert held is not None
    produce(Watched(held.job, held.token))
    started.refresh_from_db()
    assert started.state == ("refused" if is_stopped else "judged")
    assert PublicRelease.objects.exists() is not is_stopped


def test_a_person_still_sees_copies_corrects_and_takes_everything_back(village: Cast) -> None:
    amina = holder(objects.collection(village))
    frozen(village)
    browser = OwnBrowser().come(amina.words).open("/mine/held/")
    assert "How old are you? 34" in browser.text
    assert browser.post("/mine/copy.json").status == 200
    browser.open("/mine/menu/").post("/mine/correct/")
    while "Check your answers" not in browser.text:
        browser.post("/mine/correct/", **{**browser.fields, "-do": "on"})
    assert browser.post("/mine/correct/", **{**browser.fields, "-do": "send"}).path == "/mine/held/"
    browser.open("/mine/take-back/").post("/mine/take-back/", **{"-sure": "yes"})
    publishing.work()
    assert Withdrawal.objects.filter(contribution=amina.contribution.uuid).exists()
    assert not Contribution.objects.filter(uuid=amina.contribution.uuid, set_aside="").exists()


def test_two_people_end_it_and_one_of_them_is_from_outside(village: Cast) -> None:
    frozen(village)
    on = village.initiative
    assert not agree_to_end(by=village[Role.COORDINATOR], on=on)
    assert not agree_to_end(by=village[Role.STEWARD], on=on)
    assert refused(lambda: agree_to_end(by=village[Role.COORDINATOR], on=on)) == ("freeze-agreed-already",)
    assert Freeze.objects.get().ended_at is None
    assert agree_to_end(by=outsider(village), on=on)
    assert refused(lambda: agree_to_end(by=village[Role.COORDINATOR], on=on)) == ("not-frozen",)


def test_one_from_outside_alone_does_not_end_it(village: Cast) -> None:
    frozen(village)
    assert not agree_to_end(by=outsider(village), on=village.initiative)
    assert refused(lambda: frozen(village, Role.COORDINATOR)) == ("already-frozen",)


def test_every_page_of_the_initiative_says_that_it_is_stopped(village: Cast, signed_in: SignIn) -> None:
    carmen = signed_in(village[Role.COORDINATOR])
    assert "Everything in this initiative is stopped" not in carmen.get(f"{HOME}/notices/").content.decode()
    frozen(village)
    assert "Everything in this initiative is stopped" in carmen.get(f"{HOME}/notices/").content.decode()
