"""Nobody is asked what nobody needs: refused on every way, and the same goes through once it is mended."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from nyhavn.framework.opening import Door
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.access_keys import make_key
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.actions import open_collection
from nyhavn.web.collection.models import Collection
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.production.run_actions import start_run
from spec.bad_input.village import Village
from web import needed, objects
from web.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "/work/initiatives/village-water"
API = "/api/v1/initiatives/village-water"
SignIn = Callable[[User], Client]
ALL_BUT_HOURS = ("gender", "gender_own", "age", "water", "sources")
SENTENCE = "No need asks for these questions: hours."


def by_page(village: Cast, sign_in: SignIn) -> str:
    answer = sign_in(village[Role.COORDINATOR]).post(f"{HOME}/do/open-collection/", {"doors": ["form"]})
    return "" if answer.status_code == 302 else answer.content.decode()


def by_interface(village: Cast) -> str:
    headers = {"authorization": f"Bearer {make_key(by=village[Role.COORDINATOR], label='a program', days=1).secret}"}
    answer = Client().post(f"{API}/do/open-collection", '{"doors": ["form"]}', "application/json", headers=headers)
    return "" if answer.status_code < 300 else answer.content.decode()


def by_action(village: Cast) -> str:
    try:
        open_collection(by=village[Role.COORDINATOR], on=village.initiative, doors=frozenset({Door.FORM}))
    except Refusal as error:
        return " ".join(reason.sentence() for reason in error.reasons)
    return ""


def test_a_question_without_a_need_keeps_the_collection_shut_by_page_interface_and_action(
    village: Cast, signed_in: SignIn
) -> None:
    objects.prepared(village)
    needed.ticked(village, needed.the_need(village), *ALL_BUT_HOURS)
    for refused in (by_page(village, signed_in), by_interface(village), by_action(village)):
        assert SENTENCE in refused
    assert not Collection.objects.exists()


@pytest.mark.parametrize("way", ["page", "interface", "action"])
def test_with_a_need_for_it_the_collection_opens(village: Cast, signed_in: SignIn, way: str) -> None:
    objects.prepared(village)
    needed.ticked(village, needed.the_need(village), *ALL_BUT_HOURS)
    needed.raised(village, questions=("hours",))
    opened = {"page": lambda: by_page(village, signed_in), "interface": lambda: by_interface(village)}
    assert opened.get(way, lambda: by_action(village))() == ""
    assert Collection.objects.exists()


def test_kept_for_a_reason_the_collection_opens_too(village: Cast) -> None:
    objects.prepared(village)
    needed.ticked(village, needed.the_need(village), *ALL_BUT_HOURS)
    needed.kept(village, "hours")
    assert by_action(village) == ""


def test_a_need_without_a_question_keeps_it_shut_until_somebody_says_why(village: Cast) -> None:
    objects.prepared(village)
    need = needed.raised(village, questions=())
    assert "No question asks about these needs: 2." in by_action(village)
    needed.kept_need(village, need)
    assert by_action(village) == ""


def test_without_any_need_nothing_opens(village: Cast) -> None:
    objects.prepared(village)
    needed.taken_back(village, needed.the_need(village))
    assert "No need asks for these questions: gender, gender_own, age" in by_action(village)


def test_a_run_that_waits_is_refused_by_the_worker_when_a_need_was_taken_back_meanwhile(ready: Cast) -> None:
    started = start_run(by=ready[Role.COORDINATOR], on=ready.initiative)
    needed.ticked(ready, needed.the_need(ready), *ALL_BUT_HOURS)
    while work_once():
        pass
    started.refresh_from_db()
    assert started.state == "refused"
    assert [reason["code"] for reason in started.reasons] == ["question-without-need"]
    with pytest.raises(Refusal) as error:
        start_run(by=ready[Role.COORDINATOR], on=ready.initiative)
    assert error.value.codes == ("question-without-need",)


def test_kept_for_a_reason_the_run_comes_to_its_result(ready: Cast) -> None:
    needed.ticked(ready, needed.the_need(ready), *ALL_BUT_HOURS)
    needed.kept(ready, "hours")
    assert objects.run(ready).state == "judged"


NEEDS = """
[[needs.need]]
number = 1
words = "Who has water?"
kind = "community-body"
raised_by = "The assembly"
raised_on = 2025-01-07
minutes = "Minutes of 7 January 2025"
recorded_on = 2025-01-07
questions = [{questions}]
[release]"""


def plan_with(village: Village, *questions: str) -> None:
    linked = ", ".join(f'{{ name = "{name}", on = 2025-01-07 }}' for name in questions)
    village.change("plan.toml", "[release]", NEEDS.replace("{questions}", linked))


def test_the_command_refuses_a_plan_whose_needs_leave_a_question_out(tmp_path: Path) -> None:
    village = Village(tmp_path)
    plan_with(village, "gone")
    ran = village.run()
    assert ran.returncode != 0
    assert "No need asks for these questions" in ran.stderr + ran.stdout
    assert "No question asks about these needs: 1" in ran.stderr + ran.stdout
    assert village.left_behind() == []


def test_the_command_makes_a_release_of_a_plan_whose_needs_are_whole(tmp_path: Path) -> None:
    village = Village(tmp_path)
    plan_with(village, "place", "water", "words")
    ran = village.run()
    assert ran.returncode == 0, ran.stderr
    public = [path for path in (tmp_path / "out").rglob("*") if path.is_file() and "restricted" not in path.parts]
    said = "The assembly (community body): Minutes of 7 January 2025"
    assert any(said in path.read_text("utf-8", errors="replace") for path in public)
