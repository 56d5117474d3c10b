"""What people see of a release on its way: what it waits for, who may do it, and the results in plain words."""

from collections.abc import Callable

import pytest
from django.test import Client

from nyhavn.framework.roles import Right, Role
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import RoleAssignment
from nyhavn.web.initiatives.queries import my_waiting, way
from nyhavn.web.releases.showing import community_view, release_shown
from web.cast import Cast
from web.publishing import (
    again,
    approved,
    candidate,
    candidate_weighed,
    described,
    in_days,
    its_day_comes,
    published,
    returned,
    scheduled,
    work,
)

pytestmark = pytest.mark.django_db(transaction=True)
Sign = Callable[[User], Client]


def home(village: Cast, release: object) -> str:
    return f"/work/initiatives/{village.initiative.slug}/releases/{release.uuid}/"


def page(signed_in: Sign, user: User, address: str) -> str:
    answer = signed_in(user).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


WEIGHED = {"benefit": "The well is repaired.", "harm": "Nobody sees one.", "may_go": "yes", "publicity": "not"}


def test_the_whole_way_by_the_buttons_of_the_pages(ready: Cast, signed_in: Sign) -> None:
    release = candidate(ready)
    there = home(ready, release)
    presses = [
        (Role.APPROVER, "review-harm", WEIGHED),
        (Role.APPROVER, "approve", {"has_read": "on"}),
        (Role.BOARD_MEMBER, "return-results", {"returned_on": in_days(0).isoformat(), "ways": ["meeting", "audio"]}),
        (Role.COORDINATOR, "schedule", {"day": in_days(1).isoformat()}),
        (Role.COORDINATOR, "reschedule", {"day": in_days(2).isoformat(), "reason": "The hall is taken."}),
    ]
    for role, name, said in presses:
        client = signed_in(ready[role])
        assert f"{there}do/{name}/" in client.get(there).content.decode()
        assert client.get(f"{there}do/{name}/").status_code == 200
        answer = client.post(f"{there}do/{name}/", said)
        assert (answer.status_code, answer.headers["Location"]) == (302, there), answer.content.decode()
        if name == "return-results":
            described(ready, again(release))
    its_day_comes(again(release))
    work()
    shown = page(signed_in, ready[Role.COORDINATOR], there)
    assert "It is published." in shown
    assert "The hall is taken." in shown
    for name, said in (
        ("correct", {"wrong": "One group.", "figures": "Water", "since": in_days(0).isoformat()}),
        ("withdraw", {"reason": "The weights were wrong."}),
    ):
        answer = signed_in(ready[Role.COORDINATOR]).post(f"{there}do/{name}/", said)
        assert answer.status_code == 302, answer.content.decode()
    assert again(release).state == "withdrawn"


def test_whoever_started_the_run_reads_why_they_cannot_approve(ready: Cast, signed_in: Sign) -> None:
    release = candidate_weighed(ready)
    starter = ready[Role.COORDINATOR]
    RoleAssignment.objects.create(initiative=ready.initiative, user=starter, role=Role.APPROVER.value)
    shown = page(signed_in, starter, home(ready, release))
    assert "Nobody approves results of their own." in shown
    assert "do/approve/" not in shown
    answer = signed_in(starter).post(f"{home(ready, release)}do/approve/", {"has_read": "on"})
    assert answer.status_code == 422
    assert "Nobody approves results of their own." in answer.content.decode()
    assert "do/approve/" in page(signed_in, ready[Role.APPROVER], home(ready, release))


def test_nobody_is_offered_what_is_not_theirs_or_not_in_its_turn(ready: Cast, signed_in: Sign) -> None:
    release = approved(ready)
    coordinator = page(signed_in, ready[Role.COORDINATOR], home(ready, release))
    assert "do/return-results/" not in coordinator
    assert "Who can do it: board member." in coordinator
    assert "do/abandon/" in coordinator
    board = page(signed_in, ready[Role.BOARD_MEMBER], home(ready, release))
    assert "do/return-results/" in board and "do/waive-return/" in board
    assert "do/abandon/" not in board and "do/schedule/" not in board


