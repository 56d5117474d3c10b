"""Questionnaires come in: read and checked, stored as a new version, or refused with sentences and nothing stored."""

import hashlib
import io
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError
from openpyxl import load_workbook

from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.instruments import actions, asks
from nyhavn.web.instruments.models import Questionnaire
from nyhavn.web.instruments.queries import current_questionnaire, questionnaire_form
from nyhavn.web.instruments.showing import questionnaire_shown
from nyhavn.web.instruments.uploading import upload
from nyhavn.web.pages.uploads import Upload
from web import objects
from web.cast import Cast

pytestmark = pytest.mark.django_db
DICTIONARY = b"""
id = "wells"
version = "1"
title = "Wells"
[[question]]
name = "depth"
type = "integer"
label = "How deep is the well?"
"""
REWORDED = (("integer", "age", "In which year were you born?", "كم عمرك؟", "", "", "yes"), *objects.SURVEY[3:])


def sent(village: Cast, content: bytes, name: str = "water.xlsx", break_words: str = "") -> Questionnaire:
    said = asks.QuestionnaireSent(file=Upload(name=name, content=content), break_words=break_words)
    return upload(by=village[Role.COORDINATOR], on=village.initiative, said=said)


def frozen(village: Cast) -> Questionnaire:
    """A version that people have been asked."""
    stored = sent(village, objects.form_file())
    actions.freeze(by=village[Role.COORDINATOR], questionnaire=stored, on=date(2026, 6, 1))
    stored.refresh_from_db()
    return stored


def test_a_form_is_stored_as_it_came_with_what_reading_it_said(village: Cast) -> None:
    content = objects.form_file()
    stored = sent(village, content)
    stored.refresh_from_db()
    assert (stored.number, stored.title, stored.form_id, stored.form_version) == (1, "Water", "water", "1")
    assert (stored.questions, stored.languages) == (6, ["en", "ar"])
    assert bytes(stored.content) == content
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert stored.html_refusals == []
    assert any("gender" in remark for remark in stored.remarks)
    assert AuditRecord.objects.get().action == "questionnaire-uploaded"


def test_a_form_without_a_version_is_stored_with_a_remark(village: Cast) -> None:
    book = load_workbook(io.BytesIO(objects.form_file()))
    del book["settings"]
    kept = io.BytesIO()
    book.save(kept)
    stored = sent(village, kept.getvalue())
    assert stored.form_version == ""
    assert any("has no version" in remark for remark in stored.remarks)


def test_a_data_dictionary_is_a_questionnaire_too(village: Cast) -> None:
    stored = sent(village, DICTIONARY, "wells.toml")
    assert (stored.questions, stored.title, stored.remarks) == (1, "Wells", [])
    assert questionnaire_form(stored).instrument.question("depth") is not None


def test_what_the_web_form_cannot_ask_is_stored_with_reasons(village: Cast) -> None:
    photo = ("image", "photo", "Take a picture", "صورة", "", "", "")
    stored = sent(village, objects.form_file((*objects.SURVEY, photo)))
    (reason,) = stored.html_refusals
    assert "photo" in f"{reason['where']} {reason['what']}"
    assert reason["code"] and reason["do"]


BAD = {
    "not a workbook": (b"no workbook at all", "water.xlsx"),
    "not TOML": (b"id = ", "wells.toml"),
    "no question": (objects.form_file(()), "water.xlsx"),
    "a list that is not there": (
        objects.form_file((("select_one nowhere", "q", "Q", "Q", "", "", ""),)),
        "water.xlsx",
    ),
    "a folder in the name": (objects.form_file(), "../water.xlsx"),
    "another kind of file": (b"%PDF-1.7", "water.pdf"),
}


@pytest.mark.parametrize("fault", sorted(BAD))
def test_each_fault_is_a_sentence_and_nothing_is_stored(village: Cast, fault: str) -> None:
    content, name = BAD[fault]
    with pytest.raises(Refusal) as refused:
        sent(village, content, name)
    assert all(reason.what.endswith(".") and reason.do for reason in refused.value.reasons)
    assert not Questionnaire.objects.exists()
    assert not AuditRecord.objects.exists()


def test_a_broken_form_names_sheet_and_row(village: Cast) -> None:
    content, name = BAD["a list that is not there"]
    with pytest.raises(Refusal) as refused:
        sent(village, content, name)
    assert "survey" in str(refused.value) and "2" in str(refused.value)


def test_each_upload_is_a_new_version_and_the_same_file_is_not(village: Cast, harbour: Cast) -> None:
    first = sent(village, objects.form_file())
    second = sent(village, DICTIONARY, "wells.toml")
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(Refusal, match="same file as version 2"):
        sent(village, DICTIONARY, "again.toml")
    assert sent(harbour, DICTIONARY, "wells.toml").number == 1


