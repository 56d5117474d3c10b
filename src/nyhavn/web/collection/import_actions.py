"""Writing: a file is handed in, what its columns mean is declared, it is taken in or given up."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from uuid import UUID, uuid4, uuid5

import pyarrow as pa
from django.db import transaction
from django.utils import timezone

from nyhavn.chain.incoming import Taken, received_from, take
from nyhavn.chain.incoming_check import RowProblem, answer_problems
from nyhavn.chain.incoming_persons import check_columns, person_problems, unexplained
from nyhavn.exchange.incoming.spreadsheet import Received
from nyhavn.framework.basis import check_basis
from nyhavn.framework.opening import Door
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.framework.table_file import TableFile
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.collection import vault
from nyhavn.web.collection.actions import not_open
from nyhavn.web.collection.asks import DeclarationSaid, FileSaid, TakingInSaid
from nyhavn.web.collection.epochs import current_epoch, note_shredding
from nyhavn.web.collection.models import BatchState, ImportBatch
from nyhavn.web.collection.movable import movable
from nyhavn.web.collection.queries import open_collection_of
from nyhavn.web.collection.vault import Place, Sealed
from nyhavn.web.consent.queries import plan_notices
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.queries import questionnaire_form
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.jobs.models import Job, JobState

MOST_LISTED = 5_000  # problems kept with their sentence; the numbers of all faulty rows are kept anyway
IMPORT_JOB = "collection-import"


def hand_in(*, by: User, on: Initiative, said: FileSaid) -> ImportBatch:
    """Read the file, seal it, and keep it until somebody says what its columns mean. Raises Refusal."""
    received = received_from(said.file.content, said.reading)
    fingerprint = _fingerprint(on, said.file.content)
    with transaction.atomic():
        collection = open_collection_of(on, lock=True)
        if collection is None or not collection.has_door(Door.IMPORT):
            raise not_open()
        check_guards(Act.TAKE_IN, on, by=by)
        if not said.is_again:
            _check_new(on, fingerprint)
        epoch, uuid = current_epoch(on), uuid4()
        sealed = vault.seal_bytes(Place(on.uuid, epoch.number, uuid), said.file.content)
        batch = ImportBatch.objects.create(
            uuid=uuid,
            collection=collection,
            epoch=epoch,
            file_name=said.file.name,
            fingerprint=fingerprint,
            sealed_file=sealed.blob,
            wrapped_key=sealed.wrapped_key,
            reading=said.reading.model_dump(mode="json"),
            headers=received.table.column_names,
            rows=received.table.num_rows,
            uploaded_by=by,
        )
        record("import-handed-in", by=by, kind="import", on=uuid, scope=on.uuid, facts={"rows": batch.rows})
    return batch


def _fingerprint(initiative: Initiative, content: bytes) -> str:
    """By which the same file is noticed. A file that an earlier version took in keeps what that version made."""
    earlier = vault.keyed_hash("import", str(initiative.uuid).encode() + content)
    if ImportBatch.objects.filter(collection__initiative=initiative, fingerprint=earlier).exists():
        return earlier
    return movable(vault.initiative_hash(initiative.uuid, "import", content))


def _check_new(initiative: Initiative, fingerprint: str) -> None:
    """The same file twice would count people twice, so it is asked about."""
    before = ImportBatch.objects.filter(collection__initiative=initiative, fingerprint=fingerprint)
    if found := before.exclude(state=BatchState.GIVEN_UP).order_by("id").first():
        what = f"Exactly this file was handed in on {found.created_at.date().isoformat()} already."
        do = "If you mean it, tick “I know that this file was handed in before”. People in it then count twice."
        raise refusal("import-already-handed-in", what, where=f"file {found.file_name}", do=do)


@dataclass(frozen=True)
class Opened:
    """A file that was taken out of the vault, with what was declared about it."""

    received: Received
    taken: Taken
    said: DeclarationSaid


def reopened(batch: ImportBatch) -> Received:
    """The table of a sealed file. Raises Refusal, also for one whose bytes are gone."""
    if not batch.sealed_file:
        what = "The bytes of this file are gone: it is in, or it was given up."
        raise refusal("import-already-over", what, where=f"file {batch.file_name}", do="Hand the file in again.")
    place = Place(batch.collection.initiative.uuid, batch.epoch.number, batch.uuid)
    content = vault.open_bytes(place, Sealed(bytes(batch.sealed_file), bytes(batch.wrapped_key)))
    return received_from(content, TableFile.model_validate(batch.reading))


def opened(batch: ImportBatch, said: DeclarationSaid) -> Opened:
    """The table, and the answers in it under that declaration. Raises Refusal."""
    received = reopened(batch)
    form = questionnaire_form(batch.collection.questionnaire)
    return Opened(received, take(received, form, said.chosen), said)


def declare(*, by: User, on: ImportBatch, said: DeclarationSaid) -> ImportBatch:
    """Say what the columns mean, and look at every row. Nothing is stored but the report. Raises Refusal."""
    _check_state(on, BatchState.RECEIVED, BatchState.CHECKED)
    check_basis(said.stated_basis, of_persons=False)
    found = opened(on, said)
    check_columns(found.received.table, said.persons)
    problems = _problems(on, found)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(id=on.id)
        _check_state(batch, BatchState.RECEIVED, BatchState.CHECKED)
        batch.declared, batch.basis = said.model_dump(mode="json"), said.stated_basis.model_dump(mode="json")
        batch.problems = [asdict(problem) for problem in islice(problems, MOST_LISTED)]
        batch.faulty_rows = sorted({problem.row for problem in problems})
        batch.remarks = _remarks(found)
        batch.state = BatchState.CHECKED
        batch.save()
        facts = {"rows": batch.rows, "rows with errors": len(batch.faulty_rows), "basis": said.basis.kind.value}
        _record("import-checked", by, batch, facts)
    return batch


def _problems(batch: ImportBatch, found: Opened) -> list[RowProblem]:
    """Everything that is wrong, row by row."""
    collection = batch.collection
    notices = plan_notices(collection.initiative)
    table: pa.Table = found.received.table
    problems = [
        *answer_problems(found.taken, questionnaire_form(collection.questionnaire)),
        *person_problems(table, found.said.persons, notices, timezone.localdate()),
    ]
    return sorted(problems, key=lambda problem: problem.row)


def _remarks(found: Opened) -> list[str]:
    """What else somebody should know before taking the file in."""
    used = found.said.persons.columns
    left = ", ".join(header for header in found.taken.left if header not in used)
    not_stored = [f"These columns are not stored: {left}."] if left else []
    return [*not_stored, *found.taken.remarks, *unexplained(found.received.table, found.said.persons)]


def take_in(*, by: User, on: ImportBatch, said: TakingInSaid) -> Job:
    """Start the job that takes the rows in. Rows with errors stay out only if somebody says so."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(id=on.id)
        check_guards(Act.TAKE_IN, batch.collection.initiative, by=by, about=batch)
        is_stuck = batch.state == BatchState.RUNNING and _is_over(batch)
        if not is_stuck:
            _check_state(batch, BatchState.CHECKED)
            _check_decided(batch, said)
            batch.leaves_out = said.leaves_out
        job = enqueue(IMPORT_JOB, scope=batch.collection.initiative.uuid, on=batch.uuid)
        batch.state, batch.job = BatchState.RUNNING, job.uuid
        batch.save(update_fields=["state", "job", "leaves_out"])
        facts = {"left out": len(batch.faulty_rows) if batch.leaves_out else 0}
        _record("import-started", by, batch, facts)
    return job


