"""What stands by the ledger, kept beside it: the same fold as framework.consent_ledger, one row per purpose.

Every row is made with `next_stands`, in the transaction that writes the ledger. `rebuild` makes them from nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_ledger import LedgerEntry, Stands, next_stands
from nyhavn.web.consent.ledger_models import ConsentEvent, StandingRow
from nyhavn.web.initiatives.models import Initiative

AT_ONCE = 1_000  # contributions or rows in one statement
READ_AT_ONCE = 5_000  # rows in memory beside what is made of them
Key = tuple[UUID, Purpose]
# Looked up a million times in one reading.
_STATES = {state.value: state for state in ConsentState}
_PURPOSES = {purpose.value: purpose for purpose in Purpose}
_LAST = ("state", "notice_id", "language", "at", "valid_until")
_GROUND = tuple(f"ground_{name}" for name in _LAST)
COLUMNS = ("contribution", "purpose", *_LAST, *_GROUND)
_WRITTEN = tuple(name.removesuffix("_id") for name in (*_LAST, *_GROUND))


class Entries:
    """Makes entries of the ledger from what is stored, with the names of the versions of one initiative."""

    def __init__(self, initiative: Initiative) -> None:
        self.versions: Mapping[int, str] = dict(initiative.notices.values_list("id", "version"))
        self.ids: Mapping[str, int] = {version: number for number, version in self.versions.items()}
        self.zone = timezone.get_current_timezone()

    def entry(
        self, key: Key, state: str, notice: int | None, language: str, at: datetime, valid_until: date | None
    ) -> LedgerEntry:
        """One entry. The day is that of the calendar of the place."""
        version = self.versions.get(notice, "") if notice else ""
        day = at.astimezone(self.zone).date()
        return LedgerEntry(key[0], key[1], _STATES[state], version, language, day, at, valid_until)

    def of_event(self, event: ConsentEvent) -> LedgerEntry:
        """The entry of a line that was just written."""
        key = (event.contribution, Purpose(event.purpose))
        return self.entry(key, event.state, event.notice_id, event.language, event.at, event.valid_until)

    def of_row(self, row: tuple[Any, ...]) -> tuple[Key, Stands]:
        """What stands, from the columns of a stored row."""
        key, last, ground = (row[0], _PURPOSES[row[1]]), row[2:7], row[7:]
        entry = self.entry(key, *last)
        return key, Stands(entry, entry if last == ground else self.entry(key, *ground))

    def row_of(self, initiative: Initiative, stands: Stands) -> StandingRow:
        """The row to be stored."""
        last, ground = stands.last, stands.ground
        return StandingRow(
            initiative=initiative,
            contribution=last.contribution,
            purpose=last.purpose.value,
            state=last.state.value,
            notice_id=self.ids.get(last.notice_version),
            language=last.language,
            at=last.moment,
            valid_until=last.valid_until,
            ground_state=ground.state.value,
            ground_notice_id=self.ids.get(ground.notice_version),
            ground_language=ground.language,
            ground_at=ground.moment,
            ground_valid_until=ground.valid_until,
        )


def rows_of(initiative: Initiative) -> QuerySet[StandingRow]:
    """What stands for all contributions of an initiative."""
    return StandingRow.objects.filter(initiative=initiative)


def rows_about(initiative: Initiative, contributions: Iterable[UUID]) -> QuerySet[StandingRow]:
    """What stands for some contributions of an initiative, at most AT_ONCE of them.

    In the order of the one index that has both columns; SQLite would read all rows of the initiative for another.
    """
    return rows_of(initiative).filter(contribution__in=list(contributions)).order_by("contribution", "purpose")


def stands_before(initiative: Initiative, contributions: Iterable[UUID], entries: Entries) -> dict[Key, Stands]:
    """What stands for these contributions, held until the transaction ends."""
    found: dict[Key, Stands] = {}
    waiting = iter(sorted(set(contributions)))
    while some := list(islice(waiting, AT_ONCE)):
        rows = rows_about(initiative, some).select_for_update().values_list(*COLUMNS)
        found.update(entries.of_row(row) for row in rows)
    return found


def write_standing(initiative: Initiative, changed: Iterable[Stands], entries: Entries) -> None:
    """Store what stands now, in place of what stood before."""
    StandingRow.objects.bulk_create(
        (entries.row_of(initiative, stands) for stands in changed),
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["contribution", "purpose"],
        update_fields=list(_WRITTEN),
    )


def folded(initiative: Initiative, entries: Entries) -> Iterator[Stands]:
    """What stands for every purpose of every contribution, from the ledger alone."""
    found = ConsentEvent.objects.filter(initiative=initiative).order_by("contribution", "purpose", "id")
    lines = found.values_list("contribution", "purpose", *_LAST).iterator(chunk_size=READ_AT_ONCE)
    for key, group in groupby(lines, key=lambda line: (line[0], Purpose(line[1]))):
        stands: Stands | None = None
        for line in group:
            stands = next_stands(stands, entries.entry(key, *line[2:]))
        if stands is not None:
            yield stands


def rebuild(initiative: Initiative) -> int:
    """Make all rows anew from the ledger; how many there are."""
    entries = Entries(initiative)
    with transaction.atomic():
        rows_of(initiative).delete()
        made, waiting = 0, folded(initiative, entries)
        while some := list(islice(waiting, AT_ONCE)):
            write_standing(initiative, some, entries)
            made += len(some)
    return made
