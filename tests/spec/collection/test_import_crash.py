"""A file is taken in once, whatever dies in between: the database fails at every single statement in turn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from nyhavn.framework.roles import Role
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection import import_rows
from nyhavn.web.collection.asks import TakingInSaid
from nyhavn.web.collection.import_actions import declare, hand_in, take_in
from nyhavn.web.collection.models import BatchState, Contribution, ImportBatch
from nyhavn.web.collection.queries import material
from nyhavn.web.consent.models import ConsentEvent
from nyhavn.web.jobs.models import Job
from nyhavn.web.jobs.worker import work_once
from web import files, objects
from web.cast import Cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROWS, AT_ONCE = 7, 3


@contextmanager
def dying_at(statement: int) -> Iterator[list[str]]:
    """The database goes away at that statement of this thread; gives the statements that came through."""
    came: list[str] = []

    def dying(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if len(came) == statement:
            raise OperationalError("the database went away")
        came.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(dying):
        yield came


def started(village: Cast, number: int) -> ImportBatch:
    """A file of seven rows, the third with an error, whose job waits."""
    rows = [files.row(age=str(number + place) if place != 2 else "old") for place in range(ROWS)]
    by = village[Role.COORDINATOR]
    batch = hand_in(by=by, on=village.initiative, said=files.handed_in(files.table(rows), is_again=True))
    declare(by=by, on=batch, said=files.declaration())
    take_in(by=by, on=batch, said=TakingInSaid(leaves_out=True))
    return batch


def test_each_row_comes_in_exactly_once_wherever_the_work_dies(village: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_rows, "ROWS_AT_ONCE", AT_ONCE)
    objects.collection(village)
    statement, died = 1, True
    while died:  # the first statement takes the job; from there on until the whole work comes through
        batch = started(village, statement)
        died = False
        with dying_at(statement):
            try:
                work_once()
            except OperationalError:
                died = True
        if died:
            assert ImportBatch.objects.get(id=batch.id).state == BatchState.RUNNING
            Job.objects.exclude(state="done").update(lease_until=timezone.now() - timedelta(seconds=1))
            assert work_once()
        check_whole(batch)
        statement += 1
    assert statement > 20


def check_whole(batch: ImportBatch) -> None:
    """Six rows once each, with two answers about consent each, one record of the end, and no file any more."""
    batch.refresh_from_db()
    assert batch.state == BatchState.IN
    assert bytes(batch.sealed_file) == b""
    kept = Contribution.objects.filter(batch=batch)
    assert sorted(kept.values_list("row", flat=True)) == [1, 2, 4, 5, 6, 7]
    assert ConsentEvent.objects.filter(contribution__in=kept.values("uuid")).count() == 12
    assert AuditRecord.objects.filter(action="import-taken-in", on=batch.uuid).count() == 1


def test_a_run_never_sees_half_a_file(village: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_rows, "ROWS_AT_ONCE", AT_ONCE)
    objects.contribution(objects.collection(village))
    batch = started(village, 40)
    with dying_at(30), pytest.raises(OperationalError):
        work_once()
    assert Contribution.objects.filter(batch=batch).exists()
    assert material(village.initiative).table.num_rows == 1
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert work_once()
    assert material(village.initiative).table.num_rows == ROWS
