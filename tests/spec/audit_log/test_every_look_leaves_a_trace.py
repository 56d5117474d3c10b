"""Whoever sees contributions, findings or results before they are published leaves a trace: at every door there is."""

import pytest
from django.db import transaction
from django.test import Client

from nyhavn.framework.roles import LEAVES_A_TRACE, RIGHTS, SHOWS_NOBODY, Right, Role
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.site.doors import INTERFACE, Door, Kind, guarded
from web.cast import Cast
from web.examples.registry import Examples, filled
from web.knocking import METHODS, work_doors

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SHOWN = 300


class _Undone(Exception):
    """Leaves a transaction that is not kept."""


def traces(client: Client, door: Door, keys: dict[str, str], method: str) -> tuple[int, int]:
    """The status of one request, and how many lines it left in the record; both undone."""
    sent = {"data": "{}", "content_type": "application/json"} if door.address.startswith(INTERFACE) else {}
    found = (0, 0)
    before = AuditRecord.objects.count()
    try:
        with transaction.atomic():
            answer = getattr(client, method)("/" + filled(door.address, keys), **(sent if method == "post" else {}))
            found = (answer.status_code, AuditRecord.objects.count() - before)
            raise _Undone
    except _Undone:
        return found


def who_may(village: Cast, right: Right) -> Client:
    client = Client()
    client.force_login(village[next(role for role in Role if right in RIGHTS[role])])
    return client


def test_every_right_either_leaves_a_trace_or_shows_nobody() -> None:
    assert set(Right) == LEAVES_A_TRACE | SHOWS_NOBODY
    assert set() == LEAVES_A_TRACE & SHOWS_NOBODY


def test_every_door_through_which_somebody_sees_people_leaves_a_trace(village: Cast) -> None:
    examples, silent, shown = Examples(village), {}, 0
    for door in work_doors(guarded()):
        if not isinstance(door.right, Right) or door.right not in LEAVES_A_TRACE:
            continue
        client, keys = who_may(village, door.right), dict(examples.keys_of(door.route))
        for method in METHODS[door.kind]:
            status, left = traces(client, door, keys, method)
            shown += status < SHOWN
            if status < SHOWN and left == 0:
                silent[f"{method} {door}"] = status
    assert silent == {}
    assert shown > 50


def test_what_shows_nobody_and_does_nothing_leaves_none(village: Cast) -> None:
    """The twin: the record is not filled with everything, or nobody would read it."""
    examples, loud, seen = Examples(village), {}, 0
    for door in work_doors(guarded()):
        if not isinstance(door.right, Right) or door.right in LEAVES_A_TRACE or door.kind is not Kind.READING:
            continue
        status, left = traces(who_may(village, door.right), door, dict(examples.keys_of(door.route)), "get")
        seen += 1
        if left:
            loud[str(door)] = (status, left)
    assert loud == {}
    assert seen > 5


def test_a_refused_look_is_none(village: Cast) -> None:
    client = Client()
    client.force_login(village[Role.OBSERVER])
    assert client.get("/work/initiatives/village-water/contributions/").status_code == 403
    assert not AuditRecord.objects.exists()


def test_a_page_that_shows_some_people_more_records_those_alone(village: Cast) -> None:
    for role, left in ((Role.OBSERVER, 0), (Role.COORDINATOR, 1)):
        before = AuditRecord.objects.count()
        client = Client()
        client.force_login(village[role])
        assert client.get("/work/initiatives/village-water/tables/").status_code == 200
        assert AuditRecord.objects.count() - before == left
