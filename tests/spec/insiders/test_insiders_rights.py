"""Every right that somebody has works at every door, and every right that somebody lacks is refused as lacking."""

from collections.abc import Sequence

import pytest
from django.test import Client

from nyhavn.framework.roles import Role
from nyhavn.web.site.doors import Door, Kind, guarded
from web.cast import Cast
from web.crowd import Somebody, insiders, operator
from web.examples.registry import Examples, parts_of
from web.knocking import METHODS, NO_SUCH_METHOD, Knock, knock, work_doors

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WHO = [*(role.value for role in Role), "administrator", "operator"]


def found(village: Cast, who: str) -> Somebody:
    return operator() if who == "operator" else next(one for one in insiders(village) if one.who == who)


def is_as_expected(answers: Sequence[Knock], door: Door, expected: int) -> bool:
    """A page or reading opens; what is done comes as far as its action, which may find the entries wanting."""
    offered = [answer for answer in answers if answer.status != NO_SUCH_METHOD]
    if expected != 200:
        return bool(offered) and all(answer.status == expected for answer in offered)
    is_done = door.kind is Kind.OPERATION or answers[0].status == NO_SUCH_METHOD  # a page that is only sent to
    opens = is_done or not offered or offered[0].status < 400
    return bool(offered) and opens and not any(answer.is_refused for answer in offered)


@pytest.mark.parametrize("who", WHO)
def test_what_somebody_may_works_and_what_somebody_may_not_is_refused(village: Cast, who: str) -> None:
    examples, one, client = Examples(village), found(village, who), Client()
    client.force_login(one.user)
    doors = work_doors(guarded())
    wrong: dict[str, object] = {}
    may = 0
    for door in doors:
        keys, expected = examples.keys_of(door.route), one.expected(door.right, parts_of(door.route))  # type: ignore[arg-type]
        may += expected == 200
        answers = [knock(client, door, keys, method) for method in METHODS[door.kind]]
        if not is_as_expected(answers, door, expected):
            wrong[str(door)] = ([(answer.status, answer.code) for answer in answers], expected)
    assert wrong == {}
    assert may > 5


def test_every_right_stands_at_a_door(village: Cast) -> None:
    held = {right for somebody in insiders(village) for right in somebody.rights}
    at_doors = {door.right for door in guarded()}
    assert sorted(str(right) for right in at_doors - held - {"run this site"}) == []


def test_every_door_has_an_example(village: Cast) -> None:
    examples, missing = Examples(village), set()
    for door in work_doors(guarded()):
        try:
            examples.keys_of(door.route)
        except LookupError as error:
            missing.add(str(error))
    assert missing == set()


def test_a_door_knows_its_right() -> None:
    doors: tuple[Door, ...] = work_doors(guarded())
    assert {door.kind for door in doors} == set(METHODS)
