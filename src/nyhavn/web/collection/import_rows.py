"""The job that takes the rows of a file in: in batches, each row once, whatever dies in between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from django.db import transaction

from nyhavn.chain.incoming_persons import PersonRow, consent_said, person_rows
from nyhavn.framework.consent_ledger import ConsentSaid
from nyhavn.framework.opening import Door
from nyhavn.web.audit.actions import record
from nyhavn.web.collection import vault
from nyhavn.web.collection.asks import DeclarationSaid
from nyhavn.web.collection.epochs import current_epoch
from nyhavn.web.collection.import_actions import Opened, empty, opened, row_uuid, withdrawn_rows
from nyhavn.web.collection.models import BatchState, Contribution, ImportBatch
from nyhavn.web.collection.vault import Answers, Place
from nyhavn.web.consent.actions import record_consents
from nyhavn.web.consent.models import Notice
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease

ROWS_AT_ONCE = 500  # in one transaction: others can write in between


@dataclass(frozen=True)
class Row:
    """One row that is taken in. uuid: follows from file and row, so that a repetition makes the same one."""

    number: int
    uuid: UUID
    answers: Answers
    contributed_on: date
    consent: ConsentSaid | None


@handles("collection-import")
def import_rows(lease: Lease) -> None:
    """Take in what is not in yet, then destroy the file."""
    batches = ImportBatch.objects.select_related("collection__initiative", "epoch")
    batch = batches.filter(uuid=lease.job.on).first() if lease.job.on else None
    if batch is None or batch.state != BatchState.RUNNING:
        return
    said = DeclarationSaid.model_validate(batch.declared)
    waiting = _rows(batch, opened(batch, said), after=int(str(lease.cursor.get("row", 0))))
    while rows := list(islice(waiting, ROWS_AT_ONCE)):
        with transaction.atomic():
            _store(batch, rows)
            lease.checkpoint({"row": rows[-1].number})
        lease.progress("Rows", rows[-1].number, batch.rows)
    with transaction.atomic():
        scope, taken = batch.collection.initiative.uuid, batch.contributions.count()
        empty(batch, BatchState.IN)
        record("import-taken-in", by=None, kind="import", on=batch.uuid, scope=scope, facts={"rows": taken})
        lease.done()


def _rows(batch: ImportBatch, found: Opened, *, after: int) -> Iterator[Row]:
    """The rows to be taken in, in order."""
    notices = dict(Notice.objects.filter(initiative=batch.collection.initiative).values_list("version", "uuid"))
    left_out = set(batch.faulty_rows)
    persons = islice(person_rows(found.received.table, found.said.persons), after, None)
    answers = found.taken.table.slice(after)
    columns = answers.column_names
    texts = zip(*(answers.column(name).to_pylist() for name in columns), strict=True)
    for person, said in zip(persons, texts, strict=True):
        if person.row not in left_out:
            yield _row(batch, person, dict(zip(columns, said, strict=True)), notices)


def _row(batch: ImportBatch, person: PersonRow, said: dict[str, str | None], notices: dict[str, UUID]) -> Row:
    uuid = row_uuid(batch.uuid, person.row)
    if person.contributed_on is None:
        raise RuntimeError("the check lets no row through without its day")
    answers = {column: text for column, text in said.items() if text is not None}
    return Row(person.row, uuid, answers, person.contributed_on, consent_said(person, uuid, notices))


def _store(batch: ImportBatch, rows: Sequence[Row]) -> None:
    """Write those that are not there yet, with their consent."""
    numbers = [row.number for row in rows]
    there = set(Contribution.with_shredded.filter(batch=batch, row__in=numbers).values_list("row", flat=True))
    there |= withdrawn_rows(batch)
    new = [row for row in rows if row.number not in there]
    initiative = batch.collection.initiative
    check_guards(Act.TAKE_IN, initiative, about=batch)
    epoch = current_epoch(initiative)  # not that of the file: its period may have ended since
    places = [Place(initiative.uuid, epoch.number, row.uuid) for row in new]
    sealed = vault.seal_all(zip(places, [row.answers for row in new], strict=True))
    Contribution.objects.bulk_create(
        Contribution(
            uuid=row.uuid,
            collection=batch.collection,
            epoch=epoch,
            door=Door.IMPORT.value,
            batch=batch,
            row=row.number,
            sealed=kept.blob,
            wrapped_key=kept.wrapped_key,
            contributed_on=row.contributed_on,
        )
        for row, kept in zip(new, sealed, strict=True)
    )
    said = [row.consent for row in new if row.consent is not None]
    if said:
        record_consents(by=batch.uploaded_by, initiative=initiative, said=said)