def test_after_people_were_asked_a_changed_meaning_must_be_put_into_words(village: Cast) -> None:
    frozen(village)
    with pytest.raises(Refusal) as refused:
        sent(village, objects.form_file(REWORDED))
    assert set(refused.value.codes) == {"questionnaire-break-unnamed"}
    assert any(reason.where == "question age" for reason in refused.value.reasons)
    stored = sent(village, objects.form_file(REWORDED), break_words="The year of birth is asked instead of the age.")
    assert questionnaire_shown(stored).version.break_words.startswith("The year of birth")


def test_before_anybody_was_asked_the_words_may_change_freely(village: Cast) -> None:
    sent(village, objects.form_file())
    assert sent(village, objects.form_file(REWORDED)).number == 2


def test_a_new_question_needs_no_words_about_a_break(village: Cast) -> None:
    frozen(village)
    added = (*objects.SURVEY, ("text", "more", "Anything else?", "شيء آخر؟", "", "", ""))
    assert sent(village, objects.form_file(added)).break_words == ""


def test_a_version_is_compared_with_the_newest_one_before_it(village: Cast) -> None:
    sent(village, objects.form_file())
    second = sent(village, objects.form_file(REWORDED))
    shown = questionnaire_shown(second)
    assert shown.compared_with == 1
    assert {(change.kind, change.question) for change in shown.changes} >= {("wording", "age"), ("removed", "gender")}


# --- Freezing and taking out -------------------------------------------------------------


def test_a_version_keeps_the_first_day_on_which_it_was_frozen(village: Cast) -> None:
    stored = frozen(village)
    actions.freeze(by=village[Role.COORDINATOR], questionnaire=stored, on=date(2026, 7, 1))
    stored.refresh_from_db()
    assert stored.frozen_on == date(2026, 6, 1)
    assert AuditRecord.objects.filter(action="questionnaire-frozen").count() == 1


def test_a_frozen_version_is_never_taken_out(village: Cast) -> None:
    stored = frozen(village)
    with pytest.raises(Refusal) as refused:
        actions.drop(by=village[Role.COORDINATOR], on=stored)
    assert refused.value.codes == ("questionnaire-already-frozen",)
    with pytest.raises(IntegrityError):
        Questionnaire.objects.filter(id=stored.id).update(dropped_on=date(2026, 6, 2))


def test_a_mistake_is_taken_out_with_its_file_and_its_number_is_not_used_again(village: Cast) -> None:
    stored = sent(village, objects.form_file())
    actions.drop(by=village[Role.COORDINATOR], on=stored)
    stored.refresh_from_db()
    assert bytes(stored.content) == b""
    for use in (
        lambda: questionnaire_form(stored),
        lambda: actions.freeze(by=village[Role.COORDINATOR], questionnaire=stored, on=date(2026, 6, 1)),
        lambda: actions.drop(by=village[Role.COORDINATOR], on=stored),
    ):
        with pytest.raises(Refusal, match="was taken out"):
            use()
    assert sent(village, objects.form_file()).number == 2


def test_what_the_method_card_names_is_not_taken_out(village: Cast) -> None:
    stored = sent(village, objects.form_file())
    chosen = asks.QuestionnaireChosen(questionnaire=str(stored.uuid))
    actions.choose_questionnaire(by=village[Role.COORDINATOR], on=village.initiative, said=chosen)
    with pytest.raises(Refusal) as refused:
        actions.drop(by=village[Role.COORDINATOR], on=stored)
    assert refused.value.codes == ("questionnaire-already-on-the-card",)
    assert current_questionnaire(village.initiative) == stored


# --- Real forms --------------------------------------------------------------------------


@pytest.mark.data
@pytest.mark.slow
def test_real_forms_are_stored_with_all_they_ask_or_refused_with_sentences(village: Cast, reference_data: Path) -> None:
    stored, refused = 0, 0
    for path in sorted((reference_data / "xlsforms").rglob("*.xls*")):
        try:
            kept = sent(village, path.read_bytes(), path.name)
        except Refusal as refusal:
            refused += 1
            assert all(reason.what.endswith(".") and "sheet " in reason.where for reason in refusal.reasons), path.name
            continue
        stored += 1
        shown = questionnaire_shown(kept)
        assert len(shown.asks) == kept.questions > 0, path.name
        assert all("\x00" not in remark for remark in kept.remarks)
    assert stored == Questionnaire.objects.count()
    assert stored >= 19
    assert refused >= 11