def test_the_results_in_plain_words_say_that_they_are_not_public(ready: Cast, signed_in: Sign) -> None:
    release = approved(ready)
    shown = page(signed_in, ready[Role.BOARD_MEMBER], f"{home(ready, release)}community/")
    assert "Not public yet." in shown
    assert "People with water at home: 68" in shown
    assert "Woman" in shown
    view = community_view(release)
    assert {figure.group for result in view.results for figure in result.figures} >= {"Woman", "Man"}
    assert all(figure.value or figure.instead for result in view.results for figure in result.figures)
    done = published(ready)
    assert "Not public yet." not in page(signed_in, ready[Role.BOARD_MEMBER], f"{home(ready, done)}community/")


def test_the_report_stands_alone_and_can_do_nothing(ready: Cast, signed_in: Sign) -> None:
    release = returned(ready)
    answer = signed_in(ready[Role.APPROVER]).get(f"{home(ready, release)}report/")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script-src" not in policy
    assert "People with water at home" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_what_protection_hides_is_shown_group_by_group(ready: Cast, signed_in: Sign) -> None:
    release = candidate(ready)
    loss = release_shown(release).loss
    assert loss is not None
    groups = {group.label: group for group in loss.groups}
    assert {"Woman", "Man", "In own words"} <= {label.rpartition(": ")[2] for label in groups}
    shown = page(signed_in, ready[Role.STEWARD], home(ready, release))
    assert "What protection hides, group by group" in shown
    assert f"runs/{release.run.uuid}/" in shown


def test_each_release_waits_for_the_person_whose_step_is_next(ready: Cast) -> None:
    def waiting(role: Role) -> list[str]:
        titles = [item.title for item in my_waiting(ready[role]).waiting]
        return [title for title in titles if "release" in title.casefold() or "Results" in title]

    release = candidate_weighed(ready)
    assert waiting(Role.APPROVER) == ["A release waits for your approval"]
    assert waiting(Role.BOARD_MEMBER) == waiting(Role.COORDINATOR) == []
    approved(ready, release)
    assert waiting(Role.BOARD_MEMBER) == ["Results wait to be shown to the community"]
    assert waiting(Role.APPROVER) == []


def test_the_way_through_shows_where_a_release_stands(ready: Cast) -> None:
    def standing() -> list[str]:
        rights = frozenset(Right)
        codes = ("approval", "return", "date", "publication")
        found = {step.code: step.standing for step in way(ready.initiative, rights).steps}
        return [str(found[code]) for code in codes]

    assert standing() == ["not possible yet"] * 4
    release = candidate(ready)
    assert standing() == ["next", *["not possible yet"] * 3]
    scheduled(ready, release)
    assert standing() == ["done", "done", "done", "waits"]
    its_day_comes(again(release))
    work()
    assert standing() == ["done"] * 4


def test_the_list_shows_every_release_and_what_it_waits_for(ready: Cast, signed_in: Sign) -> None:
    address = f"/work/initiatives/{ready.initiative.slug}/releases/"
    assert "No release yet." in page(signed_in, ready[Role.APPROVER], address)
    candidate(ready)
    shown = page(signed_in, ready[Role.APPROVER], address)
    assert "It waits for the approval of a second person." in shown


@pytest.mark.parametrize("place", ["", "community/", "report/"])
@pytest.mark.parametrize("role", [Role.ENUMERATOR, Role.OBSERVER, Role.ASSESSOR])
def test_results_are_not_seen_before_by_those_who_may_not(ready: Cast, signed_in: Sign, role: Role, place: str) -> None:
    address = f"{home(ready, candidate(ready))}{place}"
    assert signed_in(ready[role]).get(address).status_code == 403
    assert signed_in(ready[Role.BOARD_MEMBER]).get(address).status_code == 200


def test_a_stranger_learns_nothing(ready: Cast, stranger: User, signed_in: Sign) -> None:
    assert signed_in(stranger).get(home(ready, candidate(ready))).status_code == 404
    assert Client().get(home(ready, candidate(ready))).status_code == 302
