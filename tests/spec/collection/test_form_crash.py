"""A form is kept once, whatever dies while it is sent, and however many thumbs press at once."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.models import Contribution, Draft
from nyhavn.web.collection.queries import material
from nyhavn.web.consent.models import ConsentEvent
from web import objects
from web.cast import Cast
from web.visitors import Visitor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ALL_YES = {"-consent-collection": "yes", "-consent-published-aggregates": "yes"}


@contextmanager
def dying_at(statement: int) -> Iterator[None]:
    """The database goes away at that statement."""
    came = 0

    def dying(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal came
        if came == statement:
            raise OperationalError("the database went away")
        came += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(dying):
        yield


def ready(path: str) -> Visitor:
    """Somebody who has answered everything."""
    visitor = Visitor(Client(), path).open()
    visitor.press("en", "-begin").say(ALL_YES, "on")
    return visitor.press("on", gender="man", age="7", water="no")


def test_sending_again_after_a_fault_keeps_the_form_once_wherever_it_happened(village: Cast) -> None:
    path = f"/c/{objects.collection(village).code}/"
    statement, died = 0, True
    while died:
        visitor = ready(path)
        died = False
        with dying_at(statement):
            try:
                visitor.say({"-receipt": "words"}, "send")
            except OperationalError:
                died = True
        if died:
            visitor.repeat()
        assert "Your answers have arrived" in visitor.text
        statement += 1
        assert Contribution.objects.count() == statement
        assert not Draft.objects.exists()
    assert statement > 8
    assert ConsentEvent.objects.count() == 2 * statement
    assert not AuditRecord.objects.filter(kind="contribution").exists()
    assert material(village.initiative).table.num_rows == statement


def test_ten_presses_at_once_keep_one(village: Cast) -> None:
    visitor = ready(f"/c/{objects.collection(village).code}/")
    sent = {**visitor.page.values, "-receipt": ["none"], "-do": ["send"]}
    shown: list[str] = []

    def press() -> None:
        while True:
            # SQLite in memory, as tests have it, does not wait for another thread as a file does: press again.
            with suppress(OperationalError):
                shown.append(Client().post(visitor.path, sent).content.decode())
                break
        connection.close()

    thumbs = [threading.Thread(target=press) for _ in range(10)]
    for thumb in thumbs:
        thumb.start()
    for thumb in thumbs:
        thumb.join()
    assert Contribution.objects.count() == 1
    assert ConsentEvent.objects.count() == 2
    assert not Draft.objects.exists()
    assert [("Your answers have arrived" in page) for page in shown] == [True] * 10
