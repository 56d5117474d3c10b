"""A new version of a questionnaire comes in: read in memory, checked, compared, and only then stored."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from nyhavn.chain.form_check import check_instrument
from nyhavn.chain.forms import read_form
from nyhavn.exchange.incoming.form import Form
from nyhavn.framework.form_obstacles import unsupported_items
from nyhavn.framework.instrument_changes import Change, breaks
from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import record
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.asks import QuestionnaireSent
from nyhavn.web.instruments.models import Questionnaire
from nyhavn.web.instruments.queries import newest_frozen, questionnaire_form, usable_versions, versions
from nyhavn.web.pages.uploads import Upload

LONGEST_TITLE, LONGEST_ID = 500, 250  # as the columns of the table allow
MOST_REASONS = 20  # more at once are not read


def upload(*, by: User, on: Initiative, said: QuestionnaireSent) -> Questionnaire:
    """Store a new version. Raises Refusal: what the readers say; questionnaire-already-there, -break-unnamed."""
    form = read_form(said.file.name, said.file.content)
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(id=on.id)  # numbers are given one at a time
        check_new(initiative, said.file)
        check_breaks(_breaks(initiative, form), said.break_words)
        stored = _store(by, initiative, form, said)
        facts = {"number": stored.number, "questions": stored.questions}
        record(
            "questionnaire-uploaded",
            by=by,
            kind="questionnaire",
            on=stored.uuid,
            scope=initiative.uuid,
            facts=facts,
        )
    return stored


def check_new(initiative: Initiative, file: Upload) -> None:
    """Raises Refusal "questionnaire-already-there" for a file that is stored as one of the versions."""
    same = usable_versions(initiative).filter(sha256=_hash(file)).first()
    if same is not None:
        what = f"This is the same file as version {same.number}."
        raise refusal("questionnaire-already-there", what, do=f"Use version {same.number}.")


def check_breaks(found: Sequence[Change], break_words: str) -> None:
    """Raises Refusal "questionnaire-break-unnamed" with every change of meaning that nobody put into words."""
    if not found or break_words.strip():
        return
    do = "Say under “What changes in meaning” what readers must know, or keep the question as it was."
    reasons = [
        Reason("questionnaire-break-unnamed", change.sentence, f"question {change.question}") for change in found
    ]
    shown = reasons[: MOST_REASONS - 1]
    what = f"People have answered an earlier version, and {len(found)} changes may change what answers mean."
    raise Refusal(Reason("questionnaire-break-unnamed", what, "the new version", do), *shown)


def _breaks(initiative: Initiative, form: Form) -> tuple[Change, ...]:
    """What changes in meaning since the newest version that people have been asked; nothing if there is none."""
    asked = newest_frozen(initiative)
    return breaks(questionnaire_form(asked).instrument, form.instrument) if asked else ()


def _store(by: User, initiative: Initiative, form: Form, said: QuestionnaireSent) -> Questionnaire:
    instrument, looked = form.instrument, check_instrument(form.instrument)
    last = versions(initiative).first()
    return Questionnaire.objects.create(
        initiative=initiative,
        number=last.number + 1 if last else 1,
        file_name=said.file.name,
        content=said.file.content,
        sha256=_hash(said.file),
        form_id=_kept(instrument.id, LONGEST_ID),
        form_version=_kept(instrument.version, LONGEST_ID),
        title=_kept(looked.title, LONGEST_TITLE),
        questions=looked.questions,
        languages=[_kept(language) for language in looked.languages],
        remarks=[_kept(remark) for remark in looked.remarks],
        html_refusals=[_reason(reason) for reason in unsupported_items(form.layout, instrument)],
        break_words=said.break_words,
        uploaded_by=by,
    )


def _hash(file: Upload) -> str:
    return hashlib.sha256(file.content).hexdigest()


def _kept(text: str, longest: int | None = None) -> str:
    """A text of a stranger's file as a database takes it: PostgreSQL knows no character with the code zero."""
    return text.replace("\x00", "")[:longest]


def _reason(reason: Reason) -> dict[str, str]:
    return {name: _kept(value) for name, value in asdict(reason).items()}