def _is_over(batch: ImportBatch) -> bool:
    """Whether its job ended without taking everything in."""
    ended = (JobState.DONE, JobState.REFUSED, JobState.FAILED)
    return batch.job is not None and Job.objects.filter(uuid=batch.job, state__in=ended).exists()


def _check_decided(batch: ImportBatch, said: TakingInSaid) -> None:
    faulty = len(batch.faulty_rows)
    if not faulty:
        return
    where = f"file {batch.file_name}"
    if not said.leaves_out:
        what = f"{faulty:,} of {batch.rows:,} rows have errors."
        do = "Correct them and hand the file in again, or tick that these rows stay out."
        raise refusal("import-rows-faulty", what, where=where, do=do)
    if faulty == batch.rows:
        what = "Every row has an error, so nothing would come in."
        raise refusal("import-rows-faulty", what, where=where, do="Look at the errors, and at what you declared.")


def give_up(*, by: User, on: ImportBatch) -> None:
    """The file is not taken in: its bytes are destroyed. What was declared and found stays."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(id=on.id)
        _check_state(batch, BatchState.RECEIVED, BatchState.CHECKED)
        empty(batch, BatchState.GIVEN_UP)
        _record("import-given-up", by, batch, {})


def row_uuid(batch: UUID, row: int) -> UUID:
    """The uuid of the contribution that a row becomes: a repetition makes the same one."""
    return uuid5(batch, str(row))


def withdrawn_rows(batch: ImportBatch) -> frozenset[int]:
    """Rows whose contributions were taken back, from this file or from the same bytes handed in before."""
    same = ImportBatch.objects.filter(
        collection__initiative=batch.collection.initiative, fingerprint=batch.fingerprint
    ).order_by()
    return frozenset(row for rows in same.values_list("withdrawn_rows", flat=True) for row in rows)


def empty(batch: ImportBatch, state: BatchState) -> None:
    """Destroy the bytes of a file and their key, and end it. Call it in a transaction."""
    batch.sealed_file, batch.wrapped_key, batch.state, batch.finished_at = b"", b"", state, timezone.now()
    batch.save(update_fields=["sealed_file", "wrapped_key", "state", "finished_at"])
    note_shredding(batch.collection.initiative)


def _check_state(batch: ImportBatch, *allowed: BatchState) -> None:
    """Refuses a step that the state of the file does not allow."""
    if batch.state not in allowed:
        words = {
            BatchState.RECEIVED: "waits for what its columns mean",
            BatchState.CHECKED: "waits for a decision",
            BatchState.RUNNING: "is being taken in",
            BatchState.IN: "is in",
            BatchState.GIVEN_UP: "was given up",
        }
        what = f"This file {words[BatchState(batch.state)]}, so this step is not possible now."
        raise _out_of_turn(what, batch)


def _out_of_turn(what: str, batch: ImportBatch) -> Refusal:
    return refusal("import-out-of-turn", what, where=f"file {batch.file_name}", do="Look at the page of the file.")


def _record(action: str, by: User, batch: ImportBatch, facts: Mapping[str, Fact]) -> None:
    scope = batch.collection.initiative.uuid
    record(action, by=by, kind="import", on=batch.uuid, scope=scope, facts=facts)
