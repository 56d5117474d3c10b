"""What can be done on files of contributions."""

from collections.abc import Mapping
from typing import Any

from nyhavn.chain.incoming import propose
from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.collection import import_actions, schemas, showing
from nyhavn.web.collection.asks import DeclarationSaid, FileSaid, TakingInSaid
from nyhavn.web.collection.models import ImportBatch
from nyhavn.web.collection.subjects import IMPORT
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.instruments.queries import questionnaire_form
from nyhavn.web.pages.operations import Confirmed, Done, Operation, Reading


def _hand_in(by: User, on: Initiative, said: FileSaid) -> Done:
    batch = import_actions.hand_in(by=by, on=on, said=said)
    message = f"The file has {batch.rows:,} rows. Now say what its columns mean."
    return Done(message, at=f"{IMPORT.home(batch)}do/declare/", made=batch.uuid)


def _declare(by: User, on: ImportBatch, said: DeclarationSaid) -> Done:
    batch = import_actions.declare(by=by, on=on, said=said)
    faulty = len(batch.faulty_rows)
    found = f"{faulty:,} of {batch.rows:,} rows have errors" if faulty else f"All {batch.rows:,} rows are in order"
    return Done(f"{found}. Nothing is taken in yet.")


def _take_in(by: User, on: ImportBatch, said: TakingInSaid) -> Done:
    job = import_actions.take_in(by=by, on=on, said=said)
    return Done("The rows are being taken in.", made=job.uuid)


def _give_up(by: User, on: ImportBatch, said: Confirmed) -> Done:
    import_actions.give_up(by=by, on=on)
    return Done("The file was given up, and its bytes are destroyed.")


def _declared(on: ImportBatch) -> Mapping[str, Any]:
    """What was said already; for a new file what its headers seem to mean."""
    if on.declared is not None:
        return DeclarationSaid.model_validate(on.declared).model_dump()
    if not on.sealed_file:
        return {}
    found = propose(import_actions.reopened(on), questionnaire_form(on.collection.questionnaire))
    return {"columns": found.columns}


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        name="hand-in-file",
        title="Hand in a file of contributions",
        right=Right.IMPORT_CONTRIBUTIONS,
        on=INITIATIVE,
        do=_hand_in,
        asks=FileSaid,
        lead="The file is read and locked away. Nothing is taken in before you have seen what is in it.",
        button="Hand it in",
    ),
    Operation(
        name="declare",
        title="Say what the columns mean",
        right=Right.IMPORT_CONTRIBUTIONS,
        on=IMPORT,
        do=_declare,
        asks=DeclarationSaid,
        lead="We proposed what the headers seem to say. Then every row is looked at, and you get a report.",
        button="Look at every row",
        current=_declared,
        template="collection/declare.html",
    ),
    Operation(
        name="take-in",
        title="Take the rows in",
        right=Right.IMPORT_CONTRIBUTIONS,
        on=IMPORT,
        do=_take_in,
        asks=TakingInSaid,
        lead="When the rows are in, the file is destroyed here.",
        button="Take them in",
    ),
    Operation(
        name="give-up",
        title="Give this file up",
        right=Right.IMPORT_CONTRIBUTIONS,
        on=IMPORT,
        do=_give_up,
        lead="Its bytes are destroyed here. You can hand it in again.",
        button="Give it up",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading(
        "imports",
        "The files of contributions",
        Right.IMPORT_CONTRIBUTIONS,
        INITIATIVE,
        schemas.ImportsShown,
        showing.imports_shown,
    ),
    Reading(
        "",
        "A file of contributions, and what is wrong in it",
        Right.IMPORT_CONTRIBUTIONS,
        IMPORT,
        schemas.ImportShown,
        showing.import_shown,
    ),
)
