"""Reading: what is open, how far an initiative is prepared, what came in, and the material of a run."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from nyhavn.framework.basis import Basis, BasisKind
from nyhavn.framework.consent import ConsentRecord
from nyhavn.framework.opening import Door, Preparation
from nyhavn.framework.refusal import Reason, refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.collection import vault
from nyhavn.web.collection.material import Material, Used, consent_section, free_names, table_of, with_consent
from nyhavn.web.collection.models import BatchState, Collection, Contribution, ImportBatch, PracticeRecord
from nyhavn.web.collection.receipts import hashes_of, read_typed_code
from nyhavn.web.collection.vault import Answers, Place, Sealed
from nyhavn.web.consent.queries import consent_records, languages_missing, notice_in_use, plan_notices
from nyhavn.web.consent.third_persons import silenced
from nyhavn.web.initiatives.guards import Act, Asked, guarding_reasons
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.models import Questionnaire
from nyhavn.web.instruments.queries import current_questionnaire, method_reasons, questionnaire_form

PER_PERSON = Basis(kind=BasisKind.CONSENT_RECORD_PER_PERSON)


def open_collection_of(initiative: Initiative, *, lock: bool = False) -> Collection | None:
    """The one collection that is open, if there is one."""
    found = Collection.objects.filter(initiative=initiative, closed_at=None).select_related("questionnaire")
    return (found.select_for_update(of=("self",)) if lock else found).first()


def open_form(code: str) -> Collection | None:
    """The open collection behind the public address of a form, with its web form open."""
    found = Collection.objects.filter(code=code.casefold(), closed_at=None)
    collection = found.select_related("initiative", "questionnaire").first()
    if collection is None or not collection.has_door(Door.FORM):
        return None
    # Nobody fills in pages that will not be taken; and why they are not is nothing for whoever passes by.
    return None if guarding_reasons(Asked(Act.TAKE_IN, collection.initiative)) else collection


def preparation(initiative: Initiative, doors: frozenset[Door], today: date) -> Preparation:
    """How far the initiative is prepared for opening with these doors."""
    questionnaire = current_questionnaire(initiative)
    notice = notice_in_use(initiative, today)
    languages = tuple(questionnaire.languages) if questionnaire and Door.FORM in doors else ()
    return Preparation(
        is_open_already=open_collection_of(initiative) is not None,
        card=method_reasons(initiative),
        form_obstacles=_obstacles(questionnaire),
        has_notice=notice is not None,
        languages_without_notice=languages_missing(initiative, today, languages) if notice else (),
        doors=doors,
        guards=guarding_reasons(Asked(Act.OPEN, initiative)),
    )


def _obstacles(questionnaire: Questionnaire | None) -> tuple[Reason, ...]:
    """Why the questionnaire cannot be asked on a page, as found when it was uploaded."""
    return tuple(Reason(**reason) for reason in questionnaire.html_refusals) if questionnaire else ()


def taking_part(initiative: Initiative) -> QuerySet[Contribution]:
    """Everything that counts, in the order received: not set aside, and of imports only those that are whole."""
    whole = Q(batch=None) | Q(batch__state=BatchState.IN)
    found = Contribution.objects.filter(whole, collection__initiative=initiative, set_aside="")
    return found.select_related("epoch").order_by("id")


def material(initiative: Initiative, *, questionnaire: Questionnaire | None = None) -> Material:
    """What a production run works on: everything that was said under one version of the questionnaire (the newest).

    Answers to another version are answers to other questions. Raises Refusal "no-contributions", and those of the
    vault; nothing is left out because it does not open.
    """
    asked = questionnaire or _newest(initiative)
    rows = list(_rows(taking_part(initiative).filter(collection__questionnaire=asked)))
    if asked is None or not rows:
        do = "Let people contribute, enter paper forms, or take in a file."
        raise refusal("no-contributions", "No contribution takes part yet.", where="contributions", do=do)
    order = [question.column for question in questionnaire_form(asked).instrument.questions]
    table = table_of(_answers(initiative, rows), order)
    names = free_names([*order, *table.column_names])
    days = [row.contributed_on for row in rows]
    return Material(
        table=with_consent(table, list(_consents(initiative, rows)), names),
        contributions=tuple(Used(row.uuid, row.version) for row in rows),
        questionnaire=asked,
        consent=consent_section(names, plan_notices(initiative)),
        collected_on=names.contributed_on,
        collected_from=min(days),
        collected_to=max(days),
        bases=_bases(rows),
        opened_on=asked.frozen_on or min(days),
    )


def _newest(initiative: Initiative) -> Questionnaire | None:
    """The questionnaire of the newest collection."""
    found = Collection.objects.filter(initiative=initiative).select_related("questionnaire").order_by("-id").first()
    return found.questionnaire if found else None


class _Row(NamedTuple):
    """What is needed of one contribution; a million of these fit into memory, a million model objects do not."""

    uuid: UUID
    version: int
    epoch: int
    sealed: bytes
    wrapped_key: bytes
    contributed_on: date
    batch: int | None


def _rows(found: QuerySet[Contribution]) -> Iterator[_Row]:
    columns = ("uuid", "version", "epoch__number", "sealed", "wrapped_key", "contributed_on", "batch_id")
    return (_Row(*values) for values in found.values_list(*columns).iterator(chunk_size=5_000))


def _sealed(initiative: Initiative, rows: Iterable[_Row]) -> Iterator[tuple[Place, Sealed]]:
    for row in rows:
        place = Place(initiative.uuid, row.epoch, row.uuid, row.version)
        yield place, Sealed(bytes(row.sealed), bytes(row.wrapped_key))


def _answers(initiative: Initiative, rows: Sequence[_Row]) -> Iterator[Answers]:
    """The answers of each contribution, without what is about people who were described in it and said no."""
    left_out = silenced(initiative)
    opened = vault.open_many(_sealed(initiative, rows))
    for row, answers in zip(rows, opened, strict=True):
        out = left_out.get(row.uuid)
        yield answers if out is None else {name: said for name, said in answers.items() if name not in out}


def _consents(initiative: Initiative, rows: Iterable[_Row]) -> Iterator[ConsentRecord]:
    """What each person agreed to; nothing where nothing was recorded."""
    standing, notices = consent_records(initiative), plan_notices(initiative)
    for row in rows:
        said = standing.get(row.uuid)
        nothing = ConsentRecord((), "", "", None, row.contributed_on)
        yield said.record(row.contributed_on, notices) if said else nothing


def _bases(rows: Iterable[_Row]) -> tuple[Basis, ...]:
    """Every basis that one of the contributions rests on, once each."""
    batches = {row.batch for row in rows}
    files = [batch for batch in batches if batch is not None]
    declared = ImportBatch.objects.filter(id__in=files).order_by("id").values_list("basis", flat=True)
    found = [Basis.model_validate(basis) for basis in declared]
    return tuple(dict.fromkeys(([PER_PERSON] if None in batches else []) + found))


def contributions_of(initiative: Initiative) -> QuerySet[Contribution]:
    """Everything that came in, newest first, without answers."""
    found = Contribution.objects.filter(collection__initiative=initiative).select_related("entered_by", "batch")
    return found.defer("sealed", "wrapped_key", "receipt").order_by("-id")


def entered_by(user: User, initiative: Initiative) -> QuerySet[Contribution]:
    """What somebody keyed in, newest first, without answers."""
    return contributions_of(initiative).filter(entered_by=user)


def practice_of(user: User, initiative: Initiative) -> QuerySet[PracticeRecord]:
    """What somebody made up to practise, newest first."""
    return PracticeRecord.objects.filter(by=user, initiative=initiative).order_by("-id").defer("sealed", "wrapped_key")


def imports_of(initiative: Initiative) -> QuerySet[ImportBatch]:
    """All files, newest first, without their bytes."""
    found = ImportBatch.objects.filter(collection__initiative=initiative).select_related("uploaded_by")
    return found.defer("sealed_file", "wrapped_key").order_by("-id")


def with_receipt(initiative: Initiative, words: str) -> Contribution | None:
    """The contribution whose receipt has these words, if there is one in this initiative."""
    receipts = hashes_of(read_typed_code(words), [initiative.uuid])
    return contributions_of(initiative).filter(receipt__in=receipts).first()
